"""Kaplan-Meier against R: package survival 3.5-3 on R 4.2.2 (Debian 12).

Every table was printed by

    library(survival)
    f <- survfit(Surv(days, event) ~ 1, conf.type = "log-log")
    cbind(f$time, f$n.risk, f$surv, f$lower, f$upper)
    quantile(f, c(.25, .5, .75)); summary(f, times = c(100, 365))
"""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import kaplan_meier

# The lung cancer data of survival::lung (Loprinzi et al. 1994, J Clin Oncol
# 12:601): days, and those of patients alive when last seen.
LUNG_DIED = """
306 455 210 883 310 361 218 166 170 654 728 71 567 144 613 707 61 88 301 81 624 371 394 520
574 118 390 12 473 26 533 107 53 122 814 93 731 460 153 433 145 583 95 303 519 643 765 735 189
53 246 689 65 5 132 687 345 444 223 175 60 163 65 208 428 230 305 11 132 226 426 705 363 11
176 791 95 167 284 641 147 163 655 239 88 245 30 179 310 477 166 450 364 107 177 156 11 429
351 15 181 283 201 524 13 212 524 288 363 442 199 550 54 558 207 92 60 293 202 353 267 371 387
457 337 201 222 62 353 163 31 340 229 182 156 329 291 179 268 142 194 320 181 285 348 197 180
186 145 350 285 110 286 270 81 131 269 135 79 59 105 239 13 183 116
"""
LUNG_ALIVE = """
1010 1022 965 821 840 196 806 740 588 559 529 551 543 511 511 404 458 356 444 315 364 376 384
292 413 266 301 382 303 296 269 300 284 272 292 332 259 225 225 243 279 276 240 202 235 224
237 173 252 221 185 92 222 192 211 175 197 203 188 191 105 174 177
"""


def test_a_small_histogram_with_ties_and_a_zero_day_spell():
    days = [0, 2, 3, 3, 5, 5, 8, 8, 9, 12, 15, 15, 20]
    event = np.array([1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1])
    found = kaplan_meier(days, event, 1 - event)
    curve = found.curve()
    np.testing.assert_array_equal(curve.day, [0, 2, 3, 5, 8, 9, 12, 15, 20])
    np.testing.assert_array_equal(curve.at_risk, [13, 12, 11, 9, 7, 5, 4, 3, 1])
    np.testing.assert_allclose(
        curve.surviving[[0, 3, 4, 6, 8]],
        [0.92307692307692313, 0.68376068376068366, 0.48840048840048833, 0.36630036630036622, 0],
        rtol=1e-14,
    )
    np.testing.assert_allclose(
        curve.low[[0, 3, 4, 6, 8]],
        [0.5663594661305218, 0.3590204991632687, 0.19045599320307022, 0.10177343508845724, np.nan],
        rtol=1e-12,
    )
    np.testing.assert_allclose(
        curve.high[[0, 3, 4, 6, 8]],
        [0.9887940623036894, 0.8684257415414789, 0.7336858330953977, 0.6431297710086745, np.nan],
        rtol=1e-12,
    )
    quarter, median = found.quantile(0.25, limits="log_log"), found.quantile(0.5, limits="log_log")
    assert (quarter.value[0], quarter.low[0], quarter.high[0]) == (5, 0, 8)
    assert (median.value[0], median.low[0]) == (8, 3)
    assert np.isnan(median.high[0])  # R prints NA: not reached


def test_late_entries():
    # survfit(Surv(ifelse(start > 0, start, -.5), stop, event) ~ 1, conf.type = "log-log")
    # start <- c(0,0,0,0,0,4,4,10,10,7); stop <- c(3,5,8,12,20,6,15,14,18,9)
    # event <- c(1,0,1,1,0,1,1,0,1,1)
    days = [3, 5, 8, 12, 20, 6, 15, 14, 18, 9, 4, 10, 7]
    event = [1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0]
    censored = [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]
    entered = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 1]
    found = kaplan_meier(days, event, censored, entered=entered)
    curve = found.curve()
    at_events = np.isin(curve.day, [3, 6, 8, 9, 12, 15, 18])
    np.testing.assert_array_equal(curve.at_risk[at_events], [5, 5, 5, 4, 5, 3, 2])
    np.testing.assert_allclose(
        curve.surviving[at_events], [0.8, 0.64, 0.512, 0.384, 0.3072, 0.2048, 0.1024], rtol=1e-14
    )
    np.testing.assert_allclose(
        curve.low[at_events][[0, 3, 6]],
        [0.203809263267639262, 0.076253487803454992, 0.005145464113307430],
        rtol=1e-12,
    )
    median = found.quantile(0.5, limits="log_log")
    assert (median.value[0], median.low[0], median.high[0]) == (9, 3, 18)


def test_negative_days():
    # Surv(c(-20,-5,-5,0,3,3,10,14,30), c(1,1,0,1,1,0,1,0,1)), summary(times = 0)
    days = [-20, -5, -5, 0, 3, 3, 10, 14, 30]
    event = np.array([1, 1, 0, 1, 1, 0, 1, 0, 1])
    found = kaplan_meier(days, event, 1 - event)
    at_zero = found.survival(0, limits="log_log")
    assert at_zero.value[0] == pytest.approx(0.64814814814814814, rel=1e-14)
    assert at_zero.low[0] == pytest.approx(0.25317459438599577, rel=1e-12)
    assert at_zero.high[0] == pytest.approx(0.87206762779799019, rel=1e-12)
    median = found.quantile(0.5, limits="log_log")
    assert (median.value[0], median.low[0]) == (10, -20)


def test_lung():
    died = np.array(LUNG_DIED.split(), dtype=int)
    alive = np.array(LUNG_ALIVE.split(), dtype=int)
    days = np.concatenate([died, alive])
    event = np.repeat([1, 0], [died.size, alive.size])
    assert (died.size, alive.size) == (165, 63)
    found = kaplan_meier(days, event, 1 - event)
    quantiles = [found.quantile(p, limits="log_log") for p in (0.25, 0.5, 0.75)]
    assert [q.value[0] for q in quantiles] == [170, 310, 550]
    assert [q.low[0] for q in quantiles] == [144, 284, 457]
    assert [q.high[0] for q in quantiles] == [194, 361, 643]
    after = [found.survival(t, limits="log_log") for t in (100, 365)]
    expected = [
        (0.86396896764524356, 0.81222231975353931, 0.90231018051504364),
        (0.40924162446006440, 0.33871426908832331, 0.47838076764691440),
    ]
    for estimate, (value, low, high) in zip(after, expected, strict=True):
        assert estimate.value[0] == pytest.approx(value, rel=1e-12)
        assert estimate.low[0] == pytest.approx(low, rel=1e-12)
        assert estimate.high[0] == pytest.approx(high, rel=1e-12)
