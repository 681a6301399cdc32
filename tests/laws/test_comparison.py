"""What holds for every comparison: order means nothing, chance finds little, truths are found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkpi.comparison import OUTLIERS, compare, place_ratios, place_values, rank_intervals
from ketenkpi.comparison.scaled import Scaled
from ketenkpi.counts import Counts
from ketenkpi.example import TRUTHS, write_example
from tests.example_store import deliver, empty, newest
from tests.unit.comparison.network import ALL, outflow

NAMES = [f"W{i:02}" for i in range(14)]


def shares(events, trials) -> Scaled:
    x, n = np.asarray(events, float), np.asarray(trials, float)
    return Scaled("share", x / n, np.arcsin(np.sqrt(x / n)), 1 / (2 * np.sqrt(n)), n)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 400), st.floats(0, 1)), min_size=3, max_size=25), st.randoms()
)
def test_the_order_of_werkpleinen_means_nothing(cases, random) -> None:
    trials = np.array([n for n, _ in cases], float)
    events = np.round([n * share for n, share in cases])
    order = random.sample(range(len(cases)), len(cases))
    here = place_values(shares(events, trials))
    there = place_values(shares(events[order], trials[order]))
    np.testing.assert_allclose(there.z, here.z[order], atol=1e-9)
    np.testing.assert_allclose(there.limits, here.limits[order], atol=1e-9)
    assert there.position.tolist() == here.position[order].tolist()


def test_other_names_change_nothing_but_the_names() -> None:
    rng = np.random.default_rng(17)
    laws = ("WW", "WWB")
    kinds = [
        (name, law, "overig", int(rng.integers(5, 60)), int(rng.integers(5, 60)))
        for name in NAMES
        for law in laws
    ]
    other = dict(zip(NAMES, rng.permutation(NAMES), strict=True))
    renamed = [(other[name], *rest) for name, *rest in kinds]
    for adjust in (None, "indirect"):
        here, there = (
            compare(outflow(each), "aandeel_werk", scope=ALL, adjust=adjust)
            .frame.set_index("werkplein")
            .drop(columns=["rank_low", "rank_high", "position", "reason", "provisional"])
            for each in (kinds, renamed)
        )
        assert there.index.tolist() == NAMES
        np.testing.assert_allclose(there.loc[[other[n] for n in NAMES]], here.loc[NAMES])


def test_a_network_without_differences_gives_few_outliers() -> None:
    # 400 networks of 20 Werkpleinen that do not differ: 1 in 500 lies beyond
    # the outer limits. Overdispersion that is estimated can only widen them.
    rng = np.random.default_rng(2009)
    beyond = within = 0
    for _ in range(400):
        trials = rng.integers(30, 600, 20).astype(float)
        found = place_values(shares(rng.binomial(trials.astype(int), 0.4), trials))
        beyond += int(np.isin(found.position.astype(str), OUTLIERS).sum())
        within += int((found.position == "inside").sum())
    assert beyond <= 8000 / 500 * 1.5
    assert within >= 0.94 * 8000


def test_ratios_without_differences_give_few_outliers() -> None:
    rng = np.random.default_rng(2010)
    beyond = 0
    for _ in range(400):
        expected = rng.uniform(20, 300, 20)
        beyond += int(place_ratios(rng.poisson(expected), expected).outliers.sum())
    assert beyond <= 8000 / 500 * 1.5


def test_places_hold_the_true_order_as_often_as_they_promise() -> None:
    rng = np.random.default_rng(7)
    truth = np.linspace(0, 3, 12)
    true_place = 12 - np.arange(12)
    held = 0
    for _ in range(60):
        found = rank_intervals(NAMES[:12], truth + rng.normal(0, 0.4, 12), np.full(12, 0.4))
        low, high = found["rank_low"].to_numpy(float), found["rank_high"].to_numpy(float)
        held += int(((low <= true_place) & (true_place <= high)).all())
    # All twelve at once, in 95 of 100; 60 draws of that lie above 52 nearly always.
    assert held >= 53


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Counts:
    """The counts of the example network, through the store as a user's files would go."""
    home: Path = tmp_path_factory.mktemp("home")
    store = empty(home)
    for file in newest(write_example(tmp_path_factory.mktemp("example")).files):
        if file.contract in ("trajecten", "stappen", "tevredenheid"):
            deliver(store, file)
    return store.counts(ALL)


def outliers(example: Counts, key: str, **where: list[str]) -> dict[str, str]:
    frame = compare(example, key, where=where, scope=ALL).frame
    named = frame[frame["position"].isin(OUTLIERS)]
    return dict(zip(named["werkplein"], named["position"], strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("key", ["klanttevredenheid", "klanttevredenheid_werkgevers", "tevreden"])
def test_the_content_clients_are_found_and_no_others(example, key: str) -> None:
    found = outliers(example, key, klantprincipe=["algemeen"])
    assert found == {TRUTHS.content_werkplein: "above_998"}


@pytest.mark.slow
def test_the_slow_handover_is_found_and_no_other(example) -> None:
    found = outliers(example, "overdracht_p90", soort=["overdracht:diagnose>aanbodversterking"])
    assert found == {TRUTHS.slow_werkplein: "above_998"}


@pytest.mark.slow
@pytest.mark.parametrize("key", ["besluit_op_tijd", "binnen_termijn", "eerste_betaling_ww_op_tijd"])
def test_where_nothing_was_planted_nothing_is_found(example, key: str) -> None:
    assert outliers(example, key) == {}


@pytest.mark.slow
def test_outflow_differs_by_mix_and_less_so_when_adjusted(example) -> None:
    raw = compare(example, "uitstroomquote", scope=ALL)
    fair = compare(example, "uitstroomquote", scope=ALL, adjust="indirect")
    assert raw.funnel.phi > 5
    assert fair.funnel.phi < raw.funnel.phi / 5
