"""Somebody who has every export and adds and subtracts: what can be worked out?

Written apart from `ketenkpi.disclosure` and knowing nothing of how it decides:
it sees figures as any reader gets them, knows what the definitions say, knows
which numbers are not zero, and which numbers did not change between two
versions of the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.linalg import lsqr

from ketenkpi.indicators import Indicator, Part, load_indicators

# Kinds that are not published.
ROWS_ONLY = ("persons", "stratified_mean")
Ask = Callable[[Sequence[str], Sequence[str], Mapping[str, Any]], pd.DataFrame]
Cell = tuple[Any, ...]
AXES = (None, "regeling", "doelgroep", "split")
SMALL = 10


def what(part: Part, indicator: Indicator, split: str | None, aspect: str = "") -> Cell:
    """A name for what is counted; the same in every indicator that counts the same."""
    only = {name: tuple(sorted(map(str, values))) for name, values in part.only.items()}
    if split is not None and indicator.always_split:
        only[str(indicator.split)] = (split,)
    without = () if indicator.always_split else tuple(sorted(part.without.items()))
    return (part.tally, part.measure, aspect, tuple(sorted(only.items())), without)


def counted(row: Mapping[str, Any], indicator: Indicator) -> Iterator[tuple[Cell, float, bool]]:
    """Every number of clients a row gives away: what, how many, and whether it is protected."""
    split = row["split"] if isinstance(row["split"], str) else None
    num, den = row["numerator"], row["denominator"]
    kind, above = indicator.kind, indicator.numerator
    answers = indicator.unit_of_count == "answers"
    if kind in ("count", "stock", "ratio", "rate", "rate_per_1000", "per_1000"):
        yield what(above, indicator, split), num, True
    elif kind in ("begin_stock", "rate_year"):
        yield what(above, indicator, split, kind), num, True
    elif kind == "open_age":
        # Open cases are those of a cohort that have not ended.
        yield what(replace(above, measure="events"), indicator, split, "not events"), num, True
    elif kind in ("duration", "within", "incidence", "remaining"):
        aspect = {
            "duration": "events",
            "within": f"within {indicator.norm_days}",
            "incidence": f"within {indicator.days}",
            "remaining": f"lasted {indicator.days}",
        }[kind]
        whole = replace(above, only={k: v for k, v in above.only.items() if k != "reden"})
        yield what(above, indicator, split, aspect), num, True
        yield what(whole if kind == "incidence" else above, indicator, split, "n"), den, True
        yield what(above, indicator, split, f"not {aspect}"), den - num, True
        if kind == "within" and row["beside"] > 0:
            yield what(above, indicator, split, "events"), round(num / row["beside"]), True
        if kind == "remaining" and row["beside"] >= 0:
            early = round((1 - row["beside"]) * den)
            yield what(above, indicator, split, f"within {indicator.days}"), early, True
    elif kind in ("proportion", "cohort_share", "composition"):
        below = indicator.denominator
        yield what(above, indicator, split), num, not answers
        if below is None:
            yield (above.tally, above.measure, "", (), ()), den, True
        else:
            yield what(below, indicator, split), den, True
        yield what(above, indicator, split, "not"), den - num, not answers
    elif kind in ("mean", "gap", "cost", "stock_ratio", "mix"):
        assert indicator.denominator is not None
        yield what(indicator.denominator, indicator, split), den, True


@dataclass
class System:
    """Unknown numbers, and the sums of them that were seen."""

    number: dict[Cell, int] = field(default_factory=dict)
    truth: list[float] = field(default_factory=list)
    protected: list[bool] = field(default_factory=list)
    rows: list[tuple[list[int], list[float], float]] = field(default_factory=list)
    versions: dict[Cell, list[int]] = field(default_factory=dict)

    def cell(self, name: Cell, value: float, protected: bool) -> int:
        """The number of an unknown; one whose value changed is another unknown."""
        key = (*name, round(value, 3))
        if key not in self.number:
            self.number[key] = len(self.truth)
            self.truth.append(value)
            self.protected.append(False)
            self.versions.setdefault(name, []).append(self.number[key])
        at = self.number[key]
        self.protected[at] |= protected
        return at

    def add(self, cells: Sequence[int], coefficients: Sequence[float], total: float) -> None:
        """A sum that is known."""
        self.rows.append((list(cells), list(coefficients), total))

    def matrix(self) -> sparse.csr_array:
        """The sums as rows."""
        row = np.repeat(np.arange(len(self.rows)), [len(cells) for cells, _, _ in self.rows])
        column = np.concatenate([np.asarray(cells, dtype=np.int64) for cells, _, _ in self.rows])
        value = np.concatenate([np.asarray(c, dtype=np.float64) for _, c, _ in self.rows])
        return sparse.csr_array((value, (row, column)), shape=(len(self.rows), len(self.truth)))

    def totals(self) -> np.ndarray:
        """The values of the sums."""
        return np.array([total for _, _, total in self.rows])


def questions(
    axis: str | None, quarters: Sequence[int]
) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Every table by this axis: three kinds of place, quarters, years and all together."""
    extra = [axis] if axis else []
    for place in (["werkplein"], ["regio"], []):
        yield [*place, "kwartaal", *extra], {}
        yield [*place, *extra], {}
        for year in sorted({quarter // 4 for quarter in quarters}):
            yield [*place, *extra], {"kwartaal": [q for q in quarters if q // 4 == year]}


def observe(
    system: System,
    shown: Ask,
    true: Ask,
    regio_of: Mapping[str, str],
    axes: Sequence[str | None] = AXES,
) -> None:
    """Add all that one version of the figures shows, and all that its definitions say."""
    known = load_indicators()
    for axis in axes:
        # Numbers of people are for who may see rows.
        shared = {key: each for key, each in known.items() if each.kind not in ROWS_ONLY}
        keys = [key for key, each in shared.items() if _has(each, axis)]
        finest = ["werkplein", "kwartaal", *([axis] if axis else [])]
        cells = _finest(system, true(keys, finest, {}), axis, known)
        quarters = sorted(cells["kwartaal"].unique())
        for by, where in questions(axis, quarters):
            adds = [k for k in keys if "kwartaal" in by or "kwartaal" in known[k].additive_over]
            _seen(system, shown(adds, by, where), cells, by, where, axis, regio_of, known)


def _has(indicator: Indicator, axis: str | None) -> bool:
    below = indicator.denominator
    contracts = {indicator.numerator.contract, below.contract if below else ""}
    if not contracts & {"trajecten", "stand_stroom", "stappen", "tevredenheid", "klachten"}:
        return False
    if axis == "split":
        return indicator.split is not None and not indicator.always_split
    return axis is None or axis in indicator.dimensions


def _finest(
    system: System, frame: pd.DataFrame, axis: str | None, known: Mapping[str, Indicator]
) -> pd.DataFrame:
    """The unknowns of one axis: indicator, what, werkplein, kwartaal, member, split, cell."""
    found = []
    for row in frame.to_dict("records"):
        member = str(row[axis]) if axis else None
        place = (axis, row["werkplein"], row["kwartaal"], member)
        for name, value, protected in counted(row, known[row["indicator"]]):
            if value > 0:
                at = system.cell((*name, *place), value, protected)
                split = str(row["split"]) if known[row["indicator"]].always_split else ""
                found.append(
                    (row["indicator"], split, name, row["werkplein"], row["kwartaal"], member, at)
                )
        _whole(system, list(counted(row, known[row["indicator"]])), place)
    columns = ["indicator", "split", "what", "werkplein", "kwartaal", "member", "cell"]
    return pd.DataFrame(found, columns=columns)


def _whole(system: System, parts: list[tuple[Cell, float, bool]], place: Cell) -> None:
    """What is in and what is not are together the whole."""
    if len(parts) < 3:
        return
    signs = (1.0, -1.0, 1.0)
    there = [
        (system.cell((*name, *place), value, protected), sign)
        for (name, value, protected), sign in zip(parts[:3], signs, strict=True)
        if value > 0
    ]
    if there:
        system.add([at for at, _ in there], [sign for _, sign in there], 0.0)


def _seen(
    system: System,
    frame: pd.DataFrame,
    cells: pd.DataFrame,
    by: Sequence[str],
    where: Mapping[str, Any],
    axis: str | None,
    regio_of: Mapping[str, str],
    known: Mapping[str, Indicator],
) -> None:
    inside = cells.assign(regio=cells["werkplein"].map(regio_of))
    if "kwartaal" in where:
        inside = inside[inside["kwartaal"].isin(where["kwartaal"])]
    keys = ["indicator", "split", "what", *(name for name in by if name != axis), "member"]
    sums = {
        key: part.tolist() for key, part in inside.groupby(keys, dropna=False, sort=False)["cell"]
    }
    for row in frame.to_dict("records"):
        indicator = known[row["indicator"]]
        member = str(row[axis]) if axis else np.nan
        split = str(row["split"]) if indicator.always_split else ""
        place = [row[name] for name in by if name != axis]
        for name, value, _ in counted(row, indicator):
            if np.isnan(value):
                continue
            group = sums.get((row["indicator"], split, name, *place, member), [])
            total = sum(system.truth[at] for at in group)
            # Over all quarters also cases from before the first one may count:
            # then the sum is of numbers that nobody asks about here.
            if group and abs(total - value) < 1e-6:
                system.add(group, [1.0] * len(group), value)


def breakdowns(system: System) -> None:
    """A breakdown adds up to its total, and a quarter's stock to the one before plus the flows."""
    plain = {key[:5] + key[6:8]: at for key, at in system.number.items() if key[5] is None}
    groups: dict[Cell, list[int]] = {}
    for key, at in system.number.items():
        if key[5] is not None:
            groups.setdefault((key[5], *key[:5], *key[6:8]), []).append(at)
    for key, members in groups.items():
        whole = plain.get(key[1:])
        total = sum(system.truth[at] for at in members)
        if whole is not None and abs(total - system.truth[whole]) < 1e-6:
            system.add([*members, whole], [*[1.0] * len(members), -1.0], 0.0)


def stocks(system: System) -> None:
    """Stock is the stock before plus inflow minus outflow."""
    cells: dict[Cell, int] = {}
    for key, at in system.number.items():
        if key[0] in ("stand", "instroom", "uitstroom") and key[1:5] == ("n", "", (), ()):
            cells[(key[0], *key[5:9])] = at
    for (tally, axis, place, quarter, member), at in list(cells.items()):
        if tally != "stand":
            continue
        terms = [(at, 1.0)]
        for name, when, sign in (
            ("stand", quarter - 1, -1.0),
            ("instroom", quarter, -1.0),
            ("uitstroom", quarter, 1.0),
        ):
            other = cells.get((name, axis, place, when, member))
            terms += [(other, sign)] if other is not None else []
        if abs(sum(system.truth[cell] * sign for cell, sign in terms)) < 1e-6 and len(terms) > 1:
            system.add([cell for cell, _ in terms], [sign for _, sign in terms], 0.0)


def moved(system: System) -> None:
    """The begin of a quarter is the end of the one before; a year is four quarters together."""
    for key, at in list(system.number.items()):
        if key[2] not in ("begin_stock", "rate_year"):
            continue
        lags = (1,) if key[2] == "begin_stock" else range(4)
        parts = [
            cell
            for lag in lags
            for cell in system.versions.get((*key[:2], "", *key[3:7], key[7] - lag, key[8]), [])
        ]
        if parts and abs(sum(system.truth[p] for p in parts) - system.truth[at]) < 1e-6:
            system.add([*parts, at], [*[1.0] * len(parts), -1.0], 0.0)


def determined(system: System, seed: int = 0) -> np.ndarray:
    """Which unknowns follow exactly, by elimination of any length (linear algebra).

    Random vectors are projected on the changes that leave every seen sum the
    same. An unknown that no such change touches is determined. Two vectors,
    because one in 100,000 unknowns is hardly touched by a single one.
    """
    matrix, free = _after_substitution(system)
    rng = np.random.default_rng(seed)
    length = np.sqrt(np.maximum(1, np.asarray(matrix.power(2).sum(axis=1))))
    scaled = (sparse.diags_array(1 / length) @ matrix).tocsr()
    still = np.ones(matrix.shape[1], dtype=np.bool_)
    for _ in range(2):
        noise = rng.normal(size=matrix.shape[1])
        away = lsqr(scaled, scaled @ noise, atol=1e-12, btol=1e-12, iter_lim=4000)[0]
        still &= np.abs(noise - away) < 1e-5
    result = ~free
    result[np.flatnonzero(free)] = still
    return result


def _after_substitution(system: System) -> tuple[sparse.csr_array, np.ndarray]:
    """What is left after filling in, again and again, every sum with one unknown."""
    matrix = system.matrix()
    free = np.ones(matrix.shape[1], dtype=np.bool_)
    while True:
        left = np.asarray(np.abs(matrix) @ free.astype(np.float64))
        lonely = np.flatnonzero((matrix != 0).astype(np.float64) @ free.astype(np.float64) == 1)
        if not len(lonely):
            keep = np.flatnonzero(left > 0)
            return matrix[keep][:, np.flatnonzero(free)], free
        columns = matrix[lonely].indices
        free[columns] = False


def narrow(system: System, asked: Sequence[int], width: float, cells: int = 1500) -> list[int]:
    """The unknowns of `asked` that a linear programme pins down more closely than `width`.

    Each programme holds the sums nearest to the unknown, until they bring this
    many unknowns: all of them at once would take minutes each, and sums
    farther away say less.
    """
    matrix, totals = system.matrix(), system.totals()
    columns, lengths = matrix.tocsc(), np.diff(matrix.indptr)
    found = []
    for at in asked:
        rows, inside = np.empty(0, dtype=np.int64), np.array([at])
        while True:
            near = np.unique(columns[:, inside].indices)
            near = near[np.argsort(lengths[near], kind="stable")]
            near = near[np.cumsum(lengths[near]) < 4 * cells]
            grown = np.unique(matrix[near].indices)
            if len(grown) <= len(inside) or len(grown) > cells:
                break
            rows, inside = near, grown
        if not len(rows):
            continue
        part, goal = matrix[rows][:, inside], (inside == at).astype(np.float64)
        low, high = (
            linprog(sign * goal, A_eq=part, b_eq=totals[rows], bounds=(1, None), method="highs")
            for sign in (1, -1)
        )
        top = np.inf if high.status == 3 else -high.fun
        if top - low.fun < width - 1e-6:
            found.append(at)
    return found
