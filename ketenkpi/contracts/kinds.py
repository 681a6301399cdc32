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

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any

import polars as pl

from ketenkpi.contracts.names import INVISIBLE, WHITE, no_place, tidy
from ketenkpi.errors import UserError
from ketenkpi.vocabulary import FIRST_YEAR, LAST_YEAR, Quarter, Text
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
# A point followed by exactly three digits may be a thousands point (Dutch) or
# a decimal point (English); without a comma beside it nobody can tell.
AMBIGUOUS_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}([. \u00a0]\d{3})+(,\d+)?")
# Sixteen codes still fit in a sentence that somebody reads.
NAMED_IN_A_SENTENCE = 16
SPACED = re.compile(r"[+-]?\d{1,3}([ \u00a0]\d{3})+")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is not accepted: a rule key of `wording/contracts.yaml` and its parameters."""

    rule: str
    params: Mapping[str, object] = field(default_factory=dict)


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


def _stripped(raw: pl.Expr, seen: Spelling) -> pl.Expr:
    return raw.str.strip_chars(WHITE) if seen.thorough else raw


@dataclass(frozen=True)
class TextKind(Kind):
    """Free text or a code; only its length is bounded."""

    max_length: int
    example: str
    described: str = "text"
    dtype = pl.String()

    def describe(self, language: Language) -> str:
        return say(f"contracts.kind_{self.described}", language, max_length=self.max_length)

    def read(self, text: str) -> str | Fault:
        if len(text) > self.max_length:
            return Fault("te_lang", {"max_length": self.max_length, "length": len(text)})
        return text

    def typed(self, raw: pl.Expr, seen: Spelling) -> pl.Expr:
        text = _stripped(raw, seen)
        if seen.thorough:
            return pl.when(text.str.len_chars().is_between(1, self.max_length)).then(text)
        # In plain spelling an outer space makes the text unreadable, so that
        # ' T1' and 'T1' never become two cases; `read` then strips it. In a
        # file of ASCII only, comparing ends does (a tenth of the time): every
        # white space sorts before '!'.
        if seen.ascii:
            bare = (text >= "!") & ~(text.str.ends_with(" ") | text.str.ends_with("\t"))
        else:
            bare = (text == text.str.strip_chars()) & (text != "")
        clean = (text.str.len_bytes() <= self.max_length) & bare
        return pl.when(clean).then(text)

    def write(self, value: str) -> str:
        return value

    def examples(self) -> Sequence[str]:
        return (self.example,)

    def faults(self) -> Mapping[str, str]:
        return {"x" * (self.max_length + 1): "te_lang"}


@dataclass(frozen=True)
class PlaceKind(TextKind):
    """The name or code of a place, in one spelling (`names.tidy`); what can be none is refused.

    A file of a million rows has some dozens of places. So both strengths are
    one: every distinct text of a batch is read plainly, which takes as long as
    comparing a million ends of texts. A batch has some 20,000 rows and so the
    same places every time; what was thought of a name is remembered.
    """

    described: str = "place"
    outer = WHITE + INVISIBLE

    def read(self, text: str) -> str | Fault:
        name = super().read(tidy(text))
        rule = None if isinstance(name, Fault) else no_place(text)
        return Fault(rule) if rule else name

    def typed(self, raw: pl.Expr, seen: Spelling) -> pl.Expr:
        return raw.map_batches(self._distinct, return_dtype=pl.String(), is_elementwise=True)

    def _distinct(self, texts: pl.Series) -> pl.Series:
        distinct = texts.drop_nulls().unique()
        names = [_name(self, text) for text in distinct]
        if names == distinct.to_list():
            return texts
        return texts.replace_strict(distinct, names, default=None, return_dtype=pl.String)

    def faults(self) -> Mapping[str, str]:
        refused = {
            "Totaal": "plaats_totaal",
            "#REF!": "plaats_fout_in_blad",
            "S?dwest": "plaats_verminkt",
            "n.v.t.": "plaats_onbekend",
        }
        return {**super().faults(), **refused}


@lru_cache(4096)
def _name(kind: PlaceKind, text: str) -> str | None:
    stripped = text.strip(kind.outer)
    name = kind.read(stripped) if stripped else None
    return None if isinstance(name, Fault) else name


@dataclass(frozen=True)
class ChoiceKind(Kind):
    """One code out of a closed list; `also` maps other spellings onto a code."""

    values: Mapping[str, Text]
    also: Mapping[str, str]
    dtype = pl.String()

    def __post_init__(self) -> None:
        unknown = set(self.also.values()) - set(self.values)
        if unknown or not self.values:
            raise ValueError(f"choice maps onto codes it does not have: {sorted(unknown)}")

    @property
    def spellings(self) -> dict[str, str]:
        """Every accepted spelling in plain form, with its code."""
        return {plain(code): code for code in self.values} | {
            plain(other): code for other, code in self.also.items()
        }

    @property
    def is_long(self) -> bool:
        """Whether there are too many codes to name them all in a sentence."""
        return len(self.values) > NAMED_IN_A_SENTENCE

    def describe(self, language: Language) -> str:
        if self.is_long:
            return say("contracts.kind_choice_long", language, count=len(self.values))
        return say("contracts.kind_choice", language, values=", ".join(self.values))

    def read(self, text: str) -> str | Fault:
        code = self.spellings.get(plain(text))
        if code:
            return code
        if self.is_long:
            return Fault("onbekende_code", {"near": ", ".join(self._nearest(text))})
        return Fault("onbekende_waarde", {"values": ", ".join(self.values)})

    def _nearest(self, text: str) -> list[str]:
        """Three codes that look most like it, by themselves or by their names."""
        called = {
            plain(name): code for code, text in self.values.items() for name in (text.nl, text.en)
        }
        called |= {plain(code): code for code in self.values}
        near = get_close_matches(plain(text), called, n=9, cutoff=0.3)
        return list(dict.fromkeys(called[name] for name in near))[:3] or list(self.values)[:3]

    def typed(self, raw: pl.Expr, seen: Spelling) -> pl.Expr:
        if not seen.thorough:
            return pl.when(raw.is_in(list(self.values))).then(raw)
        bare = raw.str.normalize("NFKD").str.replace_all(r"\p{M}", "")
        return (
            bare.str.strip_chars(WHITE)
            .str.to_lowercase()
            .replace_strict(self.spellings, default=None, return_dtype=pl.String)
        )

    def write(self, value: str) -> str:
        return value

    def examples(self) -> Sequence[str]:
        return tuple(self.values)

    def faults(self) -> Mapping[str, str]:
        return {"bestaat-niet": "onbekende_code" if self.is_long else "onbekende_waarde"}


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

    def read(self, text: str) -> date | Fault | None:
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

    def read(self, text: str) -> int | Fault:
        try:
            quarter = Quarter.parse(text)
        except UserError:
            return Fault("kwartaal_ongeldig")
        if quarter.first_day > self.until:
            return Fault("kwartaal_na_vandaag", {"today": f"{self.until:%d-%m-%Y}"})
        return quarter.index

    def typed(self, raw: pl.Expr, seen: Spelling) -> pl.Expr:
        # Few distinct quarters exist, so every spelling fits in one table.
        index = (
            raw.str.strip_chars(WHITE)
            .str.to_lowercase()
            .replace_strict(_quarter_table(), default=None, return_dtype=pl.Int32)
        )
        return pl.when(index <= Quarter.of(self.until).index).then(index)

    def write(self, value: int) -> str:
        return str(Quarter.from_index(value))

    def examples(self) -> Sequence[str]:
        return ("2009K1", "2009-Q1", "2009KW01", "1e kwartaal 2009", "2009 1e kwartaal")

    def faults(self) -> Mapping[str, str]:
        return {"2009K5": "kwartaal_ongeldig", "1-2009": "kwartaal_ongeldig"}


@cache
def _quarter_table() -> Mapping[str, int]:
    return {
        text: Quarter(year, number).index
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for number in range(1, 5)
        for text in _quarter_spellings(year, number)
    }


def _quarter_spellings(year: int, n: int) -> Iterable[str]:
    for letter in "kq":
        yield from (f"{year}{letter}{n}", f"{year}-{letter}{n}", f"{year} {letter}{n}")
        yield from (f"{letter}{n}-{year}", f"{letter}{n} {year}")
    yield f"{year}kw0{n}"
    for word in ("kwartaal", "kw", "kw."):
        yield from (f"{n}e {word} {year}", f"{year} {n}e {word}")


@dataclass(frozen=True)
class NumberKind(Kind):
    """A number with decimal comma (or point); whole numbers when `whole`."""

    whole: bool
    low: float | None
    high: float | None
    example: str

    @property
    def dtype(self) -> pl.DataType:  # type: ignore[override]
        return pl.Int64() if self.whole else pl.Float64()

    def describe(self, language: Language) -> str:
        key = "kind_whole" if self.whole else "kind_decimal"
        return say(f"contracts.{key}", language) + self._bounds(language)

    def _bounds(self, language: Language) -> str:
        if self.low is None and self.high is None:
            return ""
        low, high = (_short(bound) for bound in (self.low, self.high))
        return say("contracts.kind_bounds", language, low=low, high=high)

    def read(self, text: str) -> float | int | Fault:
        value = _number(text)
        if isinstance(value, Fault):
            return value
        if self.whole and value != int(value):
            return Fault("geen_geheel_getal")
        too_low = self.low is not None and value < self.low
        if too_low or (self.high is not None and value > self.high):
            return Fault("buiten_bereik", {"low": _short(self.low), "high": _short(self.high)})
        return int(value) if self.whole else value

    def typed(self, raw: pl.Expr, seen: Spelling) -> pl.Expr:
        text = raw
        if seen.thorough:
            text = raw.str.strip_chars(WHITE)
            grouped = text.str.replace_all(r"[. \u00a0]", "")
            text = (
                pl.when(text.str.contains(f"^(?:{THOUSANDS.pattern})$"))
                .then(
                    pl.when(~text.str.contains(f"^(?:{AMBIGUOUS_NUMBER.pattern})$")).then(grouped)
                )
                .when(text.str.contains(f"^(?:{NUMBER.pattern})$"))
                .then(text)
            )
            number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        elif self.whole:
            # A plain integer column: polars' integer cast takes digits and a sign only.
            number = text.cast(pl.Int64, strict=False)
        else:
            # Digits with a comma and nothing else; a point or an exponent
            # sends the column to the thorough form, which can tell 1.5 from 1.234.
            # A cast would also take '5,' and ',5', which `read` refuses.
            odd = text.str.contains_any([".", "e", "E", "n", "N", "i", "I", "-,", "+,"])
            bare = text.str.starts_with(",") | text.str.ends_with(",")
            number = (
                pl.when(~odd & ~bare)
                .then(text)
                .str.replace(",", ".", literal=True)
                .cast(pl.Float64, strict=False)
            )
        return self._bounded(number)

    def _bounded(self, number: pl.Expr) -> pl.Expr:
        fits = number.is_finite()
        if self.low is not None:
            fits &= number >= self.low
        if self.high is not None:
            fits &= number <= self.high
        if self.whole:
            fits &= number == number.floor()
        return pl.when(fits).then(number).cast(self.dtype, strict=False)

    def write(self, value: float) -> str:
        return str(int(value)) if self.whole else _short(value)

    def examples(self) -> Sequence[str]:
        return (self.example,)

    def faults(self) -> Mapping[str, str]:
        refused = {"veel": "getal_ongeldig", "1.234": "getal_dubbelzinnig", "4e3": "getal_ongeldig"}
        if self.whole:
            refused["1,5"] = "geen_geheel_getal"
        if self.low is not None:
            refused[_short(self.low - 1)] = "buiten_bereik"
        if self.high is not None:
            refused[_short(self.high + 1)] = "buiten_bereik"
        return refused


def _number(text: str) -> float | Fault:
    if AMBIGUOUS_NUMBER.fullmatch(text):
        return Fault("getal_dubbelzinnig")
    if THOUSANDS.fullmatch(text):
        return float(re.sub(r"[. \u00a0]", "", text).replace(",", "."))
    if NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    return Fault("getal_ongeldig")


def _short(value: float | None) -> str:
    if value is None:
        return "…"
    return f"{value:.10g}".replace(".", ",")


YES = ("ja", "j", "yes", "y", "1", "true", "waar")
NO = ("nee", "n", "no", "0", "false", "onwaar")


@dataclass(frozen=True)
class YesNoKind(Kind):
    """Ja or nee; typed as a boolean."""

    dtype = pl.Boolean()

    def describe(self, language: Language) -> str:
        return say("contracts.kind_yes_no", language)

    def read(self, text: str) -> bool | Fault:
        word = text.casefold()
        if word in YES:
            return True
        return False if word in NO else Fault("ja_nee_ongeldig")

    def typed(self, raw: pl.Expr, seen: Spelling) -> pl.Expr:
        table = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
        word = raw.str.strip_chars(WHITE).str.to_lowercase()
        return word.replace_strict(table, default=None, return_dtype=pl.Boolean)

    def write(self, value: bool) -> str:
        return "ja" if value else "nee"

    def examples(self) -> Sequence[str]:
        return ("nee", "ja", "J", "N")

    def faults(self) -> Mapping[str, str]:
        return {"misschien": "ja_nee_ongeldig"}
