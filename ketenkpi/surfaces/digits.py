"""A number as digits: one rounding and one sign, wherever it is written.

Half goes away from zero, of the digits the number has when nothing is rounded:
676.85 is 676,9. What rounds to nothing has no sign.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from ketenkpi.wording import Language

MINUS = "−"
# English marks to Dutch ones: the comma and the point change places.
_DUTCH = str.maketrans(",.", ".,")


def rounded(value: Decimal | float, decimals: int, scale: int = 1) -> Decimal:
    """`value` times `scale` with so many decimals; ValueError for NaN and infinity."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if not exact.is_finite():
        raise ValueError("a missing value has a reason, not a number")
    return (exact * scale).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def unsigned(value: Decimal, language: Language) -> str:
    """A rounded number with marks for thousands and without its sign."""
    decimals = -int(value.as_tuple().exponent)
    english = f"{abs(value):,.{decimals}f}"
    return english.translate(_DUTCH) if language == "nl" else english


def with_sign(value: Decimal, language: Language) -> str:
    """A rounded number with a minus where it is below zero."""
    return f"{MINUS if value < 0 else ''}{unsigned(value, language)}"
