"""Norms and targets: n.v.t. and n.b. apart, and a verdict no surer than the figure."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from dashboard.presenters import targets
from ketenkpi.indicators import load_indicators
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD

NAN = np.nan
BASE = {
    "indicator": "aandeel_werk", "werkplein": "Noord", "kwartaal": 8043, "soort": "streefwaarde",
    "level": "werkplein", "target": 0.55, "afgeleid_van": None, "direction": "higher",
    "value": 0.49, "low": 0.42, "high": 0.57, "unit": "share", "verdict": "niet_te_zeggen",
    "reason": "comparison.target_in_interval", "upload_id": 14,
    "recorded_on": date(2011, 1, 5), "afterwards": False, "now": NAN, "gap": -0.06,
    "gap_low": -0.13, "gap_high": 0.02, "before": NAN, "before_low": NAN, "before_high": NAN,
    "before_reason": "comparison.target_no_year_before", "change": NAN, "change_low": NAN,
    "change_high": NAN,
}  # fmt: skip


def rows(*changes: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([BASE | change for change in changes])


def line(**change: object) -> pd.Series:
    return targets.table(rows(change), load_indicators(), False, "nl").iloc[0]


def test_a_line_holds_target_figure_difference_and_verdict() -> None:
    told = line()
    assert told["Norm of doel"] == "streefwaarde 55,0%"
    assert told["Gerealiseerd"] == "49,0% (42,0% tot 57,0%)"
    assert told["Verschil met het doel"] == (
        "6,0 procentpunt lager (95%-interval van het verschil −13,0 tot 2,0)"
    )
    assert told["Oordeel"].startswith("? niet te zeggen. Het doel ligt binnen")
    assert told["Jaar eerder"] == "Van hetzelfde kwartaal een jaar eerder is er geen cijfer."
    assert told["Welk doel"] == "levering 14 van 5 januari 2011"


def test_not_applicable_and_not_known_are_two_words() -> None:
    none = {"target": NAN, "value": NAN, "gap": NAN, "soort": None, "upload_id": NAN}
    closed = line(**none, verdict="nvt", reason="comparison.target_closed")
    unknown = line(**none, verdict="nb", reason="indicators.reason_not_delivered")
    assert closed["Oordeel"].startswith("n.v.t.")
    assert unknown["Oordeel"].startswith("n.b.")


def test_a_target_that_came_too_late_says_so() -> None:
    told = line(afterwards=True, level="regio", now=0.5)["Welk doel"]
    assert "doel van de regio" in told
    assert "vastgelegd na afloop van het kwartaal" in told
    assert "Later vastgelegd: 50,0%" in told


def test_the_card_tells_the_worst_of_two_targets() -> None:
    both = rows({"verdict": "gehaald"}, {"verdict": "niet_gehaald", "soort": "norm"})
    assert targets.card_line(both, "aandeel_werk", "Noord", "nl") == "✗ doel niet gehaald"
    assert targets.card_line(both, "aandeel_werk", "Zuid", "nl") == ""
    assert targets.card_line(rows({"verdict": "nb"}), "aandeel_werk", "Noord", "nl") == ""


def test_the_sentence_counts_every_verdict() -> None:
    every = rows(*({"verdict": v} for v in ("gehaald", "gehaald", "nb", "nvt", "niet_te_zeggen")))
    told = targets.said(every, "Noord", 8043, "nl")
    assert "Gehaald: 2. Niet gehaald: 0. Niet te zeggen: 1. N.b. of n.v.t.: 2." in told


def test_the_page_shows_the_national_norm_and_that_it_is_not_known(opened: Opened) -> None:
    words = said(opened(plek=NOORD, kwartaal="2009K4"))
    assert "Norm en doelen" in words
    assert "norm 85,0%" in words
    assert "n.b." in words
