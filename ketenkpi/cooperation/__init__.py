"""How far UWV and gemeente work together, by what they say themselves and by the steps.

answers   the answers of one Werkplein and quarter, per partner, or why there is none
figure    a value with how it was made, or why there is none
agreement how far the partners agree on the questions both answered
coordination  required against observed coordination per pair of tasks, and its coverage

Nothing here reads files: `ketenkpi.store` brings rows and figures.
"""

from ketenkpi.cooperation.agreement import (
    Agreement,
    Disagreement,
    agreements,
    disagreements,
)
from ketenkpi.cooperation.answers import (
    JOINT,
    KINDS,
    PARTIES,
    PARTNERS,
    Answer,
    Answers,
    Completeness,
    Filled,
    Question,
    Span,
    answers_of,
    questions,
    questions_of,
)
from ketenkpi.cooperation.coordination import (
    GROUPS,
    STATUSES,
    Coordination,
    Coverage,
    Handover,
    PairVerdict,
    Seen,
    coordination,
    handover_keys,
    pair_clients,
)
from ketenkpi.cooperation.figure import Figure

__all__ = [
    "GROUPS",
    "JOINT",
    "KINDS",
    "PARTIES",
    "PARTNERS",
    "STATUSES",
    "Agreement",
    "Answer",
    "Answers",
    "Completeness",
    "Coordination",
    "Coverage",
    "Disagreement",
    "Figure",
    "Filled",
    "Handover",
    "PairVerdict",
    "Question",
    "Seen",
    "Span",
    "agreements",
    "answers_of",
    "coordination",
    "disagreements",
    "handover_keys",
    "pair_clients",
    "questions",
    "questions_of",
]
