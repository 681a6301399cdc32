"""What else must be hidden so that no small number can be worked out.

For every small number another world is written down: other whole cells, in
which everything that is shown is the same, everything a reader knows holds,
and the small number differs by the required width. Whatever differs in that
world must be hidden too; of all such worlds the linear programme takes the
cheapest (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001). What is
hidden for one number is free to use for the next, so the worlds stay true while
more is hidden, and together they prove that nothing can be worked out.

Whole networks are too large for one programme. So a world is first looked for
in which only one breakdown of one region and year differs, then in larger
surroundings; totals are hidden only where no other world exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ketenkpi.disclosure.lattice import EVERYWHERE, REGION_UNKNOWN, Floats, Ints, Lattice

Bools = NDArray[np.bool_]
TOLERANCE = 1e-6
# A unit of width that is not reached costs more than all that could be hidden
# for it: thousands of totals at some hundreds each.
UNMET = 1e7
ROUNDS = 5
# Worlds in which only so much differs, from near to far. First all totals stay,
# then those of Werkpleinen and regions may be hidden at a price, then all.
STEPS = (
    ("none", ("axis", "region", "year")),
    ("none", ("axis", "region")),
    ("places", ("axis", "year")),
    ("places", ("region", "year")),
    ("all", ("axis", "region", "year")),
    ("all", ("region", "year")),
    ("all", ("region",)),
    ("all", ()),
)


@dataclass
class Search:
    """The state of the search: what is hidden so far, and the ranges proved so far.

    shown: nodes that any figure shows. fixed: nodes that were shown before with
    the same value, and cannot be hidden any more. up, down: how far each node
    differs in the worlds found.
    """

    lattice: Lattice
    shown: Bools
    hidden: Bools
    fixed: Bools
    targets: Ints
    width: float
    up: Floats = field(init=False)
    down: Floats = field(init=False)
    worlds: list[tuple[Ints, Floats]] = field(default_factory=list)

    def __post_init__(self) -> None:
        lattice = self.lattice
        count = lattice.nodes.shape[0]
        self.up, self.down = np.zeros(count), np.zeros(count)
        self.rows = sparse.vstack([lattice.nodes, lattice.relations]).tocsr()
        self.columns = self.rows.tocsc()
        # The finest cells are what a world changes; each has its own node.
        self.own = np.full(len(lattice.x), -1, dtype=np.int64)
        single = np.flatnonzero(lattice.finest & self.shown)
        self.own[lattice.nodes.indices[lattice.nodes.indptr[single]]] = single
        self.size = np.diff(lattice.nodes.indptr)
        self.price = 1 + np.log1p(lattice.x)
        self.values = lattice.values
        # Totals of all Werkpleinen together are hidden last.
        self.network = np.zeros(count, dtype=np.bool_)
        everywhere = lattice.shown["place_level"] == EVERYWHERE
        self.network[lattice.shown.loc[everywhere, "node"]] = True

    def unmet(self, among: Ints) -> Ints:
        """The targets of which the range is not wide enough yet."""
        found: Ints = among[self.up[among] - self.down[among] < self.width - TOLERANCE]
        return found

    def run(self, regio_of: dict[str, str]) -> None:
        """Hide until every target has its range, or nothing more can help."""
        places = _places(self.lattice, self.columns, regio_of)
        for totals, step in STEPS:
            self._step([places["part"], *(places[name] for name in step)], totals)

    def _step(self, keys: Sequence[Ints], totals: str) -> None:
        todo = self.unmet(self.targets)
        if not len(todo):
            return
        block = pd.DataFrame(dict(enumerate(keys))).groupby(list(range(len(keys)))).ngroup()
        number = block.to_numpy().astype(np.int64)
        wanted = _within_one(self.lattice.nodes[todo], number)
        order = np.argsort(number, kind="stable")
        starts = np.searchsorted(number[order], np.arange(number.max() + 2))
        for each in np.unique(wanted[wanted >= 0]):
            cells = order[starts[each] : starts[each + 1]]
            self._block(cells[self.lattice.movable[cells]], todo[wanted == each], totals)

    def _block(self, cells: Ints, targets: Ints, totals: str) -> None:
        for step in range(ROUNDS):
            todo = self.unmet(targets)
            if not len(todo):
                return
            # The larger ones give way to the smaller ones first; then all go up.
            falls = (self.values[todo] > self.width) & (step % 2 == 0)
            self._accept(cells, self._world(cells, todo, np.where(falls, -1.0, 1.0), totals))
            if step % 2 and len(self.unmet(targets)) == len(todo):
                return

    def _accept(self, cells: Ints, change: Floats) -> None:
        moved = np.abs(change) > TOLERANCE
        if not moved.any():
            return
        self.worlds.append((cells[moved], change[moved]))
        differs = self.lattice.nodes[:, cells[moved]] @ change[moved]
        self.hidden |= self.shown & (np.abs(differs) > TOLERANCE)
        np.maximum(self.up, differs, out=self.up)
        np.minimum(self.down, differs, out=self.down)

    def _world(self, cells: Ints, targets: Ints, sign: Floats, totals: str) -> Floats:
        """The cheapest change of `cells` that moves `targets` as far as is needed, or near it."""
        touched = np.unique(self.columns[:, cells].indices)
        count = len(self.shown)
        nodes = touched[touched < count]
        kept = nodes[self.shown[nodes] & ~self.hidden[nodes] & ~self.lattice.finest[nodes]]
        soft = kept[~self.fixed[kept] & self._may_hide(totals)[kept]]
        hard = np.concatenate([np.setdiff1d(kept, soft), touched[touched >= count]])
        own = self.own[cells]
        free = (own < 0) | self.hidden[own]
        price = np.where(free, 0.0, self.price[cells])
        stuck = (own >= 0) & self.fixed[own]
        dear = (1 + np.log1p(self.values[soft])) * np.sqrt(self.size[soft])
        return _cheapest(
            self.rows[hard][:, cells],
            self.rows[soft][:, cells],
            sparse.diags_array(sign) @ self.rows[targets][:, cells],
            np.where(stuck, 0.0, self.lattice.lower[cells]),
            np.where(stuck, 0.0, np.inf),
            price,
            dear,
            self.width - np.where(sign > 0, -self.down[targets], self.up[targets]),
        )

    def _may_hide(self, totals: str) -> Bools:
        if totals == "places":
            return ~self.network
        return np.full(len(self.shown), totals == "all")


def _cheapest(
    hard: sparse.csr_array,
    soft: sparse.csr_array,
    targets: sparse.csr_array,
    lower: Floats,
    upper: Floats,
    price: Floats,
    totals: Floats,
    need: Floats,
) -> Floats:
    from scipy import optimize

    solve: Any = optimize.linprog

    # Variables: up and down per cell, up and down per total, lacking per target.
    cells, many, wanted = len(price), len(totals), targets.shape[0]
    one, blank = sparse.eye_array(many), sparse.csr_array
    equal: Any = sparse.vstack(
        [
            sparse.hstack([hard, -hard, blank((hard.shape[0], 2 * many + wanted))]),
            sparse.hstack([soft, -soft, -one, one, blank((many, wanted))]),
        ]
    )
    least: Any = sparse.hstack(
        [-targets, targets, blank((wanted, 2 * many)), -sparse.eye_array(wanted)]
    )
    bounds = np.zeros((2 * cells + 2 * many + wanted, 2))
    bounds[:, 1] = np.inf
    bounds[:cells, 1] = upper
    bounds[cells : 2 * cells, 1] = lower
    found = solve(
        np.concatenate([price, price, totals, totals, np.full(wanted, UNMET)]),
        A_ub=least.tocsc(),
        b_ub=-need,
        A_eq=equal.tocsc(),
        b_eq=np.zeros(equal.shape[0]),
        bounds=bounds,
        method="highs-ds",
    )
    if found.x is None:
        raise AssertionError(f"no world at all, not even the true one: {found.message}")
    result: Floats = found.x[:cells] - found.x[cells : 2 * cells]
    return result


def _within_one(nodes: sparse.csr_array, number: Ints) -> Ints:
    """The block that holds all cells of a node; -1 when they lie in several."""
    each = number[nodes.indices]
    highest = np.maximum.reduceat(each, nodes.indptr[:-1])
    lowest = np.minimum.reduceat(each, nodes.indptr[:-1])
    result: Ints = np.where(highest == lowest, highest, -1)
    return result


def _places(
    lattice: Lattice, columns: sparse.csc_array, regio_of: dict[str, str]
) -> dict[str, Ints]:
    """Where each column of the matrices lies."""
    cells = lattice.cells
    texts = {
        "axis": cells["axis"],
        "region": cells["werkplein"].map(lambda name: regio_of.get(name, REGION_UNKNOWN)),
        "year": cells["kwartaal"] // 4,
    }
    found = {
        name: np.asarray(pd.factorize(text, sort=True)[0], dtype=np.int64)[lattice.owner]
        for name, text in texts.items()
    }
    return found | {"part": _connected(lattice)}


def _connected(lattice: Lattice) -> Ints:
    """The part of each cell: cells of different parts have no row in common."""
    from scipy.sparse.csgraph import connected_components

    rows = sparse.vstack([lattice.nodes, lattice.relations])
    blocks: Any = [[None, rows.T], [rows, None]]
    both: Any = sparse.block_array(blocks)
    _, label = connected_components(both.tocsr(), directed=False)
    return label[: len(lattice.x)].astype(np.int64)
