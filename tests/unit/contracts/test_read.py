"""Reading files of every accepted dialect, and reporting every bad cell."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from ketenkpi.contracts import Reading, load_contracts, read
from ketenkpi.contracts.structure import examine
from ketenkpi.contracts.typed import Pass
from ketenkpi.settings import Settings

COLUMNS = (
    "traject_id;werkplein;regeling;client;melding;instroom;uitstroom;reden_uitstroom;geboortejaar"
)
ROWS = [
    "T1;Curaçao;WW;k-1;01-01-2009;02-01-2009;31-03-2009;werk;1980",
    "T2;Curaçao;WWB;k-2;15-01-2009;20-01-2009;;;1955",
]


@pytest.fixture
def go(tmp_path: Path):
    settings = Settings.load(home=tmp_path / "home")
    out = tmp_path / "rows.parquet"

    def reading(content: str | bytes, contract: str = "trajecten", **how: object) -> Reading:
        raw = content.encode() if isinstance(content, str) else content
        return read(raw, contract, out=out, settings=settings, **how)

    return reading


def rows(result: Reading) -> pl.DataFrame:
    assert result.parquet is not None, result.findings.listed
    return pl.read_parquet(result.parquet)


def text(*lines: str, end: str = "\r\n", header: str = COLUMNS) -> str:
    return end.join((header, *lines)) + end


DIALECTS = {
    "semicolons, CRLF, UTF-8": text(*ROWS).encode(),
    "BOM": b"\xef\xbb\xbf" + text(*ROWS).encode(),
    "Windows-1252": text(*ROWS).encode("windows-1252"),
    "LF": text(*ROWS, end="\n").encode(),
    "CR only": text(*ROWS, end="\r").encode(),
    "no line end at the end": text(*ROWS).rstrip("\r\n").encode(),
    "commas": text(*ROWS).replace(";", ",").encode(),
    "tabs": text(*ROWS).replace(";", "\t").encode(),
    "sep= line": b"sep=;\r\n" + text(*ROWS).encode(),
    "blank line first": b"\r\n" + text(*ROWS).encode(),
    "all quoted": "\r\n".join(
        ";".join(f'"{cell}"' for cell in line.split(";")) for line in (COLUMNS, *ROWS)
    ).encode(),
    "header in capitals, accents, spaces": text(*ROWS)
    .replace("reden_uitstroom", "Réden Uitstroom")
    .replace("werkplein", "WERKPLEIN")
    .encode(),
    "ISO dates": text(
        "T1;Curaçao;WW;k-1;2009-01-01;2009-01-02;2009-03-31;werk;1980",
        "T2;Curaçao;WWB;k-2;2009-01-15;2009-01-20;;;1955",
    ).encode(),
    "BUS dates": text(
        "T1;Curaçao;WW;k-1;20090101;20090102;20090331;werk;1980",
        "T2;Curaçao;WWB;k-2;20090115;20090120;;;1955",
    ).encode(),
    "mixed spellings and spaces": text(
        " T1 ; Curaçao;ww;k-1;2009-01-01;2-1-2009;20090331; Werk ;1980,0",
        "T2;Curaçao;Bijstand;k-2;15-01-2009;20-01-2009;;;1955",
    ).encode(),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_gives_the_same_rows(name: str, go) -> None:
    result = go(DIALECTS[name])
    typed = rows(result)
    assert typed.select(
        "traject_id", "werkplein", "regeling", "instroom", "uitstroom", "reden_uitstroom"
    ).rows() == [
        ("T1", "Curaçao", "WW", date(2009, 1, 2), date(2009, 3, 31), "werk"),
        ("T2", "Curaçao", "WWB", date(2009, 1, 20), None, None),
    ]
    assert typed["geboortejaar"].to_list() == [1980, 1955]
    first = 3 if name == "blank line first" else 2
    assert typed["_line"].to_list() == [first, first + 1]
    assert typed.schema == load_contracts()["trajecten"].schema
    assert not result.findings.blocked


def test_empty_choices_are_filled_so_that_groups_are_never_null(go) -> None:
    typed = rows(go(text("T1;A;WW;;;02-01-2009;31-03-2009;;")))
    assert typed["doelgroep"].to_list() == ["onbekend"]
    assert typed["reden_uitstroom"].to_list() == ["onbekend"], "it ended, the reason is unknown"
    assert rows(go(text("T1;A;WW;;;02-01-2009;;;")))["reden_uitstroom"].to_list() == [None]


def test_every_bad_cell_is_reported_with_its_place(go) -> None:
    result = go(
        text(
            ROWS[0],
            "T2;;XQ;k;31-02-2009;01-02-09;03/04/2009;;1.980",
            "",
            '"T3";A;WW;"k\r\nx";;;;;',
            "T4;A;WW;k;01-02-1009;;;werk;2500",
        )
    )
    found = [(f.line, f.text_line, f.column, f.value, f.rule) for f in result.findings.listed]
    # The column of 03/04/2009 holds 31-03-2009 too, so its day comes first.
    assert found == [
        (None, None, None, "geboortejaar", "vraag_decimaalteken"),
        (3, None, "werkplein", None, "verplicht"),
        (3, None, "regeling", "XQ", "onbekende_code"),
        (3, None, "melding", "31-02-2009", "datum_bestaat_niet"),
        (3, None, "instroom", "01-02-09", "jaar_twee_cijfers"),
        (4, None, None, None, "lege_regel"),
        (5, None, "melding", None, "minstens_een"),
        (6, 7, "melding", "01-02-1009", "datum_buiten_venster"),
        (6, 7, "geboortejaar", "2500", "buiten_bereik"),
        (6, 7, "uitstroom", None, "vereist"),
    ]
    assert result.rows_read == result.rows_rejected == 4


def test_out_of_order_dates_ask_for_an_explanation_and_are_stored(go) -> None:
    result = go(text("T1;A;WW;k;;02-01-2009;01-01-2009;;", ROWS[1]))
    assert [(f.level, f.rule, f.line) for f in result.findings.listed] == [
        ("uitleg", "volgorde", 2)
    ]
    assert rows(result)["_line"].to_list() == [2, 3]


def test_duplicates_name_the_first_line(go) -> None:
    result = go(text(ROWS[0], ROWS[1], ROWS[0]))
    [finding] = result.findings.listed
    assert (finding.rule, finding.line, finding.params["first"]) == ("dubbel", 4, 2)


def test_good_rows_can_be_kept_on_request(go) -> None:
    lines = [ROWS[0], "T2;A;WW;k;;31-02-2009;;;", ROWS[1].replace("T2", "T3"), ROWS[0]]
    result = go(text(*lines), skip_faulty_rows=True)
    assert (result.rows_read, result.rows_stored, result.rows_rejected) == (4, 2, 2)
    assert rows(result)["_line"].to_list() == [2, 4]


def test_ten_thousand_errors_have_true_totals_and_a_bounded_list(go, tmp_path: Path) -> None:
    bad = [f"T{n};A;XX{n % 7};k;;31-02-2009;;;" for n in range(10_000)]
    result = go(text(*bad))
    totals = {(t.rule, t.column): t.count for t in result.findings.totals}
    assert totals == {
        ("onbekende_code", "regeling"): 10_000,
        ("datum_bestaat_niet", "instroom"): 10_000,
    }
    listed = [f.rule for f in result.findings.listed]
    assert {rule: listed.count(rule) for rule in set(listed)} == {
        "onbekende_code": 1000,
        "datum_bestaat_niet": 1000,
    }
    report = tmp_path / "report.xlsx"
    result.findings.to_xlsx(report, "nl")
    book = openpyxl.load_workbook(report)
    assert book.sheetnames == ["Totalen", "Meldingen"]
    assert [cell.value for cell in book["Totalen"][2]][4:] == [10_000, 1000]
    assert book["Meldingen"].max_row == 2001
    assert [cell.value for cell in book["Meldingen"][2]][:4] == [2, None, "regeling", "XX0"]


def test_the_error_report_never_runs_a_formula_from_the_file(go, tmp_path: Path) -> None:
    result = go(text("T1;A;=cmd|' /C calc'!A0;k;;01-01-2009;;;"))
    report = tmp_path / "report.xlsx"
    result.findings.to_xlsx(report, "nl")
    cell = openpyxl.load_workbook(report)["Meldingen"]["D2"]
    assert (cell.data_type, cell.value) == ("s", "=cmd|' /C calc'!A0")


def test_a_workbook_is_read_like_a_file(go, tmp_path: Path) -> None:
    path = tmp_path / "gegevens.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS.split(";"))
        sheet.write_row(1, 0, ["T1", "Curaçao", "WW", "k-1"])
        sheet.write_datetime(1, 4, datetime(2009, 1, 1), day)
        sheet.write_datetime(1, 5, datetime(2009, 1, 2), day)
        sheet.write_number(1, 8, 1980)
        sheet.write_row(3, 0, ["T2", "Curaçao", "WX", "k-2"])
        sheet.write_datetime(3, 5, datetime(2009, 1, 20), day)
    result = go(path.read_bytes())
    assert result.dialect is not None
    assert result.dialect.encoding == "xlsx"
    found = [(f.line, f.column, f.rule) for f in result.findings.listed]
    assert found == [(3, None, "lege_regel"), (4, "regeling", "onbekende_code")]


def test_columns_may_stand_in_any_order_and_extra_ones_are_named(go) -> None:
    result = go("kleur;instroom;regeling;werkplein;traject_id\nrood;01-01-2009;WW;A;T1\n")
    assert rows(result)["traject_id"].to_list() == ["T1"]
    assert [(f.level, f.rule, f.column) for f in result.findings.listed] == [
        ("advies", "kolommen_extra", None)
    ]


def test_constants_fill_a_column_the_file_lacks(go) -> None:
    result = go("traject_id;regeling;instroom\nT1;WW;01-01-2009\n", constants={"werkplein": "A"})
    assert rows(result)["werkplein"].to_list() == ["A"]


def test_numbers_and_quarters(go) -> None:
    header = "werkplein;kwartaal;organisatie;soort;begroot;besteed;fte;gezamenlijk"
    content = (
        f"{header}\nA;2009K1;uwv;ict;1234,5;1.234,50;1 234;ja\n"
        "A;2009-Q2;gemeente;ict;1.5;-3;0,25;Nee\nA;2009KW03;uwv;ict;;1234;;\n"
        "A;1e kwartaal 2010;uwv;ict;1.234;;4e3;\n"
    )
    # 1234,5 and 1.5 in one column: nothing decides what 1.234 is.
    asked = go(content, "middelen", skip_faulty_rows=True)
    assert [question.name for question in asked.questions] == ["decimaalteken:begroot"]
    assert (asked.parquet, asked.rows_stored) == (None, 0)
    answers = {"decimaalteken:begroot": "komma"}
    result = go(content, "middelen", skip_faulty_rows=True, answers=answers)
    typed = rows(result)
    assert typed["kwartaal"].to_list() == [8036, 8038]
    assert typed["begroot"].to_list() == [1234.5, None]
    assert typed["fte"].to_list() == [1234.0, None]
    assert typed["gezamenlijk"].to_list() == [True, None]
    assert [(f.column, f.rule) for f in result.findings.listed if f.level == "fout"] == [
        ("begroot", "getal_ander_teken"),
        ("fte", "getal_exponent"),
    ]


def test_structure_counts_as_the_csv_module_does(tmp_path: Path, go) -> None:
    from ketenkpi.contracts.finder import FoundTable, find_table
    from ketenkpi.contracts.findings import Collector
    from ketenkpi.contracts.intake import Intake

    # Quoted separators, quoted line breaks, doubled quotes and blank lines,
    # long enough (2 MB) to cross the borders of chunks at odd places.
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow("abc")
    for n in range(40_000):
        writer.writerow([f"x{n}", "een;twee" * (n % 3), 'zeg "ja"\r\nen nee' * (n % 2)])
        if n % 1000 == 0:
            out.write("\r\n")
    path = tmp_path / "file.csv"
    path.write_bytes(out.getvalue().encode())
    table = find_table([Intake(path, "utf-8")], "abc", "abc")
    assert isinstance(table, FoundTable)
    shape = examine(path, table.dialect, Collector(None))
    assert shape is not None
    plain = list(csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=";"))[1:]
    assert shape.rows == len(plain)
    breaks = [sum(cell.count("\n") for cell in row) for row in plain]
    for row in (0, 1, 5, 999, 20_000, len(plain) - 1):
        assert shape.text_shift(row) == sum(breaks[:row])


def test_a_row_that_is_lost_without_a_reason_is_an_own_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_one(done: Pass, rows: pl.DataFrame) -> pl.DataFrame:
        done.seen.rows += len(rows)
        return rows.head(len(rows) - 1)

    monkeypatch.setattr(Pass, "_batch", without_one)
    with pytest.raises(AssertionError, match="2 rows, 1 written and 0 left out"):
        read(
            b"traject_id;werkplein;regeling;instroom\n1;Breda;WW;01-01-2009\n2;Breda;WW;01-01-2009\n",
            "trajecten",
            out=tmp_path / "rows.parquet",
            settings=Settings.load(home=tmp_path),
        )
