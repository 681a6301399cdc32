"""How a file was read is part of its reading, and every part of it can be overruled."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from ketenkpi.contracts import Reading, check, how_read
from ketenkpi.contracts.intake import ANYHOW, Wanted
from ketenkpi.contracts.so_read import so_read_data
from tests.unit.spreadsheet.making import parts, zipped

CASES = Path(__file__).parent / "cases"
HEAD = "werkplein;datum;thema"
BUDGET = "werkplein;kwartaal;organisatie;soort;begroot;besteed"


def complaints(*days: str, **answers: str) -> Reading:
    rows = "".join(f"Breda;{day};wachttijd\n" for day in days)
    return check(f"{HEAD}\n{rows}".encode(), "klachten", answers=answers)


def test_the_order_of_days_is_told_where_the_column_decided_it() -> None:
    reading = complaints("25/03/2009", "03/04/2009")
    assert so_read_data(reading)["columns"] == {"dagvolgorde:datum": "dmj"}
    assert "dag voor maand (datum)" in how_read(reading, "nl")
    other = complaints("03/25/2009", "03/04/2009")
    assert so_read_data(other)["columns"] == {"dagvolgorde:datum": "mdj"}
    assert "month before day (datum)" in how_read(other, "en")


def test_what_nothing_decides_is_not_told() -> None:
    reading = complaints("2009-03-25", "2009-04-03")
    assert so_read_data(reading)["columns"] == {}
    assert how_read(reading, "nl").endswith("UTF-8")


def test_an_answer_is_told_of_the_columns_it_is_about_and_no_other() -> None:
    asked = complaints("03/04/2009")
    assert [question.name for question in asked.questions] == ["dagvolgorde:datum"]
    reading = complaints("03/04/2009", dagvolgorde="mdj", decimaalteken="punt")
    assert so_read_data(reading)["columns"] == {"dagvolgorde:datum": "mdj"}
    assert reading.rows_stored == 1


def test_an_answer_goes_before_what_the_column_shows() -> None:
    reading = complaints("25/03/2009", "03/04/2009", dagvolgorde="mdj")
    assert so_read_data(reading)["columns"] == {"dagvolgorde:datum": "mdj"}
    assert [finding.line for finding in reading.findings.listed] == [2]


def test_columns_of_one_way_stand_together_and_each_way_apart() -> None:
    rows = "Breda;2009K1;uwv;ict;1.250,50;100,5\nBreda;2009K2;uwv;ict;-;99\n"
    said = {"streepje:begroot": "ontbreekt", "streepje:besteed": "nul"}
    reading = check(f"{BUDGET}\n{rows}".encode(), "middelen", answers=said)
    words = how_read(reading, "nl")
    assert "decimalen na een komma (begroot, besteed)" in words
    assert "een streepje is ontbrekend (begroot)" in words
    assert "een streepje is nul (besteed)" in words


def test_no_rows_are_told_of_a_file_whose_columns_are_asked_about() -> None:
    reading = check(f"{HEAD.replace('datum', 'datm')}\nBreda;2009-01-05;a\n".encode(), "klachten")
    assert [question.name for question in reading.questions] == ["kolom:datum"]
    assert "rij" not in how_read(reading, "nl")


def workbook() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, line in (("Een", 0), ("Twee", 3)):
            sheet = book.add_worksheet(name)
            for number, text in enumerate((HEAD, f"Breda;2009-01-0{5 + line};{name}")):
                sheet.write_row(line + number, 0, text.split(";"))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "wanted", "told"),
    [
        (workbook(), Wanted(sheet="twee"), {"sheet": "Twee", "header_line": 4}),
        (
            b"werkplein;datum;thema\nwerkplein;datum;thema\nBreda;2009-01-05;a\n",
            Wanted(header_line=2),
            {"header_line": 2},
        ),
        (
            b"werkplein,datum,thema,c;d\nBreda,2009-01-05,a,e;f\n",
            Wanted(separator=","),
            {"separator": ","},
        ),
        (
            "werkplein;datum;thema\nBreda;2009-01-05;één\n".encode("cp850"),
            Wanted(encoding="cp850"),
            {"encoding": "CP850"},
        ),
    ],
)
def test_what_is_wanted_goes_before_what_is_found(
    content: bytes, wanted: Wanted, told: dict[str, object]
) -> None:
    data = so_read_data(check(content, "klachten", wanted=wanted))
    assert {key: data[key] for key in told} == told
    assert wanted.over(ANYHOW) == wanted


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("stand_stroom_oneindig.xlsx", "getal_exponent"),
        ("stand_stroom_formule_zonder_waarde.xlsx", "formule_zonder_waarde"),
    ],
)
def test_a_cell_of_a_sheet_has_one_finding_and_on_its_line(name: str, rule: str) -> None:
    found = check(CASES / name, "stand_stroom").findings
    assert [(f.rule, f.line) for f in found.listed if f.level == "fout"] == [(rule, 2)]
    assert found.count("fout") == 1


def test_a_formula_beside_the_table_stops_nothing() -> None:
    def cells(text: str) -> str:
        told = (f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in text.split(";"))
        return "".join(told)

    lost = "<f>A4</f></c>"
    above = f'<row r="1"><c r="A1">{lost}</row>'
    data = f'<row r="4">{cells("Breda;2009-01-05;lang")}<c r="F4">{lost}</row>'
    content = zipped(parts(f'{above}<row r="3">{cells(HEAD)}</row>{data}'))
    reading = check(content, "klachten")
    assert not reading.findings.blocked
    assert reading.rows_stored == 1
    assert "naast_tabel" in [finding.rule for finding in reading.findings.listed]
    required = zipped(parts(f'<row r="3">{cells(HEAD)}</row><row r="4"><c r="C4">{lost}</row>'))
    found = check(required, "klachten").findings.listed
    assert [f.rule for f in found if f.column == "thema"] == ["formule_zonder_waarde"]


def test_of_a_file_that_stops_before_its_rows_no_number_is_said() -> None:
    stopped = check(b"traject_id;werkplein;regeling;bsn_nr\n1;Breda;WW;111222333\n", "trajecten")
    assert not stopped.counted
    assert "rij" not in how_read(stopped, "nl")
    empty = check(b"traject_id;werkplein;regeling\n", "trajecten")
    assert empty.counted
    assert "0 rijen" in how_read(empty, "nl")
