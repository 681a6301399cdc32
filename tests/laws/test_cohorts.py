"""What holds for every set of followed cases: ways to end and going on make up the whole."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenkpi.counts import count
from ketenkpi.stats import cumulative_incidence, kaplan_meier
from tests.engines import uploads

pytestmark = pytest.mark.slow

Row = dict[str, Any]
modest = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
begins = st.sampled_from([None, date(2009, 1, 2)])


def sums(table: Any, by: list[str], measures: list[str]) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    for row in table.to_pylist():
        for name in measures:
            found[(*(row[key] for key in by), name)] += row[name]
    return +found


@modest
@given(rows=uploads.spells(), since=begins)
def test_ways_to_end_add_up_to_the_duration(rows: list[Row], since: date | None) -> None:
    counts = count(
        uploads.arrow_tables({"trajecten": rows}), engine="polars", observed_from=since, check=False
    )
    by = ["werkplein", "kwartaal", "regeling", "doelgroep", "days"]
    measures = ["entered", "events", "censored"]
    benefit = counts.table("duur").filter(pc.field("soort") == "uitkering")
    assert sums(counts.table("afloop"), by, measures) == sums(benefit, by, measures)


@modest
@given(rows=uploads.spells(), since=begins)
def test_cohorts_lie_within_the_inflow(rows: list[Row], since: date | None) -> None:
    counts = count(
        uploads.arrow_tables({"trajecten": rows}), engine="polars", observed_from=since, check=False
    )
    by = ["werkplein", "kwartaal", "regeling", "doelgroep", "kanaal"]
    inflow = sums(counts.table("instroom"), by, ["n"])
    for row in counts.table("cohort").to_pylist():
        assert 0 <= row["werk"] <= row["uitstroom"] <= row["n"]
    for days in (182, 365):
        mine = counts.table("cohort").filter(pc.field("venster") == days)
        assert sums(mine, by, ["n"]) <= inflow


@modest
@given(rows=uploads.spells())
def test_everybody_known_who_left_comes_back_or_not(rows: list[Row]) -> None:
    counts = count(uploads.arrow_tables({"trajecten": rows}), engine="polars", check=False)
    left = [
        row
        for row in rows
        if row["client"] and row["instroom"] and row["uitstroom"]
        if row["uitstroom"] >= row["instroom"]
    ]
    table = counts.table("terugkeer").to_pylist()
    assert sum(row["events"] + row["censored"] for row in table) == len(left)
    assert all(row["days"] >= 0 for row in table)


histograms = st.lists(
    st.tuples(*(st.integers(0, top) for top in (400, 3, 3, 3))), min_size=1, max_size=30
)


@modest
@given(rows=histograms, day=st.integers(0, 400))
def test_shares_of_all_exits_and_who_stays_make_one(rows: list[Any], day: int) -> None:
    days, work, other, running = (np.array(column) for column in zip(*rows, strict=True))
    found = cumulative_incidence(days, {"werk": work, "anders": other}, running)
    stays = kaplan_meier(days, work + other, running).survival(day).value[0]
    shares = [cause.at(day).value[0] for cause in found.values()]
    if np.isnan(stays):
        assert np.isnan(shares).all()
        return
    assert np.isclose(sum(shares) + stays, 1)
    # The curve that ignores the other exits never says less.
    alone = kaplan_meier(days, work, other + running).survival(day).value[0]
    assert np.isnan(alone) or 1 - alone >= shares[0] - 1e-9
