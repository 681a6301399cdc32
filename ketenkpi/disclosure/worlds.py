"""Other worlds of one block of cells: other numbers, with which all that is shown stays the same.

A block holds all that the search in it needs, so that what it finds follows
from the block alone: wherever and beside whatever else it is searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
# The cells that differ in a world, and by how much.
World = tuple[Ints, Floats]
TOLERANCE = 1e-6
# A unit of width that is not reached costs more than all that could be hidden
# for it: thousands of totals at some hundreds each.
UNMET = 1e7
ROUNDS = 5


@dataclass(frozen=True, eq=False)
class CellBlock:
    """Cells that may change, and the rows (sums of them) that follow. All fields are 1-D arrays.

    data, indices, indptr: the rows as a sparse matrix. held: rows that must
    stay as they are. price: what it costs to hide a row; 0 where it may differ.
    own: per cell the row that shows this cell alone, -1 for none. lower: how far
    each cell may go down. targets: rows with a small number; large: whether it
    is larger than the width; asked: whether its range is to be made here. up,
    down: how far each differs in worlds found before. width: one number, how
    wide a range must be.
    """

    data: Floats
    indices: Ints
    indptr: Ints
    held: Bools
    price: Floats
    own: Ints
    lower: Floats
    targets: Ints
    large: Bools
    asked: Bools
    up: Floats
    down: Floats
    width: Floats

    @property
    def rows(self) -> sparse.csr_array:
        """The sums: a row each, a column per cell."""
        shape = (len(self.indptr) - 1, len(self.own))
        return sparse.csr_array((self.data, self.indices, self.indptr), shape=shape)


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found. All fields are 1-D arrays.

    hidden: rows of the block that must be hidden. up, down: per target of the
    block. cells, changes: those of all worlds one after another; lengths: of each world.
    """

    hidden: Ints
    up: Floats
    down: Floats
    cells: Ints
    changes: Floats
    lengths: Ints


class _Search:
    """The state of the search in one block."""

    def __init__(self, block: CellBlock) -> None:
        self.block, self.rows = block, block.rows
        self.price = block.price.copy()
        self.up, self.down = block.up.copy(), block.down.copy()
        self.worlds: list[World] = []
        self.single = np.zeros(len(self.price), dtype=np.bool_)
        self.single[block.own[block.own >= 0]] = True

    def unmet(self) -> Ints:
        """The targets asked of which the range is not wide enough yet."""
        narrow = self.up - self.down < self.block.width - TOLERANCE
        return np.flatnonzero(self.block.asked & narrow)

    def world(self, targets: Ints, sign: Floats) -> Floats:
        """The cheapest change that moves `targets` as far as is needed, or near it."""
        block = self.block
        hard = np.flatnonzero(block.held & ~self.single)
        soft = np.flatnonzero(~block.held & ~self.single & (self.price > 0))
        moved = sparse.diags_array(sign) @ self.rows[block.targets[targets]]
        need = block.width - np.where(sign > 0, -self.down[targets], self.up[targets])
        own = np.where(block.own >= 0, self.price[block.own], 0.0)
        stuck = (block.own >= 0) & block.held[block.own]
        lower = np.where(stuck, 0.0, block.lower)
        upper = np.where(stuck, 0.0, np.inf)
        return _cheapest(
            (self.rows[hard], self.rows[soft], moved),
            (lower, upper),
            (own, self.price[soft]),
            need,
        )

    def accept(self, change: Floats) -> None:
        """Hide what differs in this world, and widen the ranges by it."""
        cells = np.flatnonzero(np.abs(change) > TOLERANCE)
        if not len(cells):
            return
        exact = np.zeros(len(change))
        exact[cells] = change[cells]
        differs = self.rows @ exact
        self.price[np.abs(differs) > TOLERANCE] = 0.0
        self.worlds += [(some, change[some]) for some in self.apart(cells)]
        np.maximum(self.up, differs[self.block.targets], out=self.up)
        np.minimum(self.down, differs[self.block.targets], out=self.down)

    def apart(self, cells: Ints) -> list[Ints]:
        """Cells of a world by what they are tied to: each group of them is a world by itself.

        So that a later release, in which a few cells changed, loses only what hangs on these.
        """
        ties = self.block.held | (self.price > 0)
        ties[self.block.targets] = True
        rows = self.rows[np.flatnonzero(ties)].tocsc()[:, cells]
        label = connected(rows)
        order = np.argsort(label, kind="stable")
        _, first = np.unique(label[order], return_index=True)
        return np.split(cells[order], first[1:])

    def found(self) -> Found:
        """What was found until now."""
        cells = np.concatenate([np.empty(0, dtype=np.int64), *(cells for cells, _ in self.worlds)])
        changes = np.concatenate([np.empty(0), *(change for _, change in self.worlds)])
        lengths = np.array([len(cells) for cells, _ in self.worlds], dtype=np.int64)
        hidden = np.flatnonzero((self.price == 0) & (self.block.price > 0))
        return Found(hidden, self.up, self.down, cells, changes, lengths)


