"""Funnels against two peers: PHEindicatormethods 2.1.0 and FunnelPlotR 0.6.0.

Sources: UK Health Security Agency, PHEindicatormethods 2.1.0 (commit 093fd288, GPL-3), test
data of its own suite; NHS-R community, FunnelPlotR 0.6.0 (commit 9020d49, MIT), vignette,
test suite, and its own functions run in R 4.2.2 on medpar (R package COUNT). Larger tables
lie beside this file with their source at the top. Only figures are transcribed.

Where we differ from FunnelPlotR, on purpose:
- it draws the overdispersed limits of the root scale (CQC) without squaring them, so ratios
  are held against limits for roots: ours are the square of its limits, to the last digit;
- its sine turns an angle below zero into a positive lower limit; ours is 0;
- its exact limits are those around E seen as if observed; ours are the numbers of events
  whose own limits reach E, as PHE has them.
"""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import peer_funnel, poisson_exact
from ketenkpi.stats.winsorised import between
from tests.golden.peer import figures

Z998 = 3.090232306167813


@pytest.mark.parametrize(
    ("kind", "target"), [("proportion", 0.8064244785714955), ("ratio", 1.0), ("rate", None)]
)
def test_where_the_units_of_phe_lie(kind, target):
    points = figures("peer_funnel_points.csv").query("kind == @kind")
    found = peer_funnel(kind, points.numerator, points.denominator, target=target)
    assert set(points.position) == {-2, -1, 0, 1, 2}
    np.testing.assert_array_equal(found.position, points.position)


def test_limits_of_a_proportion():
    # per cent, at the target 80.642448 %
    sizes = [1, 2, 3, 10, 598, 110_000]
    inner = [
        (3.204264, 100),
        (25.885383, 100),
        (35.933491, 100),
        (56.154344, 100),
        (77.475765, 83.809131),
        (80.408963, 80.875933),
    ]
    outer = [
        (0, 100),
        (0, 100),
        (10.150815, 100),
        (42.03259, 100),
        (75.649608, 85.635287),
        (80.274317, 81.010578),
    ]
    found = peer_funnel("proportion", [1], [2], target=0.8064244785714955)
    for level, expected in ((0.95, inner), (0.998, outer)):
        limits = np.stack(found.limits(sizes, level), axis=1) * 100
        np.testing.assert_allclose(limits, expected, atol=1e-6)


@pytest.mark.parametrize(
    # expected numbers at which so many events just lie on a limit: lower and upper, 95 and 99.8%
    ("events", "at"),
    [
        (1, (5.571644585, 0.025317898, 9.233410143, 0.001000547)),
        (2, (7.224687515, 0.242209467, 11.22886836, 0.04540199)),
        (10, (18.39035799, 4.795387629, 24.13397235, 2.960519925)),
        (70, (88.44079461, 54.5684461, 99.90930868, 46.96282314)),
        (684, (737.2376756, 633.6939776, 768.7368323, 606.0208883)),
    ],
)
def test_limits_of_a_ratio(events, at):
    found = peer_funnel("ratio", [1], [2], target=1)
    for expected, level, side in zip(at, (0.95, 0.95, 0.998, 0.998), (0, 1, 0, 1), strict=True):
        # The peer found them by its own steps: 2e-4.
        limit = found.limits(expected, level)[side] * expected
        assert limit == pytest.approx(events, rel=2e-4)


@pytest.mark.parametrize(
    # people, three years long, with whom so many events just lie on a limit
    ("events", "at"),
    [
        (1, (1616.949526, 7.347518827, 2679.632184, 0.290369211)),
        (10, (5337.07421, 1391.671639, 7003.931164, 859.1738425)),
        (1344, (411466.9163, 369466.4508, 424051.9679, 357990.2328)),
    ],
)
def test_limits_of_a_rate(events, at):
    found = peer_funnel("rate", [1], [2], target=114.8591735e-5)
    for people, level, side in zip(at, (0.95, 0.95, 0.998, 0.998), (0, 1, 0, 1), strict=True):
        limit = found.limits(3 * people, level)[side] * 3 * people
        assert limit == pytest.approx(events, rel=2e-4)


