"""Names, spans and sentences of a comparison, computed without a page."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.presenters import parts
from dashboard.views.vergelijken import tables, words
from dashboard.views.vergelijken.words import Seen
from ketenkpi.comparison import (
    Comparison,
    Difference,
    DifferenceSide,
    PeerGroup,
    compare,
    own_peers,
)
from ketenkpi.counts import count
from ketenkpi.indicators import load_indicators, split_name
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import Quarter, Text

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
    found = parts.in_order(["tijdigheid", "houvast", "algemeen"], indicator, "nl")
    assert found == ["algemeen", "houvast", "tijdigheid"]


def test_a_name_with_capitals_keeps_them() -> None:
    assert parts.full_name(KNOWN["begroot_per_partner"], "uwv", "nl") == "Begroot per partner, UWV"
    assert parts.full_name(KNOWN["instroom"], None, "nl") == "Instroom"


def test_numbers_that_depend_on_size_are_listed_last() -> None:
    listed = parts.listed(KNOWN, "nl")
    last = [key for key in listed if parts.area(KNOWN[key], "nl") == "Niet te vergelijken"]
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


def _made(cases: dict[str, tuple[int, int]]) -> Comparison:
    """Per Werkplein: how many left, and how many of them to work."""
    rows = [
        {
            "traject_id": f"{place}{number}", "werkplein": place, "regeling": "WW",
            "doelgroep": "overig", "instroom": pd.Timestamp("2009-01-05").date(),
            "uitstroom": pd.Timestamp("2009-02-05").date(),
            "reden_uitstroom": "werk" if number < work else "einde_recht",
        }
        for place, (left, work) in cases.items()
        for number in range(left)
    ]  # fmt: skip
    counts = count({"trajecten": pd.DataFrame(rows)}, observed_until=date(2009, 12, 31))
    return compare(counts, "aandeel_werk", scope=Scope.everything())


def _gap(value: float, low: float, high: float, verdict: str) -> Difference:
    some = DifferenceSide(0.5, 0.4, 0.6, 100.0, None)
    names = Text("de anderen", "the others")
    return Difference("A", names, some, some, value, low, high, verdict, None)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((-0.199, -0.084), "95%-interval: 8,4 tot 19,9 procentpunt lager"),
        ((0.021, 0.05), "95%-interval: 2,1 tot 5,0 procentpunt hoger"),
        ((-0.012, 0.02), "95%-interval: 1,2 procentpunt lager tot 2,0 procentpunt hoger"),
        ((float("nan"), 0.02), "tot en met 2,0 procentpunt hoger, een ondergrens is er niet"),
        ((0.02, float("nan")), "vanaf 2,0 procentpunt hoger, een bovengrens is er niet"),
        ((float("nan"), float("nan")), "het 95%-interval is niet bekend"),
    ],
)
def test_a_difference_is_said_in_words_with_its_interval(
    ends: tuple[float, float], said: str
) -> None:
    made = _made({"A": (60, 30), "B": (60, 30)})
    gap = _gap(sum(ends) / 2 if sum(ends) == sum(ends) else 0.01, *ends, "cannot_tell")
    seen = Seen(replace(made, difference=gap), "A", "nl")
    everyone = _others(made)
    assert said in words.cards(seen, everyone)[-1]


def _others(made: Comparison) -> PeerGroup:
    """Everybody but the first."""
    names = [str(name) for name in made.frame["werkplein"]]
    return own_peers("de anderen", names[1:], names).around(names[0])


def test_two_places_that_overlap_cannot_be_put_in_order() -> None:
    seen = Seen(_made({"A": (60, 30), "B": (60, 33)}), "A", "nl")
    assert tables.order_finding(seen).startswith("Wie hoger of lager staat, is niet te")


def test_places_far_apart_can_be_put_in_order() -> None:
    seen = Seen(_made({"A": (200, 20), "B": (200, 180)}), "A", "nl")
    said = tables.order_finding(seen)
    assert (
        said
        == "A staat ergens van plaats 2 tot en met plaats 2, van 2. Plaats 1 is het hoogste cijfer."
    )


def test_one_place_alone_has_no_order_and_says_so() -> None:
    seen = Seen(_made({"A": (60, 30)}), "A", "nl")
    assert "Een plaats in de rij is niet te geven" in tables.order_finding(seen)
    assert tables.funnel_rows(seen).empty


def test_a_subject_that_no_file_speaks_of_is_not_delivered() -> None:
    seen = Seen(_made({"A": (60, 30), "B": (60, 30)}), "C", "nl")
    (said,) = words.answer(seen)
    assert said.startswith("Van C is er geen cijfer. Niet geleverd")


def test_the_download_holds_exact_numbers_as_dutch_excel_reads_them() -> None:
    made = _made({"b": (40, 10), "A": (60, 30), "C": (3, 1)})
    content = tables.export(Seen(made, "A", "nl"), {"indicator": "aandeel_werk"}, 7)
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert "\r\n" in text
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["werkplein"] for row in rows] == ["A", "b", "C"]
    assert [row["waarde"] for row in rows] == ["0,5", "0,25", ""]
    assert rows[2]["reden"].startswith("Te weinig waarnemingen")
    assert {row["versie"] for row in rows} == {"7"}
    assert {row["indicator"] for row in rows} == {"aandeel_werk"}


def test_columns_that_hold_nothing_are_left_out_of_the_table() -> None:
    table = tables.table(Seen(_made({"A": (60, 30), "B": (60, 30)}), "A", "nl"))
    assert "Opmerking" not in table
    assert "Verwacht" not in table
    assert list(table["Cijfer"]) == ["50,0%", "50,0%"]
    assert list(table["Alle samen"]) == ["50,0%", "50,0%"]
