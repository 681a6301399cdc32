"""Kaplan-Meier on histograms, against a plain loop over single cases and against scipy."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ketenkpi.stats import kaplan_meier, mid_p

# day of entry (None: seen from its own beginning), day it leaves, ended?
EARLY = st.tuples(st.none(), st.integers(0, 9), st.booleans())
LATE = st.builds(
    lambda entry, further, ended: (entry, entry + further, ended),
    st.integers(0, 6),
    st.integers(1, 8),
    st.booleans(),
)
CASES = st.lists(EARLY | LATE, min_size=1, max_size=25)


def plainly(cases, day):
    """S(day) by the textbook: at every day, those there and those who go."""
    surviving = 1.0
    days = range(-1, max(stop for _, stop, _ in cases) + 1)
    everyone_known = any(entry is None for entry, _, _ in cases)
    emptied = False
    for today in days:
        there = [
            (entry, stop, ended)
            for entry, stop, ended in cases
            if (entry is None or entry < today) and stop >= today
        ]
        if today > day:
            break
        gone = [case for case in there if case[1] == today and case[2]]
        if emptied and (there or any(entry == today for entry, _, _ in cases)):
            return math.nan
        if there:
            surviving *= 1 - len(gone) / len(there)
        emptied = emptied or not any(
            (entry is None or entry <= today) and stop > today for entry, stop, _ in cases
        )
    followed = any(entry is None or entry < day for entry, stop, _ in cases if stop >= day)
    if not everyone_known or (not followed and surviving > 0):
        return math.nan
    return surviving


def histogram(cases):
    rows = [(stop, int(ended), int(not ended), 0) for _, stop, ended in cases]
    rows += [(entry, 0, 0, 1) for entry, _, _ in cases if entry is not None]
    return np.array(rows).T


@given(CASES, st.integers(-1, 16))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_survival_is_the_textbook_loop(cases, day):
    days, events, censored, entered = histogram(cases)
    found = kaplan_meier(days, events, censored, entered=entered).survival(day)
    np.testing.assert_allclose(found.value[0], plainly(cases, day), rtol=1e-12)
    assert np.isnan(found.value[0]) or found.low[0] <= found.value[0] <= found.high[0]


def test_many_groups_equal_scipy_on_repeated_cases():
    rng = np.random.default_rng(20090401)
    groups, rows = 40, 3000
    group, day = rng.integers(0, groups, rows), rng.integers(0, 120, rows)
    events, censored = rng.integers(0, 4, rows), rng.integers(0, 3, rows)
    found = kaplan_meier(day, events, censored, group=group, groups=groups)
    for one in range(groups):
        mine = group == one
        data = stats.CensoredData(
            uncensored=np.repeat(day[mine], events[mine]),
            right=np.repeat(day[mine], censored[mine]),
        )
        theirs = stats.ecdf(data).sf
        with warnings.catch_warnings():  # scipy warns that S = 0 and S = 1 have no limits
            warnings.simplefilter("ignore", RuntimeWarning)
            limits = theirs.confidence_interval(method="log-log")
        curve = found.curve(one)
        at = np.searchsorted(curve.day, theirs.quantiles.astype(int))
        np.testing.assert_allclose(curve.surviving[at], theirs.probabilities, atol=1e-13)
        inside = (theirs.probabilities > 1e-13) & (theirs.probabilities < 1)
        np.testing.assert_allclose(
            curve.low[at][inside], limits.low.probabilities[inside], rtol=1e-9
        )
        np.testing.assert_allclose(
            curve.high[at][inside], limits.high.probabilities[inside], rtol=1e-9
        )


def test_histograms_add():
    # The curve of two added histograms is the curve of all cases together.
    rng = np.random.default_rng(5)
    day, events, censored = rng.integers(0, 60, (3, 200))
    together = kaplan_meier(day, events, censored).curve()
    shuffled = rng.permutation(200)
    parts = kaplan_meier(
        np.concatenate([day, day]),
        np.concatenate([events // 2, events - events // 2]),
        np.concatenate([censored, 0 * censored]),
    ).curve()
    again = kaplan_meier(day[shuffled], events[shuffled], censored[shuffled]).curve()
    np.testing.assert_array_equal(together.surviving, parts.surviving)
    np.testing.assert_array_equal(together.surviving, again.surviving)


def test_exactly_one_half_gives_the_first_day():
    # R gives 2.5, the middle of the flat stretch.
    assert kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1], [0, 0, 0, 0]).quantile(0.5).value[0] == 2


def test_one_half_is_met_in_spite_of_rounding():
    # Ten cases, of which 2, 2, 1 and 5 leave: half is left after the third day,
    # but the product of the factors is a hair above one half in floating point.
    assert (1 - 2 / 10) * (1 - 2 / 8) * (1 - 1 / 6) > 0.5
    assert kaplan_meier([1, 2, 3, 9], [2, 2, 1, 5], [0] * 4).quantile(0.5).value[0] == 3


def test_all_censored_is_not_reached():
    found = kaplan_meier([5, 9], [0, 0], [3, 4])
    assert np.isnan(found.quantile(0.5).value[0])
    assert found.survival(9).value[0] == 1
    assert np.isnan(found.survival(10).value[0])


def test_a_share_of_all_or_none_keeps_one_open_limit():
    # Twenty of twenty within the day: the limits of any complete share.
    all_done = kaplan_meier([3], [20], [0]).survival(3)
    nothing_done = kaplan_meier([30], [20], [0]).survival(3)
    expected = mid_p([0, 20], 20)
    assert (all_done.value[0], all_done.low[0]) == (0, 0)
    assert all_done.high[0] == expected.high[0]
    assert (nothing_done.value[0], nothing_done.high[0]) == (1, 1)
    assert nothing_done.low[0] == expected.low[1]


def test_the_open_limit_counts_only_who_was_there():
    # Half left, most of the others were lost to sight, the last two left: the
    # limit must be that of 2 / 0.5 = 4 cases, not of 100.
    found = kaplan_meier([10, 20, 30], [50, 0, 2], [0, 48, 0]).survival(30)
    assert found.high[0] == mid_p(0, 4).high


def test_nobody_seen_from_the_beginning():
    # All cases ran already when the observation opened: what share ended
    # before that is not known, so no share and no median.
    found = kaplan_meier([100, 150], [0, 4], [0, 0], entered=[4, 0])
    assert np.isnan(found.survival(150).value[0])
    assert np.isnan(found.quantile(0.5).value[0])
    assert found.n[0] == 4


def test_late_entries_count_from_the_next_day():
    found = kaplan_meier([2, 2, 9], [1, 0, 0], [0, 0, 3], entered=[0, 1, 0])
    assert found.curve().at_risk[0] == 3
    assert found.survival(2).value[0] == pytest.approx(2 / 3)


def test_a_group_without_rows():
    found = kaplan_meier([4], [2], [1], group=[1], groups=3)
    np.testing.assert_array_equal(found.n, [0, 3, 0])
    np.testing.assert_array_equal(np.isnan(found.survival(1).value), [True, False, True])
    np.testing.assert_array_equal(found.quantile(0.5).value, [np.nan, 4, np.nan])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"days": [1], "events": [-1], "censored": [0]}, "negative"),
        ({"days": [1], "events": [1], "censored": [0], "entered": [2]}, "entered late"),
        ({"days": [1, 5], "events": [1, 0], "censored": [0, 0], "entered": [0, 1]}, "entered late"),
        ({"days": [4, 4], "events": [1, 0], "censored": [0, 0], "entered": [0, 1]}, "entered late"),
        ({"days": [1], "events": [1], "censored": [0], "group": [1]}, "group must lie"),
        ({"days": [1], "events": [1], "censored": [0], "level": 95}, "level must lie"),
    ],
)
def test_refusals(arguments, message):
    with pytest.raises(ValueError, match=message):
        kaplan_meier(arguments.pop("days"), arguments.pop("events"), **arguments)


def test_a_quantile_lies_inside():
    with pytest.raises(ValueError, match="quantile"):
        kaplan_meier([1], [1], [0]).quantile(1)


def test_closed_cases_alone_are_counted_plainly() -> None:
    draw = np.random.default_rng(21)
    group, day = np.repeat(np.arange(30), 25), np.tile(np.arange(25), 30)
    events, censored = draw.integers(0, 3, (2, 750))
    events[group == 7] = 0
    found = kaplan_meier(day, events, censored, group=group, groups=31)
    for one in range(31):
        closed = np.repeat(day[group == one], events[group == one])
        within = (closed <= 9).mean() if closed.size else np.nan
        first = np.sort(closed)[int(np.ceil(0.9 * closed.size)) - 1] if closed.size else np.nan
        assert found.closed_within(9)[one] == pytest.approx(within, nan_ok=True)
        assert found.closed_quantile(0.9)[one] == pytest.approx(first, nan_ok=True)


def test_all_closed_within_the_term_although_others_run_on() -> None:
    found = kaplan_meier([3, 50], [4, 0], [0, 2])
    assert found.closed_within(20).tolist() == [1.0]


def test_the_last_day_of_each_group_is_the_last_on_which_anything_was_seen():
    seen = kaplan_meier([3, 9, 4], [1, 0, 1], [0, 1, 0], group=[0, 0, 2], groups=3)
    np.testing.assert_array_equal(seen.last_day(), [9.0, np.nan, 4.0])


def test_without_open_cases_the_limits_are_those_of_the_count():
    days = np.random.default_rng(31).integers(0, 60, 40)
    seen = kaplan_meier(days, np.ones(40), np.zeros(40))
    for day in range(60):
        found, expected = seen.survival(day), mid_p((days > day).sum(), 40)
        np.testing.assert_allclose(found.low, expected.low, rtol=1e-9)
        np.testing.assert_allclose(found.high, expected.high, rtol=1e-9)


@pytest.mark.parametrize("limits", ["mid_p", "log_log"])
def test_a_quantile_has_the_days_at_which_the_limits_of_the_curve_pass_it(limits):
    rng = np.random.default_rng(32)
    for _ in range(20):
        days, ended = rng.integers(0, 50, 30), rng.random(30) < 0.7
        seen = kaplan_meier(days, ended, ~ended)
        for share in (0.2, 0.5, 0.9):
            found, left = seen.quantile(share, limits=limits), 1 - share + 1e-9
            at = {day: seen.survival(day, limits=limits) for day in sorted(set(days))}
            low = next((day for day, one in at.items() if one.low[0] <= left), np.nan)
            high = next((day for day, one in at.items() if one.high[0] <= left), np.nan)
            np.testing.assert_array_equal([found.low[0], found.high[0]], [low, high])


def test_limits_at_one_day_are_those_of_the_whole_curve():
    rng = np.random.default_rng(3)
    days, ended = rng.integers(0, 40, 500), rng.integers(0, 2, 500)
    seen = kaplan_meier(days, ended, 1 - ended, group=rng.integers(0, 5, 500), groups=5)
    for group in range(5):
        curve = seen.curve(group)
        for day, low, high in zip(curve.day, curve.low, curve.high, strict=True):
            if not np.isnan(low):
                found = seen.survival(day, limits="log_log")
                assert (found.low[group], found.high[group]) == (low, high)
