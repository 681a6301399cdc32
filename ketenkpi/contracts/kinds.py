"""Kinds of columns that hold a text, a place, a code, a number, or yes or no."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache

import polars as pl

from ketenkpi.contracts.amounts import LARGEST, SIGN_OF, Amount, amount, is_dash
from ketenkpi.contracts.cell import UNDECIDED, Absent, Doubt, Fault, Manner
from ketenkpi.contracts.kind import Kind, Spelling, plain, stripped
from ketenkpi.contracts.names import (
    INVISIBLE,
    NOT_APPLICABLE,
    SHEET_ERRORS,
    UNKNOWN,
    is_garbled,
    no_place,
    no_value,
    not_a_place,
    tidy,
)
from ketenkpi.contracts.normal import WHITE
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
# What a spreadsheet makes of an id of digits that is too long for its column.
_EXPONENT_OF_CODE = re.compile(r"[0-9](?:[.,][0-9]+)?e\+[0-9]+", re.IGNORECASE)
# The quick readings of a text, in ASCII with single spaces inside. A code with a
# digit is no word, error or exponent; one without is looked up among the words.
# One regular expression over a million codes takes 17 ms.
_CODE_WITH_DIGIT = r"^[A-Za-z._/-]*[0-9][0-9A-Za-z._/-]*(?: [0-9A-Za-z._/-]+)*$"
_CODE_WORD = r"^[0-9A-Za-z._/-]*[A-WYZa-wyz0-9][0-9A-Za-z._/-]*(?: [0-9A-Za-z._/-]+)*$"
_SENTENCE = r"^(?:[!-~]+ )*[!-~]*[0-9A-Za-z][!-~]*(?: [!-~]+)*$"
_WORDS = pl.Series(sorted(UNKNOWN | NOT_APPLICABLE | SHEET_ERRORS), dtype=pl.String)
LONGEST_WORD = max(len(word) for word in _WORDS)


@dataclass(frozen=True)
class TextKind(Kind):
    """Free text or a code; only its length is bounded."""

    max_length: int
    example: str
    described: str = "text"
    dtype = pl.String()

    def describe(self, language: Language) -> str:
        return say(f"contracts.kind_{self.described}", language, max_length=self.max_length)

    def read(self, text: str, manner: Manner | None = None) -> str | Fault | Absent:
        said = None if manner is None else self._said(text)
        if said is not None:
            return said
        if len(text) > self.max_length:
            return Fault("te_lang", {"max_length": self.max_length, "length": len(text)})
        return text

    def _said(self, text: str) -> Fault | Absent | None:
        """What a text says that is no value of this column; None when it is one."""
        said = no_value(text, free=self.is_free)
        if isinstance(said, Absent) and said.why == "onbekend" and self.described == "pseudonym":
            return Absent("onbekend", "geen_persoon")
        if said is not None or self.is_free:
            return said
        if _EXPONENT_OF_CODE.fullmatch(text):
            return Fault("code_exponent")
        return Fault("tekst_verminkt") if is_garbled(text) else None

    @property
    def is_free(self) -> bool:
        """Whether a person writes what they like here, and not a code or name."""
        return self.described == "text"

    def forms(self) -> tuple[Spelling, ...]:
        return (Spelling(),) if self.is_free else (Spelling(), Spelling(words=True))

    def quick(self, raw: pl.Expr, form: Spelling) -> pl.Expr:
        shape = _SENTENCE if self.is_free else _CODE_WORD if form.words else _CODE_WITH_DIGIT
        taken = raw.str.contains(shape) & (raw.str.len_bytes() <= self.max_length)
        if self.is_free:
            taken &= (raw.str.len_bytes() > LONGEST_WORD) & ~raw.str.starts_with("=")
        elif form.words:
            taken &= ~raw.str.to_lowercase().is_in(_WORDS.implode())
        return pl.when(taken).then(raw)

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

    def forms(self) -> tuple[Spelling, ...]:
        return ()

    def _said(self, text: str) -> Fault | Absent | None:
        return not_a_place(text)

    def read(self, text: str, manner: Manner | None = None) -> str | Fault | Absent:
        if manner is not None:
            return super().read(text, manner)
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
    return None if isinstance(name, Fault | Absent) else name


def _loose(spelling: str) -> str:
    return re.sub("[ _-]+", " ", spelling)


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

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every accepted spelling in plain form, with its code."""
        return {plain(code): code for code in self.values} | {
            plain(other): code for other, code in self.also.items()
        }

    @cached_property
    def _loosely(self) -> dict[str, str]:
        """The same with a space for every hyphen and underscore, where that is one code's only."""
        codes: dict[str, set[str]] = {}
        for spelling, code in self.spellings.items():
            codes.setdefault(_loose(spelling), set()).add(code)
        return {spelling: min(found) for spelling, found in codes.items() if len(found) == 1}

    @property
    def is_long(self) -> bool:
        """Whether there are too many codes to name them all in a sentence."""
        return len(self.values) > NAMED_IN_A_SENTENCE

    def describe(self, language: Language) -> str:
        if self.is_long:
            return say("contracts.kind_choice_long", language, count=len(self.values))
        return say("contracts.kind_choice", language, values=", ".join(self.values))

    def read(self, text: str, manner: Manner | None = None) -> str | Fault | Absent:
        code = self.spellings.get(plain(text))
        if code:
            return code
        if manner is not None:
            code = self._loosely.get(_loose(plain(text)))
            said = code or no_value(text)
            if said is not None:
                return said
        if self.is_long:
            return Fault("onbekende_code", {"near": ", ".join(self._nearest(text))})
        return Fault("onbekende_waarde", {"values": ", ".join(self.values)})

    def _nearest(self, text: str) -> list[str]:
        """Three codes that look most like it, by themselves or by their names."""
        called = {
            plain(name): code for code, text in self.values.items() for name in (text.nl, text.en)
        }
        called |= {plain(code): code for code in self.values}
        # No code is longer, and comparing takes the square of the length.
        near = get_close_matches(plain(text[:64]), called, n=9, cutoff=0.3)
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

    def read(self, text: str, manner: Manner | None = None) -> float | int | Fault | Absent | Doubt:
        if manner is None:
            return self._read_before(text)
        if is_dash(text):
            return self._dash(manner)
        said = no_value(text)
        if said is not None:
            return said
        found = amount(text)
        if isinstance(found, Fault):
            return found
        if found.unit and not self._may_have(found):
            return Fault("getal_met_eenheid")
        value = found.value(manner)
        return value if isinstance(value, Fault | Doubt) else self._fitting(value)

    def _dash(self, manner: Manner) -> float | int | Fault | Absent | Doubt:
        """A dash is nought or missing; only missing where nought cannot be."""
        if isinstance(self._fitting(0), Fault):
            return Absent("onbekend", "woord_onbekend")
        if manner.dash is None:
            return Doubt("streepje")
        return self._fitting(0) if manner.dash == "nul" else Absent("onbekend", "streepje_leeg")

    def _may_have(self, found: Amount) -> bool:
        """Whether a number of this column may have that unit.

        A number of people has none, and only a share of a hundred is in per cents.
        """
        share = (self.low, self.high) == (0, 100)
        return not self.whole and (found.unit == "euro" or share)

    def _fitting(self, value: float) -> float | int | Fault:
        """A number that this column may hold, or why it may not."""
        if self.whole and value != int(value):
            return Fault("geen_geheel_getal")
        too_low = self.low is not None and value < self.low
        if too_low or (self.high is not None and value > self.high):
            return Fault("buiten_bereik", {"low": _short(self.low), "high": _short(self.high)})
        return int(value) if self.whole else float(value)

    def shows(self, text: str) -> Manner:
        found = amount(text)
        return UNDECIDED if isinstance(found, Fault) else Manner(decimal=found.shown)

    def forms(self) -> tuple[Spelling, ...]:
        if self.whole:
            return (Spelling(),)
        return tuple(Spelling(decimal=sign) for sign in SIGN_OF.values())

    def quick(self, raw: pl.Expr, form: Spelling) -> pl.Expr:
        # polars' integer cast takes digits and a sign only.
        number = raw.cast(pl.Int64, strict=False)
        if not self.whole:
            sign = "," if form.decimal == "komma" else r"\."
            # Three decimals are left out, as '125,000' may be a thousand times as much.
            plainly = raw.str.contains(f"^[+-]?[0-9]+(?:{sign}(?:[0-9]{{1,2}}|[0-9]{{4,}}))?$")
            text: pl.Expr = pl.when(plainly).then(raw)
            if form.decimal == "komma":
                text = text.str.replace(",", ".", literal=True)
            number = text.cast(pl.Float64, strict=False)
        low = -LARGEST if self.low is None else self.low
        high = LARGEST if self.high is None else self.high
        return pl.when(number.is_between(low, high)).then(number)

    def _read_before(self, text: str) -> float | int | Fault:
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

    def read(self, text: str, manner: Manner | None = None) -> bool | Fault | Absent:
        word = text.casefold()
        if word in YES or word in NO:
            return word in YES
        said = None if manner is None else no_value(text)
        return Fault("ja_nee_ongeldig") if said is None else said

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
