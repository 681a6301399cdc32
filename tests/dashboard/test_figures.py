"""Changes and what may be said of them, from figures put together by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.presenters.cards import (
    beside_text,
    card,
    change_text,
    colour,
    range_line,
    value_text,
)
from dashboard.presenters.explain import explanation
from dashboard.presenters.figures import (
    TILES,
    FigureRow,
    Figures,
    Tile,
    change,
    figures,
    verdict,
)
from dashboard.views.overzicht import trend
from ketenkpi.indicators import beside_short, load_indicators
from ketenkpi.wording import LANGUAGES

NAN = math.nan
NOW, BEFORE = 8038, 8037


def figure(value: float, low: float = NAN, high: float = NAN, **more: object) -> FigureRow:
    given = {
        "indicator": "uitkeringsduur", "n": 100, "numerator": 50.0, "denominator": 100.0,
        "unit": "days", "method": "indicators.method_kaplan_meier", "reason": None,
        "beside": NAN, "undelivered": 0,
    }  # fmt: skip
    return FigureRow(value=value, low=low, high=high, **(given | more))  # type: ignore[arg-type]


def series(*values: FigureRow | None, place: str = "A") -> Figures:
    found = {
        ("uitkeringsduur", place, NOW - len(values) + 1 + i): v
        for i, v in enumerate(values)
        if v is not None
    }
    return Figures(found, (place,), tuple(range(NOW - len(values) + 1, NOW + 1)))


FEW = "indicators.reason_too_few"
PEOPLE = {"indicator": "personen", "unit": "number", "reason": "indicators.reason_persons_unknown"}


def test_people_between_two_limits_are_no_missing_figure_and_have_no_interval() -> None:
    people = figure(NAN, 120, 1140, method=None, numerator=NAN, denominator=NAN, **PEOPLE)
    assert (people.known, people.at_least, people.between) == (False, False, True)
    assert value_text(people, "nl") == "tussen 120 en 1.140 mensen"
    assert value_text(people, "en") == "between 120 and 1,140 people"
    assert "95%" not in range_line(people, "nl")
    seen = Figures({("personen", "A", NOW): people}, ("A",), (NOW,))
    said = trend.finding(seen, "personen", "A", "A", NOW, "nl")
    assert "tussen 120 en 1.140 mensen. Niet precies bekend" in said
    assert "geen cijfer" not in said
    (row,) = trend.points(seen, "personen", "A", "A", NOW, [], lambda *_: False, "nl").to_dict(
        "records"
    )
    assert (row["state"], row["low"], row["high"]) == ("between", 120, 1140)
    shown = dict(explanation(people, None, "personen", "nl", 1))
    assert shown["Cijfer"] == "tussen 120 en 1.140 mensen"
    assert not any("Waarnemingen" in label for label in shown)


def test_a_card_and_the_explanation_say_within_which_circle_returns_were_seen() -> None:
    noted = figure(
        0.2, 0.1, 0.3, indicator="herinstroom", unit="share", note="indicators.note_within_partner"
    )
    seen = Figures({("herinstroom", "A", NOW): noted}, ("A",), (NOW,))
    drawn = card(Tile("herinstroom", "365"), seen, "A", NOW, "nl", "definitief")
    assert "Terugkeer alleen bij dezelfde partner gezien" in drawn.html
    shown = dict(explanation(noted, None, "herinstroom", "nl", 1))
    assert shown["Kanttekening"].startswith("Terugkeer is alleen gezien bij dezelfde partner")
    # Of a quarter without a figure it is about all quarters together.
    of_all = dict(explanation(figure(NAN, reason=FEW), noted, "herinstroom", "nl", 1))
    assert of_all["Kanttekening"] == shown["Kanttekening"]
    assert "Note" not in dict(explanation(figure(9, 8, 10), None, "uitkeringsduur", "en", 1))
    lines = trend.export(seen, "herinstroom", ["A"], 7).decode("utf-8-sig").splitlines()
    assert lines[0].split(";")[-2:] == ["kanttekening", "versie"]
    assert lines[1].endswith(";indicators.note_within_partner;7")


def test_a_change_is_beyond_chance_when_its_interval_leaves_zero_out() -> None:
    # 110 (105-115) against 100 (96-104): 10 - sqrt(5^2 + 4^2) = 3.6 > 0.
    far = change(figure(110, 105, 115), figure(100, 96, 104), BEFORE)
    # 110 (100-120) against 100 (92-108): 10 - sqrt(10^2 + 8^2) = -2.8 < 0.
    near = change(figure(110, 100, 120), figure(100, 92, 108), BEFORE)
    assert far is not None
    assert near is not None
    assert (far.value, far.chance, far.rose) == (10, "beyond", True)
    assert near.chance == "within"


def test_intervals_that_overlap_may_still_differ_beyond_chance() -> None:
    # The common shortcut 'intervals overlap, so no difference' is wrong:
    # 110 (104-116) and 100 (95-105) overlap, yet 10 - sqrt(6^2 + 5^2) = 2.2 > 0.
    moved = change(figure(110, 104, 116), figure(100, 95, 105), BEFORE)
    assert moved is not None
    assert moved.chance == "beyond"


def test_a_limit_that_is_missing_leaves_it_undecided() -> None:
    moved = change(figure(110, 100, NAN), figure(100, 92, 108), BEFORE)
    assert moved is not None
    assert moved.chance == "unknown"
    surely = change(figure(200, 190, NAN), figure(100, 92, 108), BEFORE)
    assert surely is not None
    assert surely.chance == "beyond"


def test_a_full_count_has_no_chance_in_it() -> None:
    counted = {"method": "indicators.method_full_count"}
    moved = change(figure(110, **counted), figure(100, **counted), BEFORE)
    assert moved is not None
    assert moved.chance == "full_count"


def test_answers_all_alike_are_no_full_count() -> None:
    flat = figure(8, unit="mark", method="indicators.method_no_spread")
    assert not flat.exact
    assert range_line(flat, "nl") == "Geen interval: alle waarnemingen zijn gelijk"
    moved = change(flat, flat, BEFORE)
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
    assert beside_text(one, "nl", beside_short).startswith(short)
    assert said in beside_text(one, "nl")
    # With nothing open or unknown both are the same number, and neither is biased.
    assert beside_text(figure(80, 70, 90, beside=80.0, indicator=indicator), "nl") == ""


@pytest.mark.parametrize("lacking", [None, figure(NAN, reason="indicators.reason_too_few")])
def test_without_two_values_there_is_no_change(lacking: FigureRow | None) -> None:
    assert change(figure(110, 105, 115), lacking, BEFORE) is None
    assert change(lacking, figure(110, 105, 115), BEFORE) is None


def test_up_is_bad_where_lower_is_better() -> None:
    moved = change(figure(110, 105, 115), figure(100, 96, 104), BEFORE)
    assert moved is not None
    assert verdict(moved, "vacature_dagen") == "bad"
    assert verdict(moved, "uitstroom_werk") == "good"
    for without_side in ("uitstroom", "uitkeringsduur", "stand", "instroom", "personen"):
        assert verdict(moved, without_side) == "neutral"


def test_missing_at_least_and_unknown_are_three_different_words() -> None:
    at_least = figure(NAN, 91, NAN, reason="indicators.reason_not_reached")
    too_few = figure(NAN, reason="indicators.reason_too_few")
    texts = {value_text(f, "nl") for f in (None, at_least, too_few, figure(0.0))}
    assert texts == {"niet geleverd", "minstens 91 dagen", "geen cijfer", "0 dagen"}


def test_every_reason_of_the_library_is_a_sentence() -> None:
    for language in LANGUAGES:
        assert range_line(figure(NAN, reason="indicators.reason_too_few"), language).endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_that_does_not_show_is_called_the_same(language: str) -> None:
    now = figure(100.3, 90, 110)
    moved = change(now, figure(100.1, 90, 110), BEFORE)
    assert moved is not None
    assert "2009K2" in change_text(moved, now, language)
    assert not any(c in change_text(moved, now, language) for c in "↑↓")


def test_peers_are_counted_one_by_one() -> None:
    found = {("uitkeringsduur", "A", NOW): figure(100, 95, 105)}
    places = {
        "low": figure(50, 45, 55),
        "same": figure(101, 95, 107),
        "high": figure(200, 190, 210),
    }
    found |= {("uitkeringsduur", name, NOW): f for name, f in places.items()}
    seen = Figures(found, ("A", *places), (NOW,))
    said = trend.against_peers(seen, "uitkeringsduur", "A", NOW, places, "nl")
    assert said.startswith("Van de 3 vergelijkbare plaatsen")
    assert "1 lager en 1 hoger" in said
    assert "1 niet duidelijk anders" in said


def test_the_list_of_places_is_by_name_whatever_the_values() -> None:
    names = ("Zee", "akker", "Berg")
    found = {
        ("uitkeringsduur", n, NOW): figure(v, v, v) for n, v in zip(names, (1, 2, 3), strict=True)
    }
    seen = Figures(found, names, (NOW,))
    table = trend.peers_table(seen, "uitkeringsduur", names, NOW, "nl")
    assert list(table["Plaats"]) == ["akker", "Berg", "Zee"]


def test_the_export_keeps_missing_and_zero_apart() -> None:
    seen = series(figure(0.0), figure(NAN, reason="indicators.reason_too_few"))
    lines = trend.export(seen, "uitkeringsduur", ["A"], 7).decode("utf-8-sig").splitlines()
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
        seen = figures(pd.DataFrame(order), "werkplein", [Tile("herinstroom", "365")])
        found = seen.get("herinstroom", "A", NOW)
        assert found is not None
        assert found.value == 0.2


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
    moved = change(now, figure(100, method="indicators.method_full_count"), BEFORE)
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
        moved = change(now, before, BEFORE)
        assert moved is not None
        assert moved.chance == chance
        assert colour(moved, "uitkeringsduur") == "neutral"
        assert "toeval verklaart" not in change_text(moved, now, "nl")
    # The quarter before was not whole; and an area that changed before both is the same.
    late = change(plain, replace(before, closed=True), BEFORE)
    same = change(replace(plain, area_since=BEFORE), before, BEFORE)
    assert late is not None
    assert same is not None
    assert (late.chance, same.chance) == ("closed", "beyond")
    # A number that was counted in full has no better word for it.
    counted = {"method": "indicators.method_full_count"}
    moved = change(figure(110, **counted, area_since=NOW), figure(100, **counted), BEFORE)
    assert moved is not None
    assert moved.chance == "area"
