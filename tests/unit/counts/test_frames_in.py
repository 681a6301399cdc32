"""`count` of frames: what breaks a rule is refused, what was read is counted, on every engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from ketenkpi.contracts import check, find_contract, read
from ketenkpi.counts import FrameRefused, count
from ketenkpi.counts.engines import engine_names
from ketenkpi.errors import UsageError
from ketenkpi.settings import Settings
from tests.engines.uploads import plain

pytestmark = pytest.mark.slow

K1, K2 = 8036, 8037
BEGIN, END = date(2009, 1, 5), date(2009, 5, 5)
NUMBER = 200


def spells(**columns: Any) -> pd.DataFrame:
    """Two hundred benefits of one place that ended in work."""
    fixed = {
        "traject_id": [f"T{number}" for number in range(NUMBER)],
        "werkplein": "Almere",
        "regeling": "WW",
        "instroom": BEGIN,
        "uitstroom": END,
        "reden_uitstroom": "werk",
    }
    return pd.DataFrame({**fixed, **columns})


def by_reason(counts: Any) -> dict[str, int]:
    found = counts.roll_up("uitstroom", ["reden"])
    return dict(zip(found["reden"], found["n"], strict=True))


@pytest.mark.parametrize("engine", engine_names())
def test_a_code_in_other_letters_counts_as_it_is_read(engine: str) -> None:
    counts = count({"trajecten": spells(reden_uitstroom="Werk")}, engine=engine)
    assert by_reason(counts) == {"werk": NUMBER}
    assert plain(counts) == plain(count({"trajecten": spells()}, engine=engine))


def test_a_frame_that_breaks_a_rule_is_refused_with_its_findings() -> None:
    frame = spells(traject_id=["T1", "T1", *(f"T{n}" for n in range(2, NUMBER))])
    frame.loc[5, "reden_uitstroom"] = "weg"
    frame.loc[6, "uitstroom"] = date(2090, 1, 1)
    with pytest.raises(FrameRefused) as refused:
        count({"trajecten": frame})
    assert refused.value.findings == check(frame, "trajecten").findings
    assert refused.value.exit_code == 1
    message = refused.value.message("nl")
    assert message == str(refused.value)
    for part in ("'trajecten'", "Aantal meldingen: 3.", "Regel 3: ", "Regel 7: ", "check=False"):
        assert part in message
    assert "Number of findings: 3." in refused.value.message("en")
    counts = count({"trajecten": frame}, check=False, observed_until=date(2009, 12, 31))
    assert by_reason(counts) == {"werk": NUMBER - 2, "weg": 1}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_added(value: float) -> None:
    fixed = {"werkplein": ["A", "A"], "kwartaal": [K1, K2], "organisatie": "uwv", "soort": "ict"}
    frame = pl.DataFrame({**fixed, "besteed": [value, 2.0]})
    with pytest.raises(FrameRefused):
        count({"middelen": frame})
    missing = pl.DataFrame({**fixed, "besteed": [1.0, 2.0]})
    assert count({"middelen": missing}).roll_up("middelen", [], ["besteed"])["besteed"][0] == 3


@pytest.mark.parametrize("engine", engine_names())
@pytest.mark.parametrize("checked", [True, False])
def test_midnight_in_amsterdam_falls_in_its_own_quarter(engine: str, checked: bool) -> None:
    day = pd.to_datetime(["2009-04-01"] * NUMBER).tz_localize("Europe/Amsterdam")
    frame = spells(instroom=day, uitstroom=None, reden_uitstroom=None)
    arrow = pa.Table.from_pandas(frame[["traject_id", "werkplein", "regeling", "instroom"]])
    for native in (frame, arrow, pl.from_arrow(arrow).lazy()):
        counts = count({"trajecten": native}, engine=engine, check=checked)
        assert list(counts.roll_up("instroom", ["kwartaal"])["kwartaal"]) == [K2]


@pytest.mark.parametrize("checked", [True, False])
def test_every_kind_of_frame_and_engine_counts_the_same(checked: bool) -> None:
    frame = spells(instroom=pd.to_datetime([BEGIN] * NUMBER), geboortejaar=[1970, None] * 100)
    expected = plain(count({"trajecten": spells(geboortejaar=[1970, None] * 100)}))
    with duckdb.connect() as connection:
        table = pa.Table.from_pandas(frame)
        natives = [
            frame,
            frame.astype({"regeling": "category"}),
            pl.from_arrow(table),
            pl.from_arrow(table).lazy(),
            table,
            connection.from_arrow(table),
        ]
        for native in natives:
            for engine in engine_names():
                found = count({"trajecten": native}, engine=engine, check=checked)
                assert plain(found) == expected, (type(native), engine)


def test_parquet_of_our_own_reading_was_checked_and_other_parquet_is(tmp_path: Path) -> None:
    reading = read(
        spells().to_csv(index=False).encode(),
        "trajecten",
        out=tmp_path / "rows.parquet",
        settings=Settings.load(),
    )
    assert reading.parquet is not None
    expected = plain(count({"trajecten": reading.parquet}))
    own = tmp_path / "own.parquet"
    spells(reden_uitstroom="WERK").to_parquet(own)
    assert plain(count({"trajecten": own})) == expected
    spells(traject_id=["T1"] * NUMBER).to_parquet(own)
    with pytest.raises(FrameRefused):
        count({"trajecten": own})
    (tmp_path / "rows.csv").write_text("traject_id;werkplein\n")
    with pytest.raises(UsageError) as refused:
        count({"trajecten": tmp_path / "rows.csv"})
    assert refused.value.key == "counts.no_parquet"


STORED: Mapping[str, Any] = {
    "traject_id": ["T1", "T1", "T2"],
    "werkplein": ["Almere", "Almere", "Almere"],
    "regeling": ["WW", "WW", "WW"],
    "client": ["k1", "k1", "k1"],
    "instroom": [date(2009, 1, 1), date(2009, 2, 1), date(2009, 3, 1)],
    "uitstroom": [date(2009, 1, 20), date(2009, 2, 20), None],
    "_partner": ["uwv", "GM0034", "uwv"],
    "_kring": ["Almere/uwv", "", None],
    "_zaak": ["", "Almere/GM0034", ""],
    "_gezien_tot": [14609, 14609, 14609],
}


@pytest.mark.parametrize("engine", engine_names())
def test_columns_of_the_store_stay_with_their_rows(engine: str) -> None:
    """A number is then one of each partner; an empty circle is not a missing one."""
    frame = pl.DataFrame(STORED)
    checked = plain(count({"trajecten": frame}, engine=engine))
    assert checked == plain(count({"trajecten": frame}, engine=engine, check=False))
    assert checked == plain(count({"trajecten": frame.to_pandas()}, engine=engine))


def test_a_number_twice_of_one_partner_is_refused() -> None:
    frame = pl.DataFrame({**STORED, "_partner": ["uwv"] * 3, "_zaak": [""] * 3})
    with pytest.raises(FrameRefused) as refused:
        count({"trajecten": frame})
    listed = [(f.rule, f.line, f.column) for f in refused.value.findings.listed]
    assert listed == [("dubbel", 3, "traject_id")]


def test_columns_that_counting_does_not_need_may_be_absent() -> None:
    frame = pd.DataFrame({"werkplein": ["A", "A"], "geregistreerd": [BEGIN, BEGIN]})
    assert find_contract("vacatures").column("vacature_id").required
    assert count({"vacatures": frame}).tallies
    with pytest.raises(UsageError) as refused:
        count({"vacatures": frame[["werkplein"]]})
    assert refused.value.params == {"contract": "vacatures", "columns": "geregistreerd"}


WRONG: list[tuple[str, Any]] = [
    ("instroom", ["2009-01-05"] * NUMBER),
    ("instroom", [1.5] * NUMBER),
    ("traject_id", [float(number) for number in range(NUMBER)]),
    ("traject_id", [[number] for number in range(NUMBER)]),
    ("geboortejaar", ["1970"] * NUMBER),
    ("geboortejaar", [1970.5] * NUMBER),
    ("regeling", [b"WW"] * NUMBER),
    ("uitstroom", pd.to_timedelta([1] * NUMBER, "D")),
]


@pytest.mark.parametrize("engine", engine_names())
@pytest.mark.parametrize(("column", "cells"), WRONG)
def test_unchecked_rows_of_another_type_have_our_sentence(
    engine: str, column: str, cells: Any
) -> None:
    frame = spells(**{column: cells})
    with pytest.raises(UsageError) as refused:
        count({"trajecten": frame}, engine=engine, check=False)
    assert refused.value.key == "counts.column_type"
    assert refused.value.params["column"] == column


def test_a_moment_counts_on_its_day_when_nothing_is_checked() -> None:
    moment = [datetime(2009, 3, 31, 23, 59)] * NUMBER
    frame = spells(instroom=moment)
    with pytest.raises(FrameRefused):
        count({"trajecten": frame})
    counts = count({"trajecten": frame}, check=False)
    assert list(counts.roll_up("instroom", ["kwartaal"])["kwartaal"]) == [K1]


@pytest.mark.parametrize("rows", [{"traject_id": ["T1"]}, "rows.parquet", None])
@pytest.mark.parametrize("checked", [True, False])
def test_what_is_no_frame_is_refused(rows: object, checked: bool) -> None:
    with pytest.raises(UsageError) as refused:
        count({"trajecten": rows}, check=checked)
    assert refused.value.key == "contracts.no_frame"
