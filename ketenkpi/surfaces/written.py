"""The only place where a number, day, name or sentence of an answer becomes text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from ketenkpi.answer import (
    Cell,
    Column,
    Form,
    Linked,
    Listed,
    Mark,
    Marked,
    Measured,
    Number,
    Phrase,
    Reasons,
    Said,
)
from ketenkpi.figure import Figure
from ketenkpi.surfaces.digits import MINUS, unsigned
from ketenkpi.surfaces.reader import language
from ketenkpi.units import UNITS, rounded
from ketenkpi.vocabulary import Quarter, Text
from ketenkpi.wording import LIBRARY, filled, say

MISSING = "–"
# Beside every colour stands a sign, and a word beside every sign.
MARKS: Mapping[Mark, str] = {
    "good": "✓",
    "bad": "✗",
    "unknown": "?",
    "neutral": "–",
    "improvement": "■",
    "concern": "◆",
    "change": "●",
}
# Writes what is said; where there are links, with them.
Words = Callable[[Said], str]
# No chance is nothing: what is smaller is said to be.
LEAST_CHANCE = 0.001
# The units that have a word in a sentence; the others have their sign or none.
WORDED = {"days": "days", "days_tenths": "days", "per_year": "per_year", "share_points": "points"}


def in_words(said: Said) -> str:
    """What is said, in the reader's language."""
    match said:
        case None:
            return ""
        case str():
            return said
        case Text():
            return said.in_(language())
        case Phrase():
            fill = {name: in_words(each) for name, each in said.fill.items()}
            return filled(unfilled(said), fill)
        case Measured():
            return measured(said.of, said.unit, said.form)
        case Listed():
            return listed([in_words(each) for each in said.of])
        case Reasons():
            reasons = dict.fromkeys(figure.reason for figure in said.of if figure.reason)
            return " ".join(say(reason, language()) for reason in reasons)
        case Linked():
            return in_words(said.of)
        case Marked():
            return f"{MARKS[said.mark]} {in_words(said.of)}"
        case Quarter():
            return str(said)
        case date():
            return f"{said:%d-%m-%Y}"
        case tuple():
            return " ".join(filter(None, map(in_words, said)))
    raise TypeError(f"nothing to write: {said!r}")


def unfilled(said: Phrase) -> str:
    """The sentence with its places between braces; KeyError for one that is not there."""
    if isinstance(said.key, Text):
        return said.key.in_(language())
    return LIBRARY.raw(said.key, language())


def cell(value: Cell, column: Column, words: Words = in_words) -> str:
    """A cell of a table; its column tells the unit and form of a number, `words` writes words."""
    if isinstance(value, Number):
        return measured(value, str(column.unit), column.form)
    if isinstance(value, Measured) and value.form == "bare":
        return measured(value.of, value.unit, column.form)
    if value is None and column.unit is not None:
        return MISSING
    return words(value)


def measured(of: Number | None, unit: str, form: Form = "value") -> str:
    """A number in its unit; a figure that is lacking is a dash, its reason stands elsewhere."""
    if form == "limits":
        return limits(of, unit) if isinstance(of, Figure) else ""
    value = of.value if isinstance(of, Figure) else of
    if value is None:
        return (_bounds(of, unit, form) if isinstance(of, Figure) else "") or MISSING
    text = number(value, unit, form)
    around = limits(of, unit) if form == "value" and isinstance(of, Figure) else ""
    return f"{text} ({around})" if around else text


def number(value: Decimal | float, unit: str, form: Form = "value") -> str:
    """A number in its unit, without limits. Raises ValueError for NaN and infinity."""
    spec = UNITS[unit]
    shown = rounded(value, spec.decimals, spec.scale)
    sign = MINUS if shown < 0 else "+" if form == "signed" and shown > 0 else ""
    text = f"{'' if form in ('size', 'change') else sign}{unsigned(shown, language())}"
    if form in ("worded", "change") and unit in WORDED:
        one = "_one" if unit == "days" and abs(shown) == 1 else ""
        return say(f"surfaces.worded_{WORDED[unit]}{one}", language(), value=text)
    match spec.sign:
        case "percent":
            return f"{text}%"
        case "euro":
            return text if form == "signed" else f"€ {text}"
        case "fte":
            return text if form == "signed" else f"{text} fte"
        case "chance" if value < LEAST_CHANCE:
            least = unsigned(rounded(LEAST_CHANCE, spec.decimals), language())
            return say("surfaces.less_than", language(), value=least)
        case _:
            return text


def limits(figure: Figure, unit: str) -> str:
    """'3.973 tot 4.153'; where one is not known 'minstens 201' or 'hoogstens 229'; '' without."""
    low, high = (None if end is None else _end(end, unit) for end in (figure.low, figure.high))
    if low is not None and high is not None:
        return say("surfaces.interval", language(), low=low, high=high)
    if low is not None:
        return say("surfaces.at_least", language(), low=low)
    return "" if high is None else say("surfaces.at_most", language(), high=high)


def _bounds(figure: Figure, unit: str, form: Form) -> str:
    """What is known of a value that is lacking: 'minstens 201', 'tussen 120 en 1.140', or ''."""
    if figure.low is not None and figure.high is not None:
        ends = {"low": _end(figure.low, unit), "high": _end(figure.high, unit)}
        return say("surfaces.between", language(), **ends)
    if figure.low is not None:
        return say("surfaces.at_least", language(), low=number(figure.low, unit, form))
    return limits(figure, unit)


def _end(value: float, unit: str) -> str:
    return number(value, unit).removeprefix("€ ").removesuffix(" fte")


def listed(texts: list[str]) -> str:
    """'A, B en C'."""
    if len(texts) < 2:
        return "".join(texts)
    return say("surfaces.and", language(), first=", ".join(texts[:-1]), last=texts[-1])
