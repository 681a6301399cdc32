"""Kinds of columns that hold a text, a place, a code, a number, or yes or no."""

from __future__ import annotations

import decimal
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

import polars as pl

from ketenkpi.contracts.amounts import LARGEST, SIGN_OF, WrittenAmount, amount, is_dash
from ketenkpi.contracts.cell import UNDECIDED, About, Absent, Doubt, Fault, Manner
from ketenkpi.contracts.kind import Kind, Spelling, plain
from ketenkpi.contracts.names import (
    NOT_APPLICABLE,
    SHEET_ERRORS,
    UNKNOWN,
    is_garbled,
    no_value,
    not_a_place,
)
from ketenkpi.contracts.personal.plain_codes import is_plain_id
from ketenkpi.vocabulary import Text
from ketenkpi.wording import Language, say

# Sixteen codes still fit in a sentence that somebody reads.
NAMED_IN_A_SENTENCE = 16
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

    def read(self, text: str, manner: Manner = UNDECIDED) -> str | Fault | Absent:
        said = self._said(text)
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
        if self.is_free:
            return (Spelling(),)
        return (Spelling(short=True), Spelling(), Spelling(words=True))

    def quick(self, raw: pl.Expr, form: Spelling) -> pl.Expr:
        if form.short:
            taken = is_plain_id(raw)
        else:
            shape = _SENTENCE if self.is_free else _CODE_WORD if form.words else _CODE_WITH_DIGIT
            taken = raw.str.contains(shape)
        taken &= raw.str.len_bytes() <= self.max_length
        if self.is_free:
            taken &= (raw.str.len_bytes() > LONGEST_WORD) & ~raw.str.starts_with("=")
        elif form.words:
            taken &= ~raw.str.to_lowercase().is_in(_WORDS.implode())
        return pl.when(taken).then(raw)

    def write(self, value: str) -> str:
        return value

    def examples(self) -> Sequence[str]:
        return (self.example,)

    def another(self, number: int) -> str:
        """The example made another one by a number."""
        return f"{self.example}-{number}"

    def faults(self) -> Mapping[str, str]:
        refused = {"y" * (self.max_length + 1): "te_lang", "#REF!": "fout_in_blad"}
        if self.is_free:
            return refused
        return refused | {"1,23E+14": "code_exponent", "k?a": "tekst_verminkt"}


@dataclass(frozen=True)
class PlaceKind(TextKind):
    """The name or code of a place; what can be none is refused.

    A file of a million rows has some dozens of places, so there is no quick
    reading: their distinct texts are read by a table.
    """

    described: str = "place"

    def forms(self) -> tuple[Spelling, ...]:
        return ()

    def _said(self, text: str) -> Fault | Absent | None:
        if _EXPONENT_OF_CODE.fullmatch(text):
            return Fault("code_exponent")
        return not_a_place(text)

    def faults(self) -> Mapping[str, str]:
        return {
            "y" * (self.max_length + 1): "te_lang",
            "Totaal": "plaats_totaal",
            "#REF!": "plaats_fout_in_blad",
            "S?dwest": "plaats_verminkt",
            "1,23E+14": "code_exponent",
        }


@dataclass(frozen=True, slots=True)
class CodeShape:
    """What a code looks like, the fault of a text that does not, and the n-th of such codes."""

    pattern: re.Pattern[str]
    fault: str
    nth: Callable[[int], str]


# Of the series of outside, by the kind of column.
SHAPES: Mapping[str, CodeShape] = {
    "series": CodeShape(re.compile("[a-z][a-z0-9_]*"), "geen_reeks", "reeks_{}".format),
    "cbs_area": CodeShape(re.compile("[A-Z]{2}[0-9]{2,8}"), "geen_gebied", "GM{:04}".format),
    "cbs_period": CodeShape(
        re.compile("[0-9]{4}(MM(0[1-9]|1[0-2])|KW0[1-4]|JJ00)"),
        "geen_periode",
        lambda n: f"{2000 + n // 12 % 100}MM{n % 12 + 1:02}",
    ),
}


