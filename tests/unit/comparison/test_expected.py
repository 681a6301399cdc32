"""Expected against actual: by strata and by a model, each a second time plainly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from ketenkpi.answer import Measured
from ketenkpi.comparison import ModelCard, cells, indirect, load_rules, logistic, strata_of
from ketenkpi.errors import UsageError
from ketenkpi.indicators import load_indicators
from ketenkpi.stats import NoModel, byar, isr_binomial
from ketenkpi.vocabulary import Quarter
from tests.unit.comparison.network import K1, outflow
from tests.unit.surfaces.told import told

SHARE = load_indicators()["aandeel_werk"]
COHORT = load_indicators()["werk_cohort_365"]
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def mixed() -> pd.DataFrame:
    """Cells of 12 places with another mix each; the chance depends on the client only."""
    rng = np.random.default_rng(20260101)
    rows = []
    for place in range(12):
        for regeling, base in (("WW", 0.5), ("WWB", 0.2)):
            for leeftijd, extra in (("tot_27", 0.2), ("27_44", 0.1), ("55_plus", -0.1)):
                n = int(rng.integers(20, 400)) * (1 + 2 * (place % 3) * (regeling == "WW"))
                events = int(rng.binomial(n, base + extra))
                rows.append((f"P{place:02}", regeling, leeftijd, 8036 + place % 2, events, n))
    columns = ["werkplein", "regeling", "leeftijd", "kwartaal", "events", "trials"]
    return pd.DataFrame(rows, columns=columns).astype({"events": float, "trials": float})


def test_indirect_in_plain_loops(mixed) -> None:
    found = indirect(mixed, ["regeling", "leeftijd"], limits="binomial")
    events, trials = defaultdict(float), defaultdict(float)
    for row in mixed.itertuples():
        events[row.regeling, row.leeftijd] += row.events
        trials[row.regeling, row.leeftijd] += row.trials
    expected, observed = defaultdict(float), defaultdict(float)
    of_place: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for row in mixed.itertuples():
        key = row.regeling, row.leeftijd
        expected[row.werkplein] += row.trials * events[key] / trials[key]
        observed[row.werkplein] += row.events
        cell = (row.events, row.trials, events[key] / trials[key])
        of_place[row.werkplein].append(cell)
    for row in found.frame.itertuples():
        assert row.expected == pytest.approx(expected[row.werkplein])
        assert row.observed == observed[row.werkplein]
        mine = of_place[row.werkplein]
        limits = isr_binomial(*zip(*mine, strict=True), [0] * len(mine), 1)
        assert (row.ratio, row.low, row.high) == pytest.approx(
            (limits.value[0], limits.low[0], limits.high[0])
        )
    assert found.frame["expected"].sum() == pytest.approx(found.frame["observed"].sum())
    assert found.left_out.empty


def test_events_per_exposure_have_the_limits_of_a_poisson_number(mixed) -> None:
    years = mixed.assign(trials=mixed["trials"] / 7)
    for row in indirect(years, ["regeling"], limits="byar").frame.itertuples():
        limits = byar(row.observed, row.expected)
        assert (row.ratio, row.low, row.high) == pytest.approx(
            (float(limits.value), float(limits.low), float(limits.high))
        )
    people = indirect(mixed, ["regeling"], limits="binomial").frame
    poisson = indirect(mixed, ["regeling"], limits="byar").frame
    np.testing.assert_allclose(people["ratio"], poisson["ratio"])
    # Four in ten of all: margins of a Poisson number are a quarter to a half wider.
    wider = (poisson["high"] - poisson["low"]) / (people["high"] - people["low"])
    assert wider.between(1.15, 1.6).all()


def test_another_mix_alone_makes_no_difference() -> None:
    # Both places reach 1 in 2 with WW and 1 in 10 with WWB; one has mostly WW.
    kinds = [("A", "WW", 90.0), ("A", "WWB", 10.0), ("B", "WW", 10.0), ("B", "WWB", 90.0)]
    frame = pd.DataFrame(kinds, columns=["werkplein", "regeling", "trials"])
    rate = frame["regeling"].map({"WW": 0.5, "WWB": 0.1})
    found = indirect(
        frame.assign(events=frame["trials"] * rate), ["regeling"], limits="binomial"
    ).frame
    assert found["ratio"].tolist() == pytest.approx([1.0, 1.0])
    raw = found["observed"] / found["trials"]
    assert raw.tolist() == pytest.approx([0.46, 0.14])


def test_a_stratum_the_reference_does_not_know_is_left_out_and_told(mixed) -> None:
    reference = mixed[mixed["regeling"] == "WW"]
    found = indirect(mixed, ["regeling", "leeftijd"], limits="binomial", reference=reference)
    other = mixed[mixed["regeling"] == "WWB"]
    assert set(found.left_out["regeling"]) == {"WWB"}
    assert found.left_out["trials"].sum() == other["trials"].sum()
    assert found.frame["trials"].sum() == reference["trials"].sum()
    keys = [each.key for each in found.statements()]
    assert keys[-1] == "comparison.strata_missing"
    assert told(Measured(other["trials"].sum(), "number")) in told(found.statements()[-1])
    wwb = mixed[mixed["regeling"] == "WWB"]
    nobody = indirect(wwb, ["regeling"], limits="binomial", reference=reference)
    assert nobody.frame["ratio"].isna().all()


def test_a_ratio_says_that_it_stands_beside_the_reference_only(mixed) -> None:
    said = [told(each) for each in indirect(mixed, ["regeling"], limits="binomial").statements()]
    assert any("niet met elkaar te vergelijken" in each for each in said)
    assert any("vastgelegd: regeling." in each for each in said)


def test_the_model_agrees_with_newtons_method(mixed) -> None:
    found, card = logistic(mixed, ["regeling", "leeftijd"], COHORT, made_on=TODAY)
    # Plain Newton with dummies of our own.
    design = np.column_stack(
        [
            np.ones(len(mixed)),
            mixed["regeling"] == "WWB",
            mixed["leeftijd"] == "27_44",
            mixed["leeftijd"] == "55_plus",
        ]
    ).astype(float)
    beta, n, x = np.zeros(4), mixed["trials"].to_numpy(), mixed["events"].to_numpy()
    for _ in range(25):
        p = 1 / (1 + np.exp(-design @ beta))
        beta += np.linalg.solve(
            design.T @ (design * (n * p * (1 - p))[:, None]), design.T @ (x - n * p)
        )
    expected = pd.Series(n * p).groupby(mixed["werkplein"]).sum()
    assert found.frame.set_index("werkplein")["expected"].to_dict() == pytest.approx(
        expected.to_dict()
    )
    assert card.events == mixed["events"].sum()
    assert sum(each.observed for each in card.calibration) == pytest.approx(card.events)
    assert 0.5 < card.discrimination < 1


def test_the_card_tells_everything(mixed) -> None:
    _, card = logistic(mixed, ["regeling", "leeftijd"], COHORT, made_on=TODAY)
    rules = load_rules()
    assert [each.key for each in card.used] == ["regeling", "leeftijd"]
    left = {each.key for each in card.left_out}
    assert {"doelgroep", "kanaal", "kwartaal", *rules.influenced} == left
    assert all(each.why.nl for each in (*card.used, *card.left_out))
    assert card.quarters == (K1, Quarter(2009, 2))
    assert (card.indicator, card.version, card.made_on) == (COHORT.key, COHORT.version, TODAY)
    assert dict(card.references).keys() == {"regeling", "leeftijd"}
    assert card.coefficients[0].term == "constant"
    assert "vastgelegd" in told(card.limits[0])
    with pytest.raises(ValueError, match="used or left out"):
        replace(card, used=card.left_out)
    with pytest.raises(ValueError, match="no more events"):
        replace(card, n=1.0)
    assert isinstance(card, ModelCard)


def test_few_events_per_term_are_called_shaky(mixed) -> None:
    few = mixed.assign(trials=20.0, events=1.0 + np.arange(len(mixed)) % 2)
    few = few[few["werkplein"] < "P02"]
    _, card = logistic(few, ["regeling", "leeftijd"], COHORT, made_on=TODAY)
    assert card.events_per_term < 10
    assert card.limits[-1].key == "comparison.card_shaky"


def test_no_model_is_refused_by_name(mixed) -> None:
    with pytest.raises(NoModel) as fault:
        logistic(mixed.assign(events=0.0), ["regeling"], COHORT, made_on=TODAY)
    assert fault.value.cause == "one_outcome"


def test_strata_are_what_the_indicator_is_counted_by() -> None:
    assert strata_of(SHARE) == ("regeling", "doelgroep", "kwartaal")
    assert strata_of(SHARE, ["doelgroep"]) == ("regeling", "kwartaal")
    assert strata_of(COHORT) == ("regeling", "doelgroep", "leeftijd", "kanaal", "kwartaal")
    with pytest.raises(UsageError) as fault:
        strata_of(SHARE, ["fase"])
    assert fault.value.key == "comparison.variable_unknown"
    for key in ("klanttevredenheid", "doorlooptijd", "tevreden", "caseload_per_fte"):
        with pytest.raises(UsageError) as fault:
            strata_of(load_indicators()[key])
        assert fault.value.key == "comparison.not_adjustable"


def test_nothing_adjusted_for_is_influenced_by_a_location() -> None:
    rules = load_rules()
    for each in load_indicators().values():
        try:
            strata = strata_of(each)
        except UsageError:
            continue
        assert set(strata) <= set(rules.pre_intake)
    assert set(rules.pre_intake) & set(rules.influenced) == set()


def test_cells_hold_every_case_once() -> None:
    counts = outflow(
        [
            ("A", "WW", "jongere", 12, 3),
            ("A", "WWB", "overig", 4, 16),
            ("B", "WW", "overig", 0, 11),
        ]
    )
    found = cells(counts, SHARE, strata_of(SHARE), where={})
    assert found[["events", "trials"]].sum().tolist() == [16, 46]
    row = found[(found["werkplein"] == "A") & (found["regeling"] == "WW")]
    assert row[["events", "trials"]].to_numpy().tolist() == [[12, 15]]
    # Who left to work within a year of inflow.
    cohort = cells(counts, COHORT, ["regeling"], where={})
    assert cohort[["events", "trials"]].sum().tolist() == [16, 46]
    assert cohort["kwartaal"].unique().tolist() == [K1.index]
