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
answers       what is said of it, as sections that every surface draws

Nothing here reads files: a source (`ketenkpi.source`) brings rows and figures.
"""

from ketenkpi.cooperation.agreement import Agreement, Disagreement, agreements, disagreements
from ketenkpi.cooperation.asked import SOURCES, cooperation_of, phases
from ketenkpi.cooperation.coordination import (
    GROUPS,
    STATUSES,
    Coordination,
    PairVerdict,
    coordination,
    pair_clients,
)
from ketenkpi.cooperation.integration import (
    CRITERIA,
    LEVELS,
    Degree,
    degree_course,
    degrees,
    position,
)
from ketenkpi.cooperation.phases import Derived, derive
from ketenkpi.cooperation.picture import PhasePicture, phase_picture, range_text
from ketenkpi.cooperation.profile import Condition, balances, channels, conditions, principles
from ketenkpi.cooperation.register import PhaseBreak, PhasePeriod, Timeline, timeline
from ketenkpi.cooperation.result import Cooperation
from ketenkpi.cooperation.scan import (
    JOINT,
    KINDS,
    PARTIES,
    PARTNERS,
    Answer,
    Completeness,
    Filled,
    ScanAnswers,
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
    "SOURCES",
    "STATUSES",
    "Agreement",
    "Answer",
    "Check",
    "Completeness",
    "Condition",
    "Cooperation",
    "Coordination",
    "Degree",
    "Derived",
    "Disagreement",
    "Figure",
    "Filled",
    "PairVerdict",
    "PhaseBreak",
    "PhasePeriod",
    "PhasePicture",
    "ScanAnswers",
    "StepSign",
    "Timeline",
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
    "pair_clients",
    "phase_picture",
    "phases",
    "position",
    "principles",
    "questions",
    "questions_of",
    "range_text",
    "timeline",
]
