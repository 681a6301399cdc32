"""How far a target over several quarters is: what was realised, what was due, where it may end.

After the period a number is simply compared, for all of it was counted; what is
not known of it decides only where it could. Before the end the question is
where it will end at this pace, which chance leaves open: then there is no
verdict, but 'voor', 'achter', 'op schema', or that it cannot be told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf, isnan, nan
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ketenkpi.comparison.target_period import NONE, POOLED, SUM, By, TargetPeriod, judged_by
from ketenkpi.comparison.target_rules import load_target_rules
from ketenkpi.comparison.target_side import direction_of
from ketenkpi.indicators import Indicator
from ketenkpi.stats import poisson_exact, predicted_count
from ketenkpi.stats.interval import Floats
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

REACHED, NOT_REACHED, CANNOT_TELL = "gehaald", "niet_gehaald", "niet_te_zeggen"
AHEAD, BEHIND, ON_SCHEDULE = "voor", "achter", "op_schema"
# Verdicts that say it all themselves.
TOLD = frozenset({REACHED, NOT_REACHED, AHEAD, BEHIND, ON_SCHEDULE})
NOT_KNOWN = "nb"

# Why it cannot be told, as wording keys.
OPEN_QUARTERS = "comparison.target_open_quarters"
BOTH_POSSIBLE = "comparison.target_both_possible"
NOT_OVER_PERIOD = "comparison.target_not_over_period"
ON_LAST_DAY = "comparison.target_on_last_day"
IN_INTERVAL = "comparison.target_in_interval"
NO_INTERVAL = "comparison.target_no_interval"
NO_YEAR_BEFORE = "comparison.target_no_year_before"
# Why a quarter is not settled, as wording keys.
RUNNING = "comparison.target_quarter_running"
IMMATURE = "comparison.target_quarter_immature"
PROVISIONAL = "comparison.target_quarter_provisional"
PLACES_LACK = "comparison.target_quarter_places_lack"
PART_OF_PERIOD = "comparison.target_quarter_part"
NOT_DELIVERED = "indicators.reason_not_delivered"
NOTHING_TO_COUNT = "indicators.reason_denominator_zero"
FULL_COUNT = "indicators.method_full_count"

Pace = Literal["season", "line"]
# The figures of indicators over quarters together, a row per place.
Over = Callable[[Sequence[str], Sequence[Quarter]], "pd.DataFrame"]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PeriodPiece:
    """What one quarter adds to the figure of the period.

    value: as known by now, NaN where it is not. low, high: between which it may
    come to lie, apart from chance. why: a wording key where it is not settled.
    """

    value: float
    low: float
    high: float
    why: str | None = None

    def part(self) -> PeriodPiece:
        """What a quarter adds of which the target holds only some days."""
        return PeriodPiece(self.value, 0.0, self.high, PART_OF_PERIOD)


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target over several quarters as it is when one of them is over.

    value: realised in the period so far, in the unit of the indicator; low and
    high its interval, or for a number between what it may come to lie when
    open quarters are known (NaN: it stands). due: what was to be expected by
    now, by the season of its own past or by a straight line (`pace`). end_low,
    end_high: where it may end at this pace, 95%. open: quarters that are not
    settled, each with a wording key that says why. before: the same part of the
    year before.
    """

    by: By
    verdict: str
    reason: str | None = None
    value: float = nan
    low: float = nan
    high: float = nan
    n: int | None = None
    method: str | None = None
    due: float = nan
    pace: Pace | None = None
    end_low: float = nan
    end_high: float = nan
    open: tuple[tuple[Quarter, str], ...] = ()

    def __post_init__(self) -> None:
        if self.reason is not None and self.verdict in TOLD:
            raise ValueError(f"{self.verdict} needs no reason, got: {self.reason}")


