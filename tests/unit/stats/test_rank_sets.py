"""Rank sets, groups of equal size and many p-values: their edges, and plain second computations."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import benjamini_hochberg, quantile_groups, rank_sets

PARTS = ("rank", "low", "high", "low_together", "high_together")


def test_units_far_apart_have_their_own_place():
    found = rank_sets([10.0, 30, 20], [0.1, 0.1, 0.1])
    for part in PARTS:
        np.testing.assert_array_equal(getattr(found, part), [3, 1, 2])


def test_units_alike_may_take_any_place():
    found = rank_sets(np.zeros(6), np.ones(6))
    np.testing.assert_array_equal(found.rank, np.ones(6))
    np.testing.assert_array_equal(found.low_together, np.ones(6))
    np.testing.assert_array_equal(found.high, np.full(6, 6))


@pytest.mark.parametrize(("apart", "told"), [(1.9, False), (2.02, True)])
def test_two_units_are_the_usual_test(apart, told):
    found = rank_sets([0.0, apart], [0.6, 0.8], draws=200_000)
    np.testing.assert_array_equal(found.high, [2, 1] if told else [2, 2])


def test_together_is_wider_than_alone():
    rng = np.random.default_rng(4)
    found = rank_sets(rng.normal(0, 2, 20), rng.uniform(0.3, 1, 20))
    assert (found.low_together <= found.low).all()
    assert (found.high_together >= found.high).all()
    assert (found.low <= found.rank).all()
    assert (found.rank <= found.high).all()
    assert (found.high_together - found.low_together).sum() > (found.high - found.low).sum()


def test_sets_hold_the_true_place_nineteen_times_in_twenty():
    rng = np.random.default_rng(12)
    true, se = np.linspace(0, 6, 12), np.full(12, 0.8)
    place = 12 - np.arange(12)
    alone = together = 0.0
    for repeat in range(200):
        found = rank_sets(rng.normal(true, se), se, draws=1_000, seed=repeat)
        alone += ((found.low <= place) & (place <= found.high)).mean() / 200
        together += ((found.low_together <= place) & (place <= found.high_together)).all() / 200
    assert alone >= 0.95
    assert together >= 0.93  # 0.95 less two standard errors of 200 repeats


def test_units_without_an_estimate_have_no_place():
    found = rank_sets([1.0, np.nan, 3, 2], [0.1, 0.1, 0.1, np.nan])
    for part in PARTS:
        np.testing.assert_array_equal(getattr(found, part), [2, np.nan, 1, np.nan])


@pytest.mark.parametrize("estimate", [[], [5.0], [5.0, np.nan]])
def test_fewer_than_two_units_have_no_places(estimate):
    found = rank_sets(estimate, np.ones(len(estimate)))
    assert np.isnan(found.rank).all()
    assert found.low.shape == (len(estimate),)


def test_certainty_is_refused():
    with pytest.raises(ValueError, match="above zero"):
        rank_sets([1.0, 2.0], [0.0, 1.0])
    with pytest.raises(ValueError, match="one length"):
        rank_sets([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="level"):
        rank_sets([1.0, 2.0], [1.0, 1.0], level=95)


def test_benjamini_hochberg_written_out():
    p = [0.04, np.nan, 0.001, 0.5, 0.02, 0.02, 1.0]
    plain = []
    tested = sorted(v for v in p if v == v)
    for v in p:
        later = [tested[j] * 6 / (j + 1) for j in range(6) if tested[j] >= v]
        plain.append(min(later) if later else np.nan)
    np.testing.assert_allclose(benjamini_hochberg(p), plain)


def test_benjamini_hochberg_at_the_edges():
    assert benjamini_hochberg([]).size == 0
    assert np.isnan(benjamini_hochberg([np.nan])).all()
    assert benjamini_hochberg([0.03])[0] == 0.03
    for wrong in ([1.2], [[0.1]]):
        with pytest.raises(ValueError, match="between 0 and 1"):
            benjamini_hochberg(wrong)


def test_quantile_groups_are_about_equal_and_never_split_equals():
    values = np.random.default_rng(2).integers(0, 30, 100).astype(float)
    found = quantile_groups(values, 4)
    for value in np.unique(values):
        assert len(set(found[values == value])) == 1
    assert (np.diff(found[np.argsort(values)]) >= 0).all()
    even = quantile_groups(np.arange(100), 4)
    np.testing.assert_array_equal(np.unique(even, return_counts=True)[1], [25] * 4)


def test_one_group_is_refused():
    with pytest.raises(ValueError, match="two or more"):
        quantile_groups([1, 2], 1)
