"""The figures of all places by name, and between which places in the order each may stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ketenkpi.answer import Cell, Column, Said, Section, Table, count_of, phrase, table_of
from ketenkpi.comparison.answers.beside import to_know
from ketenkpi.comparison.answers.pictures import pictures
from ketenkpi.comparison.answers.seen import (
    OF_FUNNEL,
    OF_RATIO,
    TIMES,
    Row,
    SeenComparison,
    column,
    ends_said,
    figure_in,
    lies,
    value_column,
)
from ketenkpi.figure import Figure
from ketenkpi.vocabulary import in_both


def places(seen: SeenComparison, name: Said, period: Said, found: Said) -> Section:
    """Every figure by name with what chance allows it, and what to know with them.

    name, period: of what and over which quarters. found: what was found of it all.
    """
    finding = _order(seen)
    drawn = pictures(seen, found, finding, indicator=name, period=period)
    notes = (phrase("comparison.table_note"), *to_know(seen))
    title = in_both(f"comparison.places_{seen.made.by}")
    return Section("places", title, finding, _table(seen) if seen.rows else None, drawn, notes)


def figures_alone(seen: SeenComparison) -> Table | None:
    """The figures where nothing is compared; None when there are none."""
    return _table(seen) if any(row["value"] is not None for row in seen.rows) else None


def _table(seen: SeenComparison) -> Table:
    """By name, every column that holds something."""
    made, unit = seen.made, seen.unit
    expected = "expected" if seen.adjusted else "together"
    every: list[tuple[Column, Callable[[Row], Cell]]] = [
        (column(made.by), seen.name),
        (value_column(unit), figure_in),
        (column("n", "number"), lambda row: row["n"]),
        (column(expected, unit), lambda row: row["expected"]),
        (column("ratio", TIMES), lambda row: _ratio(seen, row)),
        (column("lies"), lies),
        (column("limits_95", seen.drawn_unit, "limits"), lambda row: _limits(seen, row, "95")),
        (column("limits_998", seen.drawn_unit, "limits"), lambda row: _limits(seen, row, "998")),
        (column("order"), lambda row: ends_said("order_range", row)),
        (column("chance", "chance"), lambda row: row["p_adjusted"]),
        (column("remark"), lambda row: _remark(seen, row)),
    ]
    filled = [each for each in every if any(each[1](row) is not None for row in seen.rows)]
    return table_of(seen.rows, *filled)


def _ratio(seen: SeenComparison, row: Row) -> Figure | None:
    return figure_in(row, "ratio", OF_RATIO) if seen.adjusted and row["ratio"] else None


def _limits(seen: SeenComparison, row: Row, level: str) -> Figure | None:
    """The limits around what a place is compared with, of its own size."""
    low, high = (row[f"{end}_{level}"] for end in ("low", "high"))
    if seen.made.funnel is None or low is None:
        return None
    return Figure(seen.made.funnel.target, low, high, method=OF_FUNNEL)


def _remark(seen: SeenComparison, row: Row) -> Said:
    """Why a figure is not compared; or that its interval was widened, and that of a ratio not."""
    if row["value"] is None:
        return None
    if row["reason"] is not None:
        return phrase(row["reason"])
    which = "_figure" if seen.adjusted else ""
    return phrase(f"comparison.widened{which}") if row["provisional"] else None


def _order(seen: SeenComparison) -> Said:
    """Where the subject stands in the order, as far as that can be known."""
    if seen.adjusted:
        return phrase("comparison.order_adjusted")
    ranked = [row for row in seen.rows if row["rank_low"] is not None]
    if len(ranked) < 2:
        return phrase("comparison.order_none")
    first = "lower" if seen.made.indicator.direction == "lower" else "higher"
    count = count_of(len(ranked))
    unsure = phrase("comparison.order_cannot_tell", count=count) if _all_overlap(ranked) else None
    own = seen.own and ends_said("order_subject", seen.own, place=seen.subject, count=count)
    return (unsure, own or None, phrase(f"comparison.order_{first}"))


def _all_overlap(ranked: Sequence[Row]) -> bool:
    latest = max(row["rank_low"] for row in ranked)
    return bool(latest <= min(row["rank_high"] for row in ranked))
