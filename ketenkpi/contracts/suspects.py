"""Rows in which something is wrong, as the texts that were delivered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ketenkpi.contracts.columns import no_lines
from ketenkpi.contracts.contract import LINE
from ketenkpi.contracts.source import Source
from ketenkpi.contracts.typed import smallest_line

SAMPLE_ROWS = 2_000
BATCH_ROWS = 20_000
AT_ONCE = 50_000


@dataclass(frozen=True)
class Suspects:
    """The texts of the rows in which something is wrong, for the plain reading.

    Up to `AT_ONCE` of them are kept; more are read in batches, so that a file
    in which every row is wrong takes no more memory than a clean one.
    """

    source: Source
    lines: pl.Series
    kept: pl.DataFrame | None

    @classmethod
    def of(cls, source: Source, out: Path) -> Suspects:
        """The suspects of a file just written."""
        lines = no_lines()
        if smallest_line(out) < 0:
            written = pl.scan_parquet(out).select(LINE).filter(pl.col(LINE) < 0)
            lines = -written.collect(engine="streaming")[LINE]
        few = len(lines) <= AT_ONCE
        return cls(source, lines, _texts_of(source, lines).collect() if few else None)

    def sample(self) -> pl.DataFrame:
        """The first of them, enough to see how columns are spelled."""
        if self.kept is not None:
            return self.kept.head(SAMPLE_ROWS)
        return _texts_of(self.source, self.lines.head(SAMPLE_ROWS)).collect()

    def batches(self) -> Iterator[pl.DataFrame]:
        """All of them, in file order."""
        if self.kept is not None:
            return iter([self.kept])
        return iter(_texts_of(self.source, self.lines).collect_batches(chunk_size=BATCH_ROWS))


def _texts_of(source: Source, lines: pl.Series) -> pl.LazyFrame:
    """The texts of the rows on these spreadsheet lines."""
    if lines.is_empty():
        return source.texts(0)
    return source.texts_of(lines - source.first_line)