@dataclass(frozen=True, slots=True)
class AskedTarget:
    """A target over a period, and the quarter up to which it is looked at.

    side: 'minstens' or 'hoogstens' where the target says so itself.
    """

    indicator: Indicator
    place: str
    period: TargetPeriod
    target: float
    quarter: Quarter
    side: str | None = None

    @property
    def by(self) -> By:
        """By what figure it is judged."""
        return judged_by(self.indicator, self.period)

    @property
    def lower(self) -> bool:
        """Whether less is better."""
        return direction_of(self.indicator, self.side) == "lower"

    @property
    def is_over(self) -> bool:
        """Whether the period is over, so that there is a verdict."""
        return self.period.is_over(self.quarter)

    @property
    def so_far(self) -> tuple[Quarter, ...]:
        """The quarters of the period that are over."""
        return self.period.until(self.quarter)


@dataclass(frozen=True)
class Past:
    """The figures of each quarter and over quarters together.

    figures: what `indicators` gives by werkplein and kwartaal. closed: the places
    that did not exist in a quarter. over: asked for what is not a sum.
    """

    figures: pd.DataFrame
    closed: Collection[tuple[str, Quarter]] = ()
    over: Over | None = None
    _rows: dict[str, dict[str, dict[int, Row]]] = field(default_factory=dict)
    _over: dict[tuple[str, int, int], Mapping[str, Row]] = field(default_factory=dict)

    def rows(self, indicator: str, place: str) -> Mapping[int, Row]:
        """The figures of one place per quarter index."""
        if indicator not in self._rows:
            places = self._rows.setdefault(indicator, {})
            mine = self.figures["indicator"] == indicator
            for each in self.figures[mine & self.figures["split"].isna()].to_dict("records"):
                row = _named(each)
                places.setdefault(str(row["werkplein"]), {})[int(row["kwartaal"])] = row
        return self._rows[indicator].get(place, {})

    def together(self, indicator: str, place: str, quarters: Sequence[Quarter]) -> Row | None:
        """The figure of one place over these quarters together; None without any."""
        at = (indicator, quarters[0].index, quarters[-1].index)
        if at not in self._over:
            if self.over is None:
                raise ValueError(f"a target of {indicator} over quarters together needs `over`")
            found = self.over([indicator], quarters)
            mine = found[(found["indicator"] == indicator) & found["split"].isna()]
            rows = [_named(each) for each in mine.to_dict("records")]
            self._over[at] = {str(row["werkplein"]): row for row in rows}
        return self._over[at].get(place)

    def piece(self, indicator: str, place: str, quarter: Quarter) -> PeriodPiece:
        """What a quarter adds at a place, and how far that is settled."""
        row = self.rows(indicator, place).get(quarter.index)
        value = nan if row is None else float(row["value"])
        if isnan(value) and (place, quarter) in self.closed:
            return PeriodPiece(0.0, 0.0, 0.0)
        if row is None:
            return PeriodPiece(nan, 0.0, inf, NOT_DELIVERED)
        if row["reason"] == NOTHING_TO_COUNT:
            return PeriodPiece(0.0, 0.0, 0.0)
        if isnan(value):
            return _unknown(row)
        growing = _growing(row)
        if growing is not None:
            return PeriodPiece(value, value, inf, growing)
        if _is(row, "provisional"):
            low, high = _settled(row)
            return PeriodPiece(value, low, high, PROVISIONAL)
        return PeriodPiece(value, value, value)


def _named(row: Mapping[Any, Any]) -> Row:
    return {str(name): value for name, value in row.items()}


def _unknown(row: Row) -> PeriodPiece:
    """Of a number that is not shown at least its bounds may be."""
    low, high = _number(row, "low"), _number(row, "high")
    reason = row["reason"] if isinstance(row["reason"], str) else NOT_DELIVERED
    return PeriodPiece(nan, 0.0 if isnan(low) else low, inf if isnan(high) else high, reason)


def _growing(row: Row) -> str | None:
    """Why events of this quarter are still coming in; None when they are not."""
    if _number(row, "incomplete") > 0:
        return RUNNING
    if _is(row, "immature"):
        return IMMATURE
    return PLACES_LACK if _number(row, "undelivered") > 0 else None


def _settled(row: Row) -> tuple[float, float]:
    """Where a provisional figure may settle: by the revisions measured, else within its limits."""
    for names in (("settled_low", "settled_high"), ("low", "high")):
        low, high = (_number(row, name) for name in names)
        if not (isnan(low) and isnan(high)):
            return 0.0 if isnan(low) else low, inf if isnan(high) else high
    return 0.0, inf


