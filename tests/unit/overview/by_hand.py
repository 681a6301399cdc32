"""Figures put together by hand, and what is said of them."""

from __future__ import annotations

import math

from ketenkpi.figure import Figure
from ketenkpi.overview import PlacedFigure, PlacedFigures, Tile
from ketenkpi.overview.answers import Course, explained
from ketenkpi.overview.delivered import Settled
from ketenkpi.surfaces import reading, table_as_records
from ketenkpi.wording import Language

NAN = math.nan
NOW, BEFORE = 8038, 8037


def figure(value: float, low: float = NAN, high: float = NAN, **more: object) -> PlacedFigure:
    """A figure of a wait in days, unless told otherwise; NaN where a number is missing."""
    reason = more.pop("reason", None)
    method = None if reason else more.pop("method", "indicators.method_kaplan_meier")
    numbers = {"n": 100, "numerator": 50.0, "denominator": 100.0}
    numbers |= {name: more.pop(name) for name in list(more) if name in numbers}
    ends = (None if math.isnan(end) else end for end in (value, low, high))
    made = Figure(*ends, method=method, reason=reason, **numbers)  # type: ignore[arg-type]
    given = {"indicator": "uitkeringsduur", "unit": "days"} | more
    return PlacedFigure(figure=made, **given)  # type: ignore[arg-type]


def series(*values: PlacedFigure | None, place: str = "A") -> PlacedFigures:
    """The same figure in as many quarters up to now; None where no file speaks of it."""
    found = {
        ("uitkeringsduur", place, NOW - len(values) + 1 + i): value
        for i, value in enumerate(values)
        if value is not None
    }
    quarters = tuple(range(NOW - len(values) + 1, NOW + 1))
    return PlacedFigures(found, (place,), quarters)


def course(seen: PlacedFigures, key: str = "uitkeringsduur", settled: Settled = "final") -> Course:
    """The course of one figure at A; settled: the newest quarter, the others are final."""
    return Course(Tile(key), seen, "A", "A", NOW, lambda at: settled if at == NOW else "final")


def behind(
    placed: PlacedFigure, whole: PlacedFigure | None, key: str, language: Language = "nl"
) -> dict[str, str]:
    """How a figure is explained, by label."""
    with reading(language):
        rows = table_as_records(explained(placed, whole, key, 1))
    return {row["what"]: row["how"] for row in rows}
