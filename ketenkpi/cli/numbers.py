"""Numbers and days in the words of commands that are no sections yet; a missing one is '-'."""

from __future__ import annotations

import math
from datetime import date

from ketenkpi.surfaces.digits import with_sign
from ketenkpi.units import rounded
from ketenkpi.wording import Language

MISSING = "-"


def number(value: float | None, decimals: int, language: Language) -> str:
    """`value` with thousands marks; a missing one is '-'."""
    if value is None or math.isnan(value):
        return MISSING
    return with_sign(rounded(value, decimals), language)


def percentage(share: float | None, decimals: int, language: Language) -> str:
    """A share between 0 and 1 as a percentage; a missing one is '-'."""
    if share is None or math.isnan(share):
        return MISSING
    return f"{with_sign(rounded(share, decimals, scale=100), language)}%"


def day(value: date) -> str:
    """A day as it is written in both languages here: 31-03-2009."""
    return f"{value:%d-%m-%Y}"