def test_medpar_spread_on_the_root_scale():
    peer = figures("peer_medpar_los.csv")
    usual = peer_funnel("ratio", peer.observed, peer.expected, target=1)
    wider = peer_funnel("ratio", peer.observed, peer.expected, target=1, overdispersion=True)
    np.testing.assert_allclose(usual.z, peer.z_root, rtol=1e-9)
    assert usual.phi == pytest.approx(9.30249710742927, rel=1e-12)
    assert usual.tau2 == pytest.approx(0.00786307927605877, rel=1e-12)
    for limit in ("low95", "high95", "low998", "high998"):
        # The peer's limits are those of the root (see above); its z has seven digits.
        np.testing.assert_allclose(
            np.sqrt(getattr(wider, limit)), peer[f"root_{limit}"].clip(lower=0), atol=2e-7
        )
    # Held against limits for roots, as the peer does, far too many ratios lie outside.
    ratio = peer.observed / peer.expected
    assert ((ratio < peer.root_low998) | (ratio > peer.root_high998)).sum() == 17
    assert (np.abs(wider.position) == 2).sum() == 2


def test_medpar_who_lies_outside_without_overdispersion():
    peer = figures("peer_medpar_los.csv")
    around = poisson_exact(peer.expected.round(2), level=0.998)
    outside = (peer.observed < around.low) | (peer.observed > around.high)
    np.testing.assert_array_equal(outside, peer.outside == 1)
    assert outside.sum() == 25
    # Ours, with the exact limits of PHE, are all among them.
    ours = np.abs(peer_funnel("ratio", peer.observed, peer.expected, target=1).position) == 2
    assert ours.sum() == 23
    assert outside[ours].all()


def test_medpar_the_nine_of_the_vignette():
    # SHMI: log scale, E in two decimals, a tenth cut off on each side instead of drawn in.
    peer = figures("peer_medpar_los.csv")
    expected = peer.expected.round(2).to_numpy()
    s = 1 / np.sqrt(expected)
    with np.errstate(divide="ignore"):
        z = np.log(peer.observed / expected).to_numpy() / s
    rank = np.argsort(np.argsort(z))
    kept = (rank >= 5) & (rank < 54 - 5)
    np.testing.assert_allclose(np.where(kept, z, np.nan), peer.z_log, rtol=1e-9)
    phi, tau2 = between(z[kept], s[kept])
    assert (kept.sum(), phi) == (44, pytest.approx(8.53285128924864, rel=1e-12))
    assert tau2 == pytest.approx(0.0284102322745188, rel=1e-12)
    outside = np.abs(z * s) > Z998 * np.sqrt(s**2 + tau2)
    np.testing.assert_array_equal(outside, peer.outside_od == 1)
    assert outside.sum() == 9


def test_medpar_deaths_as_a_proportion():
    peer = figures("peer_medpar_died.csv")
    usual = peer_funnel("proportion", peer.deaths, peer.admissions)
    wider = peer_funnel("proportion", peer.deaths, peer.admissions, overdispersion=True)
    assert usual.target == pytest.approx(0.34314381270903, rel=1e-12)
    assert usual.phi == pytest.approx(1.36073398509911, rel=1e-12)
    assert usual.tau2 == pytest.approx(0.00353333502020161, rel=1e-11)
    np.testing.assert_allclose(usual.z, peer.z, rtol=1e-9)
    given = peer.low95.notna().to_numpy()
    assert given.sum() > 20
    for limit in ("low95", "high95", "low998", "high998"):
        mine, theirs = getattr(wider, limit)[given], peer[limit][given]
        reflected = mine == 0
        np.testing.assert_allclose(mine[~reflected], theirs[~reflected], rtol=1e-5)
        assert reflected.sum() == (6 if limit == "low998" else 0)


def test_no_spread_beyond_chance():
    # The seven units of the vignette; FunnelPlotR on the root scale.
    observed, expected = [15, 40, 72, 28, 50, 66, 75], [13, 32, 75, 33, 54, 60, 72]
    found = peer_funnel("ratio", observed, expected, target=1, overdispersion=True)
    assert found.phi == pytest.approx(0.409983873502605, rel=1e-12)
    assert found.tau2 == 0
    np.testing.assert_allclose(
        np.sqrt(found.low95[:2]), [0.728201896151404, 0.826762020589811], rtol=1e-6
    )
    assert (found.position == 0).all()


def test_exact_limits_around_what_is_expected():
    # test-poisson_limits.R of FunnelPlotR
    expected = np.array([15, 20, 30])
    usual, wide = poisson_exact(expected, expected), poisson_exact(expected, expected, level=0.998)
    np.testing.assert_allclose(usual.low, [0.5596924, 0.610826, 0.6746958], rtol=1e-6)
    np.testing.assert_allclose(usual.high, [1.649348, 1.544419, 1.427562], rtol=1e-6)
    np.testing.assert_allclose(wide.low, [0.386265, 0.4479107, 0.5289724], rtol=1e-6)
    np.testing.assert_allclose(wide.high, [2.082907, 1.902094, 1.702771], rtol=1e-6)
