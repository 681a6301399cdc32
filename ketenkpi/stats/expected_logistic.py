"""What each unit could expect with its own clients: a logistic model of case mix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.interval import Bools, Floats, Ints, counts

Cause: TypeAlias = Literal["one_outcome", "collinear", "separation", "no_convergence"]
TENTHS = 10


class NoModel(ValueError):
    """The data carry no model. `cause` says why, `terms` which of its terms are to blame."""

    def __init__(self, cause: Cause, terms: tuple[str, ...] = ()) -> None:
        super().__init__(f"no model: {cause} {', '.join(terms)}".rstrip())
        self.cause = cause
        self.terms = terms


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Trials, observed and expected events per tenth of predicted chance, ascending.

    Cells with one prediction stay together, so there may be fewer than ten.
    """

    trials: Floats
    observed: Floats
    expected: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Expected events per unit, and the ingredients of a model card.

    observed, expected, trials, se: per unit; se is the standard error of
    `expected` from the coefficients alone. A unit without trials has NaN. terms,
    coefficient, coefficient_se: of equal length, the first term is the constant.
    references: per column of categories the one the others are compared with.
    discrimination: the chance that a case with the event had the higher
    prediction (c-statistic), 0.5 when the model tells nothing apart; on the
    data it was fitted to, so a little too good. chance: the prediction per cell.
    """

    observed: Floats
    expected: Floats
    se: Floats
    trials: Floats
    terms: tuple[str, ...]
    coefficient: Floats
    coefficient_se: Floats
    references: Mapping[str, str]
    calibration: Calibration
    discrimination: float
    chance: Floats

    @property
    def events_per_term(self) -> float:
        """The rarer outcome's number per coefficient; below ten estimates are shaky.

        Source: Peduzzi et al. (1996), J Clin Epidemiol 49:1373.
        """
        events = np.nansum(self.observed)
        return float(min(events, np.nansum(self.trials) - events) / (len(self.terms) - 1 or 1))


def expected_logistic(
    events: ArrayLike,
    trials: ArrayLike,
    unit: ArrayLike,
    units: int,
    design: Mapping[str, ArrayLike],
) -> Expected:
    """Expected events of `units` units from a logistic model on cells of equal cases.

    events, trials: per cell. unit: 0..units-1 per cell; the model does not know
    it. design: per column its value in each cell; text and whole numbers are
    categories, compared with the largest; floats enter as they are. Only main
    effects. Over all cells of a category expected equals observed, always.

    Raises NoModel when all cases went one way, when columns say the same, and
    when a combination of columns tells the outcome without fail (separation: a
    coefficient would run off to infinity); drop or merge what `terms` names.
    Raises ValueError for missing or negative numbers and more events than trials.

    Formula: log(p / (1-p)) = Xβ, by maximum likelihood (statsmodels GLM);
    expected = Σ n p; its variance g'Vg with g = Σ n p (1-p) x and V that of β.
    Sources: McCullagh & Nelder (1989), Generalized linear models, ch. 4;
    separation: Konis (2007), D.Phil. thesis, Oxford, by linear programming;
    c-statistic: Hanley & McNeil (1982), Radiology 143:29.
    """
    x, n, member = _checked(events, trials, unit, units)
    terms, matrix, references = _matrix(design, n)
    observed, size = _added(member, x, units), _added(member, n, units)
    # Cells with one row of the design have one chance: added, the fit is the
    # same, and the units drop out of it.
    rows, where = np.unique(matrix[n > 0], axis=0, return_inverse=True)
    x_row, n_row = (_added(where.ravel(), v[n > 0], len(rows)) for v in (x, n))
    _estimable(x_row, n_row, rows, terms)
    beta, covariance = _fitted(x_row, n_row, rows)
    p = 1 / (1 + np.exp(-(matrix @ beta)))
    slope = np.stack([_added(member, n * p * (1 - p) * column, units) for column in matrix.T])
    seen = np.where(size > 0, 1.0, np.nan)
    p_row = 1 / (1 + np.exp(-(rows @ beta)))
    return Expected(
        observed=observed * seen,
        expected=_added(member, n * p, units) * seen,
        se=np.sqrt(np.einsum("iu,ij,ju->u", slope, covariance, slope)) * seen,
        trials=size * seen,
        terms=terms,
        coefficient=beta,
        coefficient_se=np.sqrt(np.diag(covariance)),
        references=references,
        calibration=_calibration(x_row, n_row, p_row),
        discrimination=_discrimination(x_row, n_row, p_row),
        chance=p,
    )


def _checked(
    events: ArrayLike, trials: ArrayLike, unit: ArrayLike, units: int
) -> tuple[Floats, Floats, Ints]:
    x, n = counts("events", events), counts("trials", trials)
    member = np.asarray(unit, dtype=np.int64)
    if not (x.ndim == 1 and x.shape == n.shape == member.shape):
        raise ValueError("events, trials and unit must be of one length, in one dimension")
    if np.isnan(x + n).any() or (x > n).any():
        raise ValueError("a cell has missing numbers or more events than trials")
    if member.size and not (member.min() >= 0 and member.max() < units):
        raise ValueError(f"unit must lie in 0..{units - 1}")
    return x, n, member


def _added(member: Ints, values: Floats, size: int) -> Floats:
    return np.bincount(member, values, minlength=size).astype(np.float64)


def _matrix(
    design: Mapping[str, ArrayLike], n: Floats
) -> tuple[tuple[str, ...], Floats, dict[str, str]]:
    terms, columns, references = ["constant"], [np.ones_like(n)], {}
    for name, given in design.items():
        values = np.asarray(given)
        if values.shape != n.shape:
            raise ValueError(f"column {name} must have one value per cell")
        if values.dtype.kind == "f":
            if np.isnan(values).any():
                raise ValueError(f"column {name} has missing values")
            terms.append(name)
            columns.append(values)
            continue
        categories, code = np.unique(values.astype(str), return_inverse=True)
        sizes = _added(code, n, len(categories))
        largest = int(sizes.argmax()) if sizes.size else -1
        references[name] = str(categories[largest]) if sizes.size else ""
        for index in np.flatnonzero((sizes > 0) & (np.arange(len(sizes)) != largest)):
            terms.append(f"{name}={categories[index]}")
            columns.append((code == index).astype(np.float64))
    return tuple(terms), np.stack(columns, axis=1), references


def _estimable(x: Floats, n: Floats, rows: Floats, terms: tuple[str, ...]) -> None:
    if not 0 < x.sum() < n.sum():
        raise NoModel("one_outcome")
    scaled = rows / np.abs(rows).max(axis=0)
    left = np.linalg.svd(scaled)[2][np.linalg.matrix_rank(scaled) :]
    if len(left):
        raise NoModel("collinear", _named(terms, (np.abs(left) > 1e-8).any(axis=0)))
    direction = _separating(x, n, scaled)
    if (direction != 0).any():
        raise NoModel("separation", _named(terms, direction != 0))


def _separating(x: Floats, n: Floats, rows: Floats) -> Floats:
    """The direction in which no case speaks against and some speak for; zeros if none."""
    from scipy.optimize import linprog

    # A row with both outcomes pins its prediction; one with a single outcome
    # may run off to its side.
    pure = (x == 0) | (x == n)
    side = np.where(x == 0, -1.0, 1.0)[:, None] * rows
    found = linprog(
        -side[pure].sum(axis=0),
        A_ub=-side[pure],
        b_ub=np.zeros(int(pure.sum())),
        A_eq=rows[~pure],
        b_eq=np.zeros(int((~pure).sum())),
        bounds=(-1, 1),
    )
    if found.x is None or found.fun is None:
        raise ArithmeticError(f"the check for separation failed: {found.message}")
    direction: Floats = np.where(np.abs(found.x) > 1e-7, found.x, 0.0)
    return direction if -found.fun > 1e-7 else np.zeros_like(direction)


def _named(terms: tuple[str, ...], which: Bools) -> tuple[str, ...]:
    return tuple(term for term, blamed in zip(terms, which, strict=True) if blamed)


def _fitted(x: Floats, n: Floats, rows: Floats) -> tuple[Floats, Floats]:
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    # One row per outcome, weighted: given shares instead, statsmodels takes a fit
    # that meets them all (as many rows as terms) for a perfect prediction.
    weights = np.concatenate([x, n - x])
    some = weights > 0
    outcome = np.repeat([1.0, 0.0], len(x))[some]
    model = GLM(
        outcome, np.vstack([rows, rows])[some], family=Binomial(), freq_weights=weights[some]
    ).fit()
    if not model.converged:
        raise NoModel("no_convergence")
    return np.asarray(model.params), np.asarray(model.cov_params())


def _calibration(x: Floats, n: Floats, p: Floats) -> Calibration:
    order = np.argsort(p, kind="stable")
    middle = np.cumsum(n[order]) - n[order] / 2
    tenth = np.floor(TENTHS * middle / n.sum()).astype(np.int64)
    trials, observed, expected = (_added(tenth, v[order], TENTHS) for v in (n, x, n * p))
    some = trials > 0
    return Calibration(trials[some], observed[some], expected[some])


def _discrimination(x: Floats, n: Floats, p: Floats) -> float:
    chances, rank = np.unique(p, return_inverse=True)
    with_event, without = (_added(rank, v, len(chances)) for v in (x, n - x))
    below = np.cumsum(without) - without / 2
    return float((with_event * below).sum() / (x.sum() * (n - x).sum()))
