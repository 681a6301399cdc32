"""A sheet is read to its last filled row, whatever it says; what it hides is named."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.fuzz.workbooks import STRICT
from tests.unit.spreadsheet.making import (
    book,
    notes,
    parts,
    read,
    refused,
    relations,
    rows,
    sheet,
    zipped,
)


def _row(number: int, *texts: str, more: str = "") -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{number}"{more}>{cells}</row>'


def test_records_and_row_numbers_agree(tmp_path: Path) -> None:
    data = _row(2, "titel") + _row(4, "a", "b", "c") + _row(5, "1", "2")
    blank = ["", "", ""]
    assert rows(zipped(parts(data)), tmp_path) == [
        *(blank, ["titel", "", ""], blank, ["a", "b", "c"], ["1", "2", ""]),
    ]


def test_rows_and_cells_may_leave_out_their_numbers_and_cells_their_order(tmp_path: Path) -> None:
    data = (
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row>'
        '<row><c r="A4"><v>5</v></c></row>'
    )
    found = rows(zipped(parts(data)), tmp_path)
    assert found == [["1", "2"], ["3", "4"], ["", ""], ["5", ""]]


def test_formatted_and_blank_cells_behind_the_data_are_nothing(tmp_path: Path) -> None:
    data = _row(1, "a", " ") + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert rows(zipped(parts(data)), tmp_path) == [["a"]]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ('<row r="2000000000"><c><v>1</v></c></row>', "werkmap_regel_te_hoog"),
        ('<row r="1048577"/>', "werkmap_regel_te_hoog"),
        (f'<row r="{"9" * 5000}"/>', "werkmap_regel_te_hoog"),
        ('<row r="-3"/>', "werkmap_celplaats"),
        ('<row r="0"/>', "werkmap_celplaats"),
        ('<row r="5"/><row r="4"/>', "werkmap_regelvolgorde"),
        ('<row r="5"/><row r="5"/>', "werkmap_regelvolgorde"),
        ('<rij r="5"/>', "werkmap_vreemd_deel"),
        ('<row r="1"><row r="2"/></row>', "werkmap_vreemd_deel"),
        ('<row r="900000"><c r="XFD900000"><v>1</v></c></row>', "werkmap_te_veel_cellen"),
    ],
)
def test_rows_that_cannot_be(data: str, rule: str, tmp_path: Path) -> None:
    assert refused(zipped(parts(data)), tmp_path) == rule


def test_too_much_text_stops(tmp_path: Path) -> None:
    content = zipped(parts(_row(1, "x" * 500)))
    assert refused(content, tmp_path, written_bytes=400) == "werkmap_te_veel_tekst"


def test_shared_texts_are_bounded_in_bytes_as_they_are_held(tmp_path: Path) -> None:
    data = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    content = zipped(parts(data, strings="".join(f"<si><t>{n}</t></si>" for n in range(1000))))
    assert read(content, tmp_path, text_bytes=80_000)["sheets"]
    assert refused(content, tmp_path, text_bytes=40_000) == "werkmap_te_zwaar"


def test_a_text_longer_than_any_cell_is_refused(tmp_path: Path) -> None:
    # Different characters, or it would be a bomb before it is a text.
    long = "".join(random.Random(1).choices("abcdefgh", k=5_000_000))
    assert refused(zipped(parts(_row(1, long))), tmp_path) == "werkmap_lange_tekst"


def test_hidden_rows_and_columns_are_read_and_named(tmp_path: Path) -> None:
    data = _row(1, "a", "b") + _row(2, "1", "2", more=' hidden="1"') + _row(3, "3", "4")
    data += '<row r="9" hidden="1"/>'
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="5" max="9" hidden="1"/></cols>'
    whole = sheet(data).replace("<sheetData>", columns + "<sheetData>")
    found = notes(zipped(parts("", sheet=whole)), tmp_path)
    assert found["verborgen_rijen"]["runs"] == [[2, 2, 1]]
    assert found["verborgen_kolommen"]["column"] == 2
    filtered = whole.replace("</worksheet>", '<autoFilter ref="A1:B3"/></worksheet>')
    assert "gefilterde_rijen" in notes(zipped(parts("", sheet=filtered)), tmp_path)


def test_cells_merged_over_rows_are_named_and_titles_are_not(tmp_path: Path) -> None:
    merged = '<mergeCells><mergeCell ref="A1:F1"/><mergeCell ref="B3:B5"/></mergeCells>'
    found = notes(zipped(parts(_row(1, "a") + _row(3, "b"), merged)), tmp_path)
    assert found["samengevoegde_cellen"]["runs"] == [[3, 3, 1]]


TWO = '<sheet name="Uitleg" sheetId="1" r:id="rId1"/><sheet name="Data" sheetId="2" r:id="rId2"{}/>'


def _two(state: str = "", kind: str = "worksheet") -> dict[str, str]:
    links = relations(
        rId1=("worksheet", "worksheets/sheet1.xml"), rId2=(kind, "/xl/bladen/data.xml")
    )
    made = parts(_row(1, "uitleg"), workbook=book(TWO.format(state)), links=links)
    return made | {"xl/bladen/data.xml": sheet(_row(1, "a") + _row(2, "1"))}


def test_every_filled_sheet_is_written_and_hidden_ones_are_marked(tmp_path: Path) -> None:
    found = read(zipped(_two(' state="veryHidden"')), tmp_path)["sheets"]
    assert [(each["name"], each["hidden"]) for each in found] == [("Uitleg", False), ("Data", True)]
    assert [Path(each["path"]).read_text() for each in found] == ["uitleg\n", "a\n1\n"]


def test_one_sheet_by_its_name(tmp_path: Path) -> None:
    (only,) = read(zipped(_two()), tmp_path, sheet=" data")["sheets"]
    assert only["name"] == "Data"
    wrong = read(zipped(_two()), tmp_path, sheet="Gegevens")["refused"]
    assert wrong["rule"] == "werkmap_blad_onbekend"
    assert wrong["params"]["sheets"] == "Uitleg, Data"


def test_sheets_without_cells(tmp_path: Path) -> None:
    (only,) = read(zipped(_two(kind="chartsheet")), tmp_path)["sheets"]
    assert only["name"] == "Uitleg"
    charts = relations(rId1=("chartsheet", "chartsheets/sheet1.xml"))
    assert refused(zipped(parts("", links=charts)), tmp_path) == "werkmap_geen_werkblad"
    assert refused(zipped(parts("")), tmp_path) == "werkmap_leeg"


def test_strict_prefixes_and_windows_paths(tmp_path: Path) -> None:
    plain = rows(zipped(parts(_row(1, "a", "b"))), tmp_path)
    made = parts(_row(1, "a", "b"))
    for old, new in STRICT.items():
        made = {name: text.replace(old, new) for name, text in made.items()}
    assert rows(zipped(made), tmp_path) == plain
    spelled = made["xl/worksheets/sheet1.xml"].replace("<", "<x:").replace("<x:/", "</x:")
    made["xl/worksheets/sheet1.xml"] = spelled
    assert rows(zipped(made), tmp_path) == plain
    windows = {name.replace("/", "\\"): text for name, text in made.items()}
    assert rows(zipped(windows), tmp_path) == plain


def _values(dice: random.Random) -> dict[str, object]:
    """A cell's text and the value it is written from."""
    day = date(1950, 1, 1) + timedelta(dice.randrange(30_000))
    whole, part = dice.randrange(-10_000, 10**12), round(dice.uniform(-1000, 1000), 2)
    return {
        f"tekst; {whole}": f"tekst; {whole}",
        str(whole): whole,
        f"{part:.10g}".replace(".", ","): part,
        f"{day:%d-%m-%Y}": day,
        "ja": True,
        "nee": False,
        "00712": "00712",
        "": None,
    }


def _by_xlsxwriter(table: list[list[object]], file: Path) -> None:
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        data = book.add_worksheet()
        for number, row in enumerate(table):
            data.write_row(number, 0, row)


def _by_openpyxl(table: list[list[object]], file: Path) -> None:
    made = openpyxl.Workbook()
    for row in table:
        made.active.append(row)
    made.save(file)


@pytest.mark.parametrize("write", [_by_xlsxwriter, _by_openpyxl])
def test_what_a_program_writes_is_read_back(
    write: Callable[[list[list[object]], Path], None], tmp_path: Path
) -> None:
    dice = random.Random(20_091)
    table = [dice.sample(list(_values(dice).items()), 8) for _ in range(200)]
    file = tmp_path / "geschreven.xlsx"
    write([[value for _, value in row] for row in table], file)
    (only,) = read(file.read_bytes(), tmp_path)["sheets"]
    with Path(only["path"]).open(encoding="utf-8", newline="") as text:
        found = list(csv.reader(text, delimiter=";"))
    assert found == [[text for text, _ in row] for row in table]
