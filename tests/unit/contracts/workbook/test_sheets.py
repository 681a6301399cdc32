"""Workbooks as files: sheets with their findings, or one finding that says what it is instead."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ketenkpi.contracts.intake import ANYHOW, Blocked, Intake, Wanted
from ketenkpi.contracts.take_in import take_in
from ketenkpi.contracts.workbook import TableArea, noticed, sheets
from ketenkpi.settings import Limits, Settings
from ketenkpi.wording import LANGUAGES
from tests.house.tree import ROOT
from tests.unit.spreadsheet.making import parts, zipped

CASES = Path(__file__).parents[1] / "cases"
LIMITS = Settings.load().limits
# The table fills the sheet and every column of it is read.
WHOLE = TableArea(1, 1_048_576, 26, {number: f"kolom {number}" for number in range(1, 27)})


def _sheets(content: bytes, folder: Path, wanted: Wanted = ANYHOW) -> tuple[Intake, ...]:
    file = folder / "werkmap.xlsx"
    file.write_bytes(content)
    return sheets(file, folder, LIMITS, wanted)


def _blocked(content: bytes, folder: Path, name: str = "f.xlsx", limits: Limits = LIMITS) -> str:
    file = folder / name
    file.write_bytes(content)
    with pytest.raises(Blocked) as why:
        take_in(file, folder, limits)
    for language in LANGUAGES:
        found = why.value.finding
        assert found.message(language)
        assert found.expected(language)
        assert found.remedy(language)
    return why.value.finding.rule


def _grid(name: str, folder: Path) -> list[list[list[str]]]:
    found = sheets(CASES / name, folder, LIMITS, ANYHOW)
    return [
        [line.split(";") for line in sheet.path.read_text(encoding="utf-8").splitlines()]
        for sheet in found
    ]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("stand_dim.xlsx", 21),
        ("stand_stroom_dim_A1.xlsx", 21),
        ("stand_stroom_dim_A1G21.xlsx", 21),
        ("stand_stroom_opmaak_tot_onder.xlsx", 2),
        ("stand_stroom_titelregels.xlsx", 4),
    ],
)
def test_a_sheet_is_read_whole_whatever_size_it_states(
    name: str, rows: int, tmp_path: Path
) -> None:
    (only,) = _grid(name, tmp_path)
    assert len(only) == rows
    assert {len(row) for row in only} == {10}


def test_every_sheet_comes(tmp_path: Path) -> None:
    explained, data = _grid("stand_stroom_toelichting_eerst.xlsx", tmp_path)
    assert explained == [["Toelichting bij de levering"]]
    assert [row[0] for row in data] == ["werkplein", "A"]


def test_a_number_without_a_value_has_a_finding(tmp_path: Path) -> None:
    (only,) = sheets(CASES / "stand_stroom_oneindig.xlsx", tmp_path, LIMITS, ANYHOW)
    ((found, count),) = noticed(only.notes, WHOLE)
    assert (found.rule, found.level, found.line, count) == ("cel_onleesbaar", "fout", 2, 1)
    assert (found.column, found.params["cells"]) == ("kolom 5", "E2")
    assert "E2" in found.message("nl")


DAMAGED = {
    "fuzz_x_6.xlsx": "werkmap_tekst_index",
    "fuzz_x_21.xlsx": "werkmap_deel_beschadigd",
    "fuzz_x_300.xlsx": "werkmap_xml_stuk",
    "fuzz_x_767.xlsx": "werkmap_tekst_index",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_workbooks_are_refused(name: str, tmp_path: Path) -> None:
    assert _blocked((CASES / name).read_bytes(), tmp_path) == DAMAGED[name]


def test_a_number_that_is_none_is_a_finding_on_its_cell(tmp_path: Path) -> None:
    (only,) = _sheets((CASES / "fuzz_x_140.xlsx").read_bytes(), tmp_path)
    assert [(f.rule, f.line, f.column) for f, _ in noticed(only.notes, WHOLE)] == [
        ("cel_onleesbaar", 4, "kolom 10")
    ]


def test_what_is_noticed_has_its_sentences(tmp_path: Path) -> None:
    data = '<row r="1" hidden="1"><c r="A1"><v>1234567890123456</v></c></row>'
    (only,) = _sheets(zipped(parts(data)), tmp_path)
    findings = [found for found, _ in noticed(only.notes, WHOLE)]
    assert [found.rule for found in findings] == ["lange_getallen", "verborgen_rijen"]
    assert {found.level for found in findings} == {"advies"}
    for language in LANGUAGES:
        for found in findings:
            assert found.message(language) != found.remedy(language)


def test_only_what_is_noticed_in_the_table_is_said(tmp_path: Path) -> None:
    long, hidden = "<v>1234567890123456</v></c>", 'hidden="1"'
    data = "".join(
        f'<row r="{n}" {hidden if n % 2 else ""}><c r="A{n}">{long}<c r="C{n}">{long}</row>'
        for n in range(1, 8)
    )
    merged = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="A4:A6"/></mergeCells>'
    (only,) = _sheets(zipped(parts(data, merged)), tmp_path)

    def said(area: TableArea) -> list[tuple[str, str | None, int | None, int, object]]:
        return [
            (found.rule, found.column, found.line, count, found.params["cells"])
            for found, count in noticed(only.notes, area)
        ]

    assert said(TableArea(3, 6, 3, {1: "naam", 2: "leeg"})) == [
        ("lange_getallen", "naam", 3, 4, "A3, A4, A5, A6"),
        ("verborgen_rijen", None, 3, 2, "3, 5"),
        ("samengevoegde_cellen", None, 4, 1, "A4"),
    ]
    assert said(TableArea(8, 9, 3, {1: "naam"})) == []
    (rule, _, _, count, cells), *_ = said(TableArea(2, 7, 3, {3: "x"}))
    assert (rule, count, cells) == ("lange_getallen", 6, "C2, C3, C4, C5, C6, …")


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    content = zipped(parts('<row r="1"><c r="A1"><v>1</v></c></row>'))
    (only,) = _sheets(content, tmp_path, Wanted(sheet="Blad1"))
    assert (only.sheet, only.encoding) == ("Blad1", "xlsx")
    with pytest.raises(Blocked) as why:
        _sheets(content, tmp_path, Wanted(sheet="Blad9"))
    assert why.value.finding.rule == "werkmap_blad_onbekend"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def _ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(40)


FOREIGN: dict[str, tuple[bytes, str]] = {
    "xls": (_ole("Workbook"), "oud_excel"),
    "xls of Excel 95": (_ole("Book"), "oud_excel"),
    "xls of Excel 3": (b"\x09\x02\x06\x00\x00\x00\x10\x00" + bytes(50), "oud_excel"),
    "encrypted": (_ole("EncryptedPackage"), "werkmap_wachtwoord"),
    "Word of long ago": (_ole("WordDocument"), "ander_document"),
    "gzip": (b"\x1f\x8b\x08" + bytes(30), "gecomprimeerd"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(30), "gecomprimeerd"),
    "page": (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "werkmap_html"),
    "page with a preamble": (
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE  html><html/>',
        "werkmap_html",
    ),
    "page in UTF-16": ("\ufeff<HTML><TABLE/></HTML>".encode("utf-16-le"), "werkmap_html"),
    "only a table": (b"  <TABLE border=1><tr><td>a</td></tr></TABLE>", "werkmap_html"),
    "page in parts": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "werkmap_html"),
    "Excel 2003": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "werkmap_xml2003",
    ),
    "fods": (b'<?xml version="1.0"?>\n<office:document xmlns:office="urn:x">', "werkmap_fods"),
    "rtf": (b"{\\rtf1\\ansi a;b}", "ander_document"),
    "zip with a csv": (zipped({"gegevens.csv": "a;b"}), "zip_met_csv"),
}


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("name", ["gegevens.xls", "gegevens.csv"])
def test_what_a_file_is_instead_whatever_its_name(kind: str, name: str, tmp_path: Path) -> None:
    content, rule = FOREIGN[kind]
    assert _blocked(content, tmp_path, name) == rule


def test_text_named_as_a_workbook_is_text(tmp_path: Path) -> None:
    file = tmp_path / "gegevens.xlsx"
    file.write_bytes(b"a;b\r\n1;2\r\n")
    (only,) = take_in(file, tmp_path, LIMITS)
    assert only.sheet == ""


ONE = zipped(parts('<row r="1"><c r="A1"><v>1</v></c></row>'))


def test_a_workbook_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    # No interpreter starts in a thousandth of a second.
    limits = replace(LIMITS, xlsx_seconds=0.001)
    assert _blocked(ONE, tmp_path, limits=limits) == "werkmap_te_traag"


def test_a_workbook_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    # A megabyte is less than the interpreter has: the next piece it asks for is too much.
    limits = replace(LIMITS, xlsx_memory_bytes=1 << 20)
    if sys.platform == "linux":
        assert _blocked(ONE, tmp_path, limits=limits) == "werkmap_te_zwaar"
    else:
        assert _sheets(ONE, tmp_path)


def test_reading_a_workbook_loads_no_dataframe_library() -> None:
    code = "import sys, ketenkpi.spreadsheet; print(*{n.split('.')[0] for n in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert {"polars", "pandas", "numpy", "yaml", "openpyxl"} & set(loaded) == set()
