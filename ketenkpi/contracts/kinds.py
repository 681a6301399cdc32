"""Kinds of columns that hold a text, a place, a code, a number, or yes or no."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

import polars as pl

from ketenkpi.contracts.cell import Fault
from ketenkpi.contracts.kind import Kind, Spelling, plain, stripped
from ketenkpi.contracts.names import INVISIBLE, WHITE, no_place, tidy
from ketenkpi.vocabulary import Text
from ketenkpi.wording import Language, say

# A point followed by exactly three digits may be a thousands point (Dutch) or
# a decimal point (English); without a comma beside it nobody can tell.
AMBIGUOUS_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}([. \u00a0]\d{3})+(,\d+)?")
# Sixteen codes still fit in a sentence that somebody reads.
NAMED_IN_A_SENTENCE = 16
SPACED = re.compile(r"[+-]?\d{1,3}([ \u00a0]\d{3})+")


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
        text = stripped(raw, seen)
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
