"""Figures as the commands show them: in words and rounded in tables, exact in JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.numbers import MISSING, number, percentage
from ketenkpi.surfaces.plain_values import exact_rows as exact_rows
from ketenkpi.units import UNITS
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    from ketenkpi.indicators import Indicator

# Stands where a quarter would, in the row over all quarters; above any index.
ALL_QUARTERS = 10**6


def shown(value: float | None, unit: str, language: Language) -> str:
    """A figure in its unit; a missing one is '-'."""
    write = percentage if unit == "share" else number
    return write(value, UNITS[unit].decimals, language)


def difference(value: float | None, unit: str, language: Language) -> str:
    """A difference of two figures in their unit; of two shares in percentage points."""
    if unit != "share" or value is None or math.isnan(value):
        return shown(value, unit, language)
    points = number(100 * value, UNITS[unit].decimals, language)
    return say("cli.percentage_points", language, value=points)


def value_shown(row: Mapping[Any, Any], unit: str, language: Language) -> str:
    """The figure of a row; in words where only its limits are known, '-' where it is missing."""
    from ketenkpi.indicators import BETWEEN_LIMITS

    if row["reason"] not in BETWEEN_LIMITS:
        return shown(row["value"], unit, language)
    low, high = (shown(row[end], unit, language) for end in ("low", "high"))
    return say("indicators.between_people", language, low=low, high=high)


def interval(row: Mapping[Any, Any], unit: str, language: Language, prefix: str = "") -> str:
    """Both limits; a missing one, such as one beyond the follow-up, leaves the other."""
    low, high = (shown(row[f"{prefix}{end}"], unit, language) for end in ("low", "high"))
    if MISSING not in (low, high):
        return f"{low} - {high}"
    if low != MISSING:
        return say("cli.at_least", language, low=low)
    return say("cli.at_most", language, high=high) if high != MISSING else ""


def title(indicator: Indicator, language: Language) -> str:
    """The name of an indicator with its unit between brackets."""
    unit = say(f"units.{indicator.unit}", language)
    return f"{indicator.name.in_(language)} ({unit})"


def quarter_text(index: Any, language: Language) -> str:
    """A quarter as 2009K1, or the words for all of them together."""
    if index == ALL_QUARTERS:
        return say("cli.all_quarters", language)
    return str(Quarter.from_index(int(index)))


def part_text(indicator: Indicator, code: Any, language: Language) -> str:
    """One value of the split in words; empty where the figure is of all of them."""
    from ketenkpi.indicators import split_name

    return split_name(indicator, code).in_(language) if isinstance(code, str) else ""


def group_text(indicator: Indicator, name: str, value: Any, language: Language) -> str:
    """What stands in a column that says of what a figure is."""
    if name == "kwartaal":
        return quarter_text(value, language)
    if name in ("regeling", "doelgroep"):
        return _word(name, str(value), language)
    return part_text(indicator, value, language) if name == "split" else str(value)


def _word(name: str, key: str, language: Language) -> str:
    """A scheme or target group by its name; what no vocabulary has ('alle') stays as it is."""
    from ketenkpi.vocabularies import vocabularies

    known = vocabularies().schemes if name == "regeling" else vocabularies().groups
    return known[key].name.in_(language) if key in known.entries else key


def heads(names: Iterable[str], language: Language) -> list[str]:
    """The titles of columns."""
    return [say(f"cli.head_{name}", language) for name in names]


def in_words(key: Any, language: Language) -> str:
    """A reason or method; empty where there is none."""
    return say(key, language) if isinstance(key, str) else ""