def connected(rows: Any) -> Ints:
    """The part of each column of a matrix: columns of different parts have no row in common."""
    from scipy.sparse.csgraph import connected_components

    both: Any = sparse.block_array([[None, rows.T], [rows, None]])
    _, label = connected_components(both.tocsr(), directed=False)
    result: Ints = label[: rows.shape[1]].astype(np.int64)
    return result


def search(block: CellBlock) -> Found:
    """Hide until every target asked has its range, or nothing in this block can help."""
    state = _Search(block)
    for step in range(ROUNDS):
        todo = state.unmet()
        if not len(todo):
            break
        # The larger ones give way to the smaller ones first; then all go up.
        falls = block.large[todo] & (step % 2 == 0)
        state.accept(state.world(todo, np.where(falls, -1.0, 1.0)))
        if step % 2 and len(state.unmet()) == len(todo):
            break
    return state.found()


def _cheapest(
    rows: tuple[sparse.csr_array, sparse.csr_array, sparse.csr_array],
    bounds: tuple[Floats, Floats],
    prices: tuple[Floats, Floats],
    need: Floats,
) -> Floats:
    """The change of least cost. rows: hard, soft, targets. bounds: down, up. prices: cells, soft.

    Variables: the change of each cell (upwards only where it has a price), the
    change down of those with a price, up and down per soft row, what each target lacks.
    """
    from scipy import optimize

    solve: Any = optimize.linprog
    (lower, upper), (price, totals) = bounds, prices
    free = np.flatnonzero((lower > 0) | (upper > 0))
    hard, soft, targets = (each.tocsc()[:, free] for each in rows)
    lower, upper, price = lower[free], upper[free], price[free]
    paid = np.flatnonzero(price > 0)
    many, wanted = len(totals), len(need)
    one, blank = sparse.eye_array(many), sparse.csr_array
    equal: Any = sparse.vstack(
        [
            sparse.hstack([hard, -hard[:, paid], blank((hard.shape[0], 2 * many + wanted))]),
            sparse.hstack([soft, -soft[:, paid], -one, one, blank((many, wanted))]),
        ]
    )
    least: Any = sparse.hstack(
        [-targets, targets[:, paid], blank((wanted, 2 * many)), -sparse.eye_array(wanted)]
    )
    limits = np.zeros((len(free) + len(paid) + 2 * many + wanted, 2))
    limits[:, 1] = np.inf
    limits[: len(free)] = np.column_stack([np.where(price > 0, 0.0, -lower), upper])
    limits[len(free) : len(free) + len(paid), 1] = lower[paid]
    found = solve(
        np.concatenate([price, price[paid], totals, totals, np.full(wanted, UNMET)]),
        A_ub=least.tocsc(),
        b_ub=-need,
        A_eq=equal.tocsc(),
        b_eq=np.zeros(equal.shape[0]),
        bounds=limits,
        method="highs-ds",
        # Half the time of steepest edge on these programmes, with the same optimum.
        options={"simplex_dual_edge_weight_strategy": "devex"},
    )
    if found.x is None:
        raise AssertionError(f"no world at all, not even the true one: {found.message}")
    change = np.zeros(len(bounds[0]))
    change[free] = found.x[: len(free)]
    change[free[paid]] -= found.x[len(free) : len(free) + len(paid)]
    return change


def packed(items: Sequence[Any]) -> dict[str, NDArray[Any]]:
    """Blocks, or what was found, as few arrays: each field one after another, and its lengths."""
    table: dict[str, NDArray[Any]] = {}
    for field in fields(items[0]):
        parts = [getattr(item, field.name) for item in items]
        table[field.name] = np.concatenate(parts)
        table[f"{field.name}_lengths"] = np.array(list(map(len, parts)))
    return table


def unpacked(kind: Any, table: Any) -> list[Any]:
    """The blocks, or what was found, of `packed`."""
    names = [field.name for field in fields(kind)]
    parts = [np.split(table[name], np.cumsum(table[f"{name}_lengths"])[:-1]) for name in names]
    return [kind(*values) for values in zip(*parts, strict=True)]
