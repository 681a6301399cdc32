"""What to discuss, from signals put together by hand and on a page."""

from __future__ import annotations

import html
import re

import numpy as np
import pandas as pd
import pytest

from dashboard.presenters import parts, signals
from ketenkpi.indicators import load_indicators
from ketenkpi.wording import LANGUAGES
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD

pytestmark = pytest.mark.slow

QUARTER = 8043
KNOWN = load_indicators()


def judged(*rows: tuple[str, str | float, str, str, float, float, float, str]) -> pd.DataFrame:
    columns = ["indicator", "split", "werkplein", "view", "value", "expected", "p_adjusted"]
    frame = pd.DataFrame(rows, columns=[*columns, "verdict"])
    sure = frame["p_adjusted"] < 0.05
    basis = np.where(frame["view"] == "others", "others", "own")
    away = frame["value"] - frame["expected"]
    unit = [KNOWN[key].unit for key in frame["indicator"]]
    tested = {"basis": basis, "compared": frame["value"], "unit": unit, "away": away}
    frame = frame.assign(kwartaal=QUARTER, sure=sure, quarters=11, day=np.nan, **tested)
    return frame.assign(**{"with": ""}).astype({"split": "str"})


WORK = ("uitstroom_werk", np.nan, "Noord", "past", 83.0, 141.2, 0.004, "concern")
TIME = ("doorlooptijd", "stap:intake", "Noord", "others", 5.0, 7.1, 0.02, "improvement")
CHANCE = ("stand", np.nan, "Noord", "past", 10.0, 11.0, 0.6, "concern")


def test_a_signal_says_value_expected_view_and_verdict_in_words() -> None:
    told = signals.of_place(judged(WORK, CHANCE), "Noord", QUARTER, KNOWN, (), "nl")
    (signal,) = told.signals
    assert signal.code == "uitstroom_werk"
    words = html.unescape(re.sub("<[^>]*>", " ", signal.html))
    assert "83" in words
    assert "141" in words
    assert "▼ lager, slechter" in words
    assert "Anders dan het eigen verleden" in words
    assert "één signaal bij 2 beoordeelde cijfers" in told.said


def test_better_is_not_the_same_as_higher() -> None:
    (signal,) = signals.of_place(judged(TIME), "Noord", QUARTER, KNOWN, (), "nl").signals
    assert "▲ lager, beter" in signal.html
    assert signal.code == "doorlooptijd:stap:intake"


def test_a_duration_is_told_by_the_share_that_took_longer() -> None:
    found = judged(TIME).assign(compared=0.31, expected=0.46, unit="share", day=6.0, quarters=4)
    (signal,) = signals.of_place(found, "Noord", QUARTER, KNOWN, (), "nl").signals
    words = html.unescape(re.sub("<[^>]*>", " ", signal.html))
    assert "welk deel langer duurde dan 6 dagen" in words
    assert "over de laatste 4 kwartalen samen: 31" in words
    assert "tegen 46" in words
    assert "geen verandering van dit kwartaal" in words


def test_who_is_counted_with_a_werkplein_is_named() -> None:
    found = judged(WORK).assign(**{"with": "Zuid"})
    (signal,) = signals.of_place(found, "Noord", QUARTER, KNOWN, (), "nl").signals
    assert "Geteld samen met Zuid" in signal.html


def test_a_provisional_figure_names_the_data_as_a_possible_cause() -> None:
    for provisional, there in (((), False), ({"uitstroom_werk"}, True)):
        told = signals.of_place(judged(WORK), "Noord", QUARTER, KNOWN, provisional, "nl")
        assert ("niet definitief" in told.signals[0].html) == there


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_signal_it_says_what_chance_alone_would_give(language: str) -> None:
    rows = [(*CHANCE[:3], view, *CHANCE[4:]) for view in ("past", "others")] * 20
    told = signals.of_place(judged(*rows), "Noord", QUARTER, KNOWN, (), language)
    assert told.signals == ()
    # 40 comparisons, of which 5 % is 2.
    assert re.search(r"\b40\b.*\b2\b", told.said)
    assert {"nl": "geen signaal", "en": "no signal"}[language] in told.said


def test_nothing_judged_is_not_the_same_as_no_signal() -> None:
    told = signals.of_place(judged(WORK), "Zuid", QUARTER, KNOWN, (), "nl")
    assert "geen enkel cijfer is te beoordelen" in told.said


def test_more_than_five_are_counted_and_five_are_shown() -> None:
    keys = ["uitstroom_werk", "aandeel_werk", "vervuld", "respons", "een_geheel", "vacatures"]
    rows = [(key, *WORK[1:]) for key in keys]
    told = signals.of_place(judged(*rows), "Noord", QUARTER, KNOWN, (), "nl")
    assert len(told.signals) == 5
    assert "6 signalen" in told.said
    assert "de 5 duidelijkste" in told.said


def test_all_together_gives_a_count_per_werkplein_by_name() -> None:
    rows = [WORK, (*WORK[:2], "Zuid", *WORK[3:]), (*TIME[:2], "Zuid", *TIME[3:])]
    told = signals.of_places(judged(*rows), ("Noord", "Oost", "Zuid"), QUARTER, KNOWN, "alle", "nl")
    assert [place.label for place in told.places] == ["Noord (1 signaal)", "Zuid (2 signalen)"]
    assert "3 signalen bij 2 van de 3 Werkpleinen" in told.said


def test_the_page_says_that_two_werkpleinen_are_too_few(opened: Opened) -> None:
    words = said(opened(plek=NOORD, kwartaal="2009K4"))
    assert "Wat te bespreken" in words
    assert "ten minste vijf Werkpleinen" in words


def test_the_course_of_any_figure_can_be_asked_for(opened: Opened) -> None:
    app = opened(plek=NOORD, kwartaal="2009K4", indicator="aandeel_reden:werk")
    assert app.selectbox(key="indicator").value == "aandeel_reden:werk"
    name = parts.full_name(KNOWN["aandeel_reden"], "werk", "nl")
    assert app.header[-1].value == name
