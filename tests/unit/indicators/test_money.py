"""Ratios, joint shares and costs: whose money counts, and when there is no figure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.indicators import indicators
from ketenkpi.vocabulary import Quarter
from tests.engines.uploads import arrow

K1 = Quarter(2009, 1).index
UNTIL = date(2009, 3, 31)


def money(place: str, partner: str, spent: float | None, **given: Any) -> dict[str, Any]:
    fixed = {"werkplein": place, "kwartaal": K1, "organisatie": partner, "soort": "personeel"}
    return {**fixed, "doelgroep": "onbekend", "besteed": spent, "begroot": 1.0, **given}


def exits(place: str, reason: str, times: int) -> list[dict[str, Any]]:
    begun = date(2009, 1, 5)
    return [
        {
            "traject_id": f"{reason}{i}",
            "werkplein": place,
            "regeling": "WW",
            "doelgroep": "jongere",
            "kanaal": "balie",
            "instroom": begun,
            "uitstroom": begun + timedelta(i + 1),
            "reden_uitstroom": reason,
        }
        for i in range(times)
    ]


def counts(rows: list[dict[str, Any]], spells: list[dict[str, Any]] | None = None) -> Counts:
    tables = {"middelen": arrow("middelen", rows)}
    if spells is not None:
        tables["trajecten"] = arrow("trajecten", spells)
    return count(tables, engine="polars", observed_until=UNTIL)


def asked(found: Counts, key: str, **question: Any) -> pd.Series:
    return indicators(found, keys=[key], **{"by": [], **question}).iloc[0]


def test_a_werkplein_with_the_money_of_one_partner_is_left_out_of_a_ratio() -> None:
    rows = [
        *(money("Oost", "uwv", 10.0), money("Oost", "gemeente", 30.0)),
        money("West", "gemeente", 500.0),
        *(money("Noord", "uwv", None), money("Noord", "gemeente", 900.0)),
    ]
    found = asked(counts(rows), "uitgaven_verhouding")
    assert (found["numerator"], found["denominator"], found["value"]) == (30, 10, 3)
    assert found["n"] == 1
    assert found["method"] == "indicators.method_full_count"
    assert pd.isna(found["low"])
    west = asked(counts(rows), "uitgaven_verhouding", where={"werkplein": ["West"]})
    assert west["reason"] == "indicators.reason_nothing_observed"


def test_a_ratio_to_nothing_spent_has_no_value() -> None:
    rows = [money("Oost", "uwv", 0.0), money("Oost", "gemeente", 30.0)]
    found = asked(counts(rows), "uitgaven_verhouding")
    assert found["reason"] == "indicators.reason_denominator_zero"


def test_a_share_of_which_nothing_is_known_is_no_zero() -> None:
    rows = [money("Oost", "uwv", 10.0), money("Oost", "gemeente", 30.0)]
    found = asked(counts(rows), "aandeel_gezamenlijk")
    assert found["reason"] == "indicators.reason_nothing_observed"
    rows = [money("Oost", "uwv", 10.0), money("Oost", "gemeente", 30.0, gezamenlijk=False)]
    found = asked(counts(rows), "aandeel_gezamenlijk")
    assert (found["value"], found["beside"]) == (0, 0)


def test_a_share_of_one_partner_needs_that_partner_only() -> None:
    rows = [
        money("Oost", "uwv", 10.0, gezamenlijk=True),
        money("Oost", "uwv", 30.0, gezamenlijk=False, soort="ict"),
    ]
    both = asked(counts(rows), "aandeel_gezamenlijk")
    assert both["reason"] == "indicators.reason_nothing_observed"
    found = asked(counts(rows), "aandeel_gezamenlijk", where={"organisatie": ["uwv"]})
    assert found["value"] == 0.25


def test_the_cost_of_an_outflow_follows_the_limits_of_the_outflow() -> None:
    rows = [money("Oost", "uwv", 1000.0), money("Oost", "gemeente", 2000.0)]
    spells = exits("Oost", "werk", 20) + exits("Oost", "verhuizing", 5)
    found = asked(counts(rows, spells), "kosten_per_uitstroom_werk")
    assert found["value"] == 150
    # Garwood's limits of 20 events: 12.2165 and 30.8884.
    assert found["low"] == pytest.approx(3000 / 30.8884, rel=1e-5)
    assert found["high"] == pytest.approx(3000 / 12.2165, rel=1e-5)


@pytest.mark.parametrize(
    ("reason", "times", "said"),
    [
        ("werk", 9, "too_few"),
        ("verhuizing", 20, "denominator_zero"),
        ("onbekend", 20, "not_recorded"),
    ],
)
def test_no_cost_without_enough_outflow_to_work(reason: str, times: int, said: str) -> None:
    rows = [money("Oost", "uwv", 1000.0), money("Oost", "gemeente", 2000.0)]
    found = asked(counts(rows, exits("Oost", reason, times)), "kosten_per_uitstroom_werk")
    assert found["reason"] == f"indicators.reason_{said}"
    assert pd.isna(found["value"])
