"""Vacancies of one place over a year: how far they came, by whom filled, fit for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketenkpi.figure import Figure, lacking
from ketenkpi.overview.asked import EVERY_CASE
from ketenkpi.overview.placed import PlacedFigure, placed_figure, text_of
from ketenkpi.overview.rug import RugRow, rug_of
from ketenkpi.overview.tiles import Tile

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.comparison.source import TargetSource
    from ketenkpi.scope import Scope

YEAR = 4
REGISTERED, FILLED, IN_TIME, DAYS = "vacatures", "vervuld", "vervuld_90", "vacature_dagen"
CROSSED, FIT = "kruisvervulling", "geschikt_wwb"
# In the order of the page: how fast, how many, by whose candidate, for whom.
SHOWN = tuple(map(Tile, (DAYS, IN_TIME, CROSSED, FIT)))
NOT_DELIVERED = lacking("indicators.reason_not_delivered")


@dataclass(frozen=True, slots=True)
class VacancyPath:
    """How far the vacancies registered in a year came; None where that is not known.

    still_open: registered and not closed; filled is a part of closed.
    """

    registered: float | None
    closed: float | None
    filled: float | None

    def __post_init__(self) -> None:
        if None not in (self.closed, self.filled) and (self.filled or 0) > (self.closed or 0):
            raise ValueError(f"more vacancies are filled than closed: {self!r}")

    @property
    def still_open(self) -> float | None:
        if self.registered is None or self.closed is None:
            return None
        return self.registered - self.closed


@dataclass(frozen=True, slots=True)
class ByAcquirer:
    """A share of the vacancies that one party acquired, here and at every other place.

    others: the shares of the other places that have one, by name.
    """

    acquirer: str
    placed: PlacedFigure | None
    others: Mapping[str, float]

    @property
    def figure(self) -> Figure:
        return NOT_DELIVERED if self.placed is None else self.placed.figure


@dataclass(frozen=True)
class Vacancies:
    """Of one place. quarters: of registration, the last year of which all were followed
    long enough to say whether they were filled; rows: the figures of `SHOWN` by quarter."""

    quarters: tuple[int, ...]
    path: VacancyPath
    crossed: tuple[ByAcquirer, ...]
    fit: tuple[ByAcquirer, ...]
    rows: tuple[RugRow, ...]


def vacancies_of(
    source: TargetSource,
    column: str | None,
    place: str,
    scope: Scope,
    *,
    quarters: Sequence[int],
    quarter: int,
) -> Vacancies:
    """Of a Werkplein, a region or all together (column None). quarters: of the courses."""
    rows = rug_of(
        source, SHOWN, column, place, scope, quarters=quarters, quarter=quarter, cases=EVERY_CASE
    )
    last = min(row.at for row in rows)
    year = tuple(at for at in range(last - YEAR + 1, last + 1))
    where = {"kwartaal": list(year)}
    by = () if column is None else (column,)
    whole = source.figures([REGISTERED, FILLED], by, scope, where)
    parts = source.figures([CROSSED, FIT], (*by, "split"), scope, where)
    beside = (
        parts if column else source.figures([CROSSED, FIT], ("werkplein", "split"), scope, where)
    )
    crossed, fit = (
        _by_acquirer(
            parts[parts["indicator"] == key], beside[beside["indicator"] == key], column, place
        )
        for key in (CROSSED, FIT)
    )
    return Vacancies(year, _path(_at(whole, column, place)), crossed, fit, rows)


def _at(found: pd.DataFrame, column: str | None, place: str) -> pd.DataFrame:
    return found if column is None else found[found[column] == place]


def _path(found: pd.DataFrame) -> VacancyPath:
    of = {str(row["indicator"]): placed_figure(row).figure for row in found.to_dict("records")}
    registered, filled = (of.get(key, NOT_DELIVERED) for key in (REGISTERED, FILLED))
    return VacancyPath(registered.value, filled.denominator, filled.numerator)


def _by_acquirer(
    found: pd.DataFrame, beside: pd.DataFrame, column: str | None, place: str
) -> tuple[ByAcquirer, ...]:
    mine = _at(found, column, place).to_dict("records")
    parts = {text_of(row["split"]): placed_figure(row) for row in mine}
    others = beside if column is None else beside[beside[column] != place]
    named = [key for key in parts if key is not None]
    return tuple(ByAcquirer(key, parts[key], _values(others, column, key)) for key in named)


def _values(found: pd.DataFrame, column: str | None, part: str) -> Mapping[str, float]:
    rows = found[(found["split"] == part) & found["value"].notna()]
    return dict(zip(rows[column or "werkplein"], rows["value"], strict=True))
