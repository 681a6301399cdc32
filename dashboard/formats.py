"""Numbers, intervals and days as a Dutch or English reader writes them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from babel.dates import format_date

from dashboard.words import say
from ketenkpi.surfaces import unsigned, with_sign
from ketenkpi.units import UNITS, rounded
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

LOCALES: Mapping[Language, str] = {"nl": "nl_NL", "en": "en_GB"}


def number(value: float, decimals: int, language: Language) -> str:
    """`value` with thousands marks and a fixed number of decimals; NaN is a fault."""
    return with_sign(rounded(value, decimals), language)


def percentage(share: float, decimals: int, language: Language) -> str:
    """A share between 0 and 1 as a percentage: 0.275 is 27,5%."""
    return f"{with_sign(rounded(share, decimals, scale=100), language)}%"


def bare(value: float, unit: str, language: Language) -> str:
    """A figure without the word for its unit; a share as a percentage."""
    if unit == "share":
        return percentage(value, UNITS[unit].decimals, language)
    text = number(value, UNITS[unit].decimals, language)
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
        points = unsigned(rounded(value, UNITS[unit].decimals, scale=100), language)
        return say("page.percentage_points", language, value=points)
    return shown(abs(value), unit, language)


def signed(value: float, unit: str, language: Language) -> str:
    """One end of a difference: '−12', '3,4'; a share in percentage points."""
    scale = 100 if unit == "share" else 1
    return with_sign(rounded(value, UNITS[unit].decimals, scale), language)


def is_visible(value: float, unit: str) -> bool:
    """Whether a change is not zero as it is shown."""
    scale = 100 if unit == "share" else 1
    return rounded(value, UNITS[unit].decimals, scale) != 0


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
