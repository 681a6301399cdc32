"""Numbers, intervals and days as a Dutch or English reader writes them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from dashboard.words import say
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

LOCALES: Mapping[Language, str] = {"nl": "nl_NL", "en": "en_GB"}
# Decimals per unit of an indicator; a share is shown as a percentage.
DECIMALS: Mapping[str, int] = {
    "number": 0, "share": 1, "per_year": 2, "days": 0, "mark": 1, "euro": 0, "per_fte": 1,
    "per_1000": 1, "ratio": 1, "euro_each": 0, "points": 1, "level": 2, "score": 2,
    "per_1000_people": 1, "per_benefit": 2, "times": 2,
}  # fmt: skip
MINUS = "−"


def number(value: float, decimals: int, language: Language) -> str:
    """`value` with thousands marks and a fixed number of decimals; NaN is a fault."""
    if math.isnan(value):
        raise ValueError("a missing value has a reason, not a number")
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(value, pattern, LOCALES[language])


def percentage(share: float, decimals: int, language: Language) -> str:
    """A share between 0 and 1 as a percentage: 0.275 is 27,5%."""
    pattern = "#,##0." + "0" * decimals + "%" if decimals else "#,##0%"
    return format_percent(share, pattern, LOCALES[language])


def bare(value: float, unit: str, language: Language) -> str:
    """A figure without the word for its unit; a share as a percentage."""
    if unit == "share":
        return percentage(value, DECIMALS[unit], language)
    text = number(value, DECIMALS[unit], language)
    return f"€ {text}" if unit in ("euro", "euro_each") else text


def shown(value: float, unit: str, language: Language) -> str:
    """A figure with the word for its unit where one is said: '214 dagen', '27,5%'."""
    text = bare(value, unit, language)
    key = f"page.with_unit_{unit}" + ("_one" if unit == "days" and text == "1" else "")
    return say(key, language, value=text) if unit in ("days", "per_year") else text


def interval(low: float, high: float, unit: str, language: Language) -> str:
    """'201 tot 229'; beyond the follow-up 'minstens 201'; from above only 'hoogstens 229'.

    '' without limits: one limit that is missing never takes the other along.
    """
    if math.isnan(low) and math.isnan(high):
        return ""
    if math.isnan(low):
        return say("page.interval_below", language, high=bare(high, unit, language))
    if math.isnan(high):
        return say("page.interval_open", language, low=bare(low, unit, language))
    ends = {"low": bare(low, unit, language), "high": bare(high, unit, language)}
    return say("page.interval", language, **ends)


def difference(value: float, unit: str, language: Language) -> str:
    """The size of a change, without sign, in words: '12 dagen', '1,2 procentpunt'."""
    if unit == "share":
        points = number(abs(value) * 100, DECIMALS[unit], language)
        return say("page.percentage_points", language, value=points)
    return shown(abs(value), unit, language)


def signed(value: float, unit: str, language: Language) -> str:
    """One end of a difference: '−12', '3,4'; a share in percentage points."""
    if not is_visible(value, unit):
        return number(0, DECIMALS[unit], language)
    size = number(abs(value) * (100 if unit == "share" else 1), DECIMALS[unit], language)
    return f"{MINUS}{size}" if value < 0 else size


def is_visible(value: float, unit: str) -> bool:
    """Whether a change is not zero as it is shown."""
    scale = 100 if unit == "share" else 1
    return round(abs(value) * scale, DECIMALS[unit]) > 0


def quarter(index: int) -> str:
    """'2010K3'."""
    return str(Quarter.from_index(int(index)))


def quarter_in_words(index: int, language: Language) -> str:
    """'derde kwartaal 2010'."""
    which = Quarter.from_index(int(index))
    return say(f"page.quarter_{which.number}", language, year=which.year)


def day(value: date, language: Language) -> str:
    """'9 maart 2010'."""
    return format_date(value, "d MMMM y", LOCALES[language])


def size(count: int, language: Language) -> str:
    """A count of bytes as kB or MB."""
    if count < 1_000_000:
        return f"{number(max(1, round(count / 1000)), 0, language)} kB"
    return f"{number(count / 1_000_000, 1, language)} MB"
