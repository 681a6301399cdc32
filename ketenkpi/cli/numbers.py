"""Numbers, days and intervals as a Dutch or English reader writes them.

In the standard library, because the command line must work without the
packages of the dashboard.
"""

from __future__ import annotations

import math
from datetime import date

from ketenkpi.wording import Language

# English digits to Dutch: the comma and the point change places.
_DUTCH = str.maketrans(",.", ".,")
MISSING = "-"


def number(value: float | None, decimals: int, language: Language) -> str:
    """`value` with thousands marks; a missing one is '-', one that rounds to zero has no sign."""
    if value is None or math.isnan(value):
        return MISSING
    english = f"{value:z,.{decimals}f}"
    return english.translate(_DUTCH) if language == "nl" else english


def percentage(share: float | None, decimals: int, language: Language) -> str:
    """A share between 0 and 1 as a percentage; a missing one is '-'."""
    if share is None or math.isnan(share):
        return MISSING
    return f"{number(share * 100, decimals, language)}%"


def day(value: date) -> str:
    """A day as it is written in both languages here: 31-03-2009."""
    return f"{value:%d-%m-%Y}"
