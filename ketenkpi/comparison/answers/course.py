"""One figure of one Werkplein against its own limits of chance: two questions, apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.answer import Listed, Measured, Picture, Said, Section, in_full, phrase, table_of
from ketenkpi.comparison.answers.seen import AS_FIGURE, OF_FUNNEL, column, plain_rows
from ketenkpi.comparison.control import control_said
from ketenkpi.figure import Figure, lacking
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.catalogue import RebaseRecord

Row = Mapping[str, Any]
ASSURANCE = "comparison.control_assurance_"
NOT_DELIVERED = "indicators.reason_not_delivered"


def control(
    chart: pd.DataFrame, unit: str, rebases: Collection[RebaseRecord] = (), *, indicator: Said
) -> Section:
    """Whether it changes and whether its target will be reached, quarter by quarter.

    chart: of `control_chart`, of one Werkplein. rebases: since when it has new limits, of
    this Werkplein. indicator: what the figure is called.
    """
    rows = plain_rows(chart)
    place = str(rows[0]["werkplein"])
    change, target = _answers(chart, rows, unit)
    table = table_of(
        rows,
        (column("quarter"), _quarter),
        (column("course", unit), _value),
        (column("centre", unit), lambda row: row["centre"]),
        (column("limits", unit, "limits"), _limits),
        (column("goal", unit), lambda row: row["target"]),
        (column("variation"), lambda row: in_both(f"comparison.variation_{row['variation']}")),
        (column("remark"), _remark),
    )
    alt = phrase(
        "comparison.alt_control",
        indicator=indicator,
        place=place,
        first=_quarter(rows[0]),
        last=_quarter(rows[-1]),
        finding=change,
    )
    points = tuple(_point(row, unit) for row in rows)
    picture = Picture("control", unit, points, alt, in_both("comparison.control_legend"))
    notes = (*_area(rows), *map(_rebased, rebases), *_not_judged(rows), *_gaps(rows))
    return Section("control", place, (change, target), table, (picture,), notes)


def _answers(chart: pd.DataFrame, rows: Sequence[Row], unit: str) -> tuple[Said, Said]:
    """Whether it changes, and whether the target will be reached."""
    every = control_said(chart)
    change, reach = (
        tuple(each for each in every if str(each.key).startswith(ASSURANCE) == of_target)
        for of_target in (False, True)
    )
    judged = [row for row in rows if row["variation"] != "none"]
    until = phrase("comparison.judged_until", quarter=_quarter(judged[-1])) if judged else None
    # Of the latest quarter that has one.
    target = next((row["target"] for row in reversed(rows) if row["target"] is not None), None)
    goal: tuple[Said, ...] = (in_both("comparison.no_target"),)
    if target is not None:
        goal = (phrase("comparison.target_said", value=Measured(target, unit, "worded")), *reach)
    return (
        (in_both("comparison.change_head"), *change, until),
        (in_both("comparison.target_head"), *goal),
    )


def _quarter(row: Row) -> Quarter:
    return Quarter.from_index(row["kwartaal"])


def _value(row: Row) -> Figure:
    if row["value"] is None:
        return lacking(row["reason"] or NOT_DELIVERED)
    return Figure(row["value"], method=AS_FIGURE)


def _limits(row: Row) -> Figure | None:
    if row["centre"] is None or (row["low"] is None and row["high"] is None):
        return None
    return Figure(row["centre"], row["low"], row["high"], method=OF_FUNNEL)


def _remark(row: Row) -> Said:
    rule = row["rule"] and in_both(row["rule"])
    return (rule, in_both("comparison.pending") if row["pending"] else None)


def _point(row: Row, unit: str) -> Mapping[str, Said | float]:
    value: Said = None
    if row["value"] is not None:
        value = Measured(row["value"], unit, "worded")
    limits = _limits(row)
    text: Said = _quarter(row)
    if value is not None:
        told: dict[str, Said] = {"quarter": text, "value": value}
        text = phrase("comparison.control_point", **told)
        if limits is not None:
            ends = Measured(limits, unit, "limits")
            text = (text, phrase("comparison.control_point_limits", limits=ends))
    numbers = {name: row[name] for name in ("value", "centre", "low", "high", "target", "phase")}
    return {"kwartaal": _quarter(row), "variation": row["variation"], "text": text} | numbers


def _rebased(one: RebaseRecord) -> Said:
    return phrase(
        "comparison.rebased",
        quarter=Quarter.from_index(one.quarter),
        reason=one.reason,
        by=one.by,
        day=in_full(one.on),
    )


def _area(rows: Collection[Row]) -> Iterator[Said]:
    """Since when a Werkplein has another area, of the quarters that are drawn."""
    first = min(row["kwartaal"] for row in rows)
    since = {row.get("area_since") or 0 for row in rows}
    for quarter in sorted(each for each in since if each > first):
        yield phrase("comparison.other_area", quarter=Quarter.from_index(int(quarter)))


def _not_judged(rows: Iterable[Row]) -> Iterator[Said]:
    pending = tuple(_quarter(row) for row in rows if row["pending"] and row["value"] is not None)
    if pending:
        yield phrase("comparison.not_judged", quarters=Listed(pending))


def _gaps(rows: Collection[Row]) -> Iterator[Said]:
    missing = [(row["reason"] or NOT_DELIVERED, row) for row in rows if row["value"] is None]
    for key in dict.fromkeys(key for key, _ in missing):
        quarters = tuple(_quarter(row) for why, row in missing if why == key)
        yield phrase("comparison.gaps", quarters=Listed(quarters), reason=in_both(key))