def _number(row: Row, name: str) -> float:
    value = row.get(name)
    return nan if value is None or value != value else float(value)


def _is(row: Row, name: str) -> bool:
    return row.get(name) is True or _number(row, name) == 1


def progress(asked: AskedTarget, past: Past) -> TargetProgress:
    """How far the target is when `asked.quarter` is over; after its last day the verdict."""
    if asked.by == SUM:
        return _summed(asked, past)
    if asked.by == POOLED:
        return _pooled(asked, past)
    if asked.by == NONE:
        return TargetProgress(asked.by, CANNOT_TELL, NOT_OVER_PERIOD)
    assert not asked.is_over, "what stands on the last day is judged as a quarter is"
    row = past.rows(asked.indicator.key, asked.place).get(asked.quarter.index)
    found = TargetProgress(asked.by, NOT_KNOWN, NOT_DELIVERED, due=asked.target)
    if row is None:
        return found
    known = not isnan(_number(row, "value"))
    verdict, reason = (CANNOT_TELL, ON_LAST_DAY) if known else (NOT_KNOWN, row["reason"])
    return replace(found, **_figure(row), verdict=verdict, reason=reason)


def _figure(row: Row) -> dict[str, Any]:
    numbers = {name: _number(row, name) for name in ("value", "low", "high")}
    n = _number(row, "n")
    method = row["method"] if isinstance(row["method"], str) else None
    return numbers | {"n": None if isnan(n) else int(n), "method": method}


def _pieces(
    asked: AskedTarget, past: Past, quarters: Sequence[Quarter]
) -> list[tuple[Quarter, PeriodPiece]]:
    """What these quarters of the period add, of partly held ones as far as is known."""
    found = []
    for quarter in quarters:
        piece = past.piece(asked.indicator.key, asked.place, quarter)
        found.append((quarter, piece if asked.period.share_of(quarter) == 1 else piece.part()))
    return found


def _open(pieces: Sequence[tuple[Quarter, PeriodPiece]]) -> tuple[tuple[Quarter, str], ...]:
    return tuple((quarter, piece.why) for quarter, piece in pieces if piece.why is not None)


def _summed(asked: AskedTarget, past: Past) -> TargetProgress:
    pieces = _pieces(asked, past, asked.so_far)
    known = [piece.value for _, piece in pieces if not isnan(piece.value)]
    value = sum(known) if known else nan
    low, high = (sum(getattr(piece, end) for _, piece in pieces) for end in ("low", "high"))
    opened = _open(pieces)
    due = _due(asked, past)
    found = TargetProgress(
        asked.by, CANNOT_TELL, value=value, n=_cases(asked, past),
        method=FULL_COUNT if known else None,
        low=low if opened else nan, high=high if opened and high < inf else nan,
        due=asked.target * due.share, pace=None if asked.is_over else due.pace, open=opened,
    )  # fmt: skip
    if not known:
        why = next((why for _, why in opened), NOT_DELIVERED)
        return replace(found, verdict=NOT_KNOWN, reason=why)
    if asked.is_over:
        return _judged(found, asked, low, high)
    end_low, end_high = low, inf
    # Amounts do not come one by one, so that nothing is known of their chance.
    if asked.indicator.kind == "count":
        end_low = low + due.to_come(low)[0]
        end_high = inf if high == inf else high + due.to_come(high)[1]
    found = replace(found, end_low=end_low, end_high=end_high if end_high < inf else nan)
    return _on_the_way(found, asked, end_low, end_high)


def _cases(asked: AskedTarget, past: Past) -> int | None:
    """The cases of all quarters so far; None without any."""
    rows = past.rows(asked.indicator.key, asked.place)
    found = [_number(rows[each.index], "n") for each in asked.so_far if each.index in rows]
    known = [n for n in found if not isnan(n)]
    return int(sum(known)) if known else None


@dataclass(frozen=True, slots=True)
class Due:
    """The share of a period that was due by now, how that is known, and how surely.

    before, rest: the events of earlier years it was read from, of the part that
    is over and of the rest; infinite for a straight line. luck: see `predicted_count`.
    """

    share: float
    pace: Pace
    before: float = inf
    rest: float = inf
    luck: float = 0.0

    def to_come(self, events: float) -> tuple[float, float]:
        """Between how many events the rest brings at the pace of these."""
        found = predicted_count(events, self.share, self.before, self.rest, self.luck)
        return float(found.low), float(found.high)


