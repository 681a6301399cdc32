"""The yardstick of the benchmark gives the tallies that are timed against it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks import tuned_sql
from benchmarks.counts import write_spells
from ketenkpi.counts import TALLIES, count

pytestmark = pytest.mark.slow


def _rows(table: pa.Table, names: list[str]) -> Counter[tuple[str, ...]]:
    """Every row as texts; a missing code is what the library calls unknown."""
    texts = [
        ["onbekend" if value is None else str(value) for value in table[name].to_pylist()]
        for name in names
    ]
    return Counter(zip(*texts, strict=True))


def test_tuned_sql_gives_the_same_tallies(tmp_path: Path) -> None:
    path = tmp_path / "trajecten.parquet"
    write_spells(path, 20_000)
    ours, tuned = count({"trajecten": path}), tuned_sql.tally(path)
    of_spells = {name for name, tally in TALLIES.items() if tally.contract == "trajecten"}
    assert set(tuned) == of_spells - {"personen"}
    for name, table in tuned.items():
        columns = list(ours.table(name).column_names)
        assert sorted(table.column_names) == sorted(columns), name
        assert _rows(table, columns) == _rows(ours.table(name), columns), name
        assert table.num_rows or name == "duur_ongeldig"
