"""Typed rows -> the columns that counting works on, once per engine.

The difference of two dates and the step from a date to a day number have no
spelling that all engines share (DuckDB gives a BIGINT, Spark an interval). So
each engine does it here, once: a date column `x` becomes `d_x`, whole days
since 1970-01-01, and `q_x`, the quarter index. Definitions never see a date.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ketenkpi.counts.sources import SourceColumns
from ketenkpi.errors import UsageError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl


def check_columns(source: SourceColumns, present: Iterable[str]) -> set[str]:
    """The columns present; raises UsageError when one that counting needs is absent."""
    have = set(present)
    if missing := [name for name in (*source.needed, *source.must) if name not in have]:
        raise UsageError(
            "counts.column_missing", contract=source.contract, columns=", ".join(missing)
        )
    return have


def duckdb_rows(rows: duckdb.DuckDBPyRelation, source: SourceColumns) -> duckdb.DuckDBPyRelation:
    """The rows as a lazy SQL projection; only the columns that are used are read."""
    have = check_columns(source, rows.columns)

    def cast(name: str, kind: str) -> str:
        return f'"{name}"::{kind}' if name in have else f"NULL::{kind}"

    parts = [f'{cast(name, "VARCHAR")} AS "{name}"' for name in source.needed + source.optional]
    parts += [f'{cast(name, "BIGINT")} AS "{name}"' for name in source.whole]
    parts += [f'{cast(name, "DOUBLE")} AS "{name}"' for name in source.decimal]
    parts += [f'{cast(name, "BOOLEAN")} AS "{name}"' for name in source.flags]
    for name in source.dates:
        day = cast(name, "DATE")
        parts.append(f"({day} - DATE '1970-01-01')::INTEGER AS d_{name}")
        parts.append(f"(year({day}) * 4 + quarter({day}) - 1)::INTEGER AS q_{name}")
    for name, days in source.later:
        day = f"({cast(name, 'DATE')} + {days})"
        parts.append(f"(year({day}) * 4 + quarter({day}) - 1)::INTEGER AS q_{name}_{days}")
    return rows.project(", ".join(parts))


def polars_rows(rows: pl.LazyFrame, source: SourceColumns) -> pl.LazyFrame:
    """The same in polars, lazily."""
    import polars as pl

    have = check_columns(source, rows.collect_schema().names())

    def cast(name: str, kind: Any) -> pl.Expr:
        return (pl.col(name) if name in have else pl.lit(None)).cast(kind).alias(name)

    parts = [cast(name, pl.String) for name in source.needed + source.optional]
    parts += [cast(name, pl.Int64) for name in source.whole]
    parts += [cast(name, pl.Float64) for name in source.decimal]
    parts += [cast(name, pl.Boolean) for name in source.flags]
    for name in source.dates:
        day = cast(name, pl.Date)
        quarter = day.dt.year() * 4 + day.dt.quarter() - 1
        parts.append(day.cast(pl.Int32).alias(f"d_{name}"))
        parts.append(quarter.cast(pl.Int32).alias(f"q_{name}"))
    for name, days in source.later:
        day = cast(name, pl.Date).dt.offset_by(f"{days}d")
        quarter = day.dt.year() * 4 + day.dt.quarter() - 1
        parts.append(quarter.cast(pl.Int32).alias(f"q_{name}_{days}"))
    return rows.select(parts)


def pandas_rows(rows: pd.DataFrame, source: SourceColumns) -> pd.DataFrame:
    """The same in pandas, with nullable whole numbers."""
    import pandas as pd

    have = check_columns(source, rows.columns)

    def cast(name: str, kind: Any) -> Any:
        if name in have:
            return rows[name].reset_index(drop=True).astype(kind)
        return pd.Series(None, index=range(len(rows)), dtype=kind, name=name)

    columns: dict[str, Any] = {}
    columns |= {name: cast(name, "str") for name in source.needed + source.optional}
    columns |= {name: cast(name, "int64[pyarrow]") for name in source.whole}
    columns |= {name: cast(name, "Float64") for name in source.decimal}
    columns |= {name: cast(name, "boolean") for name in source.flags}
    for name in source.dates:
        day = cast(name, "datetime64[s]")
        since = (day - pd.Timestamp("1970-01-01")).dt.days
        columns[f"d_{name}"] = since.astype("int32[pyarrow]")
        columns[f"q_{name}"] = (day.dt.year * 4 + day.dt.quarter - 1).astype("int32[pyarrow]")
    for name, days in source.later:
        day = cast(name, "datetime64[s]") + pd.Timedelta(days=days)
        quarter = day.dt.year * 4 + day.dt.quarter - 1
        columns[f"q_{name}_{days}"] = quarter.astype("int32[pyarrow]")
    return pd.DataFrame(columns)
