"""A proven text file as rows of text in a contract's columns, lazily."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ketenkpi.contracts.contract import Contract
from ketenkpi.contracts.dialect import Dialect
from ketenkpi.contracts.intake import Intake
from ketenkpi.contracts.privacy import SAMPLE_ROWS
from ketenkpi.contracts.structure import Structure
from ketenkpi.contracts.typed import ROW

if TYPE_CHECKING:
    from ketenkpi.contracts.profile import Profile


@dataclass(frozen=True)
class TextSource:
    """A proven text file, as rows of text of the contract's columns."""

    intake: Intake
    dialect: Dialect
    shape: Structure
    places: Mapping[str, int]
    contract: Contract
    profile: Profile | None
    constants: Mapping[str, str]
    staging: Path

    @property
    def first_line(self) -> int:
        """The spreadsheet line of data row 0."""
        return self.dialect.header_line + 1

    @cached_property
    def first(self) -> pl.DataFrame:
        """The first rows of all columns of the file, as `scan` gives them."""
        rows = min(SAMPLE_ROWS, self.shape.rows)
        lines = self.dialect.skip_lines + rows + self.shape.text_shift(rows)
        # Of a file polars would begin to read all: 0.10 s of two cores for 137 MB, so 0.01 s.
        with self.intake.path.open("rb") as file:
            head = b"".join(islice(file, lines))
        return self._rows_of(BytesIO(head), rows).collect()

    def scan(self) -> pl.LazyFrame:
        """All columns of the file as text, named by place, with `_row`; no row of its foot."""
        return self._rows_of(str(self.intake.path), self.shape.rows)

    def _rows_of(self, source: str | BytesIO, rows: int) -> pl.LazyFrame:
        return pl.scan_csv(
            source,
            separator=self.dialect.separator,
            has_header=False,
            skip_lines=self.dialect.skip_lines,
            schema={f"{place}": pl.String() for place in range(len(self.dialect.header))},
            # A quoted cell without text is as empty as one without quotes.
            null_values=[""],
            row_index_name=ROW,
            n_rows=rows,
            glob=False,
            # `structure` has proven every row: what misses at the end of a row
            # is empty, and what stands behind the last name or the data too.
            missing_columns="insert",
            extra_columns="ignore",
        )

    def sample(self, rows: int) -> pl.DataFrame:
        """The first rows as `texts` gives them, no more than `first` holds."""
        return self._mapped(self.first.head(rows).lazy()).collect()

    def texts(self) -> pl.LazyFrame:
        """`_row` and the contract's columns as text; a column the file lacks is null."""
        return self._mapped(self.scan())

    def months(self) -> pl.LazyFrame | None:
        """`_row` and the texts `_year` and `_month` of each record; None where none names one."""
        return self.profile.months(self._named(), self.contract.key) if self.profile else None

    def _mapped(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        named = self._named(frame)
        if self.profile:
            return self.profile.map(named, self.contract.key, self.constants)
        return named.select(ROW, *(self._own(name) for name in self.contract.names))

    def _named(self, frame: pl.LazyFrame | None = None) -> pl.LazyFrame:
        columns = (pl.col(f"{place}").alias(name) for name, place in self.places.items())
        return (self.scan() if frame is None else frame).select(ROW, *columns)

    def _own(self, name: str) -> pl.Expr:
        if name in self.places:
            return pl.col(name)
        return pl.lit(self.constants.get(name), dtype=pl.String).alias(name)

    def text_line(self, row: int) -> int | None:
        """The line in a text editor, where it differs from the spreadsheet's."""
        shift = self.shape.text_shift(row)
        begin = self.dialect.skip_lines + 1 + row + shift
        return begin if begin != self.first_line + row else None
