"""Norms and targets: n.v.t. and n.b. apart, and a verdict no surer than the figure."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.views.overzicht import targets_words
from ketenkpi.comparison import NO_TARGET
from ketenkpi.indicators import load_indicators
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD, ZUID

pytestmark = pytest.mark.slow

NAN = np.nan
BASE = {
    "indicator": "aandeel_werk", "werkplein": "Noord", "kwartaal": 8043, "soort": "streefwaarde",
    "level": "werkplein", "target": 0.55, "afgeleid_van": None, "direction": "higher", "side": None,
    "value": 0.49, "low": 0.42, "high": 0.57, "unit": "share", "verdict": "niet_te_zeggen",
    "reason": "comparison.target_in_interval", "upload_id": 14,
    "recorded_on": date(2011, 1, 5), "afterwards": False, "now": NAN, "gap": -0.06,
    "gap_low": -0.13, "gap_high": 0.02, "before": NAN, "before_low": NAN, "before_high": NAN,
    "before_reason": "comparison.target_no_year_before", "change": NAN, "change_low": NAN,
    "change_high": NAN, "judged_by": "quarter", "period_first": None, "period_last": None,
    "due": NAN, "pace": None, "end_low": NAN, "end_high": NAN, "open_quarters": (),
    "lacking": (),
}  # fmt: skip


def rows(*changes: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([BASE | change for change in changes])


def line(**change: object) -> pd.Series:
    return targets_words.table(rows(change), load_indicators(), False, "nl").iloc[0]


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


COUNT = {
    "indicator": "uitstroom_werk", "unit": "number", "judged_by": "sum", "target": 120.0,
    "period_first": date(2010, 1, 1), "period_last": date(2010, 12, 31), "kwartaal": 8041,
    "reason": None,
}  # fmt: skip


def test_a_year_that_is_not_over_tells_what_was_due_and_where_it_may_end() -> None:
    told = line(
        **COUNT, value=50.0, low=NAN, high=NAN, due=60.0, gap=-10.0, gap_low=NAN, gap_high=NAN,
        pace="season", end_low=76.0, end_high=129.0, verdict="niet_te_zeggen",
    )  # fmt: skip
    assert (
        told["Norm of doel"] == "streefwaarde 120, van 1 januari 2010 tot en met 31 december 2010"
    )
    assert told["Gerealiseerd"] == "50"
    assert told["Verschil met het doel"] == "10 lager dan nu te verwachten"
    assert told["Oordeel"] == (
        "? niet te zeggen. 2010K1 tot en met 2010K2: 50, het doel voor de hele periode is 120. "
        "Nu te verwachten: 60, naar het seizoen in de eigen eerdere jaren. "
        "In dit tempo komt het aan het eind uit tussen 76 en 129 (95%)."
    )


def test_what_is_not_settled_is_named_with_its_reason() -> None:
    why = "comparison.target_quarter_provisional"
    told = line(
        **{**COUNT, "kwartaal": 8043}, value=118.0, low=112.0, high=125.0, due=120.0, gap=-2.0,
        gap_low=-8.0, gap_high=5.0, verdict="niet_te_zeggen",
        open_quarters=(("2010K3", why), ("2010K4", why)),
    )  # fmt: skip
    assert told["Oordeel"].endswith(
        "Hele periode, 2010K1 tot en met 2010K4: 118, het doel was 120. "
        "Nog niet vast: 2010K3, 2010K4. Dit cijfer is nog voorlopig."
    )


def test_what_is_on_the_way_is_counted_apart() -> None:
    every = rows(*({"verdict": v} for v in ("voor", "achter", "achter", "op_schema", "gehaald")))
    told = targets_words.said(every, "Noord", 8041, "nl")
    assert told.endswith("Nog niet afgelopen: 1 voor op schema, 1 op schema, 2 achter.")
    assert (
        targets_words.card_line(every[:2], "aandeel_werk", "Noord", "nl") == "▼ doel loopt achter"
    )


def test_the_card_tells_the_worst_of_two_targets() -> None:
    both = rows({"verdict": "gehaald"}, {"verdict": "niet_gehaald", "soort": "norm"})
    assert targets_words.card_line(both, "aandeel_werk", "Noord", "nl") == "✗ doel niet gehaald"
    assert targets_words.card_line(both, "aandeel_werk", "Zuid", "nl") == ""
    assert targets_words.card_line(rows({"verdict": "nb"}), "aandeel_werk", "Noord", "nl") == ""


def test_the_sentence_counts_every_verdict() -> None:
    every = rows(*({"verdict": v} for v in ("gehaald", "gehaald", "nb", "nvt", "niet_te_zeggen")))
    told = targets_words.said(every, "Noord", 8043, "nl")
    assert "5 normen en doelen" in told
    assert "Gehaald: 2. Niet gehaald: 0. Niet te zeggen: 1. N.b. of n.v.t.: 2." in told


def test_what_has_no_target_is_none_and_takes_no_line_of_several_places() -> None:
    every = rows({"verdict": "gehaald"}, {"verdict": "nvt", "reason": NO_TARGET})
    told = targets_words.said(every, "Noord", 8043, "nl")
    assert "één norm of doel. Gehaald: 1." in told
    assert told.endswith("waar er in een ander kwartaal of op een ander Werkplein wel een is: 1.")
    known = load_indicators()
    assert len(targets_words.table(every, known, True, "nl")) == 1
    assert len(targets_words.table(every, known, False, "nl")) == 2


def deliver(store: Store, *targets: str) -> None:
    """Targets of the small installation, as of the day this test runs."""
    head = "werkplein;arbeidsmarktregio;indicator;vanaf;tot;waarde;soort"
    found = store.upload(
        "\n".join((head, *targets, "")).encode(), "doelen", by="test", organisation="samen",
        quarter=Quarter(2009, 4), filename="doelen.csv", scope=Scope.everything())  # fmt: skip
    assert found.status == "stored", found.findings


def test_the_page_tells_a_norm_and_that_it_is_not_known(store: Store, opened: Opened) -> None:
    deliver(store, f"{NOORD};;eerste_betaling_ww_op_tijd;01-01-2009;;85;norm")
    words = said(opened(plek=NOORD, kwartaal="2009K4"))
    assert "Norm en doelen" in words
    assert "norm 85,0%" in words
    assert "n.b." in words


def test_the_page_holds_a_region_to_its_own_target(store: Store, opened: Opened) -> None:
    places = "\n".join(
        ("werkplein;naam;arbeidsmarktregio", *(f"{each};{each};Kust" for each in (NOORD, ZUID)), "")
    )
    store.upload(places.encode(), "werkpleinen", by="test", organisation="samen",
                 quarter=Quarter(2009, 4), filename="werkpleinen.csv",
                 scope=Scope.everything())  # fmt: skip
    deliver(store, ";Kust;uitstroom_werk;01-01-2009;31-12-2009;999;streefwaarde")
    words = said(opened(kwartaal="2009K4"))
    assert "streefwaarde 999, van 1 januari 2009 tot en met 31 december 2009" in words
    # ZUID did not deliver the last quarter, and 999 might yet be reached there.
    assert "Kust (regio)" in words
    assert f"Niet van alle kwartalen aangeleverd: {ZUID}." in words


def test_the_page_tells_a_year_half_way_and_after_it(store: Store, opened: Opened) -> None:
    deliver(store, f"{NOORD};;uitstroom_werk;01-01-2009;31-12-2009;40;streefwaarde")
    quarters = store.figures(
        ["uitstroom_werk"], scope=Scope.of([NOORD], "rows"), by=("werkplein", "kwartaal")
    )["value"]
    half, whole = int(quarters[:2].sum()), int(quarters.sum())
    words = said(opened(plek=NOORD, kwartaal="2009K2"))
    assert f"2009K1 tot en met 2009K2: {half}, het doel voor de hele periode is 40." in words
    assert "Nu te verwachten: 20, als elk kwartaal evenveel bijdraagt" in words
    words = said(opened(plek=NOORD, kwartaal="2009K4"))
    assert f"Hele periode, 2009K1 tot en met 2009K4: {whole}, het doel was 40." in words
    assert ("✓ gehaald" in words) == (whole >= 40)
