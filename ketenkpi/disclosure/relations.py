"""What every reader knows beside the figures: how the finest numbers hang together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ketenkpi.disclosure.quantity import COUNT, NONE, Quantity
from ketenkpi.disclosure.rules import Rules
from ketenkpi.indicators import Indicator

PLAIN = ["werkplein", "kwartaal", "cell", "x"]
PLACE = ["axis", "werkplein", "kwartaal", "member"]


class _Rows:
    """Relations being collected: triplets (row, cell, coefficient), and new difference cells."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.rows = 0
        self.triplets: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]] = []
        self.slack: list[NDArray[np.float64]] = []

    def add(self, *terms: tuple[NDArray[np.int64], float | NDArray[np.float64]]) -> None:
        """One relation per entry: the sum of coefficient * cell is 0."""
        size = len(terms[0][0])
        row = np.arange(self.rows, self.rows + size)
        for cell, coefficient in terms:
            filled = np.broadcast_to(np.asarray(coefficient, dtype=np.float64), size)
            self.triplets.append((row, cell.astype(np.int64), filled))
        self.rows += size

    def sums(
        self, group: NDArray[np.int64], parts: NDArray[np.int64], whole: NDArray[np.int64]
    ) -> None:
        """The cells `parts`, by `group`, add up to the cells `whole`."""
        self.triplets.append((group + self.rows, parts, np.ones(len(parts))))
        rows = np.arange(self.rows, self.rows + len(whole))
        self.triplets.append((rows, whole, np.full(len(whole), -1.0)))
        self.rows += len(whole)

    def difference(self, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """New cells with these values; their numbers."""
        first = self.cells + sum(map(len, self.slack))
        self.slack.append(values)
        return np.arange(first, first + len(values))

    def matrix(self) -> tuple[sparse.csr_array, NDArray[np.float64]]:
        """All relations, and the values of the new cells."""
        slack = np.concatenate([np.zeros(0), *self.slack])
        shape = (self.rows, self.cells + len(slack))
        if not self.triplets:
            return sparse.csr_array(shape), slack
        row, column, value = (np.concatenate(each) for each in zip(*self.triplets, strict=True))
        # In 32 bits: half of what the numbers of rows and columns take in 64.
        entries = (row.astype(np.int32), column.astype(np.int32))
        return sparse.csr_array((value, entries), shape=shape), slack


def relations(
    base: pd.DataFrame, cells: pd.DataFrame, indicators: Mapping[str, Indicator], rules: Rules
) -> tuple[sparse.csr_array, NDArray[np.float64]]:
    """A matrix of sums that are zero, and the values of the differences it brings along.

    Only what holds in these numbers is a relation: where a part is larger than
    its whole (one of them was not delivered in full) nobody can build on it.
    """
    rows = _Rows(len(cells))
    numbered = cells.assign(cell=np.arange(len(cells)))
    by_quantity = numbered.groupby("quantity", sort=False, observed=True)
    groups: dict[Quantity, pd.DataFrame] = dict(iter(by_quantity))  # type: ignore[arg-type]
    for part in groups.values():
        _breakdowns(rows, part)
    for inner, outer in _parts_and_wholes(groups):
        _inside(rows, groups[inner], groups[outer])
    _same_people(rows, base, groups, rules)
    _rest(rows, base)
    _filtered(rows, base, groups, indicators)
    _same_numbers(rows, groups)
    _identity(rows, base, groups, rules)
    _years(rows, groups)
    _moved(rows, groups)
    return rows.matrix()


def _breakdowns(rows: _Rows, part: pd.DataFrame) -> None:
    whole = part[part["axis"] == NONE][["werkplein", "kwartaal", "cell", "x"]]
    for _, members in part[part["axis"] != NONE].groupby("axis", sort=False, observed=True):
        _adds_up(rows, members, whole)


def _adds_up(rows: _Rows, members: pd.DataFrame, whole: pd.DataFrame) -> None:
    keys = ["werkplein", "kwartaal"]
    both = members.merge(whole.rename(columns={"cell": "of", "x": "total"}), on=keys)
    off = (both.groupby("of")["x"].transform("sum") - both["total"]).abs() > 1e-6
    both = both[~off]
    group, of = pd.factorize(both["of"])
    rows.sums(group.astype(np.int64), both["cell"].to_numpy(np.int64), np.asarray(of, np.int64))


def _inside(rows: _Rows, inner: pd.DataFrame, outer: pd.DataFrame) -> None:
    both = inner.merge(outer, on=PLACE, suffixes=("", "_outer"))
    both = both[both["x"] <= both["x_outer"] + 1e-9]
    rest = rows.difference((both["x_outer"] - both["x"]).to_numpy(np.float64))
    rows.add((both["cell_outer"].to_numpy(), 1.0), (both["cell"].to_numpy(), -1.0), (rest, -1.0))


def _parts_and_wholes(
    groups: Mapping[Quantity, pd.DataFrame],
) -> Iterator[tuple[Quantity, Quantity]]:
    """Each quantity with the smallest one that holds it."""
    total = {key: part["x"].sum() for key, part in groups.items()}
    for key in groups:
        wholes = [other for other in groups if key.is_part_of(other)]
        if wholes:
            yield key, min(wholes, key=lambda other: (total[other], other.name))
        if key.aspect.startswith("within "):
            # To whom it happened is not among who lasted, but among the rest.
            lasted = key.aspect.replace("within", "rest of lasted")
            if (rest := replace(key, aspect=lasted)) in groups:
                yield key, rest


def _same_people(
    rows: _Rows, base: pd.DataFrame, groups: Mapping[Quantity, pd.DataFrame], rules: Rules
) -> None:
    counted = base[base["role"].isin(["num", "den"])]
    widest = counted.sort_values("role").drop_duplicates(["indicator", "quantity"])
    by_indicator = {
        str(key): list(dict.fromkeys(_whole_of(part)))
        for key, part in widest.groupby("indicator", sort=False, observed=True)
    }
    for group in rules.same_people:
        outer = by_indicator.get(group[0], [])
        for inner in (one for key in group[1:] for one in by_indicator.get(key, [])):
            if len(outer) == 1 and inner != outer[0]:
                _inside(rows, groups[inner], groups[outer[0]])


def _whole_of(part: pd.DataFrame) -> list[Quantity]:
    dens = part.loc[part["role"] == "den", "quantity"]
    return list(dens if len(dens) else part["quantity"])


def _rest(rows: _Rows, base: pd.DataFrame) -> None:
    """den = num + rest, of one indicator."""
    keys = ["indicator", "split", *PLACE]
    chosen = base[base["role"].isin(["num", "den", "rest"])]
    wide = chosen.pivot_table(index=keys, columns="role", values="cell", aggfunc="first")
    if "rest" not in wide:
        return
    wide = wide.dropna(subset=["num", "den", "rest"]).drop_duplicates()
    num, den, rest = (wide[role].to_numpy(np.int64) for role in ("num", "den", "rest"))
    rows.add((den, 1.0), (num, -1.0), (rest, -1.0))


def _filtered(
    rows: _Rows,
    base: pd.DataFrame,
    groups: Mapping[Quantity, pd.DataFrame],
    indicators: Mapping[str, Indicator],
) -> None:
    """Outflow by reason shows `outflow with reason work` as one of its parts; so does regeling."""
    broken = base[base["axis"] != NONE].drop_duplicates(["indicator", "quantity", "axis"])
    columns = (broken[name] for name in ("indicator", "quantity", "axis"))
    for key, whole, axis in zip(*columns, strict=True):
        dimension = indicators[str(key)].split if axis == "split" else axis
        for other, cells in groups.items():
            extra = dict(other.only - whole.only)
            if not other.is_part_of(whole) or set(extra) != {dimension}:
                continue
            members = groups[whole]
            inside = (members["axis"] == axis) & members["member"].isin(extra[dimension])
            _adds_up(rows, members[inside], cells[cells["axis"] == NONE][PLAIN])


def _same_numbers(rows: _Rows, groups: Mapping[Quantity, pd.DataFrame]) -> None:
    """Two quantities that never differ are one to a reader, whatever their definitions."""
    seen: dict[tuple[object, ...], pd.DataFrame] = {}
    for part in groups.values():
        plain = part[part["axis"] == NONE].sort_values(["werkplein", "kwartaal"])
        print_ = (
            tuple(pd.factorize(plain["werkplein"])[0]),
            tuple(plain["kwartaal"]),
            tuple(plain["x"]),
        )
        first = seen.setdefault(print_, part)
        if first is not part and part["x"].sum() > 0:
            both = part.merge(first, on=PLACE, suffixes=("", "_first"))
            rows.add((both["cell"].to_numpy(), 1.0), (both["cell_first"].to_numpy(), -1.0))


def _identity(
    rows: _Rows, base: pd.DataFrame, groups: Mapping[Quantity, pd.DataFrame], rules: Rules
) -> None:
    named = base[base["role"] == "num"].drop_duplicates("indicator")
    quantity = dict(zip(named["indicator"], named["quantity"], strict=True))
    if not all(name in quantity for name in rules.identity):
        return
    stock, inflow, outflow = (groups[quantity[name]] for name in rules.identity)
    before = stock.assign(kwartaal=stock["kwartaal"] + 1)
    all_four = (
        stock.merge(before, on=PLACE, suffixes=("", "_before"))
        .merge(inflow, on=PLACE, suffixes=("", "_in"))
        .merge(outflow, on=PLACE, suffixes=("", "_out"))
    )
    net = all_four["x_before"] + all_four["x_in"] - all_four["x_out"]
    held = all_four[(net - all_four["x"]).abs() < 1e-6]
    terms = [("cell", 1.0), ("cell_before", -1.0), ("cell_in", -1.0), ("cell_out", 1.0)]
    rows.add(*((held[name].to_numpy(np.int64), sign) for name, sign in terms))


def _years(rows: _Rows, groups: Mapping[Quantity, pd.DataFrame]) -> None:
    """The years of benefit of a quarter are its begin and end stock times a number per quarter."""
    for key, years in groups.items():
        stock = groups.get(replace(key, aspect=COUNT))
        if key.is_people or key.aspect == "years rate_year" or stock is None:
            continue
        before = stock.assign(kwartaal=stock["kwartaal"] + 1)
        both = years.merge(stock, on=PLACE, suffixes=("", "_end"), how="left")
        both = both.merge(before, on=PLACE, suffixes=("", "_begin"), how="left")
        half = _half(both)
        there = both["cell_begin"].notna().to_numpy()
        known = half * (both["x_end"].fillna(0) + both["x_begin"].fillna(0)).to_numpy()
        # The stock before the first quarter is in no figure, yet follows from the years.
        unseen = rows.difference(np.where(there, 0.0, (both["x"].to_numpy() - known) / half))
        ends = both["cell_end"].to_numpy()
        rows.add(
            (both["cell"].to_numpy(np.int64), 1.0),
            (np.nan_to_num(ends).astype(np.int64), np.where(np.isnan(ends), 0.0, -half)),
            (np.where(there, both["cell_begin"].fillna(0), unseen).astype(np.int64), -half),
        )


def _moved(rows: _Rows, groups: Mapping[Quantity, pd.DataFrame]) -> None:
    """The begin of a quarter is the end of the one before; a year is four quarters."""
    sources = {
        "begin": (COUNT, (1,)),
        "year": (COUNT, range(4)),
        "years rate_year": ("years rate", range(4)),
    }
    for key, part in groups.items():
        aspect, lags = sources.get(key.aspect, (None, ()))
        source = groups.get(replace(key, aspect=str(aspect)))
        if source is None:
            continue
        both = part
        for lag in lags:
            late = source.assign(kwartaal=source["kwartaal"] + lag)
            both = both.merge(late, on=PLACE, suffixes=("", f"_{lag}"), how="left")
        # A quarter before the first one stands in no figure: nobody can add it.
        both = both.dropna(subset=[f"cell_{lag}" for lag in lags])
        terms = [(both[f"cell_{lag}"].to_numpy(np.int64), -1.0) for lag in lags]
        rows.add((both["cell"].to_numpy(np.int64), 1.0), *terms)


def _half(both: pd.DataFrame) -> NDArray[np.float64]:
    # The number is read off where both stocks are known, as any reader can.
    ratio = both["x"] / (both["x_end"] + both["x_begin"])
    per_quarter = ratio.groupby(both["kwartaal"]).median()
    found = both["kwartaal"].map(per_quarter).fillna(ratio.median())
    return found.to_numpy(dtype=np.float64)
