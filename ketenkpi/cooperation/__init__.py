"""How far UWV and gemeente work together, by what they say themselves and by the steps.

answers   the answers of one Werkplein and quarter, per partner, or why there is none
figure    a value with how it was made, or why there is none
agreement how far the partners agree on the questions both answered

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
from ketenkpi.cooperation.figure import Figure

__all__ = [
    "JOINT",
    "KINDS",
    "PARTIES",
    "PARTNERS",
    "Agreement",
    "Answer",
    "Answers",
    "Completeness",
    "Disagreement",
    "Figure",
    "Filled",
    "Question",
    "Span",
    "agreements",
    "answers_of",
    "disagreements",
    "questions",
    "questions_of",
]
