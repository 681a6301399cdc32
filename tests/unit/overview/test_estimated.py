"""What stands on a card of several Werkpleinen beside the mark of who answered."""

from __future__ import annotations

import math

import pandas as pd

from ketenkpi.overview import Tile, placed_figures
from ketenkpi.overview.answers import card, estimated_said
from tests.unit.surfaces.told import told

MEAN, ESTIMATE = "klanttevredenheid", "klanttevredenheid_geschat"
ROW = {
    "regio": "Noord", "kwartaal": 8036, "split": "algemeen", "unit": "mark", "beside": math.nan,
    "undelivered": 0, "note": None, "reason": None, "immature": False,
}  # fmt: skip


def frame(**estimate: object) -> pd.DataFrame:
    mean = {"indicator": MEAN, "value": 6.2, "low": 5.6, "high": 6.8, "n": 10, "numerator": 62.0}
    mean |= {"denominator": 10.0, "method": "indicators.method_t"}
    other = {"indicator": ESTIMATE, "value": 6.6, "low": 5.5, "high": 7.7, "n": 10}
    other |= {"numerator": 10.0, "denominator": 50.0, "method": "indicators.method_stratified_t"}
    return pd.DataFrame([ROW | mean, ROW | other | estimate])


def shown(found: pd.DataFrame) -> str:
    made = card(Tile(MEAN, "algemeen"), placed_figures(found, "regio"), "Noord", 8036, "final")
    return told((made.value, *made.beside))


def test_the_estimate_stands_beside_the_mean_with_its_response() -> None:
    text = shown(frame())
    assert "6,2" in text
    assert "Geschat voor alle 50 aangeschreven klanten: 6,6 (95%-interval 5,5 tot 7,7)" in text
    assert "Hiervan antwoordde 20" in text


def test_what_is_left_out_is_said_on_the_card() -> None:
    assert "Niet elk antwoord telt mee" in shown(frame(note="indicators.note_strata_left_out"))


def test_why_there_is_no_estimate() -> None:
    nothing = dict.fromkeys(["value", "low", "high"], math.nan)
    text = shown(frame(**nothing, method=None, reason="indicators.reason_one_place"))
    assert "Geen schatting voor alle aangeschreven klanten. Van één Werkplein" in text


def test_without_a_mean_there_is_no_word_of_an_estimate() -> None:
    few = frame()
    few.loc[0, ["value", "low", "high"]] = math.nan
    few.loc[0, ["method", "reason"]] = [None, "indicators.reason_too_few"]
    assert "Geschat voor alle" not in shown(few)
    assert "Geschat" not in shown(few[:1])


def test_no_row_is_no_sentence() -> None:
    assert estimated_said(None) is None
