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

from ketenkpi.disclosure.keys import mixed, of_sums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Places = NDArray[np.int32]
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

    data, indices, indptr: the rows as a sparse matrix. part: per cell the part it is
    in; parts have no row in common and are searched as if alone. held: rows that must
    stay as they are. price: what it costs to hide a row; 0 where it may differ.
    own: per cell the row that shows this cell alone, -1 for none. lower: how far
    each cell may go down. targets: rows with a small number; large: whether it
    is larger than the width; asked: whether its range is to be made here. up,
    down: how far each differs in worlds found before. width: one number, how
    wide a range must be. patient: one truth, whether to go on where two rounds met nothing.
    """

    data: Floats
    indices: Places
    indptr: Places
    part: Ints
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
    patient: Bools

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


@dataclass(frozen=True, eq=False)
class _Rest:
    """What wholes have more than their parts, where it stands in one sum only: it follows.

    rows: these sums, of all that stay; cells: of each the difference; sums: the same sums, in
    units of it; room: how far the other cells may rise together, for it goes down by that.
    """

    rows: Ints
    cells: Ints
    sums: sparse.csr_array
    room: Floats

    @classmethod
    def of(cls, held: sparse.csr_array, alone: Bools, lower: Floats) -> _Rest:
        """held: the sums that stay; alone: the cells that stand in one of them and no other."""
        entries = held.tocoo()
        at = np.flatnonzero(alone[entries.col] & (entries.data < 0))
        rows, first = np.unique(entries.row[at], return_index=True)
        cells, factor = entries.col[at[first]].astype(np.int64), entries.data[at[first]]
        sums = sparse.csr_array(sparse.diags_array(1 / factor) @ held[rows])
        return cls(rows.astype(np.int64), cells, sums, lower[cells])


class _Search:
    """The state of the search in one block."""

    def __init__(self, block: CellBlock) -> None:
        self.block, self.rows = block, block.rows
        self.price = block.price.copy()
        self.up, self.down = block.up.copy(), block.down.copy()
        self.worlds: list[World] = []
        self.asked = block.asked.copy()
        single = np.zeros(len(self.price), dtype=np.bool_)
        single[block.own[block.own >= 0]] = True
        self.sums = np.flatnonzero(~single)
        held = self.rows[self.sums[block.held[self.sums]]]
        may = _free(held, (block.own < 0) | ~block.held[block.own])
        # A fifth of the unknowns and of the sums: they bound what the others may do, no more.
        alone = may & (np.bincount(self.rows.indices, minlength=len(may)) == 1)
        self.rest = _Rest.of(held, alone, block.lower)
        self.free = may.copy()
        self.free[self.rest.cells] = False
        others = np.setdiff1d(np.arange(held.shape[0]), self.rest.rows)
        self.held = distinct(held[others][:, np.flatnonzero(self.free)])[0]
        self.part_of = block.part[self.rows.indices[self.rows.indptr[block.targets]]]

    def unmet(self) -> Ints:
        """The targets asked of which the range is not wide enough yet."""
        narrow = self.up - self.down < self.block.width - TOLERANCE
        return np.flatnonzero(self.asked & narrow)

    def give_up(self, tried: Ints) -> None:
        """Ask no more in parts in which none of the targets just tried was met."""
        left = self.unmet()
        met = np.setdiff1d(tried, left)
        self.asked[left[~np.isin(self.part_of[left], self.part_of[met])]] = False

    def world(self, targets: Ints, sign: Floats) -> Floats:
        """The cheapest change that moves `targets` as far as is needed, or near it."""
        block = self.block
        inside = np.isin(block.part, self.part_of[targets])
        cells = np.flatnonzero(self.free & inside)
        soft = self.sums[~block.held[self.sums] & (self.price[self.sums] > 0)]
        totals, kept = distinct(self.rows[soft][:, cells])
        price = np.zeros(totals.shape[0])
        np.add.at(price, kept[kept >= 0], self.price[soft[kept >= 0]])
        moved = sparse.diags_array(sign) @ self.rows[block.targets[targets]][:, cells]
        need = block.width - np.where(sign > 0, -self.down[targets], self.up[targets])
        can = np.flatnonzero(np.diff(moved.indptr))
        own = np.where(block.own >= 0, self.price[block.own], 0.0)
        change = np.zeros(len(block.own))
        if not len(can):
            return change
        held = _filled(self.held[:, np.flatnonzero(inside[self.free])])
        rest = self.rest.sums[:, cells]
        some = np.flatnonzero(np.diff(rest.indptr))
        change[cells] = _cheapest(
            (held, totals, moved[can], rest[some]),
            block.lower[cells],
            (own[cells], price),
            need[can],
            self.rest.room[some],
        )
        change[self.rest.cells] = -(rest @ change[cells])
        return change

    def accept(self, change: Floats) -> None:
        """Hide what differs in this world, and widen the ranges by it."""
        cells = np.flatnonzero(np.abs(change) > TOLERANCE)
        if not len(cells):
            return
        exact = np.zeros(len(change))
        exact[cells] = change[cells]
        self.price[np.abs(self.rows @ exact) > TOLERANCE] = 0.0
        cells, first = self.apart(cells)
        self.worlds += list(
            zip(np.split(cells, first[1:]), np.split(exact[cells], first[1:]), strict=True)
        )
        piece = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(cells))))
        lower, width = self.block.lower[cells], float(self.block.width[0])
        for reach in reaches(exact[cells], lower, piece, width):
            moved = np.zeros(len(change))
            moved[cells] = exact[cells] * reach[piece]
            differs = self.rows[self.block.targets] @ moved
            np.maximum(self.up, differs, out=self.up)
            np.minimum(self.down, differs, out=self.down)

    def apart(self, cells: Ints) -> tuple[Ints, Ints]:
        """Cells of a world by what they are tied to, and where each group of them begins.

        Each is a world by itself, so that a later release, in which a few cells
        changed, loses only what hangs on these.
        """
        ties = self.block.held | (self.price > 0)
        ties[self.block.targets] = True
        rows = self.rows[np.flatnonzero(ties)].tocsc()[:, cells]
        label = connected(rows.tocsc())
        order = np.argsort(label, kind="stable")
        return cells[order], np.unique(label[order], return_index=True)[1]

    def found(self) -> Found:
        """What was found until now."""
        cells = np.concatenate([np.empty(0, dtype=np.int64), *(cells for cells, _ in self.worlds)])
        changes = np.concatenate([np.empty(0), *(change for _, change in self.worlds)])
        lengths = np.array([len(cells) for cells, _ in self.worlds], dtype=np.int64)
        hidden = np.flatnonzero((self.price == 0) & (self.block.price > 0))
        return Found(hidden, self.up, self.down, cells, changes, lengths)


def reaches(changes: Floats, lower: Floats, world: Ints, most: float) -> tuple[Floats, Floats]:
    """How many times each world may be gone, and how many times (below zero) the other way.

    changes: of each cell of each `world`; lower: how far that cell may go down.
    Whatever is a world is so in any multiple in which no cell goes down too far.
    """
    far, back = np.full(world.max() + 1, most), np.full(world.max() + 1, most)
    down, up = changes < -TOLERANCE, changes > TOLERANCE
    np.minimum.at(far, world[down], lower[down] / -changes[down])
    np.minimum.at(back, world[up], lower[up] / changes[up])
    return far, -back


def distinct(rows: sparse.csr_array) -> tuple[sparse.csr_array, Ints]:
    """Each row once, without empty ones; and per row which of these it is, -1 for an empty one."""
    columns = mixed(np.arange(rows.shape[1], dtype=np.uint64), np.zeros(1, dtype=np.uint64))
    filled = np.flatnonzero(np.diff(rows.indptr))
    _, first, same = np.unique(
        of_sums(rows[filled], columns), return_index=True, return_inverse=True
    )
    number = np.full(rows.shape[0], -1, dtype=np.int64)
    number[filled] = same
    return rows[filled[first]], number


def _filled(rows: sparse.csr_array) -> sparse.csr_array:
    return rows[np.flatnonzero(np.diff(rows.indptr))]


def _free(held: sparse.csr_array, may: Bools) -> Bools:
    """Which of the cells that `may` can differ: not those that are alone in a row that is held."""
    free = may.copy()
    there = held.copy()
    there.data = np.ones(len(there.data))
    while True:
        alone = there[np.flatnonzero(there @ free.astype(np.float64) == 1)].indices
        if not free[alone].any():
            return free
        free[alone] = False


def connected(rows: sparse.csc_array) -> Ints:
    """The part of each column of a matrix: columns of different parts have no row in common."""
    from scipy.sparse.csgraph import connected_components

    many = rows.shape[1]
    column = np.repeat(np.arange(many), np.diff(rows.indptr))
    # Each column is tied to the first one of each of its rows: what is written last stays.
    first = np.zeros(rows.shape[0], dtype=rows.indices.dtype)
    first[rows.indices[::-1]] = column[::-1]
    ties = sparse.csr_array((np.ones(rows.nnz), first[rows.indices], rows.indptr), (many, many))
    _, label = connected_components(ties, directed=False)
    result: Ints = label.astype(np.int64)
    return result


def search(block: CellBlock) -> Found:
    """Hide until every target asked has its range, or nothing in its part can help."""
    state = _Search(block)
    for step in range(ROUNDS):
        todo = state.unmet()
        if not len(todo):
            break
        falls = _falls(step, block.large[todo])
        state.accept(state.world(todo, np.where(falls, -1.0, 1.0)))
        if step and not block.patient[0]:
            state.give_up(todo)
    return state.found()


def _falls(step: int, large: Bools) -> Bools:
    """Which targets are to fall; the others are to rise. large: whether a target is large."""
    # The larger ones give way to the smaller ones first; then all go up. Two of one
    # sum that stays cannot both: so then every other one, and the rest; then every other pair.
    if step < 2:
        return large & (step == 0)
    late = step - 2
    found: Bools = (np.arange(len(large)) >> late // 2) % 2 == late % 2
    return found


def _cheapest(
    rows: tuple[sparse.csr_array, sparse.csr_array, sparse.csr_array, sparse.csr_array],
    lower: Floats,
    prices: tuple[Floats, Floats],
    need: Floats,
    room: Floats,
) -> Floats:
    """The change of least cost. rows: hard, soft, targets, and those that rise by `room` at most.
    prices: cells, soft.

    Variables: the change of each cell (upwards only where it has a price), the
    change down of those with a price, up and down per soft row, what each target lacks.
    """
    from scipy import optimize

    solve: Any = optimize.linprog
    (price, totals), (hard, soft, targets, rest) = prices, (each.tocsc() for each in rows)
    paid = np.flatnonzero(price > 0)
    cells, many, wanted = len(lower), len(totals), len(need)
    one, blank = sparse.eye_array(many), sparse.csr_array
    equal: Any = sparse.vstack(
        [
            sparse.hstack([hard, -hard[:, paid], blank((hard.shape[0], 2 * many + wanted))]),
            sparse.hstack([soft, -soft[:, paid], -one, one, blank((many, wanted))]),
        ]
    )
    least: Any = sparse.vstack(
        [
            sparse.hstack(
                [-targets, targets[:, paid], blank((wanted, 2 * many)), -sparse.eye_array(wanted)]
            ),
            sparse.hstack([rest, -rest[:, paid], blank((len(room), 2 * many + wanted))]),
        ]
    )
    limits = np.zeros((cells + len(paid) + 2 * many + wanted, 2))
    limits[:, 1] = np.inf
    limits[:cells, 0] = np.where(price > 0, 0.0, -lower)
    limits[cells : cells + len(paid), 1] = lower[paid]
    found = solve(
        np.concatenate([price, price[paid], totals, totals, np.full(wanted, UNMET)]),
        A_ub=least.tocsc(),
        b_ub=np.concatenate([-need, room]),
        A_eq=equal.tocsc(),
        b_eq=np.zeros(equal.shape[0]),
        bounds=limits,
        method="highs-ds",
        # Half the time of steepest edge on these programmes, with the same optimum.
        options={"simplex_dual_edge_weight_strategy": "devex"},
    )
    if found.x is None:
        raise AssertionError(f"no world at all, not even the true one: {found.message}")
    change: Floats = found.x[:cells]
    change[paid] -= found.x[cells : cells + len(paid)]
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
