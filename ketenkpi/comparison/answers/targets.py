"""Norms and targets beside what was realised: a verdict that is no surer than the figure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ketenkpi.answer import (
    Bullet,
    Cell,
    Column,
    Mark,
    Marked,
    Measured,
    Said,
    Section,
    count_of,
    in_full,
    phrase,
    table_of,
)
from ketenkpi.comparison.answers.seen import AS_FIGURE, column, plain_rows, span
from ketenkpi.comparison.target_period import SUM
from ketenkpi.comparison.target_progress import (
    AHEAD,
    BEHIND,
    CANNOT_TELL,
    NOT_KNOWN,
    NOT_REACHED,
    ON_SCHEDULE,
    REACHED,
)
from ketenkpi.comparison.target_rows import ONE_QUARTER
from ketenkpi.comparison.target_said import kind_said, period_said, target_shown
from ketenkpi.comparison.targets import NEUTRAL, NONE, SPLIT
from ketenkpi.comparison.verdicts import NOT_APPLICABLE
from ketenkpi.figure import Figure, lacking
from ketenkpi.indicators import with_unit
from ketenkpi.units import difference_of
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.comparison.target_findings import TargetFinding
    from ketenkpi.indicators import Indicator

Row = Mapping[Any, Any]
# What a row is of, and its column in a frame.
NAMED = {"figure": "indicator", "werkplein": "werkplein", "quarter": "kwartaal"}
# Of a norm and a target beside it the one that is worst off is told: in this order.
ON_CARD = (NOT_REACHED, BEHIND, CANNOT_TELL, ON_SCHEDULE, AHEAD, REACHED)
MARKS: Mapping[str, Mark] = {
    REACHED: "good",
    NOT_REACHED: "bad",
    CANNOT_TELL: "unknown",
    AHEAD: "improvement",
    BEHIND: "concern",
}


def targets(
    rows: pd.DataFrame,
    known: Mapping[str, Indicator],
    findings: Collection[TargetFinding] = (),
    *,
    where: Said,
    title: Said = None,
    several: bool = False,
) -> Section:
    """A row per target by figure and place, and how many of them are reached.

    rows: of `targets_table`. known: the indicators by key. findings: what is wrong with
    these targets. where: of which places. several: those without a target are left out,
    for what is said counts them. title: the figure, where it is one. A row of a whole
    region has `whole_region`.
    """
    kept = rows[rows["reason"] != NONE] if several else rows
    ordered = kept.sort_values(["indicator", "werkplein", "kwartaal", "soort"], kind="stable")
    lines = plain_rows(ordered)

    def unit(row: Row) -> str:
        return known[row["indicator"]].unit

    every: list[tuple[Column, Callable[[Row], Cell]]] = [
        (column("figure"), lambda row: with_unit(known[row["indicator"]])),
        (column("werkplein"), _place),
        (column("quarter"), lambda row: Quarter.from_index(row["kwartaal"])),
        (column("verdict"), lambda row: verdict_said(row["verdict"])),
        (column("target"), lambda row: _target(row, unit(row))),
        (column("realised", "number"), lambda row: _in_unit(row, "", unit(row))),
        (column("gap", "number"), lambda row: _in_unit(row, "gap", difference_of(unit(row)))),
        (column("before", "number"), lambda row: _in_unit(row, "before", unit(row))),
        (column("change", "number"), lambda row: _in_unit(row, "change", difference_of(unit(row)))),
        (column("source"), lambda row: _source(row, unit(row))),
        (column("remark"), _remark),
    ]
    # What is the same of every row is told above the table; a row keeps a name.
    same = {key for key, name in NAMED.items() if rows[name].nunique() < 2}
    same -= {"werkplein"} if title and len(same) == len(NAMED) else set()
    same -= set() if title else {"figure"}
    shown = [each for each in every if each[0].key not in same]
    quarters = [Quarter.from_index(index) for index in sorted({*rows["kwartaal"]})]
    return Section(
        "targets",
        title or in_both("comparison.targets"),
        _counted(rows, (where, span(quarters))),
        table_of(lines, *shown) if lines else None,
        notes=(*_notes(rows, known), *(each.said for each in findings)),
        items=tuple(_periods(ordered, known)),
    )


def no_targets() -> Section:
    """That no target was recorded, and how to deliver one."""
    return Section("targets", in_both("comparison.targets"), in_both("comparison.targets_nothing"))


def card_line(rows: pd.DataFrame, indicator: str, werkplein: str) -> Said:
    """'✓ doel gehaald' for a card; None where nothing can be said of a target."""
    mine = rows[(rows["indicator"] == indicator) & (rows["werkplein"] == werkplein)]
    worst = next((each for each in ON_CARD if each in set(mine["verdict"])), None)
    return worst and _marked(worst, in_both(f"comparison.target_card_{worst}"))


def _marked(verdict: str, said: Said) -> Said:
    return Marked(MARKS[verdict], said) if verdict in MARKS else said


def verdict_said(verdict: str) -> Said:
    """A verdict as it is shown; nvt and nb stay two different words."""
    return _marked(verdict, in_both(f"comparison.target_verdict_{verdict}"))


def _counted(rows: pd.DataFrame, where: tuple[Said, Said]) -> Said:
    """How many targets are reached, not reached or cannot be told, and how often there is none."""
    none = rows["reason"] == NONE
    counts = rows["verdict"][~none].value_counts()

    def times(*verdicts: str) -> Measured:
        return count_of(int(sum(counts.get(each, 0) for each in verdicts)))

    place, quarters = where
    every = int((~none).sum())
    told: list[Said] = [
        phrase(
            "comparison.targets_said",
            place=place,
            quarters=quarters,
            targets=phrase(
                f"comparison.{'one_target' if every == 1 else 'several_targets'}",
                n=count_of(every),
            ),
            reached=times(REACHED),
            missed=times(NOT_REACHED),
            unsure=times(CANNOT_TELL),
            unknown=times(NOT_APPLICABLE, NOT_KNOWN),
        )
    ]
    if none.any():
        told.append(phrase("comparison.targets_none", count=count_of(int(none.sum()))))
    if counts.reindex([AHEAD, ON_SCHEDULE, BEHIND]).notna().any():
        way = {"ahead": times(AHEAD), "on": times(ON_SCHEDULE), "behind": times(BEHIND)}
        told.append(phrase("comparison.targets_on_the_way", **way))
    return tuple(told)


def _place(row: Row) -> Said:
    if row.get("whole_region") is True:
        return phrase("comparison.whole_region", name=row["werkplein"])
    return str(row["werkplein"])


def _target(row: Row, unit: str) -> Said:
    if row["target"] is None:
        return None
    told = kind_said(row["soort"], target_shown(row, unit))
    if row["judged_by"] == ONE_QUARTER:
        return told
    ends = {name: in_full(row[f"period_{name}"]) for name in ("first", "last")}
    return phrase("comparison.target_over", target=told, **ends)


def _in_unit(row: Row, name: str, unit: str) -> Measured:
    """A figure or a difference with its limits; why a figure is lacking, unless a target is."""
    value, low, high = (
        row[each] for each in ((name, f"{name}_low", f"{name}_high") if name else _VALUE)
    )
    if value is not None:
        return Measured(Figure(value, low, high, method=AS_FIGURE), unit)
    own = None if _of_target(row) else row["reason"]
    why = {"": own, "before": row["before_reason"]}.get(name)
    return Measured(lacking(why) if why else None, unit)


_VALUE = ("value", "low", "high")


def _of_target(row: Row) -> bool:
    """Whether the reason is about the target, whatever the figure is."""
    return row["target"] is None or row["reason"] in (NEUTRAL, SPLIT)


def _remark(row: Row) -> Said:
    """Why there is no surer verdict, where a figure that is lacking does not tell it."""
    told = row["value"] is None and not _of_target(row)
    return None if told or row["reason"] is None else in_both(row["reason"])


def _source(row: Row, unit: str) -> Said:
    """Where the target comes from, and since when."""
    if row["target"] is None:
        return None
    if row["upload_id"] is None:
        return phrase("comparison.source_national", rule=row["afgeleid_van"])
    source: Said = phrase(
        "comparison.source_upload",
        upload=str(int(row["upload_id"])),
        day=in_full(row["recorded_on"]),
    )
    if row["level"] == "regio":
        source = phrase("comparison.source_region", source=source)
    if row["afterwards"]:
        source = phrase("comparison.source_afterwards", source=source)
    if row["now"] is None:
        return source
    now = Measured(row["now"], unit, "worded")
    return phrase("comparison.source_now", source=source, now=now)


def _notes(rows: pd.DataFrame, known: Mapping[str, Indicator]) -> Iterator[Said]:
    yield in_both("comparison.targets_note")
    if any(known[key].unit == "share" for key in rows["indicator"].unique()):
        yield in_both("comparison.in_points")
    if ((rows["judged_by"] == SUM) & rows["pace"].notna()).any():
        yield in_both("comparison.targets_due")


def _periods(rows: pd.DataFrame, known: Mapping[str, Indicator]) -> Iterator[Bullet]:
    """What is said of targets over more than a quarter, which is too long for a table."""
    for row in rows.to_dict("records"):
        indicator = known[row["indicator"]]
        told = period_said(row, indicator.unit)
        if told:
            quarter = Quarter.from_index(int(row["kwartaal"]))
            name = phrase(
                "comparison.target_of",
                place=_place(row),
                figure=indicator.name,
                quarter=quarter,
            )
            yield Bullet(name, (told,))
