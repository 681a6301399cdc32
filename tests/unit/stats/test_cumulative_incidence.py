"""Competing exits on histograms, against a plain loop over single cases and against laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkpi.stats import cumulative_incidence, kaplan_meier, mid_p

CASE = st.tuples(st.none() | st.integers(0, 5), st.integers(1, 8), st.sampled_from("abx"))
CASES = st.lists(CASE, min_size=1, max_size=25)


def histogram(cases):
    # (entry or None, days after it, way out; x still runs)
    stops = [((entry or 0) + more, way) for entry, more, way in cases]
    entries = [entry for entry, _, _ in cases if entry is not None]
    days = np.array([stop for stop, _ in stops] + entries)
    none = [0] * len(entries)
    ways = {way: np.array([way == other for _, other in stops] + none, dtype=int) for way in "abx"}
    entered = np.array([0] * len(stops) + [1] * len(entries))
    return days, {way: ways[way] for way in "ab"}, ways["x"], entered


def plainly(cases, cause, day):
    """F(day) by the textbook: at every day the share still there, times the share that goes."""
    surviving, share = 1.0, 0.0
    for today in range(day + 1):
        there = [
            (entry, (entry or 0) + more, way)
            for entry, more, way in cases
            if (entry is None or entry < today) and (entry or 0) + more >= today
        ]
        gone = [way for _, stop, way in there if stop == today and way != "x"]
        if there:
            share += surviving * gone.count(cause) / len(there)
            surviving *= 1 - len(gone) / len(there)
    return share


@given(CASES, st.integers(0, 14))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_the_textbook_loop_and_everything_adds_to_one(cases, day):
    days, ended, censored, entered = histogram(cases)
    found = cumulative_incidence(days, ended, censored, entered=entered)
    running = kaplan_meier(days, ended["a"] + ended["b"], censored, entered=entered).survival(day)
    shares = {cause: found[cause].at(day) for cause in "ab"}
    for cause, share in shares.items():
        # NaN exactly where the curve of all causes is.
        assert np.isnan(share.value[0]) == np.isnan(running.value[0])
        if not np.isnan(share.value[0]):
            assert share.value[0] == pytest.approx(plainly(cases, cause, day), abs=1e-12)
            assert 0 <= share.low[0] <= share.value[0] <= share.high[0] <= 1
    total = sum(share.value[0] for share in shares.values()) + running.value[0]
    assert np.isnan(total) or total == pytest.approx(1, abs=1e-12)


@given(CASES, st.integers(0, 14))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_one_cause_has_the_variance_of_kaplan_meier(cases, day):
    days, ended, censored, entered = histogram(cases)
    both = ended["a"] + ended["b"]
    found = cumulative_incidence(days, {"out": both}, censored, entered=entered)["out"]
    curve = kaplan_meier(days, both, censored, entered=entered).curve()
    stays = curve.surviving
    left = curve.at_risk * (curve.at_risk - curve.events)
    greenwood = np.cumsum(np.where(left > 0, curve.events / np.maximum(left, 1), 0))
    rows = stays > 0
    np.testing.assert_allclose(
        found.variance[rows], (stays**2 * greenwood)[rows], rtol=1e-9, atol=1e-15
    )


def test_the_variance_is_that_of_a_share_when_nobody_is_censored():
    ended = {"a": [3, 0, 4], "b": [1, 2, 0], "c": [0, 5, 5]}
    found = cumulative_incidence([2, 6, 9], ended, [0, 0, 0])
    for cause, events in ended.items():
        share = np.cumsum(events) / 20
        np.testing.assert_allclose(found[cause].share, share, rtol=1e-13)
        np.testing.assert_allclose(found[cause].variance, share * (1 - share) / 20, atol=1e-16)


def test_many_groups_equal_each_alone():
    rng = np.random.default_rng(20090401)
    groups, rows = 30, 2000
    group, day = rng.integers(0, groups, rows), rng.integers(0, 90, rows)
    ended = {cause: rng.integers(0, 3, rows) for cause in "abc"}
    censored = rng.integers(0, 2, rows)
    found = cumulative_incidence(day, ended, censored, group=group, groups=groups)
    for one in range(groups):
        mine = group == one
        alone = cumulative_incidence(
            day[mine], {cause: n[mine] for cause, n in ended.items()}, censored[mine]
        )
        for cause in "abc":
            for when in (0, 30, 89):
                theirs, ours = alone[cause].at(when), found[cause].at(when)
                np.testing.assert_array_equal(
                    [ours.value[one], ours.low[one], ours.high[one]],
                    [theirs.value[0], theirs.low[0], theirs.high[0]],
                )


def test_kaplan_meier_per_reason_overstates():
    ended = {"werk": [10, 10], "anders": [10, 10]}
    share = cumulative_incidence([5, 9], ended, [0, 0])["werk"].at(9).value[0]
    alone = kaplan_meier([5, 9], ended["werk"], ended["anders"]).survival(9).value[0]
    assert share == 0.5
    assert 1 - alone == 1 - 3 / 4 * 1 / 2  # five eighths


def test_a_way_out_nobody_took():
    found = cumulative_incidence([4, 8], {"werk": [5, 15], "aow": [0, 0]}, [0, 0])
    none, all_of_them = found["aow"].at(8), found["werk"].at(8)
    limits = mid_p([0, 20], 20)
    assert (none.value[0], none.low[0], none.high[0]) == (0, 0, limits.high[0])
    assert (all_of_them.value[0], all_of_them.high[0]) == (1, 1)
    assert all_of_them.low[0] == limits.low[1]


def test_all_censored_one_case_and_no_case():
    censored = cumulative_incidence([5], {"a": [0]}, [7])["a"]
    assert (censored.at(5).value[0], censored.at(5).high[0]) == (0, mid_p(0, 7).high)
    assert math.isnan(censored.at(6).value[0])
    one = cumulative_incidence([5], {"a": [1], "b": [0]}, [0])
    assert (one["a"].at(4).value[0], one["a"].at(5).value[0]) == (0, 1)
    empty = cumulative_incidence([], {"a": []}, [], groups=2)["a"].at(3)
    assert np.isnan([empty.value, empty.low, empty.high]).all()


def test_refusals():
    with pytest.raises(ValueError, match="at least one cause"):
        cumulative_incidence([1], {}, [1])
    with pytest.raises(ValueError, match="negative"):
        cumulative_incidence([1], {"a": [-1]}, [1])
    with pytest.raises(ValueError, match="entered late"):
        cumulative_incidence([1], {"a": [1]}, [0], entered=[1])
