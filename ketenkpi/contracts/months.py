"""Months put together in one file: of a case the record of the latest month counts.

A monthly statistic names a running case again every month. Three months in
one file are three records of one case, of which the latest knows most; the
earlier ones are left out and said once with their number. Two records of one
case in one month stay, and are found as a duplicate key.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from ketenkpi.contracts.columns import no_lines
from ketenkpi.contracts.contract import LINE, Contract
from ketenkpi.contracts.findings import Collector, Finding
from ketenkpi.contracts.source import TextSource
from ketenkpi.contracts.typed import ROW

YEAR_TEXT, MONTH_TEXT = "_year", "_month"
MONTH = "month"


class MonthRows(NamedTuple):
    """How many rows of a file are about one month."""

    year: int
    month: int
    rows: int


def months_of(source: TextSource) -> pl.DataFrame | None:
    """Per spreadsheet line `_line` the month it is about, as year * 100 + month.

    `month` is missing where the texts are no month; then `_month` holds what
    came. None for a file whose records name no month.
    """
    texts = source.months()
    if texts is None:
        return None
    year, month = pl.col(YEAR_TEXT), pl.col(MONTH_TEXT)
    good = year.str.contains("^(?:19|20)[0-9]{2}$") & month.str.contains("^(?:0?[1-9]|1[0-2])$")
    number = year.cast(pl.Int32, strict=False) * 100 + month.cast(pl.Int32, strict=False)
    return texts.select(
        (pl.col(ROW).cast(pl.Int32) + source.first_line).cast(pl.Int32).alias(LINE),
        pl.when(good).then(number).alias(MONTH),
        pl.format("{} {}", year.fill_null(""), month.fill_null("")).alias(MONTH_TEXT),
    ).collect()


def check_months(months: pl.DataFrame, found: Collector) -> pl.Series:
    """Add a finding for every line without a month; returns those lines."""
    wrong = months.filter(pl.col(MONTH).is_null())
    found.add_all(_no_month(wrong))
    return wrong[LINE]


def _no_month(wrong: pl.DataFrame) -> Iterator[Finding]:
    for row in wrong.iter_rows(named=True):
        value = row[MONTH_TEXT].strip()
        yield Finding("cel", "fout", "maand_ongeldig", row[LINE], None, None, value)


def rows_per_month(months: pl.DataFrame) -> tuple[MonthRows, ...]:
    """The months a file names, from early to late."""
    counts = months.drop_nulls(MONTH).group_by(MONTH).len().sort(MONTH)
    return tuple(MonthRows(month // 100, month % 100, rows) for month, rows in counts.iter_rows())


def leave_out_earlier(
    contract: Contract, out: Path, months: pl.DataFrame, leave_out: pl.Series, found: Collector
) -> pl.Series:
    """The lines of records whose case stands in a later month too; one finding with their number.

    A case is one key at one place, so two places with one numbering never
    take each other's. Rows on the lines `leave_out` are not compared.
    """
    key = list(dict.fromkeys((*contract.unique, *contract.places)))
    if months[MONTH].n_unique() < 2 or not contract.unique:
        return no_lines()
    rows = pl.scan_parquet(out).select(*key, pl.col(LINE))
    rows = rows.join(leave_out.to_frame(LINE).lazy(), on=LINE, how="anti")
    latest = pl.col(MONTH).max().over(key)
    earlier = (
        rows.join(months.lazy().select(LINE, MONTH), on=LINE, how="inner")
        .filter(pl.col(MONTH) < latest)
        .sort(LINE)
        .collect()
    )
    if len(earlier):
        first = earlier.row(0, named=True)
        params = {"count": len(earlier)}
        value = str(first[key[0]])
        found.add(
            Finding("rijen", "advies", "eerdere_maand", first[LINE], None, key[0], value, params)
        )
    return earlier[LINE]
