"""A rounded number as digits: one sign, wherever it is written; nothing has none."""

from __future__ import annotations

from decimal import Decimal

from ketenkpi.wording import Language

MINUS = "−"
# English marks to Dutch ones: the comma and the point change places.
_DUTCH = str.maketrans(",.", ".,")


def unsigned(value: Decimal, language: Language) -> str:
    """A rounded number with marks for thousands and without its sign."""
    decimals = -int(value.as_tuple().exponent)
    english = f"{abs(value):,.{decimals}f}"
    return english.translate(_DUTCH) if language == "nl" else english


def with_sign(value: Decimal, language: Language) -> str:
    """A rounded number with a minus where it is below zero."""
    return f"{MINUS if value < 0 else ''}{unsigned(value, language)}"
