"""What clients and employers of one place say: marks, what matters to them, who answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from ketenkpi.contracts import load_contracts
from ketenkpi.indicators import load_indicators
from ketenkpi.overview.rug import RugRow, rug_of
from ketenkpi.overview.tiles import Tile
from ketenkpi.vocabulary import Quarter, Text

if TYPE_CHECKING:
    from ketenkpi.comparison.source import TargetSource
    from ketenkpi.scope import Scope

ClientGroup = Literal["werkzoekende", "werkgever"]
MARK: Mapping[ClientGroup, str] = {
    "werkzoekende": "klanttevredenheid",
    "werkgever": "klanttevredenheid_werkgevers",
}
GAP: Mapping[ClientGroup, str] = {
    "werkzoekende": "tevreden_ervaring_prioriteit",
    "werkgever": "tevreden_ervaring_prioriteit_werkgevers",
}
RESPONSE, COMPLAINTS, OVERALL, AS_ONE = "respons", "klachten_per_1000", "algemeen", "een_geheel"


@dataclass(frozen=True, slots=True)
class PriorityPoint:
    """One principle: its mark, and how important clients find it.

    importance: the mean mark plus the mean of importance minus mark. It is the mean
    importance itself where `same_people`, else only near it: then not everybody who gave
    a mark said how important it is.
    """

    principle: str
    mark: RugRow
    gap: RugRow
    experience: float
    importance: float
    same_people: bool


@dataclass(frozen=True)
class GroupSaid:
    """What one group says. marks: by principle, in the order of the contract, with the
    service as one whole and the overall mark last; gaps: of the five principles alone;
    estimated: the overall mark for everybody who was invited."""

    group: ClientGroup
    marks: Mapping[str, RugRow]
    gaps: Mapping[str, RugRow]
    response: RugRow
    estimated: RugRow

    @property
    def points(self) -> tuple[PriorityPoint, ...]:
        """The principles of which both mark and gap are known."""
        found = (_point(key, self.marks[key], gap) for key, gap in self.gaps.items())
        return tuple(each for each in found if each is not None)

    @property
    def widest(self) -> PriorityPoint | None:
        """Where importance lies furthest above the mark, beyond chance; None where nowhere."""
        sure = [each for each in self.points if _lower_limit(each.gap) > 0]
        return max(sure, key=lambda each: each.importance - each.experience, default=None)


@dataclass(frozen=True)
class Satisfaction:
    """Both groups at one place in one quarter, and the complaints.

    themes: complaints by theme, most first; None for who may see no rows. Complaints do
    not say of which group they are.
    """

    quarter: int
    groups: tuple[GroupSaid, ...]
    complaints: RugRow
    themes: tuple[tuple[str, int], ...] | None


@cache
def principles() -> Mapping[str, Text]:
    """What the survey asks about, with its name, in the order of the contract."""
    columns = load_contracts()["tevredenheid"].columns
    return next(each.values for each in columns if each.name == "klantprincipe")


def satisfaction_of(
    source: TargetSource,
    column: str | None,
    place: str,
    scope: Scope,
    *,
    quarters: Sequence[int],
    quarter: int,
    werkpleinen: Sequence[str],
) -> Satisfaction:
    """Of a Werkplein, a region or all together (column None). quarters: of the courses.

    werkpleinen: those it is made of, whose complaints are told by theme.
    """
    tiles = [tile for group in MARK for tile in _tiles(group)]
    asked = [*tiles, Tile(COMPLAINTS)]
    rows = rug_of(source, asked, column, place, scope, quarters=quarters, quarter=quarter)
    found = {row.tile: row for row in rows}
    groups = tuple(_group(group, found) for group in MARK)
    themes = _themes(source, scope, werkpleinen, quarter) if scope.detail == "rows" else None
    return Satisfaction(quarter, groups, found[Tile(COMPLAINTS)], themes)


def _tiles(group: ClientGroup) -> list[Tile]:
    marks = [Tile(MARK[group], key) for key in principles()]
    gaps = [Tile(GAP[group], key) for key in _five()]
    return [*marks, *gaps, Tile(RESPONSE, group), _estimated(group)]


def _estimated(group: ClientGroup) -> Tile:
    return Tile(load_indicators()[MARK[group]].estimated_by or MARK[group], OVERALL)


def _five() -> list[str]:
    return [key for key in principles() if key not in (AS_ONE, OVERALL)]


def _group(group: ClientGroup, found: Mapping[Tile, RugRow]) -> GroupSaid:
    marks = {key: found[Tile(MARK[group], key)] for key in principles()}
    gaps = {key: found[Tile(GAP[group], key)] for key in _five()}
    return GroupSaid(group, marks, gaps, found[Tile(RESPONSE, group)], found[_estimated(group)])


def _point(key: str, mark: RugRow, gap: RugRow) -> PriorityPoint | None:
    if mark.now is None or gap.now is None:
        return None
    first, second = mark.now.figure, gap.now.figure
    if first.value is None or second.value is None:
        return None
    same = first.n == second.n
    return PriorityPoint(key, mark, gap, first.value, first.value + second.value, same)


def _lower_limit(gap: RugRow) -> float:
    low = None if gap.now is None else gap.now.figure.low
    return 0.0 if low is None else low


def _themes(
    source: TargetSource, scope: Scope, werkpleinen: Sequence[str], quarter: int
) -> tuple[tuple[str, int], ...]:
    rows = source.table("klachten", scope).select(["werkplein", "datum", "thema"]).to_pylist()
    when, mine = Quarter.from_index(quarter), set(werkpleinen)
    told = Counter(
        row["thema"]
        for row in rows
        if row["werkplein"] in mine and when.first_day <= row["datum"] <= when.last_day
    )
    return tuple(sorted(told.items(), key=lambda each: (-each[1], each[0])))
