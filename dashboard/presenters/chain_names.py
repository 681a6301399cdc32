"""Steps, organisations, days and estimates of the chain as a reader names them."""

from __future__ import annotations

from dashboard import formats
from dashboard.words import say
from ketenkpi.chain import Figure, Parties, answers
from ketenkpi.vocabularies import vocabularies
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say


def task(code: str, language: Language) -> str:
    """'diagnose'."""
    return vocabularies().tasks[code].name.in_(language)


def organisation(code: str, language: Language) -> str:
    """'gemeente'."""
    return vocabularies().partners[code].name.in_(language)


def step(code: str, who: str, language: Language) -> str:
    """'diagnose (gemeente)'."""
    return answers.step(code, who).in_(language)


def ends(parties: Parties, language: Language) -> tuple[str, str]:
    """Both steps of a move in words."""
    begun, followed = answers.begun(parties), answers.followed(parties)
    return begun.in_(language), followed.in_(language)


def handover(key: str, language: Language) -> str:
    """'Intake → diagnose'."""
    return answers.handover_name(key).in_(language)


def days(value: float, decimals: int, language: Language) -> str:
    """'11,2 dagen'."""
    text = formats.number(value, decimals, language)
    return say("keten.days_one" if text == "1" else "keten.days", language, value=text)


def count(n: int, language: Language) -> str:
    """A number with thousands marks."""
    return formats.number(n, 0, language)


def limits(found: Figure, unit: str, decimals: int, language: Language) -> str:
    """'9,1 tot 9,6'; of shares as percentages; '' without an interval."""
    if found.low is None:
        return ""
    if found.high is None:
        low = _bare(found.low, unit, decimals, language)
        return say("page.interval_open", language, low=low)
    low, high = (_bare(end, unit, decimals, language) for end in (found.low, found.high))
    return say("keten.interval", language, low=low, high=high)


def value(found: Figure, unit: str, decimals: int, language: Language) -> str:
    """The value as it stands in a sentence; only for an estimate that has one."""
    assert found.value is not None, found
    if unit == "days":
        return days(found.value, decimals, language)
    return _bare(found.value, unit, decimals, language)


def cell(found: Figure, unit: str, decimals: int, language: Language) -> str:
    """An estimate in a table: value with its interval, or the reason why there is none."""
    if found.value is None:
        return library_say(found.reason or "", language)
    text = _bare(found.value, unit, decimals, language)
    interval = limits(found, unit, decimals, language)
    if not interval:
        return text
    return say("keten.between_brackets", language, value=text, interval=interval)


def _bare(number: float, unit: str, decimals: int, language: Language) -> str:
    if unit == "share":
        return formats.percentage(number, decimals, language)
    return formats.number(number, decimals, language)