def _due(asked: AskedTarget, past: Past) -> Due:
    held = [(each, asked.period.share_of(each)) for each in asked.period.quarters]
    done, rest = held[: len(asked.so_far)], held[len(asked.so_far) :]
    years, rules = _earlier_years(asked, past), load_target_rules()
    if len(years) >= rules.least_years:
        first, seasons = Quarter.of(asked.period.first), years.sum(axis=0)
        of = {(first + later).number: float(seasons[later]) for later in range(4)}
        before, due = (sum(of[each.number] * part for each, part in parts)
                       for parts in (done, rest))  # fmt: skip
        if before > 0 and due > 0:
            luck = luck_of(years) * ratio_luck(len(done), len(rest), len(years))
            return Due(before / (before + due), "season", before, due, luck)
        if before > 0 and not rest:
            return Due(1.0, "season")
    long, left = (sum(part for _, part in parts) for parts in (done, rest))
    unknown = rules.unknown_luck**2 * (1 / len(done) + 1 / len(rest)) if rest else 0.0
    return Due(long / (long + left), "line", luck=unknown)


def _earlier_years(asked: AskedTarget, past: Past) -> Floats:
    """The events per quarter of whole earlier years that are settled, the last one first."""
    rows, first = past.rows(asked.indicator.key, asked.place), Quarter.of(asked.period.first)
    years: list[list[float]] = []
    for back in range(1, load_target_rules().most_years + 1):
        quarters = [first + (-4 * back + later) for later in range(4)]
        if any(each.index not in rows for each in quarters):
            break
        pieces = [past.piece(asked.indicator.key, asked.place, each) for each in quarters]
        if any(isnan(each.value) or each.high == inf for each in pieces):
            break
        years.append([each.value for each in pieces])
    return np.array(years, dtype=np.float64).reshape(-1, 4)


def ratio_luck(done: int, rest: int, years: int) -> float:
    """How luck of single quarters adds up in the ratio of so many quarters to the others.

    Once for this year, and once spread over the years the season was read from.
    """
    return (1 / done + 1 / rest) * (1 + 1 / years)


def luck_of(years: Floats) -> float:
    """How much quarters vary beyond Poisson, relative to their number and squared.

    What years and seasons explain goes off first: Pearson's chi-squared of a
    table of years by seasons over its degrees of freedom is 1 for Poisson, and
    1 + n times the relative variance with luck of a quarter's own (n events a quarter).
    """
    expected = np.outer(years.sum(axis=1), years.sum(axis=0)) / years.sum()
    apart = np.divide((years - expected) ** 2, expected, where=expected > 0, out=expected * 0)
    dispersion = apart.sum() / ((len(years) - 1) * 3)
    return max(float(dispersion) - 1, 0.0) / float(years.mean())


def _judged(found: TargetProgress, asked: AskedTarget, low: float, high: float) -> TargetProgress:
    """The verdict on a number of which all is over: it stands, or lies between two ends."""
    reached = high <= asked.target if asked.lower else low >= asked.target
    missed = low > asked.target if asked.lower else high < asked.target
    if reached or missed:
        return replace(found, verdict=REACHED if reached else NOT_REACHED)
    return replace(found, reason=OPEN_QUARTERS)


def _on_the_way(
    found: TargetProgress, asked: AskedTarget, low: float, high: float
) -> TargetProgress:
    """Before the end: ahead or behind where every end between these is, else near it or unknown."""
    target = asked.target
    over, under = (low > target, high <= target) if asked.lower else (low >= target, high < target)
    if over or under:
        return replace(found, verdict=AHEAD if over != asked.lower else BEHIND)
    near = load_target_rules().near
    if low >= target * (1 - near) and high <= target * (1 + near):
        return replace(found, verdict=ON_SCHEDULE)
    return replace(found, reason=OPEN_QUARTERS if high == inf else BOTH_POSSIBLE)


