"""Interrupted time series against R 4.2.2 (Debian 12): packages sandwich 3.0-2 and nlme 3.1-162.

    library(sandwich)
    se <- function(m) sqrt(diag(NeweyWest(m, lag = 4, prewhite = FALSE, adjust = TRUE)))

    y <- as.numeric(window(UKgas, 1980, c(1986, 4)))
    t <- 0:27; D <- as.numeric(t >= 16); S <- pmax(t - 16, 0); q <- factor(t %% 4)
    m <- lm(log(y) ~ t + D + S + q); coef(m); se(m)

    belts <- window(Seatbelts, 1977, c(1984, 12))
    k <- as.numeric(aggregate(belts[, "DriversKilled"], nfrequency = 4, FUN = sum))
    e <- as.numeric(aggregate(belts[, "kms"], nfrequency = 4, FUN = sum))
    t <- 0:31; D <- as.numeric(t >= 24); S <- pmax(t - 24, 0); q <- factor(t %% 4)
    g <- glm(k ~ t + D + S + q, family = quasipoisson, offset = log(e),
             control = glm.control(epsilon = 1e-14)); coef(g); se(g)

    library(nlme)
    y <- log(as.numeric(LakeHuron) - 570)
    t <- 0:97; D <- as.numeric(t >= 50); S <- pmax(t - 50, 0)
    m <- gls(y ~ t + D + S, subset = !(t %in% c(10, 30, 31, 77)), method = "REML",
             correlation = corAR1(0.8, form = ~ t),
             control = glsControl(tolerance = 1e-13, msTol = 1e-14))
    coef(m); sqrt(diag(vcov(m))); m$modelStruct$corStruct      # and without subset

The series are R's own data sets: gas consumption in the United Kingdom (Durbin
& Koopman 2001), drivers killed in Great Britain (Harvey & Durbin 1986) and the level of Lake Huron.
"""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import Interval, interrupted_series
from tests.golden.test_spc_peers import SERIES

GAS = """
840.5 414.6 217.7 670.8 848.5 437 209.7 701.2 925.3 443.4 214.5 683.6 917.3 515.5 224.1 694.8
989.4 477.1 233.7 730 1087 534.7 281.8 787.6 1163.9 613.1 347.4 782.8
"""
KILLED = """
273 345 323 488 375 321 376 453 336 340 347 456 302 309 338 390
315 283 362 386 350 326 369 427 315 260 257 366 259 261 297 411
"""
DRIVEN = """
38033 46485 51277 42435 39016 48281 54110 44516 38024 49203 52982 47450 44660 52254 55584 49676
47004 52559 56031 47955 46626 55452 60701 51987 50050 56160 60461 53335 51433 59319 63307 56641
"""


def _check(found: Interval, estimate: float, error: float, t: float) -> None:
    expected = np.exp([estimate, estimate - t * error, estimate + t * error])
    np.testing.assert_allclose([found.value, found.low, found.high], expected, rtol=1e-9)


def test_amounts() -> None:
    found = interrupted_series(np.array(GAS.split(), dtype=float), 16, errors="newey_west")
    t = 2.079613844727680  # qt(.975, 28 - 7)
    _check(found.trend, 0.008474315917638224, 0.001438316515004827, t)
    _check(found.step, -0.020914804866375768, 0.022451218385917494, t)
    _check(found.slope, 0.016677012846496041, 0.004275683559952936, t)
    assert found.step_p == pytest.approx(0.3622, abs=5e-4)
    assert found.freedom == 21


def test_counts() -> None:
    killed, driven = (np.array(text.split(), dtype=float) for text in (KILLED, DRIVEN))
    found = interrupted_series(killed, 24, exposure=driven, errors="newey_west")
    t = 2.059538552753298  # qt(.975, 32 - 7)
    _check(found.trend, -0.011632456214672255, 0.002882747337524888, t)
    _check(found.step, -0.155493664551835359, 0.052887923143641720, t)
    _check(found.slope, 0.008011958492476759, 0.011759913436391439, t)
    before = np.exp(-4.743503038794241178 + np.log(driven[0]))
    assert found.fitted[0] == pytest.approx(before, rel=1e-9)


# Autocorrelation, degrees of freedom, qt(.975, freedom), and estimate and
# standard error of trend, step and slope.
LAKE = [
    (
        [],
        (0.791146284915033, 94, 1.985523441866604),
        (-0.004518022087929731, 0.002878452450801667),
        (-0.135014294376541027, 0.078347518094515456),
        (0.008781896469638928, 0.004867173874257619),
    ),
    (
        [10, 30, 31, 77],
        (0.7790073150647098, 90, 1.986674540703768),
        (-0.004524076860473522, 0.002795084853063394),
        (-0.134667587241478315, 0.078525668914275787),
        (0.008691969199195758, 0.004699561914317233),
    ),
]


@pytest.mark.parametrize(("gaps", "shape", "trend", "step", "slope"), LAKE)
def test_related_periods(gaps, shape, trend, step, slope) -> None:
    level = np.array(SERIES["lakehuron"].split(), dtype=float) - 570
    level[gaps] = np.nan
    found = interrupted_series(level, 50, season=1)
    related, freedom, t = shape
    assert found.autocorrelation == pytest.approx(related, rel=1e-7)
    assert found.freedom == freedom
    for mine, (estimate, error) in zip(
        (found.trend, found.step, found.slope), (trend, step, slope), strict=True
    ):
        expected = np.exp([estimate, estimate - t * error, estimate + t * error])
        np.testing.assert_allclose([mine.value, mine.low, mine.high], expected, rtol=1e-7)
