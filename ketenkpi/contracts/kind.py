"""What one cell may hold: a kind describes, reads, checks and generates.

Each kind exists once and does five jobs, so that the data dictionary, the
template and the check cannot differ:

- `describe` tells a person what to fill in;
- `read` is the one grammar: a normal text is a value, or one of three reasons
  why there is none;
- `quick` is the same for the commonest spellings of a whole column, in polars:
  wherever it gives a value, `read` gives that value (a law, held by a test);
  what it leaves open goes through `read`, distinct text by distinct text;
- `shows` tells what one text decides about its whole column;
- `examples`, `faults` and `doubts` give texts that must pass, that must not,
  and between whose readings only the whole column or its writer can decide.
"""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ketenkpi.contracts.cell import UNDECIDED, About, Decimal, Manner
from ketenkpi.wording import Language


def plain(text: str) -> str:
    """A text without case, accents and outer spaces, for matching names and codes."""
    letters = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True)
class Spelling:
    """One exact way in which a column may be written, that `quick` knows.

    date_format: the days. decimal: the sign before the decimals, None without. short: ids
    so short that nothing of a person can be in them. words: codes without a digit, that
    must be told from words for unknown.
    """

    date_format: str = "%d-%m-%Y"
    decimal: Decimal | None = None
    short: bool = False
    words: bool = False

    def fits(self, manner: Manner) -> bool:
        """Whether a column that is written by `manner` may be read by this spelling.

        The spelling of our own templates, day first with dashes, stays what it
        is only as long as nothing shows that the month comes first.
        """
        month_first = manner.day_order == "mdj" and self.date_format == "%d-%m-%Y"
        other_sign = None not in (self.decimal, manner.decimal) and self.decimal != manner.decimal
        return not (month_first or other_sign)


class Kind(ABC):
    """The kind of a column; `dtype` is what its typed column holds."""

    dtype: pl.DataType

    @abstractmethod
    def describe(self, language: Language) -> str:
        """What may be filled in."""

    @abstractmethod
    def read(self, text: str, manner: Manner = UNDECIDED) -> Any:
        """The value of a normal, filled text, or the Fault, Absent or Doubt that it is instead.

        A column that is written by `manner` has no doubt about what that decides.
        """

    def forms(self) -> tuple[Spelling, ...]:
        """The spellings `quick` knows, that of our templates first, but for what is told sooner.

        None: the few distinct texts of such a column are read by a table.
        """
        return ()

    def quick(self, raw: pl.Expr, form: Spelling) -> pl.Expr:
        """A column of texts as values where they have exactly this form, else null.

        Wherever it is not null it equals `read(normal(text), manner)`, for every
        manner that the form fits. Raises TypeError for a kind without forms.
        """
        raise TypeError(f"{type(self).__name__} has no quick reading")

    def shows(self, text: str) -> Manner:
        """What one normal text shows of how its whole column is written; mostly nothing."""
        return UNDECIDED

    @abstractmethod
    def write(self, value: Any) -> str:
        """A value as the template writes it."""

    @abstractmethod
    def examples(self) -> Sequence[str]:
        """Texts that are accepted; the first is the template's."""

    @abstractmethod
    def faults(self) -> Mapping[str, str]:
        """Texts that are refused, each with the rule that refuses it."""

    def doubts(self) -> Mapping[str, About]:
        """Texts with two readings, each with what must be decided about its column."""
        return {}
