"""How far UWV and gemeente work together, by what they say themselves and by the steps.

figure        a value with how it was made, or why there is none
scan          the answers of one Werkplein and quarter, per partner, or why there is none
agreement     how far the partners agree on the questions both answered
coordination  required against observed coordination per pair of tasks, and its coverage
register      the phases as they were registered, with approvals and transitions
phases        the phase that follows from the answers, with its reasons, or a range
steps         whether the steps show the signs of a phase
picture       register, scan and steps beside each other, and what does not agree
integration   the degree of integration with its parts, and how far the weights matter
profile       factors, channels, principles of the toonkamermodel, Powell's conditions
asked         the question: one Werkplein and quarter of a source
result        the answer, of all parts

Nothing here reads files: a source (`ketenkpi.source`) brings rows and figures.
"""

from ketenkpi.cooperation.agreement import Agreement, Disagreement, agreements, disagreements
from ketenkpi.cooperation.asked import cooperation_of, phases
from ketenkpi.cooperation.coordination import (
    GROUPS,
    STATUSES,
    Coordination,
    Coverage,
    PairVerdict,
    SeenByParty,
    SituationWait,
    coordination,
    handover_keys,
    pair_clients,
)
from ketenkpi.cooperation.integration import (
    CRITERIA,
    LEVELS,
    Degree,
    DegreePoint,
    PartScore,
    Position,
    degree_course,
    degrees,
    position,
)
from ketenkpi.cooperation.phases import (
    STATES,
    Contradiction,
    Derived,
    PhaseReason,
    SignAnswer,
    derive,
)
from ketenkpi.cooperation.picture import (
    PhaseFinding,
    PhasePicture,
    phase_picture,
    phase_text,
    range_text,
)
from ketenkpi.cooperation.profile import (
    Balance,
    Channels,
    Condition,
    Principle,
    SaidByParty,
    balances,
    channels,
    conditions,
    principles,
)
from ketenkpi.cooperation.register import PhaseBreak, PhasePeriod, Timeline, Transition, timeline
from ketenkpi.cooperation.result import Cooperation
from ketenkpi.cooperation.scan import (
    JOINT,
    KINDS,
    PARTIES,
    PARTNERS,
    Answer,
    Answers,
    Completeness,
    Filled,
    ScaleSpan,
    ScanQuestion,
    answers_of,
    questions,
    questions_of,
)
from ketenkpi.cooperation.steps import Check, StepSign
from ketenkpi.figure import Figure

__all__ = [
    "CRITERIA",
    "GROUPS",
    "JOINT",
    "KINDS",
    "LEVELS",
    "PARTIES",
    "PARTNERS",
    "STATES",
    "STATUSES",
    "Agreement",
    "Answer",
    "Answers",
    "Balance",
    "Channels",
    "Check",
    "Completeness",
    "Condition",
    "Contradiction",
    "Cooperation",
    "Coordination",
    "Coverage",
    "Degree",
    "DegreePoint",
    "Derived",
    "Disagreement",
    "Figure",
    "Filled",
    "PairVerdict",
    "PartScore",
    "PhaseBreak",
    "PhaseFinding",
    "PhasePeriod",
    "PhasePicture",
    "PhaseReason",
    "Position",
    "Principle",
    "SaidByParty",
    "ScaleSpan",
    "ScanQuestion",
    "SeenByParty",
    "SignAnswer",
    "SituationWait",
    "StepSign",
    "Timeline",
    "Transition",
    "agreements",
    "answers_of",
    "balances",
    "channels",
    "conditions",
    "cooperation_of",
    "coordination",
    "degree_course",
    "degrees",
    "derive",
    "disagreements",
    "handover_keys",
    "pair_clients",
    "phase_picture",
    "phase_text",
    "phases",
    "position",
    "principles",
    "questions",
    "questions_of",
    "range_text",
    "timeline",
]
