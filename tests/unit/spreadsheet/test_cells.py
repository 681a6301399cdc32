"""A cell says the text that a CSV would hold, whatever its type and style."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.contracts.cell import Fault
from ketenkpi.contracts.kinds import NumberKind, PlaceKind, TextKind, YesNoKind
from tests.unit.spreadsheet.making import book, notes, parts, read, refused, rows, zipped


def _one(cell: str, folder: Path, strings: str = "", more: str = "") -> str:
    made = parts(f'<row r="1">{cell}</row>', strings=strings, workbook=book(more=more))
    return rows(zipped(made), folder)[0][0]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1"><v>100</v></c>', "100"),
        ('<c r="A1"><v>100.0</v></c>', "100"),
        ('<c r="A1"><v>-0</v></c>', "0"),
        ('<c r="A1"><v>1E3</v></c>', "1000"),
        ('<c r="A1"><v>12.5</v></c>', "12,5"),
        # Three decimals would read as thousands.
        ('<c r="A1"><v>12.125</v></c>', "12,1250"),
        ('<c r="A1"><v>0.1</v></c>', "0,1"),
        ('<c r="A1"><v>1.0000000000000001E-5</v></c>', "0,00001"),
        ('<c r="A1"><v>1.2345678901234567E+19</v></c>', "12345678901234567000"),
        ('<c r="A1"><v>12345678901234567</v></c>', "12345678901234567"),
        ('<c r="A1" s="1"><v>39876</v></c>', "04-03-2009"),
        ('<c r="A1" s="1"><v>39876.5</v></c>', "04-03-2009 12:00:00"),
        ('<c r="A1" s="6"><v>39876</v></c>', "04-03-2009"),
        ('<c r="A1" s="1"><v>60</v></c>', "60"),
        ('<c r="A1" s="1"><v>61</v></c>', "01-03-1900"),
        ('<c r="A1" s="1"><v>-5</v></c>', "-5"),
        ('<c r="A1" s="1"><v>2958465</v></c>', "31-12-9999"),
        ('<c r="A1" s="1"><v>2958466</v></c>', "2958466"),
        ('<c r="A1" s="2"><v>42</v></c>', "00042"),
        ('<c r="A1" s="2"><v>123456</v></c>', "123456"),
        ('<c r="A1" s="3"><v>0.25</v></c>', "0,25"),
        ('<c r="A1" s="4"><v>1.5</v></c>', "1,5"),
        ('<c r="A1" s="5"><v>0.75</v></c>', "18:00:00"),
        ('<c r="A1" t="d"><v>2009-03-04</v></c>', "04-03-2009"),
        ('<c r="A1" t="d"><v>2009-03-04T00:00:00.000Z</v></c>', "04-03-2009"),
        ('<c r="A1" t="b"><v>1</v></c>', "ja"),
        ('<c r="A1" t="b"><v>0</v></c>', "nee"),
        ('<c r="A1" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="A1" t="str"><f>B1</f><v>Breda</v></c>', "Breda"),
        ('<c r="A1" t="inlineStr"><is><t>0001</t></is></c>', "0001"),
        ('<c r="A1" t="inlineStr"><is><r><t>Bre</t></r><r><rPr/><t>da</t></r></is></c>', "Breda"),
        ('<c r="A1" t="inlineStr"><is><t>a_x0041_b</t></is></c>', "aAb"),
        # A control character stays visible.
        ('<c r="A1" t="inlineStr"><is><t>a_x0000_b</t></is></c>', "a_x0000_b"),
    ],
)
def test_a_cell_by_its_type_and_style(cell: str, text: str, tmp_path: Path) -> None:
    assert _one(cell, tmp_path) == text


def test_shared_texts_with_runs_and_how_they_sound(tmp_path: Path) -> None:
    strings = "<si><t>x</t></si><si><r><t>Den </t></r><r><t>Haag</t></r><rPh><t>z</t></rPh></si>"
    assert _one('<c r="A1" t="s"><v>1</v></c>', tmp_path, strings) == "Den Haag"


def test_days_from_1904(tmp_path: Path) -> None:
    more = '<workbookPr date1904="1"/>'
    assert _one('<c r="A1" s="1"><v>0</v></c>', tmp_path, more=more) == "01-01-1904"
    assert _one('<c r="A1" s="1"><v>38414</v></c>', tmp_path, more=more) == "04-03-2009"


def test_line_breaks_are_one_and_quoted(tmp_path: Path) -> None:
    cell = '<c t="inlineStr"><is><t>een_x000D_&#10;twee&#13;drie;"vier"</t></is></c>'
    (only,) = read(zipped(parts(f"<row>{cell}</row>")), tmp_path)["sheets"]
    text = Path(only["path"]).read_bytes().decode()
    assert text == '"een\ntwee\ndrie;""vier"""\n'


