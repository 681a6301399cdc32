"""Kinds of columns that hold a day or a quarter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from ketenkpi.contracts.cell import UNDECIDED, About, Absent, Doubt, Fault, Manner
from ketenkpi.contracts.day_text import day_in, order_in
from ketenkpi.contracts.kind import Kind, Spelling
from ketenkpi.contracts.names import no_value
from ketenkpi.errors import UserError
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
DATE_FORMS = {
    "%d-%m-%Y": re.compile(r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})", re.ASCII),
    "%Y-%m-%d": re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII),
    "%Y%m%d": re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII),
}
LAST_NAMED_END = date(2098, 12, 31)


@dataclass(frozen=True)
class DateKind(Kind):
    """A day; a year of two digits is refused, and what has two readings is never guessed.

    The quick reading knows three spellings, `DATE_FORMS`; the grammar
    (`day_text`) all that have one reading.

    An event lies in the past: after `until` only a day that may lie ahead
    (`future`: a term, the end of a period) is accepted. A column with
    `open_end` is an end; a day that programs write for "no end" says that there is none.
    """

    example: str
    future: bool = False
    open_end: bool = False
    until: date = LAST_DAY
    dtype = pl.Date()

    def describe(self, language: Language) -> str:
        ahead = "" if self.future else say("contracts.kind_not_ahead", language)
        return say("contracts.kind_date", language) + ahead

    def read(self, text: str, manner: Manner = UNDECIDED) -> date | Fault | Absent | Doubt:
        return self._known(_read(text, manner, self.open_end))

    def shows(self, text: str) -> Manner:
        return Manner(day_order=order_in(text))

    def forms(self) -> tuple[Spelling, ...]:
        return tuple(Spelling(date_format=form) for form in DATE_FORMS)

    def quick(self, raw: pl.Expr, form: Spelling) -> pl.Expr:
        last = min(self.until, LAST_NAMED_END) if self.open_end else self.until
        # As its place among all days, so a text is a day only as it is written to the
        # letter: '01- 02-+2008' is none. Parsing takes three times as long.
        place = raw.cast(_days_written(form.date_format), strict=False).to_physical()
        since = place.cast(pl.Int32) + pl.lit(FIRST_DAY).cast(pl.Int32)
        return pl.when(place <= (last - FIRST_DAY).days).then(since.cast(pl.Date))

    def _known(self, day: date | Fault | Absent | Doubt) -> date | Fault | Absent | Doubt:
        if isinstance(day, date) and day > self.until:
            return Fault("datum_na_vandaag", {"today": f"{self.until:%d-%m-%Y}"})
        return day

    def write(self, value: date) -> str:
        return value.strftime("%d-%m-%Y")

    def examples(self) -> Sequence[str]:
        return (
            *(self.example, "2009-03-31", "20090331", "1-3-2009", "2009-03-31 00:00:00"),
            *("2009/03/31", "31/03/2009", "31.03.2009", "31-mrt-2009", "31 maart 2009"),
            *("2009-03-31T00:00:00Z", "31-3-2009 0:00"),
        )

    def faults(self) -> Mapping[str, str]:
        ahead = {"15-03-2090": "datum_na_vandaag"} if self.until < date(2090, 3, 15) else {}
        return ahead | {
            "31-02-2009": "datum_bestaat_niet",
            "01-02-09": "jaar_twee_cijfers",
            "5-jan-09": "jaar_twee_cijfers",
            "05-01-2009 13:45": "datum_met_tijd",
            "#VERW!": "fout_in_blad",
            "01-01-1009": "datum_buiten_venster",
            "maart 2009": "datum_ongeldig",
        }

    def doubts(self) -> Mapping[str, About]:
        return {"03/04/2009": "dagvolgorde", "03.04.2009": "dagvolgorde"}


@lru_cache
def _days_written(form: str) -> pl.DataTypeExpr:
    """All days a cell may hold in one spelling, from early to late: 73,049 texts.

    As an expression, since a type is handed over anew (8 ms) wherever it is named.
    """
    count = (LAST_DAY - FIRST_DAY).days + 1
    return pl.Enum(pl.select(_all_days(count).dt.strftime(form)).to_series()).to_dtype_expr()


def warm() -> None:
    """Build what reading the first day of a process takes 15 ms to build."""
    _days_written(next(iter(DATE_FORMS)))


def _all_days(count: int) -> pl.Expr:
    return (pl.lit(FIRST_DAY).cast(pl.Int32) + pl.int_range(count, dtype=pl.Int32)).cast(pl.Date)


# The days of some decades, which stand in several columns of one file.
@lru_cache(maxsize=20_000)
def _read(text: str, manner: Manner, open_end: bool) -> date | Fault | Absent | Doubt:
    """A day whenever it is; `open_end`: a day that stands for "no end" says so."""
    said = no_value(text)
    if said is not None:
        return said
    found = day_in(text, manner)
    if isinstance(found, Fault | Doubt):
        return found
    if open_end and found.means_no_end:
        return Absent("nvt", "open_einde")
    if 0 in (found.month, found.day):
        return Absent("onbekend", "datum_deels_nul")
    return _day(found.year, found.month, found.day)


def _day(year: int, month: int, day: int) -> date | Fault:
    try:
        value = date(year, month, day)
    except ValueError:
        return Fault("datum_bestaat_niet")
    if not FIRST_DAY <= value <= LAST_DAY:
        return Fault("datum_buiten_venster", {"first": FIRST_DAY.year, "last": LAST_DAY.year})
    return value


@dataclass(frozen=True)
class QuarterKind(Kind):
    """A quarter; typed as its index, year * 4 + number - 1.

    A quarter that begins after `until` is accepted only where it may lie ahead (`future`).
    """

    future: bool = False
    until: date = LAST_DAY
    dtype = pl.Int32()

    def describe(self, language: Language) -> str:
        ahead = "" if self.future else say("contracts.kind_not_ahead", language)
        return say("contracts.kind_quarter", language) + ahead

    def read(self, text: str, manner: Manner = UNDECIDED) -> int | Fault | Absent:
        said = no_value(text)
        if said is not None:
            return said
        try:
            quarter = Quarter.parse(text)
        except UserError:
            return Fault("kwartaal_ongeldig")
        if quarter.first_day > self.until:
            return Fault("kwartaal_na_vandaag", {"today": f"{self.until:%d-%m-%Y}"})
        return quarter.index

    def write(self, value: int) -> str:
        return str(Quarter.from_index(value))

    def examples(self) -> Sequence[str]:
        return (
            *("2009K1", "2009-Q1", "2009KW01", "1e kwartaal 2009", "2009 1e kwartaal"),
            *("2009KW1", "eerste kwartaal 2009", "Q1 2009", "kwartaal 1 2009"),
        )

    def faults(self) -> Mapping[str, str]:
        wrong = dict.fromkeys(("2009K5", "1-2009"), "kwartaal_ongeldig")
        return wrong | {"#REF!": "fout_in_blad"}
