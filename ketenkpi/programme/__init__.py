"""The programme of a region and its Werkpleinen: goals, agenda, norms, policy theory.

goals        the goal register, and what may be asked of a goal
regional     goals of a region, judged by the figure of the region
agenda       the schema of config/cooperation/agenda.yaml, and proposals in their order
proposals    open gaps as proposals: deliveries, approvals, goals, norms, signals
cooperation_gaps
             the same of cooperation: scans, agreements, phases, different answers
norm_matrix  the norm register as rules by addressee, with the gaps
coherence    two terms for one duty, duties nobody measures, addressees without a duty
theory       the schema of config/cooperation/theory.yaml: the policy theory
per_phase    the figures of each box of the theory, or one result, per phase of cooperation
cooperation_at   cooperation at many Werkpleinen at once, as the agenda needs it
regional_targets targets of regions beside the figures of whole regions
asked        the questions, of a source (`programme.source`)
result       goals and agenda as one answer
"""

from ketenkpi.programme.agenda import (
    AgendaModel,
    Amount,
    LeftOut,
    Proposal,
    ProposalKind,
    ProposalLimits,
    load_agenda,
)
from ketenkpi.programme.asked import (
    goal_register,
    made_ahead,
    newest_complete,
    norm_register,
    programme_of,
    result_by_phase,
    theory_of,
)
from ketenkpi.programme.coherence import Coherence, OwnNorm, TwoTerms, coherence_of
from ketenkpi.programme.goals import CHECKS, Goal, GoalRegister, GoalTally, Judged
from ketenkpi.programme.norm_matrix import CELLS, NormMatrix, Rule
from ketenkpi.programme.per_phase import (
    Line,
    PhaseFigure,
    PhaseReading,
    PlaceInPhase,
    ResultByPhase,
    TheoryFigures,
)
from ketenkpi.programme.regional_targets import regional_targets
from ketenkpi.programme.result import Programme
from ketenkpi.programme.theory import Arrow, Box, BoxMeasure, Theory, load_theory

__all__ = [
    "CELLS",
    "CHECKS",
    "AgendaModel",
    "Amount",
    "Arrow",
    "Box",
    "BoxMeasure",
    "Coherence",
    "Goal",
    "GoalRegister",
    "GoalTally",
    "Judged",
    "LeftOut",
    "Line",
    "NormMatrix",
    "OwnNorm",
    "PhaseFigure",
    "PhaseReading",
    "PlaceInPhase",
    "Programme",
    "Proposal",
    "ProposalKind",
    "ProposalLimits",
    "ResultByPhase",
    "Rule",
    "Theory",
    "TheoryFigures",
    "TwoTerms",
    "coherence_of",
    "goal_register",
    "load_agenda",
    "load_theory",
    "made_ahead",
    "newest_complete",
    "norm_register",
    "programme_of",
    "regional_targets",
    "result_by_phase",
    "theory_of",
]
