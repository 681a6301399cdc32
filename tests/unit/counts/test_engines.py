"""What DuckDB does with texts of few words, and with frames that nobody asks any more."""

from __future__ import annotations

from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa
import pytest

from ketenkpi.counts import engines
from ketenkpi.counts.engines import DuckDB, Frame
from ketenkpi.counts.sources import SOURCES

# Not as a dictionary has them: capitals first, and a letter with an accent last.
TASKS = ["zoek", "Élan", "o'clock", "Zorg", "intake", "zoek"]


def opened(engine: DuckDB, tasks: list[str] = TASKS) -> Frame:
    """Steps with these tasks, of nobody known."""
    size = len(tasks)
    rows = {
        "traject_id": pa.array([f"T{number}" for number in range(size)]),
        "taak": pa.array(tasks),
        "organisatie": pa.array(["uwv"] * size),
        "overdracht": pa.array([None] * size, pa.string()),
        "begin": pa.array([14_000] * size, pa.date32()),
    }
    return engine.open(pa.table(rows), SOURCES["stappen"])


def column(engine: DuckDB, frame: Frame, name: str) -> list[Any]:
    """The values of a column, in the order of the rows."""
    values: list[Any] = engine.collect(frame)[name].to_pylist()
    return values


def test_words_are_kept_as_numbers_in_the_order_of_their_texts() -> None:
    engine = DuckDB()
    frame = opened(engine)
    assert frame.collect_schema()["taak"] == nw.Enum(sorted(set(TASKS)))
    assert column(engine, frame.sort("taak"), "taak") == sorted(TASKS)
    found = frame.filter(nw.col("taak").is_in(["o'clock", "onbekend"]))
    assert column(engine, found, "traject_id") == ["T2"]
    # A word beside them makes them texts again.
    other = nw.when(nw.col("taak") == "zoek").then(nw.lit("anders")).otherwise(nw.col("taak"))
    expected = ["anders" if task == "zoek" else task for task in TASKS]
    named = frame.select(other.alias("anders"))
    assert sorted(column(engine, named, "anders")) == sorted(expected)
    engine.close()


def test_what_is_no_word_stays_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = DuckDB()
    assert opened(engine).collect_schema()["overdracht"] == nw.String
    monkeypatch.setattr(engines, "MOST_WORDS", len(set(TASKS)))
    assert opened(engine).collect_schema()["taak"] == nw.Enum(sorted(set(TASKS)))
    more = opened(engine, [*TASKS, "weer een"])
    assert more.collect_schema()["taak"] == nw.String
    assert sorted(column(engine, more, "taak")) == sorted([*TASKS, "weer een"])
    engine.close()


def test_room_is_made_of_what_is_asked_no_more() -> None:
    engine = DuckDB()
    kept = engine.keep(opened(engine))
    other = engine.keep(kept.filter(nw.col("taak") == "intake"))
    assert len(column(engine, kept, "taak")) == len(TASKS)
    engine.let_go(kept)
    with pytest.raises(duckdb.Error):
        engine.collect(kept)
    assert column(engine, other, "taak") == ["intake"]
    engine.close()
