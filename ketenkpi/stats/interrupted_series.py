"""Whether a series changed its level or its course at a known moment: interrupted time series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from ketenkpi.stats.interval import Bools, Floats, Interval, tail

# Measured points without which a trend before the change, or a course after
# it, is a guess: two years of quarters before, one year after.
BEFORE, AFTER = 8, 4


@dataclass(frozen=True, slots=True, eq=False)
class InterruptedSeries:
    """Effects as ratios: 1.10 is ten per cent more. Arrays without an axis in the intervals.

    step: the jump at the change; slope: by what the growth per period changed
    then; trend: the growth per period before. step_p, slope_p: two-sided chances
    of such an effect or more when there is none. fitted: the model at every
    period; expected: the same without the change, from the change on what
    would have been. n: measured periods; freedom: those less the coefficients.
    """

    step: Interval
    slope: Interval
    trend: Interval
    step_p: float
    slope_p: float
    fitted: Floats
    expected: Floats
    n: int
    freedom: int


def interrupted_series(
    values: ArrayLike,
    change: int,
    *,
    exposure: ArrayLike | None = None,
    season: int = 4,
    lags: int = 4,
    level: float = 0.95,
) -> InterruptedSeries:
    """The step and the change of slope at period `change` (0 is the first) of one series.

    values: one per period in order, NaN when missing. Without `exposure` they
    are positive amounts and their logarithm is modelled; with it they are
    counts of events among so much exposure and the model is quasi-Poisson.
    season: periods in a year, each with its own level; 1: no season. lags: how
    many periods back what is left over may still be related.

    A missing period is left out and keeps its place: neighbours of a gap are
    not taken for neighbours of each other. Raises ValueError with fewer than 8
    measured periods before the change or 4 from it on, when a season was never
    measured, for a value the model cannot hold, and for lags below 0.

    It tells what changed then, not why: what else changed at that moment is in
    the same figure. Compare with places where nothing changed.

    Formulas: log mean = a + b t + step [t >= c] + slope (t - c) [t >= c] +
    season; standard errors of Newey & West (1987), Econometrica 55:703, times
    n / (n - k), as NeweyWest(prewhite = FALSE, adjust = TRUE) of R's sandwich;
    limits with Student's t. Bernal, Cummins & Gasparrini (2017), IJE 46:348.
    """
    y = np.asarray(values, dtype=np.float64)
    offset = None if exposure is None else _log_exposure(exposure, y)
    known = ~np.isnan(y) if offset is None else ~(np.isnan(y) | np.isnan(offset))
    _refuse(y[known], known, change, lags, counted=offset is not None)
    design = _design(len(y), change, season)
    if np.linalg.matrix_rank(design[known]) < design.shape[1]:
        raise ValueError("every season needs a measured period, and the trend two of them")
    estimate, covariance = _fit(y, offset, design, known, lags)
    n, freedom = int(known.sum()), int(known.sum()) - design.shape[1]
    error = np.sqrt(np.diag(covariance))
    reach = -stdtrit(freedom, tail(level)) * error
    step, slope, trend = (_ratio(estimate[i], reach[i]) for i in (2, 3, 1))
    step_p, slope_p = (2 * stdtr(freedom, -abs(estimate[i]) / error[i]) for i in (2, 3))
    without = design.copy()
    without[:, 2:4] = 0
    scale = np.zeros(len(y)) if offset is None else offset
    return InterruptedSeries(
        step=step,
        slope=slope,
        trend=trend,
        step_p=float(step_p),
        slope_p=float(slope_p),
        fitted=np.exp(design @ estimate + scale),
        expected=np.exp(without @ estimate + scale),
        n=n,
        freedom=freedom,
    )


def _log_exposure(exposure: ArrayLike, y: Floats) -> Floats:
    at_risk = np.broadcast_to(np.asarray(exposure, dtype=np.float64), y.shape)
    if (at_risk <= 0).any():
        raise ValueError("exposure must be positive, or NaN when missing")
    result: Floats = np.log(at_risk)
    return result


def _refuse(measured: Floats, known: Bools, change: int, lags: int, *, counted: bool) -> None:
    before, after = int(known[:change].sum()), int(known[change:].sum())
    if change < 0 or before < BEFORE or after < AFTER:
        raise ValueError(
            f"needs {BEFORE} measured periods before the change and {AFTER} from it on, "
            f"got {before} and {after}"
        )
    if (measured < 0).any() or (not counted and (measured == 0).any()):
        raise ValueError("a logarithm needs positive values; counts need an exposure")
    if lags < 0:
        raise ValueError(f"lags may not be negative, got: {lags}")


def _design(periods: int, change: int, season: int) -> Floats:
    # Columns: constant, trend, step, slope, and the seasons but the first.
    t = np.arange(periods)
    since = np.maximum(t - change, 0)
    seasons = (t[:, None] % season == np.arange(1, season)).astype(np.float64)
    return np.column_stack([np.ones(periods), t, t >= change, since, seasons])


def _fit(
    y: Floats,
    offset: Floats | None,
    design: Floats,
    known: Bools,
    lags: int,
) -> tuple[Floats, Floats]:
    # The estimates, and their covariance by the sandwich: bread, scores that
    # are nought in a missing period, bread. statsmodels' own HAC would close
    # the gaps; without gaps the two are equal (tested).
    import statsmodels.api as sm

    x = design[known]
    if offset is None:
        target = np.log(y[known])
        estimate = sm.OLS(target, x).fit().params
        left_over, weight = target - x @ estimate, np.ones(len(x))
    else:
        model = sm.GLM(y[known], x, family=sm.families.Poisson(), offset=offset[known])
        estimate = model.fit(tol=1e-12, maxiter=100).params
        weight = np.exp(x @ estimate + offset[known])
        left_over = y[known] - weight
    score = np.zeros_like(design)
    score[known] = x * left_over[:, None]
    bread = np.linalg.inv(x.T @ (x * weight[:, None]))
    correction = len(x) / (len(x) - x.shape[1])
    return estimate, correction * bread @ _newey_west(score, lags) @ bread


def _newey_west(score: Floats, lags: int) -> Floats:
    total = score.T @ score
    for lag in range(1, min(lags, len(score) - 1) + 1):
        together = score[lag:].T @ score[:-lag]
        total += (1 - lag / (lags + 1)) * (together + together.T)
    result: Floats = total
    return result


def _ratio(estimate: float, reach: float) -> Interval:
    low, value, high = (np.asarray(np.exp(estimate + move)) for move in (-reach, 0.0, reach))
    return Interval(value, low, high)
