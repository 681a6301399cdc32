"""What everybody who was asked would say, beside the figures of who answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ketenkpi.answer import (
    Cell,
    Column,
    Listed,
    Measured,
    Reasons,
    Said,
    Section,
    phrase,
    table_of,
)
from ketenkpi.comparison.answers.seen import Row, column, plain_rows, value_column
from ketenkpi.figure import figure_of
from ketenkpi.indicators import split_name

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.indicators import Indicator


def estimated(indicator: Indicator, figures: pd.DataFrame) -> Section:
    """The estimate of each region, or of all places together where `figures` has no regions.

    figures: rows of `Store.figures` of one indicator that estimates for everybody.
    """
    unit, rows = indicator.unit, plain_rows(figures)
    every: list[tuple[Column, Callable[[Row], Cell]]] = [
        (column("regio"), lambda row: row.get("regio")),
        (column("part"), lambda row: row["split"] and split_name(indicator, row["split"])),
        (value_column(unit), figure_of),
        (column("n", "number"), lambda row: row["n"]),
        (column("undelivered", "number"), lambda row: row["undelivered"] or None),
        (column("invited", "number"), lambda row: row["denominator"]),
        (column("response", "share"), _response),
        (column("how"), lambda row: row["method"] and phrase(row["method"])),
    ]
    filled = [each for each in every if any(each[1](row) is not None for row in rows)]
    finding = tuple(_said(row, unit) for row in rows)
    return Section(
        "estimated", indicator.name, finding, table_of(rows, *filled), notes=tuple(_notes(rows))
    )


def _response(row: Row) -> float | None:
    answered, invited = row["numerator"], row["denominator"]
    return answered / invited if answered is not None and invited else None


def _said(row: Row, unit: str) -> Said:
    figure, place = figure_of(row), row.get("regio")
    if figure.value is None:
        said = phrase("comparison.not_estimated", reason=Reasons((figure,)))
    else:
        said = phrase(
            "comparison.estimated",
            value=Measured(figure, unit, "worded"),
            interval=Measured(figure, unit, "limits"),
            invited=Measured(row["denominator"], "number"),
            response=Measured(_response(row), "share"),
        )
    return said if place is None else (f"{place}:", said)


def _notes(rows: list[Row]) -> Iterator[Said]:
    """What to know beside estimates, each once; with the regions when not of all."""
    known = [row for row in rows if row["value"] is not None]
    for note in sorted({row["note"] for row in known if row["note"]}):
        of = [row for row in known if row["note"] == note]
        places = Listed(tuple(str(row["regio"]) for row in of if "regio" in row))
        told = phrase(note)
        yield told if len(of) == len(known) else (phrase("comparison.of_them", of=places), told)