def _pooled(asked: AskedTarget, past: Past) -> TargetProgress:
    row = past.together(asked.indicator.key, asked.place, asked.so_far)
    found = TargetProgress(asked.by, NOT_KNOWN, NOT_DELIVERED, due=asked.target)
    if row is None:
        return found
    pieces = _pieces(asked, past, asked.so_far)
    there = [(q, p) for q, p in pieces if (asked.place, q) not in past.closed]
    found = replace(found, **_figure(row), open=_open(there))
    if isnan(found.value):
        return replace(found, reason=row["reason"])
    found = replace(found, verdict=CANNOT_TELL, reason=None)
    if any(piece.why not in (None, PROVISIONAL) for _, piece in there):
        return replace(found, reason=OPEN_QUARTERS)
    low, high = _limits(found)
    if isnan(low):
        return replace(found, reason=NO_INTERVAL)
    down, up = _may_move(asked, past, there)
    if not asked.is_over:
        return _on_the_way(found, asked, low - down, high + up)
    sure = _judged(found, asked, low - down, high + up)
    if sure.verdict != CANNOT_TELL:
        return sure
    held_down, held_up = _moved_already(row)
    without = _judged(found, asked, low + held_down, high - held_up).verdict
    return replace(found, reason=IN_INTERVAL if without == CANNOT_TELL else OPEN_QUARTERS)


def _limits(found: TargetProgress) -> tuple[float, float]:
    """A full count is its own interval; no upper limit is infinity; NaN without an interval."""
    if isnan(found.low) and isnan(found.high):
        return (found.value,) * 2 if found.method == FULL_COUNT else (nan, nan)
    low = -inf if isnan(found.low) else found.low
    return low, inf if isnan(found.high) else found.high


def _may_move(
    asked: AskedTarget, past: Past, pieces: Sequence[tuple[Quarter, PeriodPiece]]
) -> tuple[float, float]:
    """How far provisional quarters may still move the figure over all, by their part of the n.

    Those of which it was measured are in the limits of the figure already.
    """
    rows = past.rows(asked.indicator.key, asked.place)
    sizes = {quarter: max(_number(rows[quarter.index], "n"), 0.0) for quarter, _ in pieces}
    total = sum(size for size in sizes.values() if not isnan(size))
    down = up = 0.0
    for quarter, piece in pieces:
        measured = not isnan(_number(rows[quarter.index], "revision_low"))
        if piece.why == PROVISIONAL and not measured:
            part = sizes[quarter] / total if total > 0 and not isnan(sizes[quarter]) else 1.0
            down += part * max(piece.value - piece.low, 0.0)
            up += part * max(piece.high - piece.value, 0.0)
    return down, up


def _moved_already(row: Row) -> tuple[float, float]:
    """How far the limits of a figure over quarters were moved by measured revisions."""
    if not _is(row, "provisional"):
        return 0.0, 0.0
    low, high = (_number(row, f"revision_{end}") for end in ("low", "high"))
    return max(-low, 0.0), max(high, 0.0)


def year_before(asked: AskedTarget, past: Past) -> TargetProgress:
    """The same quarters a year earlier; the limits of a number are those of chance."""
    quarters = tuple(each + -4 for each in asked.so_far)
    none = TargetProgress(asked.by, CANNOT_TELL, NO_YEAR_BEFORE)
    if asked.by == POOLED:
        row = past.together(asked.indicator.key, asked.place, quarters)
        if row is None:
            return none
        found = replace(none, **_figure(row))
        pieces = [past.piece(asked.indicator.key, asked.place, each) for each in quarters]
        whole = all(each.why in (None, PROVISIONAL) for each in pieces)
        return found if whole and not isnan(found.value) else none
    if asked.by != SUM:
        return none
    pieces = [past.piece(asked.indicator.key, asked.place, each) for each in quarters]
    if any(isnan(each.value) or each.high == inf for each in pieces):
        return none
    return with_chance(replace(none, value=sum(each.value for each in pieces)))


def with_chance(found: TargetProgress) -> TargetProgress:
    """A number with the limits of chance, which a difference of two of them needs."""
    limits = poisson_exact(found.value)
    return replace(found, low=float(limits.low), high=float(limits.high))
