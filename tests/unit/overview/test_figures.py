"""Changes and what may be said of them, from figures put together by hand."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import product

import pandas as pd
import pytest

from dashboard.views.overzicht.card import as_html
from dashboard.views.overzicht.download import as_csv
from ketenkpi.indicators import load_indicators
from ketenkpi.overview import (
    TILES,
    PlacedFigure,
    PlacedFigures,
    Tile,
    change_since,
    placed_figure,
    placed_figures,
    verdict,
)
from ketenkpi.overview.answers import (
    beside_of,
    card,
    certain_said,
    change_said,
    course_section,
    places_table,
    value_said,
)
from ketenkpi.surfaces import reading, table_as_records
from ketenkpi.wording import LANGUAGES, Language
from tests.unit.overview.by_hand import BEFORE, NAN, NOW, behind, course, figure, series
from tests.unit.surfaces.told import told

FEW = "indicators.reason_too_few"
PEOPLE = {"indicator": "personen", "unit": "number", "reason": "indicators.reason_persons_unknown"}


def test_people_between_two_limits_are_no_missing_figure_and_have_no_interval() -> None:
    people = figure(NAN, 120, 1140, numerator=None, denominator=None, **PEOPLE)
    assert (people.known, people.at_least, people.between) == (False, False, True)
    assert told(value_said(people), "nl") == "tussen 120 en 1.140 mensen"
    assert told(value_said(people), "en") == "between 120 and 1,140 people"
    assert "95%" not in told(certain_said(people), "nl")
    seen = PlacedFigures({("personen", "A", NOW): people}, ("A",), (NOW,))
    section = course_section(course(seen, "personen"))
    said = told(section.finding)
    assert "tussen 120 en 1.140 mensen. Niet precies bekend" in said
    assert "geen cijfer" not in said
    (row,) = section.pictures[0].rows
    assert (row["state"], row["low"], row["high"]) == ("between", 120, 1140)
    shown = behind(people, None, "personen")
    assert shown["Cijfer"] == "tussen 120 en 1.140 mensen"
    assert not any("Waarnemingen" in label for label in shown)


def test_a_card_and_the_explanation_say_within_which_circle_returns_were_seen() -> None:
    noted = figure(
        0.2, 0.1, 0.3, indicator="herinstroom", unit="share", note="indicators.note_within_partner"
    )
    seen = PlacedFigures({("herinstroom", "A", NOW): noted}, ("A",), (NOW,))
    drawn = card(Tile("herinstroom", "365"), seen, "A", NOW, "final")
    assert "Terugkeer alleen bij dezelfde partner gezien" in told(drawn.beside)
    shown = behind(noted, None, "herinstroom")
    assert shown["Kanttekening"].startswith("Terugkeer is alleen gezien bij dezelfde partner")
    # Of a quarter without a figure it is about all quarters together.
    of_all = behind(figure(NAN, reason=FEW), noted, "herinstroom")
    assert of_all["Kanttekening"] == shown["Kanttekening"]
    assert "Note" not in behind(figure(9, 8, 10), None, "uitkeringsduur", "en")
    lines = as_csv(seen, "herinstroom", 7).decode("utf-8-sig").splitlines()
    assert lines[0].split(";")[-2:] == ["kanttekening", "versie"]
    assert lines[1].endswith(";indicators.note_within_partner;7")


def test_a_change_is_beyond_chance_when_its_interval_leaves_zero_out() -> None:
    # 110 (105-115) against 100 (96-104): 10 - sqrt(5^2 + 4^2) = 3.6 > 0.
    far = change_since(figure(110, 105, 115), figure(100, 96, 104), BEFORE)
    # 110 (100-120) against 100 (92-108): 10 - sqrt(10^2 + 8^2) = -2.8 < 0.
    near = change_since(figure(110, 100, 120), figure(100, 92, 108), BEFORE)
    assert far is not None
    assert near is not None
    assert (far.value, far.chance, far.rose) == (10, "beyond", True)
    assert near.chance == "within"


def test_intervals_that_overlap_may_still_differ_beyond_chance() -> None:
    # The common shortcut 'intervals overlap, so no difference' is wrong:
    # 110 (104-116) and 100 (95-105) overlap, yet 10 - sqrt(6^2 + 5^2) = 2.2 > 0.
    moved = change_since(figure(110, 104, 116), figure(100, 95, 105), BEFORE)
    assert moved is not None
    assert moved.chance == "beyond"


def test_a_limit_that_is_missing_leaves_it_undecided() -> None:
    moved = change_since(figure(110, 100, NAN), figure(100, 92, 108), BEFORE)
    assert moved is not None
    assert moved.chance == "unknown"
    surely = change_since(figure(200, 190, NAN), figure(100, 92, 108), BEFORE)
    assert surely is not None
    assert surely.chance == "beyond"


def test_a_full_count_has_no_chance_in_it() -> None:
    counted = {"method": "indicators.method_full_count"}
    moved = change_since(figure(110, **counted), figure(100, **counted), BEFORE)
    assert moved is not None
    assert moved.chance == "full_count"


def test_answers_all_alike_are_no_full_count() -> None:
    flat = figure(8, unit="mark", method="indicators.method_no_spread")
    assert not flat.exact
    assert told(certain_said(flat), "nl") == "Geen interval: alle waarnemingen zijn gelijk"
    moved = change_since(flat, flat, BEFORE)
    assert moved is not None
    assert moved.chance == "unknown"


@pytest.mark.parametrize(
    ("indicator", "short", "said"),
    [
        ("uitkeringsduur", "Alleen afgesloten: 80 dagen (vertekend)", "wat nog loopt telt dan"),
        ("vacature_dagen", "Alleen wat zo afliep: 80 dagen (vertekend)", "of anders afliep"),
        ("werk_binnen_365", "Zonder andere redenen: 80 dagen (te hoog)", "Dat is te hoog."),
        ("duurzame_uitstroom_365", "Hoe kort ook gevolgd: 80 dagen", "het kan nog gebeuren"),
        ("aandeel_werk", "Waar het bekend is: 80 dagen", "Wat onbekend is, telt dan niet mee."),
        ("kosten_per_uitstroom_werk", "Met onbekende reden erbij: 80 dagen", "onbekende reden"),
    ],
)
def test_the_figure_beside_is_called_what_it_is(indicator: str, short: str, said: str) -> None:
    one = figure(100, 90, 110, beside=80.0, indicator=indicator)
    assert told(beside_of(one, "short")).startswith(short)
    assert said in told(beside_of(one, "said"))
    # With nothing open or unknown both are the same number, and neither is biased.
    assert beside_of(figure(80, 70, 90, beside=80.0, indicator=indicator), "said") is None


@pytest.mark.parametrize("lacking", [None, figure(NAN, reason="indicators.reason_too_few")])
def test_without_two_values_there_is_no_change(lacking: PlacedFigure | None) -> None:
    assert change_since(figure(110, 105, 115), lacking, BEFORE) is None
    assert change_since(lacking, figure(110, 105, 115), BEFORE) is None


def test_up_is_bad_where_lower_is_better() -> None:
    moved = change_since(figure(110, 105, 115), figure(100, 96, 104), BEFORE)
    assert moved is not None
    assert verdict(moved, "vacature_dagen") == "bad"
    assert verdict(moved, "uitstroom_werk") == "good"
    for without_side in ("uitstroom", "uitkeringsduur", "stand", "instroom", "personen"):
        assert verdict(moved, without_side) == "neutral"


def test_missing_at_least_and_unknown_are_three_different_words() -> None:
    at_least = figure(NAN, 91, NAN, reason="indicators.reason_not_reached")
    too_few = figure(NAN, reason="indicators.reason_too_few")
    texts = {told(value_said(f), "nl") for f in (None, at_least, too_few, figure(0.0))}
    assert texts == {"niet geleverd", "minstens 91 dagen", "geen cijfer", "0 dagen"}


def test_every_reason_of_the_library_is_a_sentence() -> None:
    for language in LANGUAGES:
        few = figure(NAN, reason="indicators.reason_too_few")
        assert told(certain_said(few), language).endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_that_does_not_show_is_called_the_same(language: Language) -> None:
    now = figure(100.3, 90, 110)
    moved = change_since(now, figure(100.1, 90, 110), BEFORE)
    assert moved is not None
    said = told(change_said(moved, now.unit, "change"), language)
    assert "2009K2" in said
    assert not any(c in said for c in "↑↓")


@pytest.mark.parametrize(
    ("indicator", "before", "kind"),
    [
        ("instroom", (50, 45, 55), "moved"),
        ("instroom", (98, 90, 106), "neutral"),
        ("uitstroom_werk", (50, 45, 55), "good"),
    ],
)
def test_a_sure_change_is_seen_on_the_card_also_where_no_side_is_better(
    indicator: str, before: tuple[float, float, float], kind: str
) -> None:
    found = {
        (indicator, "A", NOW): figure(100, 95, 105),
        (indicator, "A", BEFORE): figure(*before),
    }
    seen = PlacedFigures(found, ("A",), (BEFORE, NOW))
    made = card(Tile(indicator), seen, "A", NOW, "final")
    assert [each for each, _ in made.changes] == [kind]
    # What is hidden behind the '?' may be chance; what is not stands outside it.
    with reading("nl"):
        outside = re.sub("<details.*</details>", "", as_html(made, ""))
    assert ("meer dan toeval" in outside) == (kind != "neutral")


def test_peers_are_counted_one_by_one() -> None:
    found = {("uitkeringsduur", "A", NOW): figure(100, 95, 105)}
    places = {
        "low": figure(50, 45, 55),
        "same": figure(101, 95, 107),
        "high": figure(200, 190, 210),
    }
    found |= {("uitkeringsduur", name, NOW): f for name, f in places.items()}
    seen = PlacedFigures(found, ("A", *places), (NOW,))
    said = told(course_section(course(seen)).finding)
    assert said.partition(". ")[2].startswith("Van de 3 vergelijkbare plaatsen")
    assert "1 lager en 1 hoger" in said
    assert "1 niet duidelijk anders" in said


@pytest.mark.parametrize(
    ("low", "value", "high", "way"),
    [(45, 50, 55, "lager dan toeval"), (95, 101, 107, "niet duidelijk"), (190, 200, 210, "hoger")],
)
def test_one_peer_is_called_one(low: float, value: float, high: float, way: str) -> None:
    found = {("uitkeringsduur", "A", NOW): figure(100, 95, 105)}
    found["uitkeringsduur", "B", NOW] = figure(value, low, high)
    said = told(course_section(course(PlacedFigures(found, ("A", "B"), (NOW,)))).finding)
    assert f"De ene vergelijkbare plaats met een cijfer is {way}" in said


def test_the_list_of_places_is_by_name_whatever_the_values() -> None:
    names = ("Zee", "akker", "Berg")
    found = {
        ("uitkeringsduur", n, NOW): figure(v, v, v) for n, v in zip(names, (1, 2, 3), strict=True)
    }
    seen = PlacedFigures(found, names, (NOW,))
    with reading("nl"):
        rows = table_as_records(places_table(seen, Tile("uitkeringsduur"), NOW))
    assert [row["place"] for row in rows] == ["akker", "Berg", "Zee"]


def test_the_export_keeps_missing_and_zero_apart() -> None:
    seen = series(figure(0.0), figure(NAN, reason="indicators.reason_too_few"))
    lines = as_csv(seen, "uitkeringsduur", 7).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("indicator;plaats;kwartaal;waarde;")
    assert lines[1].split(";")[3] == "0,0"
    assert lines[2].split(";")[3] == ""
    assert "indicators.reason_too_few" in lines[2]
    assert all(line.endswith(";7") for line in lines[1:])


def test_every_tile_is_an_indicator_that_exists() -> None:
    known = load_indicators()
    for tile in TILES:
        assert tile.indicator in known
        assert (tile.split is not None) == (known[tile.indicator].always_split), tile


def test_the_part_that_was_asked_is_taken_and_no_other() -> None:
    rows = [
        {**_row(), "split": "182", "value": 0.1},
        {**_row(), "split": "365", "value": 0.2},
        {**_row(), "split": "alle", "value": 0.3},
    ]
    for order in (rows, rows[::-1]):
        seen = placed_figures(pd.DataFrame(order), "werkplein", [Tile("herinstroom", "365")])
        found = seen.get("herinstroom", "A", NOW)
        assert found is not None
        assert found.figure.value == 0.2


def test_each_figure_is_that_of_its_own_row() -> None:
    rows = [
        {**_row(), "split": "365", "werkplein": place, "kwartaal": quarter, "value": value}
        | ({"value": NAN, "reason": "indicators.reason_too_few"} if value == 3 else {})
        for value, (place, quarter) in enumerate(product("AB", (BEFORE, NOW)))
    ]
    seen = placed_figures(pd.DataFrame(rows), "werkplein", [Tile("herinstroom", "365")])
    plain = {("herinstroom", r["werkplein"], r["kwartaal"]): placed_figure(r) for r in rows}
    assert dict(seen.by_place) == plain
    assert len(seen.by_place) == 4
    assert (seen.places, seen.quarters) == (("A", "B"), (BEFORE, NOW))
    assert seen.get("herinstroom", "C", NOW) is None


def _row() -> dict[str, object]:
    return {
        "indicator": "herinstroom", "werkplein": "A", "kwartaal": NOW, "low": 0.0, "high": 1.0,
        "n": 10, "numerator": 1.0, "denominator": 10.0, "unit": "share", "method": "m",
        "reason": None, "beside": None, "undelivered": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "chance"), [(104, 112, "counted"), (95, 112, "open"), (NAN, NAN, "full_count")]
)
def test_what_was_counted_may_still_move_but_has_no_chance_in_it(
    low: float, high: float, chance: str
) -> None:
    later = "indicators.method_full_count_with_revision"
    method = "indicators.method_full_count" if math.isnan(low) else later
    now = figure(110, low, high, method=method)
    moved = change_since(now, figure(100, method="indicators.method_full_count"), BEFORE)
    assert moved is not None
    assert moved.chance == chance


def test_what_is_no_change_of_the_place_itself_is_not_called_more_than_chance() -> None:
    # The same figures are far apart by chance alone: 10 - sqrt(5^2 + 4^2) > 0.
    before, plain = figure(100, 96, 104), figure(110, 105, 115)
    broken = {
        "closed": replace(plain, closed=True),
        "area": replace(plain, area_since=NOW),
        "held_back": replace(plain, held_back=True),
    }
    for chance, now in broken.items():
        moved = change_since(now, before, BEFORE)
        assert moved is not None
        assert moved.chance == chance
        assert verdict(moved, "vacature_dagen") == "neutral"
        assert "toeval verklaart" not in told(change_said(moved, now.unit, "change"))
    # The quarter before was not whole; and an area that changed before both is the same.
    late = change_since(plain, replace(before, closed=True), BEFORE)
    same = change_since(replace(plain, area_since=BEFORE), before, BEFORE)
    assert late is not None
    assert same is not None
    assert (late.chance, same.chance) == ("closed", "beyond")
    # A number that was counted in full has no better word for it.
    counted = {"method": "indicators.method_full_count"}
    moved = change_since(figure(110, **counted, area_since=NOW), figure(100, **counted), BEFORE)
    assert moved is not None
    assert moved.chance == "area"
