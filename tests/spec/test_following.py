"""What the followed shares mean: exits that compete, outflow that lasts, figures in company."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import polars as pl
import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.indicators import indicators, load_indicators
from ketenkpi.vocabulary import Quarter
from tests.spec.test_indicators import ask, many, spells

pytestmark = pytest.mark.slow

BEGIN = {"werkplein": "Oost", "regeling": "WW", "kanaal": "balie", "instroom": date(2009, 1, 5)}


def followed(*ends: tuple[date | None, str | None, int], until: date) -> Counts:
    parts = [
        many(BEGIN, times).with_columns(
            uitstroom=pl.lit(end, pl.Date), reden_uitstroom=pl.lit(reason, pl.String)
        )
        for end, reason, times in ends
    ]
    frame = pl.concat(parts).with_columns(traject_id=pl.int_range(pl.len()).cast(pl.String))
    return count({"trajecten": frame}, observed_until=until)


def one(counts: Counts, key: str) -> pd.Series:
    found = ask(counts, key)
    return found[(found["indicator"] == key) & (found["kwartaal"] == Quarter(2009, 1).index)].iloc[
        0
    ]


def test_exits_compete_and_one_minus_the_curve_claims_too_much() -> None:
    # Of twenty, ten leave otherwise on day 30 and five go to work on day 60.
    counts = followed(
        (date(2009, 2, 4), "verhuizing", 10),
        (date(2009, 3, 6), "werk", 5),
        (None, None, 5),
        until=date(2010, 6, 30),
    )
    work, stays = one(counts, "werk_binnen_365"), one(counts, "nog_in_uitkering_365")
    assert work["value"] == pytest.approx(5 / 20)
    assert work["beside"] == pytest.approx(5 / 10)
    assert stays["value"] == pytest.approx(5 / 20)
    # Without anybody lost the cohort share is the same number.
    assert one(counts, "werk_cohort_365")["value"] == pytest.approx(5 / 20)
    assert one(counts, "uitstroom_cohort_365")["value"] == pytest.approx(15 / 20)


def test_a_cohort_that_is_too_young_has_no_share_and_says_so() -> None:
    counts = followed((date(2009, 2, 4), "werk", 10), (None, None, 10), until=date(2010, 3, 30))
    young = one(counts, "werk_cohort_365")
    assert pd.isna(young["value"])
    assert young["reason"] == "indicators.reason_immature"
    # Kaplan-Meier needs somebody who was followed that long, and 5 January is.
    assert one(counts, "werk_binnen_365")["value"] == pytest.approx(1 / 2)


def test_where_no_reason_is_known_there_is_no_chance_of_work() -> None:
    counts = followed((date(2009, 2, 4), "onbekend", 20), until=date(2010, 6, 30))
    for key in ("werk_binnen_365", "werk_binnen_182", "overgang_ww_wwb", "werk_cohort_365"):
        assert one(counts, key)["reason"] == "indicators.reason_not_recorded"


def test_a_kind_of_case_in_which_nobody_goes_to_work_has_a_row() -> None:
    counts = followed((date(2009, 2, 4), "verhuizing", 20), until=date(2010, 6, 30))
    found = ask(counts, "werk_binnen_365", by=["regeling"])
    assert found["value"].tolist() == [0]


def test_lasting_outflow_counts_returns_to_any_benefit() -> None:
    left = [
        {"client": f"k{i}", "instroom": date(2008, 6, 2), "uitstroom": date(2009, 1, 5)}
        for i in range(20)
    ]
    back = [{"client": f"k{i}", "instroom": date(2009, 3, 2), "uitstroom": None} for i in range(5)]
    frame = pl.DataFrame(left + back, infer_schema_length=None).with_columns(
        traject_id=pl.int_range(pl.len()).cast(pl.String),
        werkplein=pl.lit("Oost"),
        regeling=pl.when(pl.int_range(pl.len()) < 20).then(pl.lit("WW")).otherwise(pl.lit("WWB")),
        doelgroep=pl.lit("onbekend"),
        kanaal=pl.lit("balie"),
        reden_uitstroom=pl.when(pl.col("uitstroom").is_not_null()).then(pl.lit("werk")),
    )
    counts = count({"trajecten": frame}, observed_until=date(2009, 12, 31))
    half = one(counts, "duurzame_uitstroom_182")
    assert (half["value"], half["numerator"], half["denominator"]) == (0.75, 15, 20)
    year = one(counts, "duurzame_uitstroom_365")
    assert year["reason"] == "indicators.reason_follow_up_incomplete"


def test_prevention_never_stands_alone() -> None:
    reported = many({**BEGIN, "melding": date(2009, 1, 5)}, 20).with_columns(
        instroom=pl.lit(None, pl.Date)
    )
    counts = count({"trajecten": reported}, observed_until=date(2009, 6, 30))
    alone = indicators(counts, keys=["preventiequote"])
    assert list(alone["indicator"].unique()) == ["preventiequote", "herhaalde_melding", "afgewezen"]
    # Whoever asks for one of them anyway gets it once, where it was asked.
    asked = indicators(counts, keys=["afgewezen", "preventiequote"])
    assert list(asked["indicator"].unique()) == ["afgewezen", "preventiequote", "herhaalde_melding"]
    company = load_indicators()["preventiequote"].shown_with
    assert set(company) == {"herhaalde_melding", "afgewezen"}


STOCKS = """
instroom   | uitstroom
2008-11-03 | 2009-01-15
2009-01-12 | -
2009-02-02 | 2009-05-11
"""


def test_begin_plus_in_minus_out_is_end() -> None:
    counts = count({"trajecten": spells(STOCKS)}, observed_until=date(2009, 9, 30))
    keys = ["beginstand", "instroom", "uitstroom", "stand", "gemiddelde_stand"]
    found = indicators(counts, keys=keys).pivot(
        index="kwartaal", columns="indicator", values="value"
    )
    known = found.dropna()
    assert len(known) == 3
    assert (known["beginstand"] + known["instroom"] - known["uitstroom"] == known["stand"]).all()
    assert (known["gemiddelde_stand"] == (known["beginstand"] + known["stand"]) / 2).all()


def test_the_stock_at_the_begin_of_a_running_quarter_is_known() -> None:
    counts = count({"trajecten": spells(STOCKS)}, observed_until=date(2009, 5, 15))
    found = ask(counts, "beginstand").set_index("kwartaal")
    assert found.loc[Quarter(2009, 2).index, "value"] == 2


def test_parts_by_reason_add_up_to_one() -> None:
    counts = followed(
        (date(2009, 2, 4), "verhuizing", 7),
        (date(2009, 2, 4), "werk", 11),
        (date(2009, 3, 4), None, 2),
        until=date(2009, 6, 30),
    )
    for by in (["werkplein", "kwartaal"], ["regeling"], []):
        found = ask(counts, "aandeel_reden", by=by)
        sums = found.dropna(subset=["value"])["value"].sum()
        assert np.isclose(sums, 1)
        assert set(found["split"]) == {"verhuizing", "werk", "onbekend"}


def test_open_cases_are_as_old_as_they_lie() -> None:
    rows = many({**BEGIN, "aanvraag": date(2009, 1, 5)}, 3).with_columns(
        besluit=pl.lit(None, pl.Date)
    )
    counts = count({"trajecten": rows}, observed_until=date(2009, 2, 4))
    found = ask(counts, "leeftijd_open_zaken", by=[]).set_index("split")
    row = found.loc["aanvraag_besluit"]
    assert (row["value"], row["n"]) == (30, 3)
    assert pd.isna(row["low"])


def test_a_curve_that_falls_to_zero_early_says_nothing_about_the_term() -> None:
    # Nine are lost sight of after 60 days, the last one leaves on day 80.
    rows = pl.concat(
        [
            many(BEGIN | {"instroom": date(2009, 3, 6)}, 9),
            many(BEGIN | {"instroom": date(2009, 2, 14)}, 1).with_columns(
                uitstroom=pl.lit(date(2009, 5, 5), pl.Date), reden_uitstroom=pl.lit("werk")
            ),
        ],
        how="diagonal",
    ).with_columns(traject_id=pl.int_range(pl.len()).cast(pl.String))
    counts = count({"trajecten": rows}, observed_until=date(2009, 5, 5))
    for key in ("nog_in_uitkering_365", "werk_binnen_365"):
        assert one(counts, key)["reason"] == "indicators.reason_follow_up_incomplete"
