"""Names, numbers and reasons of resources, and what one part of the page holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import charts, formats
from dashboard.words import say
from ketenkpi.contracts import find_contract
from ketenkpi.resources import Figure
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

MISSING = "–"
NAN = float("nan")
# Heads of columns that hold words; all others hold numbers.
WORDS = ("partner", "compared", "kind", "task")


@dataclass(frozen=True)
class Table:
    """Rows of texts, their index as headings. words: columns without numbers; why: reasons."""

    frame: pd.DataFrame
    words: frozenset[str]
    why: str


@dataclass(frozen=True)
class Section:
    """One part of the page: the concept it is about, what it says, its pictures and table."""

    concept: str
    finding: str
    charts: tuple[charts.Chart, ...]
    table: Table
    notes: tuple[str, ...] = ()


def named(column: str, code: str | None, language: Language) -> str:
    """A partner, kind, task or target group of `middelen`; None is all of them together."""
    if code is None:
        return library_say("resources.all_together", language)
    values = find_contract("middelen").column(column).values
    if code in values:
        return values[code].in_(language)
    return library_say(f"resources.{code}", language)


def short(column: str, code: str | None, language: Language) -> str:
    """The same without what stands between brackets, where room is scarce."""
    return named(column, code, language).split(" (")[0]


def inside(column: str, code: str, language: Language) -> str:
    """The same within a sentence: 'gemeente', but 'UWV' and 'ICT'."""
    text = short(column, code, language)
    return text if text[:2].isupper() else text[0].lower() + text[1:]


def who(partner: str, language: Language, *, first: bool = False) -> str:
    """A partner within a sentence, or as its first words: 'UWV', 'de gemeente'."""
    text = say(f"middelen.who_{partner}", language)
    return text[0].upper() + text[1:] if first else text


def shown(figure: Figure, decimals: int, language: Language) -> str:
    """The value, or a dash; the reason stands elsewhere in the row."""
    return MISSING if figure.value is None else formats.number(figure.value, decimals, language)


def euros(figure: Figure, language: Language) -> str:
    """A whole amount of euros, or a dash."""
    return MISSING if figure.value is None else f"€ {shown(figure, 0, language)}"


def share(figure: Figure, language: Language) -> str:
    """A percentage, or a dash."""
    return MISSING if figure.value is None else formats.percentage(figure.value, 1, language)


def limits(figure: Figure, decimals: int, language: Language) -> str:
    """'3.973 tot 4.153', or '' where there are none."""
    if figure.low is None or figure.high is None:
        return ""
    ends = {
        name: formats.number(value, decimals, language)
        for name, value in (("low", figure.low), ("high", figure.high))
    }
    return say("page.interval", language, **ends)


def signed(value: float, decimals: int, language: Language) -> str:
    """A difference with its sign: '+12' or '−12'; one that rounds to nothing is 0."""
    text = formats.number(abs(value), decimals, language)
    if not round(abs(value), decimals):
        return text
    return f"{formats.MINUS if value < 0 else '+'}{text}"


def why(language: Language, *figures: Figure) -> str:
    """The reasons of what is missing, each once."""
    reasons = dict.fromkeys(figure.reason for figure in figures if figure.reason)
    return " ".join(library_say(reason, language) for reason in reasons)


def number(value: float | None) -> float:
    """A value as a chart takes it: NaN where there is none."""
    return NAN if value is None else value


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], language: Language) -> Table:
    """Rows of texts; the first column heads the rows, a column that is empty is left out."""
    names = [say(f"middelen.head_{head}", language) for head in heads]
    frame = pd.DataFrame([list(row) for row in rows], columns=names)
    filled = [name for name in names if (frame[name] != "").any()]
    words = frozenset(say(f"middelen.head_{head}", language) for head in WORDS)
    why_head = say("middelen.head_why", language)
    return Table(frame[filled].set_index(names[0]), words, why_head)


def listed(names: Sequence[str], language: Language) -> str:
    """'A, B en C'."""
    if len(names) < 2:
        return "".join(names)
    return say("page.and", language, first=", ".join(names[:-1]), last=names[-1])
