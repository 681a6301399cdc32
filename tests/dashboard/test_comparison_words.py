"""Names, spans and the file of a comparison, computed without a page."""

from __future__ import annotations

import csv
import io

import pytest

from dashboard.presenters import parts
from dashboard.views.vergelijken.export import as_csv
from ketenkpi.comparison import compare
from ketenkpi.indicators import load_indicators, part_name, split_name
from ketenkpi.overview.answers import in_order
from ketenkpi.scope import Scope
from ketenkpi.surfaces import reading
from ketenkpi.vocabulary import Quarter
from tests.unit.comparison.network import plain

KNOWN = load_indicators()
QUARTERS = [Quarter(2008, 3).index + step for step in range(6)]


@pytest.mark.parametrize(
    ("key", "part", "name"),
    [
        ("herinstroom", "182", "binnen een half jaar"),
        ("klanttevredenheid", "algemeen", "Algemeen oordeel"),
        ("doorlooptijd", "melding_besluit", "van melding tot besluit"),
        ("doorlooptijd", "stap:aanbodversterking", "de stap aanbodversterking"),
        ("overdracht_mediaan", "overdracht:intake>diagnose", "wachten van intake naar diagnose"),
        ("aandeel_reden", "overgang_wwb", "Overgang naar bijstand"),
        ("doorlooptijd", "iets_nieuws", "iets_nieuws"),
    ],
)
def test_a_part_has_a_name_in_words(key: str, part: str, name: str) -> None:
    assert split_name(KNOWN[key], part).nl == name


def test_the_usual_part_comes_first_and_the_others_by_name() -> None:
    indicator = KNOWN["klanttevredenheid"]
    found = in_order(["tijdigheid", "houvast", "algemeen"], indicator, "nl")
    assert found == ["algemeen", "houvast", "tijdigheid"]


def test_a_name_with_capitals_keeps_them() -> None:
    assert part_name(KNOWN["begroot_per_partner"], "uwv").nl == "Begroot per partner, UWV"
    assert part_name(KNOWN["instroom"], None).nl == "Instroom"


def test_numbers_that_depend_on_size_are_listed_last() -> None:
    listed = parts.listed(KNOWN, "nl")
    with reading("nl"):
        last = [key for key in listed if parts.area(KNOWN[key]) == "Niet te vergelijken"]
    assert listed[-len(last) :] == last
    assert {"instroom", "stand", "begroot"} <= set(last)
    assert sorted(listed) == sorted(KNOWN)


def test_spans_are_years_back_from_the_newest_all_and_single_quarters() -> None:
    assert parts.spans(QUARTERS, None) == [
        *("2009K1-2009K4", "2008K3-2008K4", "2008K3-2009K4"),
        *("2009K4", "2009K3", "2009K2", "2009K1", "2008K4", "2008K3"),
    ]


def test_a_link_keeps_its_span_when_a_newer_quarter_arrived() -> None:
    assert "2008K4-2009K3" in parts.spans(QUARTERS, "2008K4-2009K3")
    for wrong in ("2008K1-2008K4", "2009K3-2009K1", "onzin", "2009K5", "0000K1", ""):
        assert parts.spans(QUARTERS, wrong) == parts.spans(QUARTERS, None)


def test_the_usual_span_is_the_newest_year_that_has_figures() -> None:
    assert parts.usual_span(QUARTERS, QUARTERS) == "2009K1-2009K4"
    assert parts.usual_span(QUARTERS, QUARTERS[:-1]) == "2008K4-2009K3"
    assert parts.usual_span(QUARTERS, QUARTERS[:2]) == "2009K1-2009K4"
    assert parts.usual_span(QUARTERS[:2], []) == "2008K3-2008K4"


def test_the_download_holds_exact_numbers_as_dutch_excel_reads_them() -> None:
    made = compare(
        plain({"b": (40, 10), "A": (60, 30), "C": (3, 1)}), "aandeel_werk", scope=Scope.everything()
    )
    with reading("nl"):
        content = as_csv(made, {"indicator": "aandeel_werk"}, 7)
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert "\r\n" in text
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["werkplein"] for row in rows] == ["A", "b", "C"]
    assert [row["waarde"] for row in rows] == ["0,5", "0,25", ""]
    assert rows[2]["reden"].startswith("Te weinig waarnemingen")
    assert {row["versie"] for row in rows} == {"7"}
    assert {row["indicator"] for row in rows} == {"aandeel_werk"}
