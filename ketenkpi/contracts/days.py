"""Kinds of columns that hold a day or a quarter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ketenkpi.contracts.cell import Absent, Doubt, Fault, Manner
from ketenkpi.contracts.day_text import day_in, order_in
from ketenkpi.contracts.kind import Kind, Spelling
from ketenkpi.contracts.names import no_value
from ketenkpi.contracts.normal import WHITE
from ketenkpi.errors import UserError
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
DATE_FORMS = {
    "%d-%m-%Y": re.compile(r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})", re.ASCII),
    "%Y-%m-%d": re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII),
    "%Y%m%d": re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII),
}
# Midnight behind a day, as Excel and databases export a day. Both patterns below are
# read by Python and by polars, so they use only what is the same in both.
MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:[.,]0+)?)?$")
# A day that programs write for "no end": any in 9999 (SAP, SQL Server), the first or last day
# of a year from 2099 on, or nothing but zeros (MySQL, BUS).
_FAR = "(?:2099|2[1-9][0-9][0-9]|[3-9][0-9][0-9][0-9])"
_EDGE = "(?:31-12|0?1-0?1)"
OPEN_END = re.compile(
    f"^(?:{_EDGE}-{_FAR}|{_FAR}-(?:12-31|0?1-0?1)|{_FAR}(?:1231|0101)"
    "|[0-9]{1,2}-[0-9]{1,2}-9999|9999-[0-9]{1,2}-[0-9]{1,2}|9999[0-9]{4}"
    "|0{8}|00?-00?-0{4}|0{4}-00?-00?)$"
)
LAST_NAMED_END = date(2098, 12, 31)
SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
SLASHED = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}")


@dataclass(frozen=True)
class DateKind(Kind):
    """A day, in three spellings; two-digit years and slashes are refused, never guessed.

    An event lies in the past: after `until` only a day that may lie ahead
    (`future`: a term, the end of a period) is accepted. A column with
    `open_end` is an end; a day that programs write for "no end" is missing.
    """

    example: str
    future: bool = False
    open_end: bool = False
    until: date = LAST_DAY
    dtype = pl.Date()

    def describe(self, language: Language) -> str:
        ahead = "" if self.future else say("contracts.kind_not_ahead", language)
        return say("contracts.kind_date", language) + ahead

    def read(self, text: str, manner: Manner | None = None) -> date | Fault | Absent | Doubt | None:
        if manner is None:
            return self._read_before(text)
        said = no_value(text)
        if said is not None:
            return said
        found = day_in(text, manner)
        if isinstance(found, Fault | Doubt):
            return found
        if self.open_end and found.means_no_end:
            return Absent("nvt", "open_einde")
        if 0 in (found.month, found.day):
            return Absent("onbekend", "datum_deels_nul")
        return self._known(_day(found.year, found.month, found.day))

    def shows(self, text: str) -> Manner:
        return Manner(day_order=order_in(text))

    def forms(self) -> tuple[Spelling, ...]:
        return tuple(Spelling(date_format=form) for form in DATE_FORMS)

    def quick(self, raw: pl.Expr, form: Spelling) -> pl.Expr:
        last = min(self.until, LAST_NAMED_END) if self.open_end else self.until
        day = raw.str.to_date(form.date_format, strict=False)
        # chrono also takes '200821' with %Y%m%d and '01- 02-+2008' with %d-%m-%Y:
        # of the right length all that is left is read by the grammar as well.
        exact = raw.str.len_bytes() == (8 if form.date_format == "%Y%m%d" else 10)
        return pl.when(exact & day.is_between(FIRST_DAY, last)).then(day)

    def _read_before(self, text: str) -> date | Fault | None:
        text = MIDNIGHT.sub("", text)
        if self.open_end and OPEN_END.match(text):
            return None
        for form in DATE_FORMS.values():
            found = form.fullmatch(text)
            if found:
                return self._known(_day(int(found["y"]), int(found["m"]), int(found["d"])))
        if SHORT_YEAR.fullmatch(text):
            return Fault("jaar_twee_cijfers")
        if SLASHED.fullmatch(text):
            return Fault("datum_dubbelzinnig")
        return Fault("datum_ongeldig")

    def _known(self, day: date | Fault) -> date | Fault:
        if isinstance(day, date) and day > self.until:
            return Fault("datum_na_vandaag", {"today": f"{self.until:%d-%m-%Y}"})
        return day

    def missing(self, raw: pl.Expr) -> pl.Expr | None:
        return _day_text(raw).str.contains(OPEN_END.pattern) if self.open_end else None

    def typed(self, raw: pl.Expr, seen: Spelling) -> pl.Expr:
        if not seen.thorough:
            last = min(self.until, LAST_NAMED_END) if self.open_end else self.until
            return _within(raw.str.to_date(seen.date_format, strict=False), last)
        text = _day_text(raw)
        if self.open_end:
            text = pl.when(~text.str.contains(OPEN_END.pattern)).then(text)
        # chrono reads '200821' as 2008-2-1 with %Y%m%d, so that form needs
        # its exact length; the year window catches years of two digits.
        forms = [
            text.str.to_date("%d-%m-%Y", strict=False),
            text.str.to_date("%Y-%m-%d", strict=False),
            pl.when(text.str.len_bytes() == 8).then(text.str.to_date("%Y%m%d", strict=False)),
        ]
        return pl.coalesce(*(_within(form, self.until) for form in forms))

    def write(self, value: date) -> str:
        return value.strftime("%d-%m-%Y")

    def examples(self) -> Sequence[str]:
        return (self.example, "2009-03-31", "20090331", "1-3-2009", "2009-03-31 00:00:00")

    def faults(self) -> Mapping[str, str]:
        ahead = {"15-03-2090": "datum_na_vandaag"} if self.until < date(2090, 3, 15) else {}
        return ahead | {
            "31-02-2009": "datum_bestaat_niet",
            "01-02-09": "jaar_twee_cijfers",
            "03/04/2009": "datum_dubbelzinnig",
            "01-01-1009": "datum_buiten_venster",
            "maart 2009": "datum_ongeldig",
        }


def _day(year: int, month: int, day: int) -> date | Fault:
    try:
        value = date(year, month, day)
    except ValueError:
        return Fault("datum_bestaat_niet")
    if not FIRST_DAY <= value <= LAST_DAY:
        return Fault("datum_buiten_venster", {"first": FIRST_DAY.year, "last": LAST_DAY.year})
    return value


def _day_text(raw: pl.Expr) -> pl.Expr:
    return raw.str.strip_chars(WHITE).str.replace(MIDNIGHT.pattern, "")


def _within(day: pl.Expr, last: date) -> pl.Expr:
    return pl.when(day.is_between(FIRST_DAY, last)).then(day)


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

    def read(self, text: str, manner: Manner | None = None) -> int | Fault | Absent:
        said = None if manner is None else no_value(text)
        if said is not None:
            return said
        try:
            quarter = Quarter.parse(text)
        except UserError:
            return Fault("kwartaal_ongeldig")
        if quarter.first_day > self.until:
            return Fault("kwartaal_na_vandaag", {"today": f"{self.until:%d-%m-%Y}"})
        return quarter.index

    def typed(self, raw: pl.Expr, seen: Spelling) -> pl.Expr:
        return raw.map_batches(self._distinct, return_dtype=pl.Int32, is_elementwise=True)

    def _distinct(self, texts: pl.Series) -> pl.Series:
        distinct = texts.drop_nulls().unique()
        found = [self.read(text) for text in distinct]
        known = [value if isinstance(value, int) else None for value in found]
        return texts.replace_strict(distinct, known, default=None, return_dtype=pl.Int32)

    def write(self, value: int) -> str:
        return str(Quarter.from_index(value))

    def examples(self) -> Sequence[str]:
        return ("2009K1", "2009-Q1", "2009KW01", "1e kwartaal 2009", "2009 1e kwartaal")

    def faults(self) -> Mapping[str, str]:
        return {"2009K5": "kwartaal_ongeldig", "1-2009": "kwartaal_ongeldig"}
