"""Whether a series changed its level or its course at a known moment: interrupted time series."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from ketenkpi.stats.interval import Bools, Floats, Interval, Ints, tail

# Measured points without which a trend before the change, or a course after
# it, is a guess: two years of quarters before, one year after.
BEFORE, AFTER = 8, 4
# Fits of a model of counts; four to eight are usual.
ROUNDS = 100
LAGS = 4
# A mean of e^50 or e^-50 events: the model runs away from a period without any.
FAR = 50
Spread: TypeAlias = Callable[[Floats, Floats, Ints], tuple[Floats, Floats, float]]


@dataclass(frozen=True, slots=True, eq=False)
class InterruptedSeries:
    """Effects as ratios: 1.10 is ten per cent more. Arrays without an axis in the intervals.

    step: the jump at the change; slope: by what the growth per period changed
    then; trend: the growth per period before. step_p, slope_p: two-sided chances
    of such an effect or more when there is none. fitted: the model at every
    period; expected: the same without the change, from the change on what
    would have been. n: measured periods; freedom: those less the coefficients.
    autocorrelation: of neighbouring periods, NaN under newey_west.
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
    autocorrelation: float


def interrupted_series(
    values: ArrayLike,
    change: int,
    *,
    exposure: ArrayLike | None = None,
    season: int = 4,
    errors: Literal["reml", "newey_west"] = "reml",
    level: float = 0.95,
) -> InterruptedSeries:
    """The step and the change of slope at period `change` (0 is the first) of one series.

    values: one per period in order, NaN when missing. Without `exposure` they
    are positive amounts and their logarithm is modelled; with it they are
    counts of events among so much exposure and the model is quasi-Poisson.
    season: periods in a year, each with its own level; 1: no season.

    errors: "reml" takes what is left over as related to the period before,
    estimates how much, and makes the limits wider by it. "newey_west" leaves
    open how periods are related, up to four back; with fewer than some hundred
    periods its limits are too narrow. In 4,000 simulated series of 32 quarters
    without a change it called a step in 16% (unrelated quarters) and 27%
    (autocorrelation 0.5), reml in 4% and 8%, where 5% was meant. Turner et al.
    (2021), BMC Med Res Methodol 21:181, prefer it from twelve periods on, and
    found even its limits somewhat too narrow in short series.

    A missing period is left out and keeps its place: neighbours of a gap are
    not taken for neighbours of each other. Raises ValueError with fewer than 8
    measured periods before the change or 4 from it on, when a season was never
    measured, and for values the model cannot hold.

    It tells what changed then, not why: what else changed at that moment is in
    the same figure. Compare with places where nothing changed.

    Formulas: log mean = a + b t + step [t >= c] + slope (t - c) [t >= c] +
    season; limits with Student's t on n - k. reml: gls(correlation =
    corAR1(), method = "REML") of R's nlme with an autocorrelation of 0 or
    more; for counts on the working values and weights of the Poisson model.
    newey_west: Newey & West (1987), Econometrica 55:703, times n / (n - k), as
    NeweyWest(lag = 4, prewhite = FALSE, adjust = TRUE) of R's sandwich. Design:
    Bernal, Cummins & Gasparrini (2017), IJE 46:348.
    """
    y = np.asarray(values, dtype=np.float64)
    offset = None if exposure is None else _log_exposure(exposure, y)
    known = ~np.isnan(y) if offset is None else ~(np.isnan(y) | np.isnan(offset))
    _refuse(y[known], known, change, counted=offset is not None)
    design = _design(len(y), change, season)
    rows, columns = design[known].shape
    if rows <= columns or np.linalg.matrix_rank(design[known]) < columns:
        raise ValueError("every season needs a measured period, and the trend two of them")
    estimate, covariance, related = _fit(y, offset, design, known, SPREADS[errors])
    freedom = rows - columns
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
        n=rows,
        freedom=freedom,
        autocorrelation=related,
    )


def _log_exposure(exposure: ArrayLike, y: Floats) -> Floats:
    at_risk = np.broadcast_to(np.asarray(exposure, dtype=np.float64), y.shape)
    if (at_risk <= 0).any():
        raise ValueError("exposure must be positive, or NaN when missing")
    result: Floats = np.log(at_risk)
    return result


