"""A template passes the check it was made from, as text and as a workbook."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Literal

import openpyxl
import pytest

from ketenkpi.contracts import find_contract, load_contracts, read
from ketenkpi.contracts.template import template
from ketenkpi.settings import Settings

CONTRACTS = sorted(load_contracts())


@pytest.mark.parametrize("key", CONTRACTS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_template_passes_its_own_check(
    key: str, form: Literal["csv", "xlsx"], tmp_path: Path
) -> None:
    file = tmp_path / f"{key}.{form}"
    file.write_bytes(template(find_contract(key), form))
    result = read(file, key, out=tmp_path / "rows.parquet", settings=Settings.load(home=tmp_path))
    assert result.findings.listed == ()
    assert result.rows_stored == 2


def test_a_csv_template_opens_in_dutch_excel() -> None:
    content = template(find_contract("klachten"))
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    # A column that comes later stands behind these.
    assert lines[0].split(";")[:4] == ["werkplein", "datum", "thema", "kanaal"]
    assert lines[1].split(";")[:4] == [
        "Voorbeeldstad",
        "17-02-2009",
        "behandelingsduur",
        "digitaal",
    ]


def test_text_with_a_separator_is_quoted() -> None:
    content = template(find_contract("samenwerking")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))
    assert {len(row) for row in rows} == {10}


def _book(key: str, language: Literal["nl", "en"]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(find_contract(key), "xlsx", language)))


def test_a_workbook_has_real_dates_and_pick_lists() -> None:
    sheet = _book("fasen", "nl")["fasen"]
    assert sheet["D2"].value == datetime(2009, 4, 1)
    assert sheet["D2"].number_format == "dd-mm-yyyy"
    assert sheet["C2"].value == "0", "a code stays text"
    lists = {
        str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"
    }
    assert lists["C2:C5001"] == '"0,1,2,3a,3b,4"'
    assert lists["B2:B5001"].startswith('"korte_afstand,jongere,')


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_second_sheet_explains_every_column(language: Literal["nl", "en"]) -> None:
    contract = find_contract("middelen")
    book = _book("middelen", language)
    sheet = book["Uitleg" if language == "nl" else "Explanation"]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    for column in contract.columns:
        assert rows[column.name][3] == column.meaning.in_(language)
        for code, text in column.values.items():
            assert f"{code} = {text.in_(language)}" in rows[column.name][4]
    assert book.sheetnames[0] == "middelen", "the data stand on the first sheet"


def test_every_choice_but_the_items_of_the_scan_fits_in_an_excel_list() -> None:
    for contract in load_contracts().values():
        for column in contract.columns:
            # The codes of the scan are too many to pick from; the form of the
            # dashboard is meant for who fills it in by hand.
            fits = len(",".join(column.values)) <= 255
            assert fits != (column.name == "onderdeel"), f"{contract.key}.{column.name}"


def test_two_templates_of_one_contract_are_equal_byte_by_byte() -> None:
    contract = find_contract("vacatures")
    assert template(contract, "xlsx") == template(contract, "xlsx")
