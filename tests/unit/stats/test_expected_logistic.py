"""The model of case mix: what it refuses, and its ingredients computed plainly."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import NoModel, expected_logistic

AGE = np.array(["jong", "oud", "jong", "oud", "jong", "oud"])
UNIT = np.array([0, 0, 1, 1, 2, 2])
EVENTS, TRIALS = np.array([10, 4, 3, 9, 6, 0]), np.array([20, 20, 5, 60, 10, 0])


def fitted(events=EVENTS, trials=TRIALS, unit=UNIT, units=3, **design):
    return expected_logistic(events, trials, unit, units, design or {"age": AGE})


def test_one_column_expects_its_shares():
    found = fitted()
    young, old = 19 / 35, 13 / 80
    np.testing.assert_allclose(
        found.expected, [20 * young + 20 * old, 5 * young + 60 * old, 10 * young]
    )
    assert found.terms == ("constant", "age=jong")
    assert found.references == {"age": "oud"}
    # Variance of a share of 10 of its cells: (10 / 35)² 35 p (1 - p)
    assert found.se[2] == pytest.approx(np.sqrt((10 / 35) ** 2 * 35 * young * (1 - young)))


def test_discrimination_counts_pairs():
    found = fitted()
    young, old = (19, 16), (13, 67)
    pairs = (19 + 13) * (16 + 67)
    plain = (young[0] * old[1] + 0.5 * (young[0] * young[1] + old[0] * old[1])) / pairs
    assert found.discrimination == pytest.approx(plain)
    assert fitted(gender=np.zeros(6, dtype=int)).discrimination == 0.5


def test_calibration_adds_to_all_cases():
    rng = np.random.default_rng(3)
    column = {name: rng.integers(0, 5, 400) for name in ("age", "channel", "group")}
    trials = rng.integers(0, 40, 400)
    chance = 1 / (1 + np.exp(1 - 0.3 * column["age"] + 0.2 * column["group"]))
    events = rng.binomial(trials, chance)
    found = expected_logistic(events, trials, rng.integers(0, 8, 400), 8, column)
    tenths = found.calibration
    assert len(tenths.trials) == 10
    assert tenths.trials.sum() == trials.sum()
    assert tenths.observed.sum() == events.sum() == pytest.approx(tenths.expected.sum())
    assert (np.diff(tenths.expected / tenths.trials) > 0).all()
    shares = tenths.observed / tenths.trials, tenths.expected / tenths.trials
    np.testing.assert_allclose(*shares, atol=0.06)
    assert found.events_per_term == pytest.approx(min(events.sum(), (trials - events).sum()) / 12)


def test_cells_may_be_split_or_come_in_any_order():
    whole = fitted()
    order = np.random.default_rng(1).permutation(12)
    split = expected_logistic(
        np.concatenate([EVENTS // 2, EVENTS - EVENTS // 2])[order],
        np.concatenate([TRIALS // 2, TRIALS - TRIALS // 2])[order],
        np.concatenate([UNIT, UNIT])[order],
        3,
        {"age": np.concatenate([AGE, AGE])[order]},
    )
    np.testing.assert_allclose(split.expected, whole.expected)
    np.testing.assert_allclose(split.coefficient_se, whole.coefficient_se)


def test_a_unit_without_trials_has_nothing_expected():
    found = fitted(units=4)
    for part in (found.observed, found.expected, found.se, found.trials):
        assert np.isnan(part[3])


def test_floats_are_numbers_and_whole_numbers_categories():
    days = np.array([1.0, 2, 1, 2, 1, 2])
    assert fitted(days=days).terms == ("constant", "days")
    assert fitted(days=days.astype(int)).terms == ("constant", "days=1")


@pytest.mark.parametrize("events", [TRIALS * 0, TRIALS])
def test_one_outcome_is_no_model(events):
    with pytest.raises(NoModel) as refused:
        fitted(events=events)
    assert refused.value.cause == "one_outcome"


def test_no_cells_are_no_model():
    with pytest.raises(NoModel) as refused:
        expected_logistic([], [], [], 3, {"age": np.array([], dtype=str)})
    assert refused.value.cause == "one_outcome"


def test_columns_that_say_the_same():
    with pytest.raises(NoModel) as refused:
        fitted(age=AGE, years=np.array([20.0, 60, 20, 60, 20, 60]))
    assert refused.value.cause == "collinear"
    assert set(refused.value.terms) == {"constant", "age=jong", "years"}


def test_a_category_with_one_outcome_is_separated():
    channel = np.array(["balie", "balie", "web", "balie", "balie", "balie"])
    with pytest.raises(NoModel) as refused:
        fitted(events=[10, 4, 5, 9, 6, 0], age=AGE, channel=channel)
    assert (refused.value.cause, refused.value.terms) == ("separation", ("channel=web",))


def test_a_combination_can_separate_where_no_column_does():
    # Each category has both outcomes; together they tell the outcome without fail.
    first, second = np.array(["a", "a", "b", "b"]), np.array(["c", "d", "c", "d"])
    with pytest.raises(NoModel, match="separation"):
        expected_logistic(
            [0, 5, 5, 10], [10, 10, 10, 10], np.zeros(4, int), 1, {"x": first, "y": second}
        )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"events": [30, 4, 3, 9, 6, 0]}, "more events"),
        ({"events": [np.nan, 4, 3, 9, 6, 0]}, "missing"),
        ({"trials": -TRIALS}, "negative"),
        ({"unit": UNIT + 1}, "unit must lie"),
        ({"unit": UNIT[:2]}, "one length"),
        ({"age": AGE[:2]}, "one value per cell"),
        ({"age": np.array([1.0, np.nan, 1, 1, 1, 1])}, "missing values"),
    ],
)
def test_what_cannot_be_is_refused(changed, why):
    with pytest.raises(ValueError, match=why):
        fitted(**changed)