def _refuse(measured: Floats, known: Bools, change: int, *, counted: bool) -> None:
    before, after = int(known[:change].sum()), int(known[change:].sum())
    if change < 0 or before < BEFORE or after < AFTER:
        raise ValueError(
            f"needs {BEFORE} measured periods before the change and {AFTER} from it on, "
            f"got {before} and {after}"
        )
    if (measured < 0).any() or (not counted and (measured == 0).any()):
        raise ValueError("a logarithm needs positive values; counts need an exposure")


def _design(periods: int, change: int, season: int) -> Floats:
    # Columns: constant, trend, step, slope, and the seasons but the first.
    t = np.arange(periods)
    since = np.maximum(t - change, 0)
    seasons = (t[:, None] % season == np.arange(1, season)).astype(np.float64)
    return np.column_stack([np.ones(periods), t, t >= change, since, seasons])


def _fit(
    y: Floats, offset: Floats | None, design: Floats, known: Bools, spread: Spread
) -> tuple[Floats, Floats, float]:
    # Estimates, covariance, autocorrelation. Counts are fitted as a weighted
    # line to their working values, anew until the estimates stand still.
    x, place = design[known], np.flatnonzero(known)
    if offset is None:
        return spread(x, np.log(y[known]), place)
    shift, seen = offset[known], y[known]
    eta = np.log(seen + 0.5)
    for _ in range(ROUNDS):
        mean = np.exp(eta)
        weight = np.sqrt(mean)
        working = eta - shift + (seen - mean) / mean
        estimate, covariance, related = spread(x * weight[:, None], working * weight, place)
        moved, eta = eta, np.clip(x @ estimate + shift, -FAR, FAR)
        if np.abs(eta).max() < FAR and np.abs(eta - moved).max() < 1e-10:
            return estimate, covariance, related
    raise ValueError("the model does not settle: there are no events before or after the change")


def _reml(x: Floats, y: Floats, place: Ints) -> tuple[Floats, Floats, float]:
    # The likelihood of what is left over when the line is taken out, at its
    # highest over the autocorrelation: first on a grid, then between its neighbours.
    from scipy.optimize import minimize_scalar

    def cost(related: float) -> float:
        return _with_autocorrelation(x, y, place, related)[2]

    grid = np.linspace(0, 0.95, 20)
    best = grid[np.argmin([cost(related) for related in grid])]
    edges = max(best - 0.05, 0), min(best + 0.05, 0.99)
    found = minimize_scalar(cost, bounds=edges, method="bounded", options={"xatol": 1e-9})
    related = float(found.x) if found.fun < cost(0.0) else 0.0
    estimate, covariance, _ = _with_autocorrelation(x, y, place, related)
    return estimate, covariance, related


def _with_autocorrelation(
    x: Floats, y: Floats, place: Ints, related: float
) -> tuple[Floats, Floats, float]:
    # Generalised least squares, and minus the restricted log likelihood.
    root = np.linalg.cholesky(related ** np.abs(place[:, None] - place))
    white = np.linalg.solve(root, np.column_stack([x, y]))
    x, y = white[:, :-1], white[:, -1]
    inverse = np.linalg.inv(x.T @ x)
    estimate = inverse @ x.T @ y
    freedom = len(y) - x.shape[1]
    squares = float(((y - x @ estimate) ** 2).sum())
    cost = np.log(np.diag(root)).sum() - np.linalg.slogdet(inverse)[1] / 2
    cost += freedom / 2 * np.log(max(squares, np.finfo(float).tiny))
    return estimate, squares / freedom * inverse, float(cost)


def _newey_west(x: Floats, y: Floats, place: Ints, *, lags: int) -> tuple[Floats, Floats, float]:
    # Bread, scores, bread. The scores of a missing period are nought, so that
    # the neighbours of a gap do not become each other's neighbours.
    bread = np.linalg.inv(x.T @ x)
    estimate = bread @ x.T @ y
    score = np.zeros((place[-1] + 1, x.shape[1]))
    score[place] = x * (y - x @ estimate)[:, None]
    total = score.T @ score
    for lag in range(1, min(lags, len(score) - 1) + 1):
        together = score[lag:].T @ score[:-lag]
        total += (1 - lag / (lags + 1)) * (together + together.T)
    correction = len(x) / (len(x) - x.shape[1])
    return estimate, correction * bread @ total @ bread, float("nan")


SPREADS: Mapping[str, Spread] = MappingProxyType(
    {"reml": _reml, "newey_west": partial(_newey_west, lags=LAGS)}
)


def _ratio(estimate: float, reach: float) -> Interval:
    low, value, high = (np.asarray(np.exp(estimate + move)) for move in (-reach, 0.0, reach))
    return Interval(value, low, high)
