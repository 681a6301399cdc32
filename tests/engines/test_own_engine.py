"""An engine that the library does not know, and rows that stand in several files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.counts import write_spells
from ketenkpi.counts import Counts, count, engines
from ketenkpi.counts.engines import DuckDB, Frame, Rows, engine_names, register_engine
from ketenkpi.counts.sources import SourceColumns
from ketenkpi.errors import UsageError
from tests.engines.uploads import plain

pytestmark = pytest.mark.slow

SPELLS = 3_000


class Watched(DuckDB):
    """An engine of one's own: DuckDB that tells what it opened and how much came out of it."""

    name = "bekeken"
    opened: list[str]
    collected: list[int]

    def open(self, rows: Rows, source: SourceColumns) -> Frame:
        self.opened.append(source.contract)
        return super().open(rows, source)

    def collect(self, frame: Frame) -> pa.Table:
        table = super().collect(frame)
        self.collected.append(table.num_rows)
        return table


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> type[Watched]:
    monkeypatch.setattr(engines, "_MADE_BY", dict(engines._MADE_BY))
    Watched.opened, Watched.collected = [], []
    register_engine("bekeken", Watched)
    return Watched


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "trajecten.parquet"
    write_spells(path, SPELLS)
    return path


@pytest.fixture(scope="module")
def expected(rows: Path) -> Counts:
    return count({"trajecten": rows})


def test_an_engine_of_ones_own_counts_the_same(
    watched: type[Watched], rows: Path, expected: Counts
) -> None:
    found = count({"trajecten": rows}, engine="bekeken")
    assert plain(found) == plain(expected)
    assert watched.opened == ["trajecten"]
    # What it hands over are tallies and what they are made with: nothing of it grows to
    # be all rows in all columns.
    assert max(watched.collected) <= max(t.num_rows for t in found.tables.values())


def test_a_name_is_of_one_engine(watched: type[Watched]) -> None:
    assert engine_names() == ("duckdb", "polars", "pandas", "bekeken")
    with pytest.raises(UsageError, match="bekeken"):
        register_engine("bekeken", Watched)
    with pytest.raises(UsageError, match="duckdb"):
        register_engine("duckdb", Watched)
    with pytest.raises(UsageError, match="bekeken"):
        count({}, engine="onbekend")


@pytest.mark.parametrize("engine", ["duckdb", "polars", "pandas"])
def test_rows_in_several_files_are_counted_as_one(
    rows: Path, expected: Counts, engine: str, tmp_path: Path
) -> None:
    table = pq.read_table(rows)
    parts = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    pq.write_table(table.slice(0, 1_000), parts[0])
    # A column that the second file lacks is missing in its rows.
    pl.DataFrame(table.slice(1_000)).drop("geboortejaar").write_parquet(parts[1])
    lacking = pl.DataFrame(table).with_columns(
        pl.when(pl.int_range(pl.len()) < 1_000).then(pl.col("geboortejaar")).alias("geboortejaar")
    )
    whole = count({"trajecten": lacking.to_arrow()}, check=False)
    assert plain(count({"trajecten": parts}, engine=engine, check=False)) == plain(whole)
    assert plain(whole) != plain(expected)
