"""How far UWV and gemeente work together, by what they say themselves and by the steps.

answers   the answers of one Werkplein and quarter, per partner, or why there is none

Nothing here reads files: `ketenkpi.store` brings rows and figures.
"""

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

__all__ = [
    "JOINT",
    "KINDS",
    "PARTIES",
    "PARTNERS",
    "Answer",
    "Answers",
    "Completeness",
    "Filled",
    "Question",
    "Span",
    "answers_of",
    "questions",
    "questions_of",
]