@pytest.mark.parametrize("raw", ["1E+400", "NaN", "Infinity", "1_000", "veel", "１２"])
def test_what_is_no_number_stays_as_it_is_with_a_note(raw: str, tmp_path: Path) -> None:
    content = zipped(parts(f'<row r="1"><c r="A1"/><c r="B1"><v>{raw}</v></c></row>'))
    assert rows(content, tmp_path) == [["", raw]]
    note = notes(content, tmp_path)["cel_onleesbaar"]
    assert (note["column"], note["runs"]) == (2, [[1, 1, 1]])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1"><f>B1+1</f></c>', "=B1+1"),
        ('<c r="A1"><f>B1+1</f><v></v></c>', "=B1+1"),
        ('<c r="A1" t="str"><f>B1</f></c>', "=B1"),
        ('<c r="A1"><f t="shared" si="0"/></c>', "=?"),
    ],
)
def test_a_formula_without_a_kept_value_is_no_missing_value(
    cell: str, text: str, tmp_path: Path
) -> None:
    content = zipped(parts(f'<row r="1">{cell}</row>'))
    assert rows(content, tmp_path) == [[text]]
    for kind in (
        TextKind(40, "a"),
        NumberKind(True, None, None, "1"),
        PlaceKind(40, "a"),
        YesNoKind(),
    ):
        assert kind.read(text) == Fault("formule_zonder_waarde")


def test_a_formula_whose_outcome_is_an_empty_text_is_empty(tmp_path: Path) -> None:
    cells = '<c t="str"><f>""</f><v></v></c><c><v>1</v></c>'
    content = zipped(parts(f"<row>{cells}</row>"))
    assert rows(content, tmp_path) == [["", "1"]]
    assert notes(content, tmp_path) == {}


def test_long_and_shortened_numbers_are_counted_by_column(tmp_path: Path) -> None:
    data = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{10**15 + n}</v></c><c r="C{n}" t="inlineStr"><is>'
        f"<t>1,23E+14</t></is></c></row>"
        for n in range(1, 10)
    )
    found = notes(zipped(parts(data)), tmp_path)
    assert (found["lange_getallen"]["column"], found["lange_getallen"]["runs"]) == (1, [[1, 9, 9]])
    assert found["ingekorte_getallen"]["column"] == 3


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ('<c r="A1" t="s"><v>7</v></c>', "werkmap_tekst_index"),
        ('<c r="A1" t="s"><v>-1</v></c>', "werkmap_tekst_index"),
        ('<c r="A1" s="-1"><v>7</v></c>', "werkmap_opmaak_index"),
        ('<c r="A1" s="99"><v>7</v></c>', "werkmap_opmaak_index"),
        ('<c r="A1" t="q"><v>7</v></c>', "werkmap_celsoort"),
        ('<c r="A2"><v>7</v></c>', "werkmap_celplaats"),
        ('<c r="1A"><v>7</v></c>', "werkmap_celplaats"),
        ('<c r="XFE1"><v>7</v></c>', "werkmap_kolom_te_hoog"),
        ('<c r="A1"><v>7</v></c><c r="A1"><v>8</v></c>', "werkmap_dubbele_cel"),
        ('<c r="A1"><v>7</v><v>8</v></c>', "werkmap_dubbele_cel"),
        ('<c r="A1"><w>7</w></c>', "werkmap_vreemd_deel"),
        ('<c r="A1">7</c>', "werkmap_losse_tekst"),
    ],
)
def test_what_cannot_be_told_is_refused(cell: str, rule: str, tmp_path: Path) -> None:
    assert refused(zipped(parts(f'<row r="1">{cell}</row>')), tmp_path) == rule
