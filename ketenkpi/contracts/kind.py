"""What one cell may hold: a kind describes, reads, checks and generates.

Each kind exists once and does four jobs, so that the data dictionary, the
template and the check cannot differ:

- `describe` tells a person what to fill in;
- `read` is the plain reading of one text, with the reason when it fails;
- `typed` is the same reading for a whole column in polars, null where it fails;
- `examples` and `faults` give texts that must pass and texts that must not.

`typed` comes in two strengths. *Plain* takes the spelling seen in the first
rows only (one date format, no spaces to strip) and costs what a bare cast
costs; *thorough* takes every accepted spelling and is used for a column only
after `read` has accepted a text that the plain form refused.
"""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ketenkpi.contracts.cell import Fault
from ketenkpi.contracts.names import WHITE
from ketenkpi.wording import Language


def plain(text: str) -> str:
    """A text without case, accents and outer spaces, for matching names and codes."""
    letters = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Kind(ABC):
    """The kind of a column; `dtype` is what its typed column holds."""

    dtype: pl.DataType
    # What may stand around a text without counting.
    outer: str = WHITE

    @abstractmethod
    def describe(self, language: Language) -> str:
        """What may be filled in."""

    @abstractmethod
    def read(self, text: str) -> Any | Fault:
        """The value of a stripped, non-empty text, or why there is none.

        None where a text means that there is no value.
        """

    @abstractmethod
    def typed(self, raw: pl.Expr, seen: Spelling) -> pl.Expr:
        """A column of texts as typed values; null where a text is not accepted."""

    def missing(self, raw: pl.Expr) -> pl.Expr | None:
        """True where a filled text means that there is no value; None when no text does."""
        return None

    @abstractmethod
    def write(self, value: Any) -> str:
        """A value as the template writes it."""

    @abstractmethod
    def examples(self) -> Sequence[str]:
        """Texts that are accepted; the first is the template's."""

    @abstractmethod
    def faults(self) -> Mapping[str, str]:
        """Texts that are refused, each with the rule that refuses it."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a column is written: `thorough`, or plain with one date format; `ascii`: only ASCII."""

    thorough: bool = False
    date_format: str = "%d-%m-%Y"
    ascii: bool = False


def stripped(raw: pl.Expr, seen: Spelling) -> pl.Expr:
    """A column of texts without outer spaces, where the spelling may have them."""
    return raw.str.strip_chars(WHITE) if seen.thorough else raw
