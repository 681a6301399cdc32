"""Competing exits, restricted means and logrank against R: survival 3.5-3 on R 4.2.2 (Debian 12).

library(survival)
t <- c(1,2,2,3,3,3,5,6,6,8,9,9,12,14,15)
s <- factor(strsplit("w w l a w l a w a l w a w l l", " ")[[1]], levels = c("l","w","a"))
f <- survfit(Surv(t, s) ~ 1, conf.type = "log-log")
x <- summary(f, times = c(3, 9, 13)); x$pstate; x$std.err; x$lower; x$upper

survival:::survmean(survfit(Surv(time, status == 2) ~ 1, data = lung), rmean = 365)
e <- c(0,0,0,0,1,0,2,1,5,0,3,8,0,11,2)   # late entry
survival:::survmean(survfit(Surv(ifelse(e > 0, e, -.5), t, s != "l") ~ 1), rmean = 12)

survdiff(Surv(time, status) ~ celltype, data = veteran)
survdiff(Surv(time, status) ~ celltype + strata(trt), data = veteran)
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ketenkpi.stats import cumulative_incidence, kaplan_meier, logrank
from tests.golden.test_survival_r import LUNG_ALIVE, LUNG_DIED

DAYS = np.array([1, 2, 2, 3, 3, 3, 5, 6, 6, 8, 9, 9, 12, 14, 15])
WAYS = np.array(list("wwlawlawalwawll"))
ENTRY = np.array([0, 0, 0, 0, 1, 0, 2, 1, 5, 0, 3, 8, 0, 11, 2])
# day, cause, share, standard error, low, high
EXITS = [
    (3, "w", 0.20555555555555555, 0.10608783921651731, 0.04986263036102033, 0.43400277173639396),
    (3, "a", 0.07222222222222222, 0.06953327651714596, 0.00456906423770743, 0.27756240900630241),
    (9, "w", 0.38209876543209881, 0.13795682527783482, 0.13432730158241984, 0.63060739858053949),
    (9, "a", 0.32901234567901239, 0.13570507949466629, 0.10022297331971221, 0.58437315672995371),
    (13, "w", 0.47839506172839508, 0.14493524678854200, 0.19210338641603844, 0.71925923549471082),
    (13, "a", 0.32901234567901239, 0.13570507949466629, 0.10022297331971221, 0.58437315672995371),
]
# survival::veteran (Kalbfleisch & Prentice 1980): days per cell type and
# treatment, of those who died and of those alive when last seen.
VETERAN = [
    ("72 411 228 126 118 10 82 110 314 42 8 144 11", "100 25"),
    ("999 112 242 991 111 1 587 389 33 25 357 467 201 1 30 44 283 15", "87 231"),
    (
        "30 384 4 54 13 153 59 117 16 151 22 56 21 18 139 20 31 52 287 18 51 122 27 54 7 63 392 10",
        "123 97",
    ),
    ("25 21 13 87 2 20 7 24 99 8 99 61 25 95 80 51 29", "103"),
    ("8 92 35 117 132 12 162 3 95", ""),
    ("24 18 31 51 90 52 73 8 36 48 7 140 186 84 19 45 80", "83"),
    ("177 162 216 553 278 12 260 200 156 143 105 103 250 100", "182"),
    ("52 164 19 53 15 43 340 133 111 231 378 49", ""),
]


@pytest.mark.parametrize(("day", "cause", "share", "error", "low", "high"), EXITS)
def test_competing_exits(day, cause, share, error, low, high):
    ended = {way: way == WAYS for way in "wa"}
    found = cumulative_incidence(DAYS, ended, WAYS == "l")[cause]
    row = found.together.last_row(day)
    at_day = found.at(day, limits="log_log")
    np.testing.assert_allclose(
        [at_day.value[0], np.sqrt(found.variance[row])[0], at_day.low[0], at_day.high[0]],
        [share, error, low, high],
        rtol=1e-12,
    )


def test_restricted_mean():
    died, alive = (np.array(text.split(), dtype=int) for text in (LUNG_DIED, LUNG_ALIVE))
    days = np.concatenate([died, alive])
    event = np.repeat([1, 0], [died.size, alive.size])
    found = kaplan_meier(days, event, 1 - event).rmst(365, limits="normal")
    assert found.value[0] == pytest.approx(263.2218664820066465, rel=1e-13)
    reach = stats.norm.ppf(0.975) * 7.7988590863144562
    assert found.high[0] - found.value[0] == pytest.approx(reach, rel=1e-12)
    assert found.value[0] - found.low[0] == pytest.approx(reach, rel=1e-12)


def test_restricted_mean_with_late_entries():
    late = ENTRY[ENTRY > 0]
    nobody = np.zeros_like(late)
    found = kaplan_meier(
        np.concatenate([DAYS, late]),
        np.concatenate([WAYS != "l", nobody]),
        np.concatenate([WAYS == "l", nobody]),
        entered=np.concatenate([np.zeros_like(DAYS), nobody + 1]),
    ).rmst(12, limits="normal")
    assert found.value[0] == pytest.approx(5.6071428571428568, rel=1e-14)
    reach = stats.norm.ppf(0.975) * 1.2117778254944502
    assert found.high[0] - found.value[0] == pytest.approx(reach, rel=1e-12)


def veteran():
    rows = []
    for place, (died, alive) in enumerate(VETERAN):
        cell, treatment = divmod(place, 2)
        rows += [(int(day), 1, cell, treatment) for day in died.split()]
        rows += [(int(day), 0, cell, treatment) for day in alive.split()]
    return np.array(rows).T


def test_logrank_of_four_groups():
    days, died, cell, _ = veteran()
    found = logrank(days, died, 1 - died, group=cell, groups=4)
    np.testing.assert_array_equal(found.observed, [31, 45, 26, 26])
    np.testing.assert_allclose(
        found.expected,
        [47.654677672475373, 30.102079326814831, 15.693764614360491, 34.549478386349314],
        rtol=1e-13,
    )
    assert found.variance[0, 0] == pytest.approx(26.3384063667062946, rel=1e-12)
    assert found.variance[0, 3] == pytest.approx(-12.3172311327047872, rel=1e-12)
    assert found.statistic == pytest.approx(25.403700345785357, rel=1e-12)
    assert found.freedom == 3


def test_logrank_within_strata():
    days, died, cell, treatment = veteran()
    found = logrank(days, died, 1 - died, group=cell, groups=4, stratum=treatment, strata=2)
    expected = [14.5201123537341967 + 30.6617250409549769, 5.1727645362606687 + 11.2015458628376212]
    np.testing.assert_allclose(found.expected[[0, 2]], expected, rtol=1e-13)
    assert found.statistic == pytest.approx(22.782119935337768, rel=1e-12)
