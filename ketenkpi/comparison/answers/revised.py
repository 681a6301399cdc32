"""How figures moved as later deliveries came in: of all of one indicator, and of one Werkplein."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.answer import (
    Column,
    Measured,
    Said,
    Section,
    Table,
    count_of,
    phrase,
    table_of,
)
from ketenkpi.comparison.answers.seen import AS_FIGURE, Row, column, plain_rows
from ketenkpi.comparison.revisions import is_relative
from ketenkpi.figure import Figure, figure_of, lacking
from ketenkpi.units import difference_of
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.comparison.revisions import Revisions
    from ketenkpi.indicators import Indicator

RUNNING = -1


def sizes(revisions: Revisions, title: Said) -> Section:
    """How much figures still moved after they were delivered, by the deliveries since."""
    unit = _unit_of_change(revisions.indicator)
    relative = "relative" if is_relative(revisions.indicator) else "of"
    table = table_of(
        plain_rows(revisions.sizes),
        (column("age"), lambda row: _age(row["age"])),
        (column("revisions", "number"), lambda row: row["n"]),
        (column("median", unit), lambda row: row["median"]),
        (column("size", unit, "limits"), _size),
    )
    finding = in_both(f"comparison.revisions_{relative}")
    points = in_both("comparison.in_points") if unit == "share_points" else None
    notes = (in_both("comparison.size_note"), points)
    return Section("sizes", title, finding, table, notes=tuple(filter(None, notes)))


def revised(
    revisions: Revisions, split: str | None, werkplein: str, widened: pd.DataFrame
) -> Section:
    """What was known of each quarter of one Werkplein at each delivery since.

    widened: rows of the figure in the quarter that is looked at, if any.
    """
    every = revisions.triangle
    part = every["split"].isna() if split is None else every["split"] == split
    rows = every[part & (every["werkplein"] == werkplein)]
    title = phrase("comparison.revised_of", place=werkplein)
    if rows.empty:
        return Section("revised", title, phrase("comparison.revised_none", place=werkplein))
    unit = revisions.indicator.unit
    finding = (_changed(rows, werkplein), _looked_at(widened, unit))
    notes = (in_both("comparison.revised_note"),)
    return Section("revised", title, finding, _triangle(rows, unit), notes=notes)


def _unit_of_change(indicator: Indicator) -> str:
    return "share" if is_relative(indicator) else difference_of(indicator.unit)


def _age(age: int) -> Said:
    """After how many deliveries: 'Eerste levering', '2 later'."""
    if age == RUNNING:
        return in_both("comparison.age_running")
    if age == 0:
        return in_both("comparison.age_first")
    return phrase("comparison.age_later", count=count_of(age))


def _size(row: Row) -> Figure | None:
    """Between what nine in ten changes lie, or why that is not known."""
    if row["median"] is None:
        return lacking(row["reason"]) if row["reason"] else None
    return Figure(row["median"], row["low"], row["high"], n=int(row["n"] or 0), method=AS_FIGURE)


def _changed(rows: pd.DataFrame, werkplein: str) -> Said:
    known = rows.groupby("kwartaal")["value"].agg(["size", "nunique"])
    again = known[known["size"] > 1]
    if again.empty:
        return phrase("comparison.revised_first", place=werkplein)
    changed = int((again["nunique"] > 1).sum())
    count, every = (count_of(number) for number in (changed, len(again)))
    return phrase("comparison.revised_said", place=werkplein, count=count, all=every)


def _looked_at(widened: pd.DataFrame, unit: str) -> Said:
    """The figure of the quarter with its interval, where it is widened, and why it is or is not."""
    row = next(iter(widened.to_dict("records")), None)
    if row is None or figure_of(row).value is None:
        return None
    why = in_both(row["revision"]) if isinstance(row["revision"], str) else None
    if not row["provisional"]:
        return why
    figure = figure_of(row)
    told = phrase(
        "comparison.revised_widened",
        quarter=Quarter.from_index(int(row["kwartaal"])),
        value=Measured(figure, unit, "worded"),
        interval=Measured(figure, unit, "limits"),
    )
    return (told, why)


def _triangle(rows: pd.DataFrame, unit: str) -> Table:
    """A row per quarter, newest first, a column per age, and what it is now."""
    wide = rows.pivot(index="kwartaal", columns="age", values="value").sort_index(ascending=False)
    now = rows.groupby("kwartaal")["now"].last()
    ages = [int(age) for age in wide.columns]
    heads = [
        column("quarter"),
        *(Column("age_running" if age < 0 else f"age_{age}", _age(age), unit) for age in ages),
        column("now", unit),
    ]
    every = plain_rows(wide.assign(now=now).reset_index())
    made = [
        (Quarter.from_index(row["kwartaal"]), *(row[str(age)] for age in ages), row["now"])
        for row in every
    ]
    return Table(tuple(heads), tuple(made))
