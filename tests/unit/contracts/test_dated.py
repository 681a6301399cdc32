"""Words with a date: read under every name, stored as one series, refused where they had ended."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from ketenkpi.config_file import read_definition
from ketenkpi.contracts import find_contract, read
from ketenkpi.settings import CONFIG, Settings
from ketenkpi.vocabularies import vocabularies

CASES = Path(__file__).parent / "cases"
HEAD = "traject_id;werkplein;regeling;instroom;melding;uitstroom;reden_uitstroom\n"


def spells(
    tmp_path: Path, *rows: str
) -> tuple[list[str | None], list[tuple[int | None, str, str]]]:
    """The scheme that each row is stored under, and line, level and rule of the findings."""
    numbered = "".join(f"T{number};Breda;{row}\n" for number, row in enumerate(rows))
    out = tmp_path / "rows.parquet"
    home = Settings.load(home=tmp_path / "home")
    reading = read(
        (HEAD + numbered).encode(), "trajecten", out=out, settings=home, skip_faulty_rows=True
    )
    found = [(f.line, f.level, f.rule) for f in reading.findings.listed]
    stored = pl.read_parquet(out)["regeling"].to_list() if reading.parquet else []
    return stored, found


@pytest.mark.parametrize("name", ["WWB", "Participatiewet", "PW", "bijstand", "43", " pw "])
def test_a_series_is_stored_under_one_key_whatever_it_was_called(name: str, tmp_path: Path) -> None:
    assert spells(tmp_path, f"{name};05-01-2013;;;")[0] == ["WWB"]


def test_the_name_of_today_for_a_case_of_then_is_nothing_to_remark(tmp_path: Path) -> None:
    """A case that began in 2013 and still runs stands in a file of 2025 as Participatiewet."""
    assert spells(tmp_path, "Participatiewet;05-01-2013;;;", "43;05-01-2025;;;")[1] == []


def test_the_name_of_then_for_a_case_of_today_is_read_and_said(tmp_path: Path) -> None:
    stored, found = spells(tmp_path, "WWB;01-01-2015;;;", "WWB;31-12-2014;;;")
    assert stored == ["WWB", "WWB"]
    assert found == [(2, "advies", "oude_naam")]


@pytest.mark.parametrize(
    ("begun", "regime"),
    [("31-12-2009", "Wajong_oud"), ("01-01-2010", "Wajong_2010"), ("01-01-2015", "Wajong_2015")],
)
def test_the_first_day_decides_which_wajong_it_is(begun: str, regime: str, tmp_path: Path) -> None:
    assert spells(tmp_path, f"Wajong;{begun};;;", f"37;{begun};;;") == ([regime, regime], [])


def test_without_a_first_day_wajong_is_not_told_apart(tmp_path: Path) -> None:
    """The right begins after the report, so the day of the report may name the wrong regime."""
    assert spells(tmp_path, "Wajong;;05-12-2014;;") == (["Wajong"], [])


def test_iva_and_wga_run_side_by_side_so_wia_stays_wia(tmp_path: Path) -> None:
    assert spells(tmp_path, "WIA;05-01-2020;;;", "39;05-01-2020;;;")[0] == ["WIA", "IVA"]


@pytest.mark.parametrize(
    ("row", "level"),
    [
        ("WIJ;01-01-2012;;;", "fout"),
        ("WIJ;;01-01-2012;;", "fout"),
        ("Tozo;01-10-2021;;;", "fout"),
        ("Wsw;01-01-2015;;;", "fout"),
        # Own knowledge only, and a right of before may revive.
        ("WAO;01-01-2010;;;", "uitleg"),
        ("Wajong 2010;01-01-2015;;;", "uitleg"),
    ],
)
def test_nobody_begins_in_a_scheme_that_was_closed(row: str, level: str, tmp_path: Path) -> None:
    stored, found = spells(tmp_path, row)
    assert [each[1] for each in found] == [level]
    assert len(stored) == (level == "uitleg")


@pytest.mark.parametrize("row", ["WIJ;31-12-2011;;;", "Tozo;30-09-2021;;;", "WAO;28-12-2005;;;"])
def test_the_last_day_is_in_time(row: str, tmp_path: Path) -> None:
    assert spells(tmp_path, row)[1] == []


def test_a_finer_reason_is_stored_as_work(tmp_path: Path) -> None:
    out = tmp_path / "rows.parquet"
    row = "T1;Breda;PW;05-01-2020;;05-03-2020;werk_zelfstandig\n"
    read((HEAD + row).encode(), "trajecten", out=out, settings=Settings.load(home=tmp_path / "h"))
    assert pl.read_parquet(out)["reden_uitstroom"].to_list() == ["werk"]


def test_every_row_of_a_file_of_today_is_read(tmp_path: Path) -> None:
    out = tmp_path / "rows.parquet"
    reading = read(
        CASES / "trajecten_2025.csv",
        "trajecten",
        out=out,
        settings=Settings.load(home=tmp_path / "home"),
    )
    assert (reading.rows_read, reading.rows_stored) == (960, 960)
    assert reading.findings.listed == ()
    stored = pl.read_parquet(out)
    assert Counter(stored["reden_uitstroom"].to_list())["wia"] == 195
    schemes = Counter(stored["regeling"].to_list())
    assert schemes == {
        "WW": 410, "WWB": 292, "WIA": 62, "nug": 44, "Wajong_2015": 40, "Bbz": 40, "IOAW": 40,
        "ZW": 32,
    }  # fmt: skip


def test_stocks_of_today_are_read_and_a_whole_stays_whole(tmp_path: Path) -> None:
    out = tmp_path / "rows.parquet"
    home = Settings.load(home=tmp_path / "home")
    text = (CASES / "stand_stroom_2025.csv").read_text() + (
        "Werkcentrum Zeeland;2025K4;Wajong;10;0;0;0;10\n"
    )
    reading = read(text.encode(), "stand_stroom", out=out, settings=home)
    assert reading.findings.listed == ()
    assert pl.read_parquet(out)["regeling"].to_list() == ["WWB", "WW", "WIA", "Wajong"]


def test_a_quarter_after_the_end_of_a_scheme_has_no_stock(tmp_path: Path) -> None:
    head = "werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand\n"
    rows = "Breda;2012K1;WIJ;4;0;0;4\nBreda;2011K4;WIJ;4;0;0;4\nBreda;2015K1;WWB;4;0;0;4\n"
    reading = read(
        (head + rows).encode(),
        "stand_stroom",
        out=tmp_path / "rows.parquet",
        settings=Settings.load(home=tmp_path / "home"),
    )
    found = [(f.line, f.level, f.rule) for f in reading.findings.listed]
    assert found == [(2, "fout", "regeling_gestopt"), (4, "advies", "oude_naam")]


def test_two_names_of_one_series_in_a_quarter_are_a_double(tmp_path: Path) -> None:
    head = "werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand\n"
    rows = "Breda;2014K4;WWB;4;0;0;4\nBreda;2014K4;PW;4;0;0;4\n"
    reading = read(
        (head + rows).encode(),
        "stand_stroom",
        out=tmp_path / "rows.parquet",
        settings=Settings.load(home=tmp_path / "home"),
    )
    assert [(f.line, f.rule) for f in reading.findings.listed] == [(3, "dubbel")]


def test_the_bus_profile_names_what_the_list_of_its_years_means() -> None:
    reasons = vocabularies().reasons
    written = read_definition(CONFIG / "profiles" / "bus.yaml")
    mapped = written["contracts"]["trajecten"]["columns"]["reden_uitstroom"]["codes"]
    listed = {each.code for each in reasons.codes["bus"] if each.holds_on(date(2015, 1, 1))}
    assert set(mapped) == listed
    for code, reason in mapped.items():
        meant = reasons.meaning_of("bus", code, date(2015, 1, 1))
        assert meant is not None
        assert meant.key == reason


def test_the_dictionary_names_every_word_with_its_last_day() -> None:
    values = find_contract("trajecten").column("regeling").values
    assert values["WWB"].nl == "Wet werk en bijstand, tot en met 31-12-2014"
    assert values["PW"].nl == "Participatiewet (bijstand)"
