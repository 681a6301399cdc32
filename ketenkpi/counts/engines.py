"""Where counting runs: DuckDB by default, polars, or pandas as the plain reference.

The definitions are written once in Narwhals; an engine only opens rows, keeps
a frame that several tallies share, and hands a result over as an Arrow table.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals as nw
import pyarrow as pa

from ketenkpi.counts import frames
from ketenkpi.counts.sources import SourceColumns
from ketenkpi.errors import UsageError
from ketenkpi.scratch import scratch, sweep

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# A Path to Parquet, several of them, or a native frame that Narwhals knows.
Rows: TypeAlias = Any
Frame: TypeAlias = "nw.LazyFrame[Any]"

# Half of the cores (at least two) and little memory: a dashboard that serves readers
# runs on the same machine. What does not fit is spilled to a temporary folder. All of
# 1M spells and 3M steps, with what it is put in order by, is counted in 41 s of
# processor and 1.7 GB in all; half of the memory of the machine made it 1.6 GB more.
MEMORY_LIMIT = "1GB"
# A text of more different values is no word any more: it is kept as it is.
MOST_WORDS = 1_000


def _threads() -> int:
    return max(2, (os.cpu_count() or 2) // 2)


def paths_of(rows: Rows) -> list[str] | None:
    """The Parquet files that rows are in; None when they are a frame."""
    if isinstance(rows, Path):
        return [str(rows)]
    files = isinstance(rows, list | tuple) and all(isinstance(each, Path) for each in rows)
    return [str(each) for each in rows] if files else None


def as_arrow(rows: Rows) -> pa.Table:
    """Any native frame as an Arrow table."""
    if isinstance(rows, pa.Table):
        return rows
    return nw.from_native(rows).lazy().collect(backend="pyarrow").to_native()


class Engine(ABC):
    """Opens typed rows, keeps shared frames, collects results."""

    name: str

    @abstractmethod
    def open(self, rows: Rows, source: SourceColumns) -> Frame:
        """The columns counting works on; raises UsageError when a needed one is absent."""

    @abstractmethod
    def small(self, table: pa.Table) -> Frame:
        """A small Arrow table as a frame of this engine."""

    @abstractmethod
    def keep(self, frame: Frame) -> Frame:
        """The same frame, computed once; for frames that several tallies share."""

    @abstractmethod
    def numbered(self, frame: Frame, name: str) -> Frame:
        """The rows with a whole number for each as `name`, in no order, computed once."""

    def let_go(self, kept: Frame) -> None:  # noqa: B027 - only tables stay until they are dropped
        """Make room: nothing is asked any more of a frame that `keep` gave."""

    def collect(self, frame: Frame) -> pa.Table:
        """The result as an Arrow table."""
        return frame.collect(backend="pyarrow").to_native()

    def close(self) -> None:  # noqa: B027 - only an engine with a connection has something to do
        """Let go of memory and temporary files."""


class DuckDB(Engine):
    """The default: embedded, reads Parquet itself, spills when memory is short."""

    name = "duckdb"

    def __init__(self) -> None:
        import duckdb

        # What is too large for memory is written here: rows of persons.
        sweep(Path(gettempdir()), "ketenkpi-spill")
        self._spill = scratch(Path(gettempdir()), "ketenkpi-spill")
        self._kept = 0
        self._connection = duckdb.connect(
            config={
                "threads": _threads(),
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": self._spill.name,
                "preserve_insertion_order": False,
            }
        )

    def open(self, rows: Rows, source: SourceColumns) -> Frame:
        if (paths := paths_of(rows)) is not None:
            opened = self._connection.read_parquet(paths, union_by_name=True)
        else:
            opened = self._connection.from_arrow(as_arrow(rows))
        return nw.from_native(self._coded(frames.duckdb_rows(opened, source), source))

    def small(self, table: pa.Table) -> Frame:
        return nw.from_native(self._connection.from_arrow(table))

    def keep(self, frame: Frame) -> Frame:
        self._kept += 1
        name = f"kept_{self._kept}"
        frame.to_native().create(name)
        return nw.from_native(self._connection.table(name))

    def numbered(self, frame: Frame, name: str) -> Frame:
        number = f"(row_number() OVER ())::INTEGER AS {name}"
        return self.keep(nw.from_native(frame.to_native().project(f"*, {number}")))

    def _coded(
        self, rows: duckdb.DuckDBPyRelation, source: SourceColumns
    ) -> duckdb.DuckDBPyRelation:
        """The rows with words as the numbers of an ENUM, which sorts as the texts do.

        Three million steps are put in order, and grouped, in half the time.
        """
        coded = {name: self._as_enum(rows, name) for name in source.words}
        return rows.project(", ".join(coded.get(name, f'"{name}"') for name in rows.columns))

    def _as_enum(self, rows: duckdb.DuckDBPyRelation, name: str) -> str:
        """A column as SQL: as an ENUM of its words, or as it is where it has none or too many."""
        found = rows.filter(f'"{name}" IS NOT NULL').project(f'"{name}"').distinct().order(name)
        words = [str(word) for (word,) in found.limit(MOST_WORDS + 1).fetchall()]
        if not 0 < len(words) <= MOST_WORDS:
            return f'"{name}"'
        listed = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
        return f'"{name}"::ENUM({listed}) AS "{name}"'

    def let_go(self, kept: Frame) -> None:
        self._connection.execute(f"DROP TABLE {kept.to_native().alias}")

    def close(self) -> None:
        self._connection.close()
        self._spill.cleanup()


class Polars(Engine):
    """In memory, with lazy plans."""

    name = "polars"

    def open(self, rows: Rows, source: SourceColumns) -> Frame:
        import polars as pl

        if (paths := paths_of(rows)) is not None:
            scans = [pl.scan_parquet(path) for path in paths]
            opened = pl.concat(scans, how="diagonal")
        else:
            opened = nw.from_native(rows).lazy().collect(backend="polars").to_native().lazy()
        return nw.from_native(frames.polars_rows(opened, source))

    def small(self, table: pa.Table) -> Frame:
        import polars as pl

        return nw.from_native(pl.DataFrame(table).lazy())

    def keep(self, frame: Frame) -> Frame:
        return frame.collect(backend="polars").lazy()

    def numbered(self, frame: Frame, name: str) -> Frame:
        import polars as pl

        rows: pl.DataFrame = frame.collect(backend="polars").to_native()
        numbered = rows.with_row_index(name).with_columns(pl.col(name).cast(pl.Int32))
        return nw.from_native(numbered.lazy())


class Pandas(Engine):
    """The reference, and the preview of an upload before it is accepted."""

    name = "pandas"

    def open(self, rows: Rows, source: SourceColumns) -> Frame:
        import pandas as pd

        if (paths := paths_of(rows)) is not None:
            opened = pd.concat([pd.read_parquet(path) for path in paths], ignore_index=True)
        elif isinstance(rows, pd.DataFrame):
            opened = rows
        else:
            opened = as_arrow(rows).to_pandas()
        return nw.from_native(frames.pandas_rows(opened, source)).lazy()

    def small(self, table: pa.Table) -> Frame:
        whole = {pa.int32(): "int32[pyarrow]", pa.int64(): "int64[pyarrow]"}
        kinds = {f.name: whole.get(f.type, "str") for f in table.schema}
        frame: pd.DataFrame = table.to_pandas(integer_object_nulls=True)
        return nw.from_native(frame.astype(kinds)).lazy()

    def keep(self, frame: Frame) -> Frame:
        return frame

    def numbered(self, frame: Frame, name: str) -> Frame:
        import pandas as pd

        rows: pd.DataFrame = frame.collect(backend="pandas").to_native().reset_index(drop=True)
        numbers = pd.Series(range(len(rows)), dtype="int32[pyarrow]")
        return nw.from_native(rows.assign(**{name: numbers})).lazy()


_MADE_BY: dict[str, Callable[[], Engine]] = {
    engine.name: engine for engine in (DuckDB, Polars, Pandas)
}


def register_engine(name: str, make: Callable[[], Engine]) -> None:
    """Let `count(engine=name)` count on what `make` gives; raises UsageError for a name in use.

    An engine opens rows and keeps frames that Narwhals knows; all tallies are then the
    same, which `tests/engines` compares for those that are here.
    """
    if name in _MADE_BY:
        raise UsageError("counts.engine_in_use", engine=name)
    _MADE_BY[name] = make


def engine_names() -> tuple[str, ...]:
    """The names of all engines, those of the library first."""
    return tuple(_MADE_BY)


def engine_called(name: str | None) -> Engine:
    """A fresh engine (DuckDB when no name is given); raises UsageError for an unknown name."""
    if name is not None and name not in _MADE_BY:
        raise UsageError("counts.unknown_engine", engine=name, known=", ".join(_MADE_BY))
    return _MADE_BY[name or DuckDB.name]()
