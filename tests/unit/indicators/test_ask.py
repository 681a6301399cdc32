"""`indicators`: groups, scope, filters, refusals, and a second computation in plain loops."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

import ketenkpi as kk
from ketenkpi.counts import count
from ketenkpi.errors import NotAdditive, UsageError
from ketenkpi.indicators import askable, indicators, load_indicators
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import Quarter

PLACES = ["Noord", "Oost", "Zuid", "West"]
REGIONS = {"Noord": "Boven", "Oost": "Boven", "Zuid": "Onder"}
UNTIL = date(2010, 12, 31)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def cases() -> pl.DataFrame:
    """400 invented spells; West delivers none of the last year."""
    rng = np.random.default_rng(20090101)
    rows = []
    for i in range(400):
        place = PLACES[rng.integers(4)]
        start = date(2009, 1, 1) + timedelta(int(rng.integers(0, 365 if place == "West" else 720)))
        end = start + timedelta(int(rng.integers(0, 500)))
        reason = ["werk", "verhuizing", "onbekend"][rng.integers(3)]
        open_ = end > UNTIL
        decided = start - timedelta(int(rng.integers(0, 90)))
        rows.append(
            {
                "traject_id": f"t{i}",
                "werkplein": place,
                "regeling": ["WW", "WWB"][rng.integers(2)],
                "doelgroep": ["jongere", "overig"][rng.integers(2)],
                "kanaal": "balie",
                "client": f"k{rng.integers(250)}",
                "aanvraag": decided - timedelta(int(rng.integers(0, 90))),
                "besluit": decided,
                "instroom": start,
                "uitstroom": None if open_ else end,
                "reden_uitstroom": None if open_ else reason,
            }
        )
    return pl.DataFrame(rows)


@pytest.fixture(scope="module")
def counts(cases):
    return count({"trajecten": cases}, observed_until=UNTIL)


def test_every_kind_in_plain_loops(cases, counts) -> None:
    # Per regeling and quarter: numbers, shares and years of benefit once more, case by case.
    inflow, outflow, work, stock = (defaultdict(int) for _ in range(4))
    quarters = range(Quarter(2009, 1).index, Quarter(2010, 4).index + 1)
    for row in cases.iter_rows(named=True):
        law, end = row["regeling"], row["uitstroom"]
        inflow[law, Quarter.of(row["instroom"]).index] += 1
        if end is not None:
            outflow[law, Quarter.of(end).index] += 1
            work[law, Quarter.of(end).index] += row["reden_uitstroom"] == "werk"
        for index in quarters:
            last = Quarter.from_index(index).last_day
            stock[law, index] += row["instroom"] <= last and (end is None or end > last)
    found = indicators(
        counts,
        keys=["instroom", "uitstroom", "stand", "aandeel_werk", "uitstroomquote"],
        by=["regeling", "kwartaal"],
    ).set_index(["indicator", "regeling", "kwartaal"])
    for law in ("WW", "WWB"):
        for index in quarters:
            assert found.loc[("instroom", law, index), "value"] == inflow[law, index]
            assert found.loc[("uitstroom", law, index), "value"] == outflow[law, index]
            assert found.loc[("stand", law, index), "value"] == stock[law, index]
            share = found.loc[("aandeel_werk", law, index)]
            assert share["numerator"] == work[law, index]
            assert share["denominator"] == outflow[law, index]
    # A quarter of which every Werkplein knows the begin stock.
    index = Quarter(2010, 2).index
    days = (Quarter.from_index(index).last_day - Quarter.from_index(index).first_day).days + 1
    rate = found.loc[("uitstroomquote", "WW", index)]
    years = (stock["WW", index - 1] + stock["WW", index]) / 2 * days / 365.25
    assert rate["denominator"] == pytest.approx(years)
    assert rate["value"] == pytest.approx(outflow["WW", index] / years)


def test_decisions_within_the_term_in_plain_loops(cases, counts) -> None:
    # All decided, so the curve is the plain share.
    waited = [
        (row["besluit"] - row["aanvraag"]).days
        for row in cases.iter_rows(named=True)
        if row["regeling"] == "WWB"
    ]
    row = indicators(counts, keys=["besluit_op_tijd"], by=[]).iloc[0]
    assert row["value"] == pytest.approx(sum(days <= 56 for days in waited) / len(waited))
    assert row["beside"] == pytest.approx(row["value"])
    lead = indicators(
        counts, keys=["doorlooptijd"], by=["regeling"], where={"soort": ["aanvraag_besluit"]}
    ).set_index("regeling")
    expected = sorted(waited)[(len(waited) + 1) // 2 - 1]
    assert lead.loc["WWB", "value"] == expected


def test_order_columns_and_reasons(counts) -> None:
    found = indicators(counts)
    assert list(found.columns) == [
        *("indicator", "werkplein", "kwartaal", "split", "value", "low", "high", "n"),
        *("numerator", "denominator", "unit", "method", "reason", "beside"),
        *("undelivered", "incomplete", "immature", "note", "without"),
    ]
    # Estimates over several places have nothing to say of one.
    of_one = [key for key, each in load_indicators().items() if not each.over_places]
    assert list(found["indicator"].drop_duplicates()) == of_one
    first = found[found["indicator"] == "stand"]
    assert first[["werkplein", "kwartaal"]].apply(tuple, axis=1).is_monotonic_increasing
    # A value or a reason, never both and never neither; limits around the value.
    assert (found["value"].isna() == found["reason"].notna()).all()
    shown = found[found["value"].notna()]
    assert shown["method"].notna().all()
    assert not (shown["low"] > shown["value"]).any()
    assert not (shown["high"] < shown["value"]).any()
    assert indicators(counts, keys=["stand", "instroom"])["indicator"].iloc[0] == "stand"


def test_one_row_per_place_and_quarter(counts) -> None:
    found = indicators(counts, keys=["instroom"])
    places, quarters = found["werkplein"].nunique(), found["kwartaal"].nunique()
    assert len(found) == places * quarters
    assert not found.duplicated(["werkplein", "kwartaal"]).any()


def test_regions_add_their_werkpleinen(counts) -> None:
    by_place = indicators(counts, keys=["uitstroom"], by=["werkplein", "kwartaal"])
    by_region = indicators(
        counts, keys=["uitstroom"], by=["regio", "kwartaal"], regio_of=REGIONS
    ).set_index(["regio", "kwartaal"])["value"]
    region = by_place["werkplein"].map(REGIONS).fillna("onbekend")
    expected = by_place.groupby([region, by_place["kwartaal"]])["value"].sum()
    assert set(by_region.index.get_level_values("regio")) == {"Boven", "Onder", "onbekend"}
    assert (by_region.to_numpy() == expected.to_numpy()).all()
    only = indicators(
        counts, keys=["uitstroom"], by=[], where={"regio": ["Boven"]}, regio_of=REGIONS
    )
    assert only["value"].item() == by_region.loc["Boven"].sum()


def test_a_scope_cannot_be_looked_past(counts) -> None:
    mine = counts.select(Scope.of(["Oost"]))
    found = indicators(mine, keys=["instroom", "uitkeringsduur"])
    assert set(found["werkplein"]) == {"Oost"}
    total = indicators(mine, keys=["instroom"], by=[])
    everything = indicators(counts, keys=["instroom"], by=["werkplein"]).set_index("werkplein")
    assert total["value"].item() == everything.loc["Oost", "value"]
    outside = indicators(mine, keys=["instroom"], where={"werkplein": ["West"]})
    assert outside.empty


def test_filters(counts) -> None:
    whole = indicators(counts, keys=["instroom"], by=["regeling", "doelgroep"])
    part = indicators(counts, keys=["instroom"], by=["doelgroep"], where={"regeling": ["WW"]})
    expected = whole[whole["regeling"] == "WW"]
    assert part["value"].tolist() == expected["value"].tolist()
    quarter = Quarter(2009, 2)
    one = indicators(counts, keys=["stand"], by=["werkplein"], where={"kwartaal": [quarter]})
    several = indicators(counts, keys=["stand"]).query("kwartaal == @quarter.index")
    assert one["value"].tolist() == several["value"].tolist()


def test_a_dimension_that_is_not_counted_by_reads_alle(counts) -> None:
    found = indicators(counts, keys=["besteed"], by=["kwartaal", "regeling"])
    assert set(found["regeling"]) == {"alle"}
    refused = indicators(counts, keys=["caseload_per_fte"], where={"regeling": ["WW"]})
    assert set(refused["reason"]) == {"indicators.reason_not_delivered"}


@pytest.mark.parametrize(
    ("arguments", "error", "part"),
    [
        ({"keys": ["stand"], "by": ["werkplein"]}, NotAdditive, "kwartaal"),
        (
            {"keys": ["stand"], "by": [], "where": {"kwartaal": [8036, 8037]}},
            NotAdditive,
            "kwartaal",
        ),
        ({"keys": ["caseload_per_fte"], "by": ["werkplein"]}, NotAdditive, "kwartaal"),
        ({"keys": ["personen"], "by": ["kwartaal"]}, NotAdditive, "dubbel tellen.*werkplein"),
        ({"keys": ["personen"], "by": ["werkplein"]}, NotAdditive, "kwartaal"),
        ({"keys": ["geluk"]}, UsageError, "geluk"),
        ({"keys": ["instroom"], "by": ["wijk"]}, UsageError, "wijk"),
        ({"keys": ["instroom"], "where": {"wijk": ["a"]}}, UsageError, "wijk"),
        ({"keys": ["instroom"], "where": {"klantgroep": ["a"]}}, UsageError, "klantgroep"),
        ({"keys": ["instroom"], "by": ["regio"]}, UsageError, "regio_of"),
        ({"keys": ["instroom"], "where": {"regio": ["Boven"]}}, UsageError, "regio_of"),
    ],
)
def test_refusals(counts, arguments, error, part) -> None:
    with pytest.raises(error, match=part):
        indicators(counts, **arguments)


@pytest.mark.parametrize(
    ("by", "where"),
    [
        (["kwartaal", "regeling"], {}),
        (["kwartaal"], {}),
        (["werkplein"], {}),
        ([], {}),
        (["kwartaal", "regeling"], {"werkplein": ["Noord"]}),
    ],
)
def test_who_asks_for_all_gets_those_that_can_be_asked_so(counts, by, where) -> None:
    found = set(indicators(counts, by=by, where=where)["indicator"])
    known = load_indicators()
    assert found == set(askable(known, by, where))
    for key in (key for key in set(known) - found if not known[key].over_places):
        with pytest.raises(NotAdditive):
            indicators(counts, keys=[key], by=by, where=where)
    per_place = "werkplein" in by or len(where.get("werkplein", ())) == 1
    assert ("personen" in found) == (per_place and "kwartaal" in by)
    assert "instroom" in found


@pytest.mark.parametrize("by", [["werkplein", "kwartaal"], ["regeling", "kwartaal"], []])
def test_who_asks_for_nothing_gets_no_rows_in_the_same_columns(counts, by) -> None:
    nothing, some = (indicators(counts, keys=keys, by=by) for keys in ([], ["instroom"]))
    assert nothing.empty
    pd.testing.assert_frame_equal(nothing, some.head(0), check_index_type=False)


def test_a_wider_level_gives_wider_limits(counts) -> None:
    keys = ["uitstroom", "aandeel_werk", "uitkeringsduur", "uitstroomquote"]
    usual, wide = (indicators(counts, keys=keys, by=["regeling"], level=x) for x in (0.95, 0.998))
    assert (wide["low"] < usual["low"]).all()
    assert (wide["value"] == usual["value"]).all()


def test_nothing_counted_gives_no_rows() -> None:
    empty = pl.DataFrame(schema={"werkplein": pl.String, "thema": pl.String, "datum": pl.Date})
    found = indicators(count({"klachten": empty}), keys=["instroom", "uitkeringsduur"])
    assert found.empty
    assert "reason" in found


def test_the_function_is_public_before_and_after_its_package_is_imported(counts) -> None:
    # Importing ketenkpi.indicators binds that name in ketenkpi, over the function.
    code = "import ketenkpi as kk; kk.indicators; assert callable(kk.indicators)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    assert kk.indicators(counts, keys=["instroom"], by=[])["value"].item() == 400


def test_quarters_before_observation_are_no_inflow(cases) -> None:
    """Followed from 1 July 2009: who came before is stock, never a small inflow."""
    since = date(2009, 7, 1)
    later = count({"trajecten": cases}, observed_until=UNTIL, observed_from=since)
    whole = count({"trajecten": cases}, observed_until=UNTIL)
    by = ("kwartaal",)
    found = indicators(later, keys=["instroom", "stand"], by=by)
    assert found["kwartaal"].min() == Quarter(2009, 3).index
    known = indicators(whole, keys=["instroom", "stand"], by=by)
    known = known[known["kwartaal"] >= Quarter(2009, 3).index].reset_index(drop=True)
    assert found["value"].tolist() == known["value"].tolist()
    named = indicators(
        later, keys=["instroom", "stand"], by=by, where={"kwartaal": [Quarter(2009, 2)]}
    )
    assert named["reason"].tolist()[0] == "indicators.reason_before_observation"
    assert (
        named["value"].tolist()[1]
        == (
            (cases["instroom"] <= date(2009, 6, 30))
            & (cases["uitstroom"].fill_null(UNTIL) > date(2009, 6, 30))
        ).sum()
    )
    total = indicators(later, keys=["instroom"], by=())["value"].item()
    assert total == (cases["instroom"] >= since).sum()
    assert indicators(later, keys=["uitkeringsduur"], by=())["n"].item() > total


def test_files_without_any_day_of_inflow_do_not_say_zero(cases) -> None:
    """A log of applications knows decisions; of inflow, outflow and stock it knows nothing."""
    none = pl.lit(None, dtype=pl.Date)
    log = cases.with_columns(instroom=none, uitstroom=none, reden_uitstroom=pl.lit(None, pl.String))
    found = indicators(
        count({"trajecten": log}, observed_until=UNTIL, check=False),
        keys=["instroom", "uitstroom", "stand", "uitstroomquote", "besluit_op_tijd"],
        by=("werkplein", "kwartaal"),
    )
    decided = found["indicator"] == "besluit_op_tijd"
    assert found[decided]["value"].notna().any()
    flows = found[~decided]
    assert flows["value"].isna().all()
    missing, absent = "indicators.reason_inflow_missing", "indicators.reason_not_delivered"
    assert set(flows["reason"]) == {missing, absent}, "West delivered nothing in the last year"
    assert set(flows[flows["reason"] == absent]["werkplein"]) == {"West"}
