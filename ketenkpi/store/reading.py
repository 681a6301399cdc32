"""Rows out of the store, as Arrow tables; the scope is part of the query."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.contracts import NVT, find_contract
from ketenkpi.scope import Scope
from ketenkpi.store.rows import RowsPart, current_rows, name, names, text, working
from ketenkpi.store.series import SERIES, Series

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def _allowed(series: Series, scope: Scope) -> str:
    """The condition, as SQL, that a row is within `scope`."""
    if scope.werkpleinen is None or series.shared:
        return "true"
    listed = ", ".join(text(place) for place in sorted(scope.werkpleinen))
    own = f"{name(series.place)} IN ({listed})" if listed else "false"
    # Without a Werkplein it is of a region, and everybody may see it.
    return f"({own} OR {name(series.place)} IS NULL)" if series.or_place else own


def upload_table(contract: str, path: Path, scope: Scope) -> pa.Table:
    """The rows of one upload within `scope`, in file order, with `_nvt` and `_line` last."""
    import duckdb
    import pyarrow.parquet as pq

    where = _allowed(SERIES[contract], scope)
    held = pq.read_schema(path).names
    # A file stored before it was kept says of no cell that it does not apply.
    columns = "*" if NVT in held else f"* EXCLUDE (_line), NULL::VARCHAR AS {NVT}, _line"
    query = f"SELECT {columns} FROM read_parquet({text(str(path))}) WHERE {where} ORDER BY _line"
    with duckdb.connect() as connection:
        return connection.sql(query).to_arrow_table()


def current_table(contract: str, parts: Sequence[RowsPart], folder: Path, scope: Scope) -> pa.Table:
    """The rows of a contract that count now within `scope`: its columns, then `_nvt`."""
    columns = (*find_contract(contract).names, NVT)
    series = SERIES[contract]
    if series.cases:
        scope.require_rows()
    where = _allowed(series, scope)
    query = f"SELECT {names(columns)} FROM ({current_rows(contract, parts)}) WHERE {where}"
    with working(folder) as connection:
        return connection.sql(f"{query} ORDER BY ALL").to_arrow_table()


def frame(table: pa.Table) -> pd.DataFrame:
    """A table as pandas: dates are dates, an empty cell is None or NaN."""
    result: pd.DataFrame = table.to_pandas()
    return result