@dataclass(frozen=True)
class ShapedKind(TextKind):
    """A code of one of `SHAPES`; what a profile passes on without translating it is refused.

    A file has some hundreds of such codes, so their distinct texts are read by a table.
    """

    @property
    def shape(self) -> CodeShape:
        return SHAPES[self.described]

    def forms(self) -> tuple[Spelling, ...]:
        return ()

    def _said(self, text: str) -> Fault | Absent | None:
        if self.shape.pattern.fullmatch(text):
            return None
        return no_value(text) or Fault(self.shape.fault)

    def another(self, number: int) -> str:
        return self.shape.nth(number)

    def faults(self) -> Mapping[str, str]:
        return {"#REF!": "fout_in_blad", "M001/2": self.shape.fault}


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

    def read(self, text: str, manner: Manner = UNDECIDED) -> str | Fault | Absent:
        spelling = plain(text)
        code = self.spellings.get(spelling) or self._loosely.get(_loose(spelling))
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

    def write(self, value: str) -> str:
        return value

    def examples(self) -> Sequence[str]:
        return tuple(self.values)

    def faults(self) -> Mapping[str, str]:
        unknown = "onbekende_code" if self.is_long else "onbekende_waarde"
        return {"bestaat-niet": unknown, "#REF!": "fout_in_blad"}


@dataclass(frozen=True)
class NumberKind(Kind):
    """A number with decimal comma (or point); whole numbers when `whole`.

    Which texts are one stands in `amounts`. A dash is asked about where nought
    may stand.
    """

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

    def read(self, text: str, manner: Manner = UNDECIDED) -> float | int | Fault | Absent | Doubt:
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

    def _may_have(self, found: WrittenAmount) -> bool:
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

    def write(self, value: float) -> str:
        if self.whole:
            return str(int(value))
        whole, _, decimals = f"{decimal.Decimal(repr(float(value))):f}".partition(".")
        decimals = decimals.rstrip("0")
        # Three decimals could be read as thousands.
        decimals += "0" if len(decimals) == 3 else ""
        return f"{whole},{decimals}" if decimals else whole

    def examples(self) -> Sequence[str]:
        others = ("5", "+5", "1.234.567", "1.250,00", "1 250", "12,5", "(5)", "\u20ac 1.250,00")
        reasons = Fault | Absent | Doubt
        fitting = [text for text in others if not isinstance(self.read(text), reasons)]
        return (self.example, *fitting)

    def doubts(self) -> Mapping[str, About]:
        asked: dict[str, About] = {"1.234": "decimaalteken", "125,000": "decimaalteken"}
        if not isinstance(self._fitting(0), Fault):
            asked["-"] = "streepje"
        return asked

    def faults(self) -> Mapping[str, str]:
        refused = {
            "veel": "getal_ongeldig",
            "1.2.3": "getal_ongeldig",
            "4e3": "getal_exponent",
            "12345678901234567890": "getal_te_groot",
            "#DEEL/0!": "fout_in_blad",
        }
        if self.whole:
            refused |= {"1,5": "geen_geheel_getal", "\u20ac 5": "getal_met_eenheid"}
        if self.low is not None:
            refused[_short(self.low - 1)] = "buiten_bereik"
        if self.high is not None:
            refused[_short(self.high + 1)] = "buiten_bereik"
        return refused


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

    def read(self, text: str, manner: Manner = UNDECIDED) -> bool | Fault | Absent:
        word = text.casefold()
        if word in YES or word in NO:
            return word in YES
        said = no_value(text)
        return Fault("ja_nee_ongeldig") if said is None else said

    def write(self, value: bool) -> str:
        return "ja" if value else "nee"

    def examples(self) -> Sequence[str]:
        return ("nee", "ja", "J", "N")

    def faults(self) -> Mapping[str, str]:
        return {"misschien": "ja_nee_ongeldig", "#REF!": "fout_in_blad"}
