"""The units of numbers, and how many decimals each is written with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Sign = Literal["", "percent", "points", "euro", "fte", "chance"]


@dataclass(frozen=True, slots=True)
class Unit:
    """decimals: as it is written. sign: what stands with the number."""

    decimals: int
    sign: Sign = ""

    @property
    def scale(self) -> int:
        """What a value is multiplied by before it is written: a share is written in hundreds."""
        return 100 if self.sign in ("percent", "points") else 1

    def shows(self, value: float) -> bool:
        """Whether a value is more than zero as it is written."""
        return rounded(value, self.decimals, self.scale) != 0


def rounded(value: Decimal | float, decimals: int, scale: int = 1) -> Decimal:
    """`value` times `scale` with so many decimals, half away from zero.

    Of the digits the number has when nothing is rounded: 676.85 is 676,9. Raises
    ValueError for NaN and infinity.
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if not exact.is_finite():
        raise ValueError("a missing value has a reason, not a number")
    return (exact * scale).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def as_written(value: Decimal | float, unit: str) -> Decimal:
    """A value with the digits that are written of it, in whole percentages where it is a share."""
    spec = UNITS[unit]
    return rounded(value, spec.decimals, spec.scale)


def difference_of(unit: str) -> str:
    """The unit of a difference of two figures in `unit`: of two shares percentage points."""
    return "share_points" if unit == "share" else unit


def check_unit(unit: str) -> None:
    """Raise ValueError for what is no unit."""
    if unit not in UNITS:
        raise ValueError(f"'{unit}' is no unit, choose from {sorted(UNITS)}")


UNITS: Mapping[str, Unit] = {
    # Units of indicators.
    "number": Unit(0),
    "number_tenths": Unit(1),
    "share": Unit(1, "percent"),
    "per_year": Unit(2),
    "days": Unit(0),
    "mark": Unit(1),
    "euro": Unit(0, "euro"),
    "per_fte": Unit(1),
    "per_1000": Unit(1),
    "per_1000_people": Unit(1),
    "ratio": Unit(1),
    "euro_each": Unit(0, "euro"),
    "points": Unit(1),
    "level": Unit(2),
    "score": Unit(2),
    "per_benefit": Unit(2),
    "times": Unit(2),
    "index": Unit(1),
    # Units within answers.
    "share_whole": Unit(0, "percent"),
    "share_hundredths": Unit(2, "percent"),
    "share_thousandths": Unit(3, "percent"),
    "share_points": Unit(1, "points"),
    "weeks": Unit(0),
    "chance": Unit(3, "chance"),
    "log_odds": Unit(3),
    "days_tenths": Unit(1),
    "euro_cents": Unit(2, "euro"),
    "fte": Unit(1),
    "fte_cents": Unit(2, "fte"),
    "fte_bare": Unit(2),
    "hours": Unit(0),
    "hours_per_fte": Unit(1),
    "cases_per_fte": Unit(1),
    "cases_per_fte_whole": Unit(0),
    "jobs": Unit(2),
    "jobs_tenths": Unit(1),
    "weight": Unit(1),
}
