"""What is decided over whole columns: by what stands in them, else by who delivers.

Each column decides for itself, since one file may come from several programs.
Where texts of one column show both orders of day and month, or both decimal
signs, nothing is decided by the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import get_args

import polars as pl

from ketenkpi.contracts.cell import UNDECIDED, About, Manner
from ketenkpi.contracts.contract import Contract
from ketenkpi.contracts.normal import normal
from ketenkpi.contracts.questions import Answers, Question

FIELDS: Mapping[About, str] = {
    "dagvolgorde": "day_order",
    "decimaalteken": "decimal",
    "streepje": "dash",
}
ANSWERS: Mapping[About, tuple[str, ...]] = {
    "dagvolgorde": ("dmj", "mdj"),
    "decimaalteken": ("komma", "punt"),
    "streepje": ("nul", "ontbreekt"),
}


def decided(shown: Iterable[Manner]) -> Manner:
    """What texts show together; a field of which they show two things stays undecided."""
    found = set(shown)
    values = {name: {getattr(one, name) for one in found} - {None} for name in FIELDS.values()}
    return Manner(**{name: seen.pop() for name, seen in values.items() if len(seen) == 1})


@dataclass(frozen=True)
class Manners:
    """Per column what its texts show and what was answered; an answer goes first."""

    shown: Mapping[str, Manner] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)

    @classmethod
    def of_sample(cls, contract: Contract, sample: pl.DataFrame, answers: Answers) -> Manners:
        """By the first rows of a file; `sample` holds the contract's columns as text.

        A column without any text is not among what is shown.
        """
        texts = {c.name: sample[c.name].drop_nulls().unique() for c in contract.columns}
        shown = {
            column.name: decided(column.kind.shows(normal(text)) for text in texts[column.name])
            if column.kind.doubts()
            else UNDECIDED
            for column in contract.columns
            if len(texts[column.name])
        }
        return cls(shown, answers)

    def of(self, column: str) -> Manner:
        """How a column is written."""
        manner = self.shown.get(column, UNDECIDED)
        for about in get_args(About):
            answer = self.answers.to(about, column)
            if answer in ANSWERS[about]:
                manner = Manner(**{**asdict(manner), FIELDS[about]: answer})
        return manner

    def told(self, contract: Contract) -> dict[str, Manner]:
        """How each column is written, as far as that says anything of its values.

        An answer for a whole kind ('dagvolgorde=mdj') is about its days only.
        """
        return {
            column.name: _only(self.of(column.name), set(column.kind.doubts().values()))
            if column.name in self.shown
            else UNDECIDED
            for column in contract.columns
        }

    def answered(self, about: About, column: str) -> bool:
        """Whether the uploader said it."""
        return self.answers.to(about, column) in ANSWERS[about]

    def showing(self, shown: Mapping[str, Manner]) -> Manners:
        """The same answers, with what whole columns show."""
        return replace(self, shown={**self.shown, **shown})


def _only(manner: Manner, abouts: Collection[About]) -> Manner:
    """What it says about these, and nothing of the others."""
    return Manner(**{FIELDS[about]: getattr(manner, FIELDS[about]) for about in abouts})


def question(about: About, subject: str, params: Mapping[str, object]) -> Question:
    """What is asked about a column that nothing decides."""
    return Question(about, subject, ANSWERS[about], params=params)
