"""The funnel of estimates with their own standard errors, a second time plainly."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np
import pytest

from ketenkpi.stats import estimate_funnel

VALUES, ERRORS = [5.0, 5.4, 4.9, 7.5, 5.2, 5.1], [0.2, 0.3, 0.1, 0.2, 0.4, 0.2]


def test_in_plain_arithmetic() -> None:
    weight = [1 / s**2 for s in ERRORS]
    target = sum(w * x for w, x in zip(weight, VALUES, strict=True)) / sum(weight)
    z = [(x - target) / s for x, s in zip(VALUES, ERRORS, strict=True)]
    cut = np.clip(z, *np.quantile(z, [0.1, 0.9]))
    # Winsorising keeps 0.7224 of the variance of six.
    phi = float((cut**2).sum()) / 6 / 0.7224
    tau2 = (6 * phi - 5) / (sum(weight) - sum(w**2 for w in weight) / sum(weight))
    found = estimate_funnel(VALUES, ERRORS)
    assert (found.target, found.phi, found.tau2) == pytest.approx((target, phi, tau2))
    spread = [sqrt(s**2 + tau2) for s in ERRORS]
    assert found.z.tolist() == pytest.approx(
        [(x - target) / s for x, s in zip(VALUES, spread, strict=True)]
    )
    assert found.high998.tolist() == pytest.approx([target + 3.090232 * s for s in spread])
    assert found.p.tolist() == pytest.approx([2 * NormalDist().cdf(-abs(x)) for x in found.z])
    assert found.low95.tolist() == pytest.approx([target - 1.959964 * s for s in spread])


def test_positions_follow_the_limits() -> None:
    rng = np.random.default_rng(4)
    values = rng.normal(5, 0.2, 300)
    values[:2] = [9, 1]
    found = estimate_funnel(values, np.full(300, 0.2), target=5)
    for x, low, high, outer_low, outer_high, position in zip(
        values, found.low95, found.high95, found.low998, found.high998, found.position, strict=True
    ):
        above, below = int(x > high) + int(x > outer_high), int(x < low) + int(x < outer_low)
        assert position == above - below
    assert found.position[:2].tolist() == [2, -2]


def test_the_limits_at_a_standard_error_are_those_of_the_units() -> None:
    found = estimate_funnel(VALUES, ERRORS)
    low, high = found.limits(ERRORS, 0.95)
    assert low.tolist() == pytest.approx(found.low95.tolist())
    assert high.tolist() == pytest.approx(found.high95.tolist())


def test_missing_units_take_no_part() -> None:
    found = estimate_funnel([*VALUES, np.nan, 3.0], [*ERRORS, 0.2, np.nan])
    plain = estimate_funnel(VALUES, ERRORS)
    assert found.units == 6
    assert (found.target, found.tau2) == pytest.approx((plain.target, plain.tau2))
    assert np.isnan(found.position[6:]).all()


def test_one_unit_has_no_limits() -> None:
    found = estimate_funnel([5.0], [0.2])
    assert np.isnan([found.phi, found.tau2, *found.position]).all()
    nobody = estimate_funnel([], [])
    assert (nobody.units, nobody.position.size) == (0, 0)


def test_no_chance_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        estimate_funnel([5.0, 6.0], [0.0, 0.1])
    with pytest.raises(ValueError, match="one dimension"):
        estimate_funnel([[5.0]], [[0.1]])
