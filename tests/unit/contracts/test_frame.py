"""`check` of a frame: what its cells are taken for, and what is said of those that are none."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from ketenkpi.contracts import Reading, check, find_contract
from ketenkpi.contracts.frame import frame_of, read_frame
from ketenkpi.errors import UsageError
from ketenkpi.settings import Settings

DAY = date(2009, 3, 2)
SPELL: Mapping[str, Any] = {
    "traject_id": ["T1", "T2"],
    "werkplein": ["Almere", "Almere"],
    "regeling": ["WW", "WWB"],
    "melding": [DAY, DAY],
}
MONEY: Mapping[str, Any] = {
    "werkplein": ["Almere", "Almere"],
    "kwartaal": ["2009K1", "2009K2"],
    "organisatie": ["uwv", "uwv"],
    "soort": ["ict", "ict"],
    "begroot": [5, 6],
}


def told(reading: Reading) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(f.rule, f.line, f.column, f.value) for f in reading.findings.listed]


def spells(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame({**SPELL, **columns})


def typed(frame: Any, contract: str, folder: Path) -> pl.DataFrame:
    """The rows of a frame that was read; fails when they were not."""
    out = folder / "rows.parquet"
    reading = read_frame(
        frame_of(frame), find_contract(contract), out=out, settings=Settings.load()
    )
    assert reading.parquet is not None, told(reading)
    return pl.read_parquet(out)


def natives(connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Any]) -> list[Any]:
    table = pa.table(dict(columns))
    return [
        pd.DataFrame(columns),
        pl.DataFrame(columns),
        pl.LazyFrame(columns),
        table,
        table.to_reader(),
        connection.from_arrow(table),
        nw.from_native(pl.DataFrame(columns)),
        table.to_pandas(types_mapper=pd.ArrowDtype),
    ]


def test_every_library_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    columns = {**SPELL, "regeling": ["ww", "Wet"], "geboortejaar": [1975, 1875]}
    with duckdb.connect() as connection:
        readings = [check(native, "trajecten") for native in natives(connection, columns)]
    assert told(readings[0]) == [
        ("onbekende_code", 3, "regeling", "Wet"),
        ("buiten_bereik", 3, "geboortejaar", "1875"),
    ]
    assert all(reading == readings[0] for reading in readings)
    assert readings[0].dialect is None
    assert list(tmp_path.iterdir()) == []


def test_the_rules_between_rows_hold_too() -> None:
    reading = check(spells(traject_id=["T1", "T1"]), "trajecten")
    assert told(reading) == [("dubbel", 3, "traject_id", "T1")]
    assert (reading.rows_read, reading.rows_stored) == (2, 0)


NUMBERS = (*(0.1 + 0.2, 1.125, 1234.567, 1e-7, 5e-324, 100.0, -0.25, 123456789.123456789, 2.0**53),)
TOO_LARGE = (1e20, 2.0**53 + 2, 1.7976931348623157e308)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_a_number_is_read_back_to_the_last_digit(
    library: Any, number: float, tmp_path: Path
) -> None:
    frame = library({**MONEY, "besteed": [number, None]})
    assert typed(frame, "middelen", tmp_path)["besteed"].to_list() == [number, None]


@pytest.mark.parametrize("number", TOO_LARGE)
@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_a_number_beyond_the_last_digit_is_refused_as_in_a_file(
    library: Any, number: float
) -> None:
    reading = check(library({**MONEY, "besteed": [number, None]}), "middelen")
    assert [row[:3] for row in told(reading)] == [("getal_te_groot", 2, "besteed")]


def test_numbers_of_every_type(tmp_path: Path) -> None:
    columns = {
        "begroot": pa.array([Decimal("1.125"), None], pa.decimal128(20, 3)),
        "besteed": pa.array([1.5, 100.0], pa.float32()),
        "fte": pa.array([Decimal("2.50"), Decimal("3.000")], pa.decimal256(50, 3)),
    }
    found = typed(pa.table({**MONEY, **columns}), "middelen", tmp_path)
    assert found.select("begroot", "besteed", "fte").rows() == [(1.125, 1.5, 2.5), (None, 100, 3)]


@pytest.mark.parametrize(
    "cells",
    [
        [8036, 8037],
        [8036.0, 8037.0],
        ["2009-Q1", "2009-Q2"],
        pd.period_range("2009Q1", periods=2, freq="Q"),
        np.array([8036, 8037], np.int16),
        pd.Series([8036, "2009K2"], dtype=object),
    ],
)
def test_a_quarter_is_a_text_or_its_index(cells: Any, tmp_path: Path) -> None:
    found = typed(pd.DataFrame({**MONEY, "kwartaal": cells}), "middelen", tmp_path)
    assert found["kwartaal"].to_list() == [8036, 8037]


def test_a_year_is_no_quarter() -> None:
    reading = check(pd.DataFrame({**MONEY, "kwartaal": [2009, 8037]}), "middelen")
    assert told(reading) == [("kwartaal_ongeldig", 2, "kwartaal", "2009")]


@pytest.mark.parametrize(
    "cells",
    [
        [DAY, None],
        [datetime(2009, 3, 2), pd.NaT],
        [np.datetime64("2009-03-02"), np.datetime64("NaT")],
        ["02-03-2009", np.nan],
        ["20090302", None],
        [20090302, pd.NA],
        pd.Series([20090302, None]),
        pd.to_datetime(["2009-03-02", None]).tz_localize("Europe/Amsterdam"),
        pd.to_datetime(["2009-03-02", None]).tz_localize(timezone(timedelta(hours=2))),
        pd.Series([DAY, None], dtype="category"),
        pd.Series([DAY, None], dtype=pd.ArrowDtype(pa.date32())),
    ],
)
def test_a_day_is_a_day_in_every_type(cells: Any, tmp_path: Path) -> None:
    frame = spells(uitstroom=pd.Series(cells, dtype=object) if isinstance(cells, list) else cells)
    assert typed(frame, "trajecten", tmp_path)["uitstroom"].to_list() == [DAY, None]


def test_midnight_is_the_day_of_its_own_clock() -> None:
    """The last midnight of a quarter in Amsterdam is an evening in UTC, and no day there."""
    here = pd.to_datetime(["2009-04-01", "2009-04-01"]).tz_localize("Europe/Amsterdam")
    assert told(check(spells(instroom=here), "trajecten")) == []
    there = check(spells(instroom=here.tz_convert("UTC")), "trajecten")
    assert [(line, value) for _, line, _, value in told(there)] == [
        (2, "2009-03-31 22:00:00 UTC"),
        (3, "2009-03-31 22:00:00 UTC"),
    ]
    same = pl.from_pandas(spells(instroom=here.tz_convert("UTC")))
    assert told(check(same, "trajecten")) == told(there)


def test_a_time_of_day_is_no_day() -> None:
    moment = datetime(2009, 4, 1, 12, 30, 0, 250_000)
    for frame in (
        spells(instroom=[moment, datetime(2009, 4, 1)]),
        spells(instroom=pd.Series([moment, DAY], dtype=object)),
        pl.DataFrame({**SPELL, "instroom": [moment, datetime(2009, 4, 1)]}),
    ):
        found = told(check(frame, "trajecten"))
        assert [cell[1:] for cell in found] == [(2, "instroom", "2009-04-01 12:30:00.25")]


def test_nan_is_missing_in_pandas_and_no_number_elsewhere() -> None:
    columns = {**MONEY, "besteed": [float("nan"), 1.0]}
    assert told(check(pd.DataFrame(columns), "middelen")) == []
    assert told(check(pl.DataFrame(columns), "middelen")) != []


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_the_infinite_is_no_number(library: Any) -> None:
    frame = library({**MONEY, "besteed": [float("inf"), 1.0]})
    assert [f[1:3] for f in told(check(frame, "middelen"))] == [(2, "besteed")]


WRONG: list[tuple[str, Any, str, str]] = [
    ("traject_id", [1.0, 2.0], "cellen_tekst", "float64"),
    ("traject_id", pd.Series([1, None, 3])[[0, 2]].array, "cellen_tekst", "float64"),
    ("traject_id", [True, False], "cellen_tekst", "bool"),
    ("traject_id", [DAY, DAY], "cellen_tekst", "object (date)"),
    ("traject_id", [b"T1", b"T2"], "cellen_tekst", "object (bytes)"),
    ("traject_id", pd.Series(["T1", 2.5], dtype=object), "cellen_tekst", "object (float)"),
    ("werkplein", [["Almere"], ["Almere"]], "cellen_tekst", "object (list)"),
    ("regeling", pd.to_timedelta([1, 2], "D"), "cellen_tekst", "timedelta64[us]"),
    ("melding", pd.to_timedelta([1, 2], "D"), "cellen_datum", "timedelta64[us]"),
    ("melding", [{"a": 1}, {}], "cellen_datum", "object (dict)"),
    ("geboortejaar", [DAY, DAY], "cellen_getal", "object (date)"),
    ("geboortejaar", [1j, 2j], "cellen_getal", "complex128"),
    ("geboortejaar", pd.interval_range(0, 2), "cellen_getal", "interval[int64, right]"),
]


@pytest.mark.parametrize(("column", "cells", "rule", "came"), WRONG)
def test_cells_of_a_wrong_type_have_our_sentence(
    column: str, cells: Any, rule: str, came: str
) -> None:
    reading = check(spells(**{column: cells}), "trajecten")
    assert [(f.rule, f.column) for f in reading.findings.listed] == [(rule, column)]
    finding = reading.findings.listed[0]
    assert finding.params == {"came": came}
    assert column in finding.message("nl")
    assert finding.expected("nl")
    assert finding.remedy("nl")
    assert reading.findings.blocked


HARD = {
    "list": pa.array([["T1"], ["T2"]]),
    "struct": pa.array([{"a": 1}, {"a": 2}]),
    "binary": pa.array([b"T1", b"T2"]),
    "duration": pa.array([1, 2], pa.duration("s")),
    "time": pa.array([1, 2], pa.time32("s")),
    "interval": pa.array([(1, 2, 3), (1, 2, 3)], pa.month_day_nano_interval()),
    "map": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64())),
    "zone nobody knows": pa.array([0, 1], pa.timestamp("s", tz="Maan/Kopernik")),
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("column", ["traject_id", "melding"])
def test_what_no_text_stands_for_is_refused_by_column(name: str, column: str) -> None:
    reading = check(pa.table({**SPELL, column: HARD[name]}), "trajecten")
    assert [(f.column, f.level) for f in reading.findings.listed] == [(column, "blokkade")]
    extra = check(pa.table({**SPELL, "extra": HARD[name]}), "trajecten")
    assert not extra.findings.blocked


def test_an_empty_column_may_be_of_any_type(tmp_path: Path) -> None:
    frame = spells(client=[np.nan, np.nan], kanaal=pd.Series([pd.NaT] * 2), uitstroom=[None, None])
    assert typed(frame, "trajecten", tmp_path)["client"].to_list() == [None, None]
    table = pa.table({**SPELL, "client": pa.nulls(2), "kanaal": pa.nulls(2, pa.list_(pa.int8()))})
    assert typed(table, "trajecten", tmp_path)["kanaal"].to_list() == ["onbekend", "onbekend"]


@pytest.mark.parametrize(
    "cells",
    [
        pd.Categorical(["WW", None, "WW"]).astype(object)[[0, 2]],
        pd.Categorical(["WW", "WW"]),
        pd.array(["WW", "WW"], dtype="string[python]"),
        pa.array(["WW", "WW"]).dictionary_encode(),
        pd.Series(["WW", "WW"], dtype=object),
    ],
)
def test_texts_of_every_type(cells: Any, tmp_path: Path) -> None:
    frame = spells(regeling=cells)
    assert typed(frame, "trajecten", tmp_path)["regeling"].to_list() == ["WW", "WW"]


def test_whole_numbers_are_codes_and_pandas_categories_may_be_numbers(tmp_path: Path) -> None:
    frame = spells(traject_id=pd.Categorical([7, 12]), client=pd.Series([3, None], dtype="Int64"))
    found = typed(frame, "trajecten", tmp_path)
    assert found.select("traject_id", "client").rows() == [("7", "3"), ("12", None)]


def test_yes_and_no(tmp_path: Path) -> None:
    for cells in ([True, None], ["ja", None], [1, None], pd.array([True, None], "boolean")):
        frame = pd.DataFrame({**MONEY, "gezamenlijk": cells})
        assert typed(frame, "middelen", tmp_path)["gezamenlijk"].to_list() == [True, None]


@pytest.mark.parametrize("text", ['a"b', "a;b", "a\nb", "a\r\nb", "a\rb", "'=1+1", "a,b\tc"])
def test_a_text_may_hold_any_mark_of_a_file(text: str, tmp_path: Path) -> None:
    found = typed(spells(beroepsgroep=[text, None]), "trajecten", tmp_path)["beroepsgroep"]
    assert found[0] == " ".join(text.split())


def test_an_empty_text_is_missing() -> None:
    assert [f[0] for f in told(check(spells(regeling=["", "WW"]), "trajecten"))] == ["verplicht"]


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ud800b"])
def test_what_is_no_text_is_told_by_column(text: str) -> None:
    frame = spells(client=pd.Series([None, text], dtype=object))
    reading = check(frame, "trajecten")
    assert told(reading) == [("teken_onleesbaar", 3, "client", None)]
    assert reading.findings.listed[0].message("nl").count("regel 3") == 1
    assert not check(frame.rename(columns={"client": "extra"}), "trajecten").findings.blocked


def test_names_of_columns() -> None:
    table = pd.DataFrame([["T1", "Almere", "WW", DAY, 1, 2]])
    table.columns = pd.Index(["Traject-ID", "WERKPLEIN", "regeling", "melding", 0, "_line"])
    assert [f[0] for f in told(check(table, "trajecten"))] == ["kolommen_extra"]
    twice = pd.concat([spells(), spells()[["regeling"]]], axis=1)
    assert "kolom_dubbel" in [f[0] for f in told(check(twice, "trajecten"))]
    odd = spells().rename(columns={"melding": "a\x00\nb"})
    assert check(odd, "trajecten").findings.count() > 0


def test_a_frame_without_rows_or_columns() -> None:
    assert [f[0] for f in told(check(spells().iloc[:0], "trajecten"))] == ["niets_te_melden"]
    assert check(pd.DataFrame(), "trajecten").findings.blocked
    assert check(pd.DataFrame({"traject_id": [None, "T1"]}), "trajecten").findings.blocked


@pytest.mark.parametrize("source", [{"traject_id": ["T1"]}, [1, 2], None, 3, pd.Series([1])])
def test_what_is_neither_file_nor_frame_is_refused(source: object) -> None:
    with pytest.raises(UsageError) as refused:
        check(source, "trajecten")
    assert type(source).__name__ in refused.value.message("nl")
