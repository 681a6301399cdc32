"""A frame of any library -> its columns, each as polars cells, Python objects, or unreadable.

Columns are taken by place, because pandas and Arrow allow a name twice. What
polars cannot hold (an interval, a union) is told by its type before it is
handed over, so that no library's own error ever reaches a user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import narwhals as nw
import polars as pl
import pyarrow as pa

from ketenkpi.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

OFFSET = re.compile(r"[+-]\d{2}:\d{2}")
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class FrameColumn:
    """One column. `type` is what its own library calls the type of its cells.

    cells: typed cells; else objects: one Python object a row; both None where
    cells are of a type that can stand in no column of a contract. zone: by which
    clock `cells` are moments, '' where they name none or say it themselves.
    """

    name: str
    type: str
    cells: pl.Series | None = None
    objects: tuple[object, ...] | None = None
    zone: str = ""

    def part(self, start: int, rows: int) -> FrameColumn:
        """So many of its rows, from one on."""
        cells = None if self.cells is None else self.cells.slice(start, rows)
        objects = None if self.objects is None else self.objects[start : start + rows]
        return replace(self, cells=cells, objects=objects)


@dataclass(frozen=True)
class Frame:
    """The columns of a frame, in its order, and its number of rows."""

    columns: tuple[FrameColumn, ...]
    height: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns as they stand."""
        return tuple(column.name for column in self.columns)


def frame_of(rows: Any) -> Frame:
    """The columns of any frame: pandas, polars, DuckDB, Arrow, or what Narwhals knows.

    A lazy frame is computed. Raises UsageError for what is no frame.
    """
    if isinstance(rows, nw.DataFrame | nw.LazyFrame):
        rows = rows.to_native()
    if isinstance(rows, pl.LazyFrame):
        rows = rows.collect()
    if isinstance(rows, pl.DataFrame):
        return Frame(tuple(_polars(series) for series in rows), rows.height)
    if nw.dependencies.is_pandas_dataframe(rows):
        return Frame(tuple(_pandas_columns(rows)), len(rows))
    table = _table(rows)
    return Frame(tuple(_arrow_columns(table)), table.num_rows)


def _table(rows: Any) -> pa.Table:
    if isinstance(rows, pa.Table):
        return rows
    if nw.dependencies.is_duckdb_relation(rows):
        return rows.to_arrow_table()
    if _is_frame(rows):
        return nw.from_native(rows).lazy().collect(backend="pyarrow").to_native()
    if isinstance(rows, pa.RecordBatchReader | pa.RecordBatch):
        return pa.table(rows)
    came = type(rows).__name__
    raise UsageError("contracts.no_frame", came=came)


def _is_frame(rows: Any) -> bool:
    known = nw.from_native(rows, pass_through=True)
    return isinstance(known, nw.DataFrame | nw.LazyFrame)


def _polars(series: pl.Series, name: str | None = None, kind: str | None = None) -> FrameColumn:
    name = series.name if name is None else name
    kind = kind or str(series.dtype)
    if series.dtype == pl.Object:
        return FrameColumn(name, kind, objects=tuple(series.to_list()))
    if series.dtype in (pl.Categorical, pl.Enum):
        series = series.cast(pl.String)
    return FrameColumn(name, kind, cells=series)


def _arrow_columns(table: pa.Table) -> Iterator[FrameColumn]:
    for place, field in enumerate(table.schema):
        yield _arrow(field.name, str(field.type), table.column(place))


def _arrow(name: str, kind: str, cells: pa.ChunkedArray) -> FrameColumn:
    if pa.types.is_dictionary(cells.type):
        cells = cells.cast(cells.type.value_type)
    if cells.null_count == len(cells):
        return FrameColumn(name, kind, cells=pl.Series([None] * len(cells), dtype=pl.Null))
    if pa.types.is_decimal(cells.type):
        return FrameColumn(name, kind, objects=tuple(cells.to_pylist()))
    if not _held(cells.type):
        return FrameColumn(name, kind)
    return _polars(pl.Series(values=pl.from_arrow(cells)), name, kind)


def _held(kind: pa.DataType) -> bool:
    """Whether polars holds cells of an Arrow type, and a contract may ask for them."""
    if pa.types.is_timestamp(kind):
        return kind.tz is None or _is_zone(kind.tz)
    tests = (
        *(pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
        *(pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean),
        *(pa.types.is_date, pa.types.is_null),
    )
    return any(test(kind) for test in tests)


@lru_cache(64)
def _is_zone(name: str) -> bool:
    if OFFSET.fullmatch(name):
        return True
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _pandas_columns(rows: pd.DataFrame) -> Iterator[FrameColumn]:
    for place, name in enumerate(rows.columns):
        column = rows.iloc[:, place]
        yield _pandas(str(name), str(column.dtype), column)


def _pandas(name: str, kind: str, column: pd.Series[Any]) -> FrameColumn:
    """In pandas NaN is what stands for missing; in every other library it is a number."""
    import pandas as pd

    dtype: Any = column.dtype
    if isinstance(dtype, pd.SparseDtype):
        return _pandas(name, kind, pd.Series(column.to_numpy()))
    if isinstance(dtype, pd.CategoricalDtype):
        return _pandas_categories(name, kind, column)
    if isinstance(dtype, pd.ArrowDtype):
        cells = pa.chunked_array(
            pa.table({"x": column.array}).column(0).chunks, dtype.pyarrow_dtype
        )
        return _arrow(name, kind, cells)
    if isinstance(dtype, pd.DatetimeTZDtype):
        # Its zone may be an object that no other library knows: the time on
        # the wall and the zone's name go on.
        wall = column.dt.tz_localize(None)
        return FrameColumn(name, kind, cells=_shared(wall), zone=str(dtype.tz))
    if dtype.kind in "iubM" or (dtype.kind == "f" and dtype.itemsize in (4, 8)):
        return _polars(_shared(column), name, kind)
    if pd.api.types.infer_dtype(column, skipna=True) == "string":
        return _pandas_texts(name, kind, column)
    return FrameColumn(name, kind, objects=tuple(column.tolist()))


def _shared(column: pd.Series[Any]) -> pl.Series:
    return pl.Series(values=pl.from_arrow(pa.array(column, from_pandas=True)))


def _pandas_categories(name: str, kind: str, column: pd.Series[Any]) -> FrameColumn:
    words = _pandas(name, kind, column.cat.categories.to_series())
    codes = pl.Series(column.cat.codes.to_numpy()).cast(pl.Int64)
    places = codes.set(codes < 0, None)
    if words.cells is not None:
        return FrameColumn(name, kind, cells=words.cells.gather(places))
    if words.objects is None:
        return words
    objects = tuple(None if place is None else words.objects[place] for place in places)
    return FrameColumn(name, kind, objects=objects)


def _pandas_texts(name: str, kind: str, column: pd.Series[Any]) -> FrameColumn:
    texts = column.astype(object).where(column.notna(), None).tolist()
    # A lone surrogate is no text that polars can hold; one by one it is told.
    if SURROGATE.search("".join(text for text in texts if text is not None)):
        return FrameColumn(name, kind, objects=tuple(texts))
    return FrameColumn(name, kind, cells=pl.Series(texts, dtype=pl.String))
