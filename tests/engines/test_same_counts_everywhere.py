"""DuckDB == polars == pandas == plain loops, for every tally, on random uploads."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.counts import write_spells
from ketenkpi.counts import TALLIES, count
from ketenkpi.counts.engines import engine_names
from tests.engines import oracle_sql, uploads
from tests.engines.plain import count_plain

pytestmark = pytest.mark.slow

modest = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
between = st.sampled_from([date(2009, 1, 2), date(2009, 3, 31), date(2009, 9, 29)])
periods = st.fixed_dictionaries(
    {
        "observed_from": st.none() | between | st.fixed_dictionaries({"Aland": between}),
        "observed_until": st.none() | between | st.fixed_dictionaries({"Beveld": between}),
    }
)


def assert_all_equal(tables: dict[str, Any], **request: Any) -> None:
    expected = count_plain(tables, **request)
    assert set(expected) == {n for n, t in TALLIES.items() if t.contract in tables}
    for engine in engine_names():
        found = uploads.plain(
            count(uploads.arrow_tables(tables), engine=engine, check=False, **request)
        )
        for name in expected:
            assert found[name] == expected[name], (engine, name)
        assert set(found) == set(expected)


@modest
@given(tables=uploads.chain(), period=periods)
def test_spells_and_steps(tables: dict[str, Any], period: dict[str, Any]) -> None:
    assert_all_equal(tables, **period)


@modest
@given(tables=uploads.partners(), circle=st.sampled_from(["werkplein", "overal"]))
def test_partners_that_number_alike(tables: dict[str, Any], circle: str) -> None:
    assert_all_equal(tables, circle=circle)


@modest
@given(tables=uploads.others, period=periods)
def test_other_contracts(tables: dict[str, Any], period: dict[str, Any]) -> None:
    assert_all_equal(tables, **period)


@modest
@given(rows=uploads.areas)
def test_the_labour_force(rows: list[dict[str, Any]]) -> None:
    assert_all_equal({"werkpleinen": rows})


@modest
@given(data=st.data(), rows=uploads.spells())
def test_windows_carried_by_the_rows(data: st.DataObject, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        row["_gezien_vanaf"] = data.draw(st.none() | st.just(date(2009, 1, 1)))
        row["_gezien_tot"] = data.draw(st.none() | between)
    assert_all_equal({"trajecten": rows}, return_windows=(30, 200), observed_from=date(2009, 1, 2))


@pytest.mark.parametrize("contract", sorted(uploads.SCHEMAS))
def test_no_rows_at_all(contract: str) -> None:
    nothing = {contract: uploads.arrow(contract, [])}
    for engine in engine_names():
        counts = count(nothing, engine=engine)
        assert counts.tallies
        assert all(counts.table(name).num_rows == 0 for name in counts.tallies)


def test_ten_thousand_spells_equal_hand_written_sql(tmp_path: Path) -> None:
    path = tmp_path / "trajecten.parquet"
    write_spells(path, 10_000, seed=3)
    expected = oracle_sql.tally(path)
    for engine in engine_names():
        counts = count({"trajecten": path}, engine=engine)
        for name, table in expected.items():
            assert_same_rows(counts.table(name), table)


def assert_same_rows(found: pa.Table, expected: pa.Table) -> None:
    expected = expected.select(found.column_names).cast(found.schema)
    order = [(name, "ascending") for name in found.column_names]
    assert found.num_rows > 0
    assert found.sort_by(order).equals(expected.sort_by(order))


def test_every_kind_of_frame_gives_the_same(tmp_path: Path) -> None:
    import duckdb
    import polars as pl

    path = tmp_path / "trajecten.parquet"
    write_spells(path, 500)
    table = pq.read_table(path)
    expected = uploads.plain(count({"trajecten": path}))
    with duckdb.connect() as connection:
        natives = [
            table,
            table.to_pandas(),
            pl.from_arrow(table),
            pl.scan_parquet(path),
            connection.read_parquet(str(path)),
        ]
        for native in natives:
            for engine in engine_names():
                found = count({"trajecten": native}, engine=engine)
                assert uploads.plain(found) == expected, (type(native), engine)
