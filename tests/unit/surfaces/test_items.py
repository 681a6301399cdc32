"""Lists, links and marks: the same words on a page, in the terminal and in a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from ketenkpi.answer import Bullet, Column, Linked, Marked, Section, Table, phrase
from ketenkpi.surfaces.html import in_html, items_as_html, table_as_html
from ketenkpi.surfaces.reader import reading
from ketenkpi.surfaces.text import items_as_lines, sections_as_text
from ketenkpi.surfaces.workbook import sections_as_workbook
from ketenkpi.surfaces.written import in_words
from ketenkpi.vocabulary import Quarter, Text

GOAL = Linked(Text("Naar <werk>", "To <work>"), "definities", {"indicator": "a&b"})
ITEMS = (
    Bullet("Noord", below=(Bullet(GOAL, (Marked("bad", "te laat"), None), (Bullet("eigen"),)),)),
    Bullet("Zuid"),
)


def test_a_list_on_a_page_has_links_and_marks_and_no_markup_of_others() -> None:
    with reading("nl"):
        assert items_as_html(ITEMS) == (
            '<ul class="kk-items"><li><strong>Noord</strong><ul class="kk-items">'
            '<li><strong><a href="./definities?indicator=a%26b" target="_self">'
            "Naar &lt;werk&gt;</a></strong>"
            '<p><span class="kk-bad">✗ te laat</span></p>'
            '<ul class="kk-items"><li>eigen</li></ul></li></ul></li>'
            "<li>Zuid</li></ul>"
        )
        assert items_as_html(()) == ""


def test_in_a_terminal_and_a_workbook_it_stands_line_by_line(tmp_path: Path) -> None:
    lines = ["- Noord", "  - To <work>", "    ✗ te laat", "    - eigen", "- Zuid"]
    section = Section("a", "A", "Gevonden.", items=ITEMS, notes=("Let op.",))
    with reading("en"):
        assert items_as_lines(ITEMS) == lines
        assert sections_as_text([section]).split("\n")[3:] == ["", *lines, "", "- Let op."]
        sections_as_workbook([section], tmp_path / "a.xlsx")
    (sheet,) = load_workbook(tmp_path / "a.xlsx")
    assert [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)] == [*lines, "Let op."]


@pytest.mark.parametrize(
    ("page", "query", "address"),
    [
        ("keten", {"plek": "A & B"}, "./keten?plek=A+%26+B"),
        ("overzicht", {"plek": "A"}, "./?plek=A"),
    ],
)
def test_a_link_leads_to_a_page_and_the_first_one_to_the_root(page, query, address) -> None:
    assert f'href="{address}"' in in_html(Linked("A", page, query))


def test_a_cell_of_words_may_be_a_link_or_marked() -> None:
    table = Table((Column("a", "a"), Column("b", "b")), ((("x", GOAL), Marked("good", "ja")),))
    with reading("nl"):
        html = table_as_html(table, "a")
    assert '<th scope="row">x <a href="./definities?indicator=a%26b"' in html
    assert '<td class="kk-text"><span class="kk-good">✓ ja</span></td>' in html


def test_a_link_may_stand_within_a_sentence() -> None:
    with reading("nl"):
        html = in_html(phrase(Text("Dit & dat: {name}.", "This & that: {name}."), name=GOAL))
    link = '<a href="./definities?indicator=a%26b" target="_self">Naar &lt;werk&gt;</a>'
    assert html == f"Dit &amp; dat: {link}."


def test_a_sentence_of_a_definition_is_filled_in_the_language_of_the_reader() -> None:
    said = phrase(Text("In {quarter}.", "During {quarter}."), quarter=Quarter(2009, 3))
    with reading("nl"):
        assert in_words(said) == "In 2009K3."
    with reading("en"):
        assert in_words(said) == "During 2009K3."
