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
surroundings; totals are hidden only where no other world exists. The blocks of
one step are searched side by side: each begins with what the steps before it
hid, and knows nothing of the others. So the time grows with the number of
regions and years, not with its square, and no order of blocks matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ketenkpi.disclosure.beside import searched
from ketenkpi.disclosure.lattice import EVERYWHERE, REGION_UNKNOWN, ROLES, Floats, Ints, Lattice
from ketenkpi.disclosure.worlds import TOLERANCE, CellBlock, Found, World, connected, reaches

Bools = NDArray[np.bool_]
# Totals of all Werkpleinen together are hidden last. Five times the price leaves a
# fifth fewer of them hidden than the same price does; twenty times changes no more.
EVERYWHERE_DEAR = 5.0
# Small blocks are searched together until they have so many cells: a programme takes
# 6 ms before it begins, as long as the search of such a block takes itself.
TOGETHER = 1000
# Worlds that are tried again at once: what differs in more of them would not fit in memory.
AT_ONCE = 2000
# Worlds in which only so much differs, from near to far. First all totals stay,
# then those of Werkpleinen and regions may be hidden at a price, then all. Two
# years from the middle of one to the middle of another hold what is tied over a new year.
STEPS = (
    ("none", ("axis", "region", "year")),
    ("places", ("axis", "region", "year")),
    ("all", ("axis", "region", "year")),
    ("places", ("region", "year")),
    ("all", ("region", "year")),
    ("all", ("region", "two_years")),
    ("all", ("region",)),
    ("all", ()),
)
# In blocks of so few keys (the connected part is one) no wider ones come after.
PATIENT_FROM = 2


@dataclass
class Search:
    """The state of the search: what is hidden so far, and the ranges proved so far.

    hidden, fixed: per node; fixed ones were shown before with the same value,
    and cannot be hidden any more. targets: nodes with a small number. up, down: how
    far each target differs in the worlds found. worlds: the cells and the change of each.
    processes: see `searched`.
    """

    lattice: Lattice
    hidden: Bools
    fixed: Bools
    targets: Ints
    width: float
    processes: int | None = None
    up: Floats = field(init=False)
    down: Floats = field(init=False)
    worlds: list[World] = field(default_factory=list)

    def __post_init__(self) -> None:
        lattice = self.lattice
        count = lattice.nodes.shape[0]
        self.up, self.down = np.zeros(len(self.targets)), np.zeros(len(self.targets))
        self.columns = sparse.vstack([lattice.nodes, lattice.relations]).tocsc()
        self.target_of = np.full(self.columns.shape[0], -1, dtype=np.int64)
        self.target_of[self.targets] = np.arange(len(self.targets))
        # The finest cells are what a world changes; each has its own node.
        self.own = np.full(len(lattice.x), -1, dtype=np.int64)
        single = np.flatnonzero(lattice.finest & lattice.shown)
        self.own[lattice.nodes.indices[lattice.nodes.indptr[single]]] = single
        everywhere = lattice.figures["place_level"] == EVERYWHERE
        whole = lattice.marked(lattice.figures.loc[everywhere, list(ROLES)])
        self.totals = {
            "none": ~lattice.finest,
            "places": whole & ~lattice.finest,
            "all": np.zeros(count, dtype=np.bool_),
        }
        size = np.where(lattice.finest, 1.0, np.sqrt(np.diff(lattice.nodes.indptr)))
        dear = np.where(self.totals["places"], EVERYWHERE_DEAR, 1.0)
        self.price = np.where(lattice.shown, (1 + np.log1p(lattice.values)) * size * dear, 0.0)

    def unmet(self) -> Ints:
        """The targets (their places in `targets`) of which the range is not wide enough yet."""
        return np.flatnonzero(self.up - self.down < self.width - TOLERANCE)

    def take_up(self, earlier: Sequence[World]) -> None:
        """Let worlds of earlier releases prove again what they still prove.

        One in which anything differs that is shown by now, or that cannot differ, is left out.
        """
        small = self.lattice.nodes[self.targets].tocsc()
        last = _last_of(self.lattice.relations, len(self.lattice.cells))
        for first in range(0, len(earlier), AT_ONCE):
            some = _beside_each_other(earlier[first : first + AT_ONCE], self.columns.shape[1])
            some = self._extended(last, some)
            self._prove(small, some[:, self._hold(some)])

    def _extended(self, last: tuple[Ints, Floats], worlds: sparse.csc_array) -> sparse.csc_array:
        """With the differences that follow from the other cells of a relation that is new."""
        column, coefficient = last
        # By column, the product costs what differs, not all that there is.
        off = (self.columns @ worlds).tocoo()
        relation = off.row - len(self.hidden)
        moves = np.flatnonzero((relation >= 0) & (np.abs(off.data) > TOLERANCE))
        moves = moves[column[relation[moves]] >= 0]
        at, world = relation[moves], off.col[moves]
        follows = sparse.csc_array(
            (-off.data[moves] / coefficient[at], (column[at], world)), shape=worlds.shape
        )
        return (worlds + follows).tocsc()

    def _hold(self, worlds: sparse.csc_array) -> Ints:
        lattice = self.lattice
        stays = np.ones(self.columns.shape[0], dtype=np.bool_)
        stays[: len(self.hidden)] = lattice.shown & ~self.hidden
        differs = (self.columns @ worlds).tocoo()
        wrong = stays[differs.row] & (np.abs(differs.data) > TOLERANCE)
        still = ~lattice.movable[worlds.indices] & (np.abs(worlds.data) > TOLERANCE)
        holds = np.ones(worlds.shape[1], dtype=np.bool_)
        holds[differs.col[wrong]] = False
        holds[_columns_of(worlds)[still]] = False
        return np.flatnonzero(holds)

    def _prove(self, small: sparse.csc_array, worlds: sparse.csc_array) -> None:
        """Widen the ranges by these worlds. small: the targets, a row each."""
        if not worlds.shape[1]:
            return
        differs = (small @ worlds).tocoo()
        lower = self.lattice.lower[worlds.indices]
        for reach in reaches(worlds.data, lower, _columns_of(worlds), self.width):
            moved = differs.data * reach[differs.col]
            np.maximum.at(self.up, differs.row, moved)
            np.minimum.at(self.down, differs.row, moved)
        # Those that move no small number of today have proved their time.
        for at in np.unique(differs.col[np.abs(differs.data) > TOLERANCE]):
            inside = slice(worlds.indptr[at], worlds.indptr[at + 1])
            moved = np.abs(worlds.data[inside]) > TOLERANCE
            self.worlds.append((worlds.indices[inside][moved], worlds.data[inside][moved]))

    def run(self, regio_of: Mapping[str, str]) -> None:
        """Hide until every target has its range, or nothing more can help."""
        if not len(self.unmet()):
            return
        where = places(self.lattice, self.columns, regio_of)
        for totals, step in STEPS:
            self._step([where["part"], *(where[name] for name in step)], totals)

    def _step(self, keys: Sequence[Ints], totals: str) -> None:
        todo = self.unmet()
        if not len(todo):
            return
        block = pd.DataFrame(dict(enumerate(keys))).groupby(list(range(len(keys)))).ngroup()
        patient = len(keys) <= PATIENT_FROM
        parts = list(self._blocks(block.to_numpy().astype(np.int64), todo, totals, patient))
        for (cells, rows, _), found in zip(
            parts, searched([block for _, _, block in parts], self.processes), strict=True
        ):
            self._take_over(cells, rows, found)

    def _blocks(
        self, number: Ints, todo: Ints, totals: str, patient: bool
    ) -> Iterator[tuple[Ints, Ints, CellBlock]]:
        """The blocks with a target in `todo`, small ones together: cells, rows, and what to search.

        number: per cell its block.
        """
        wanted = self._block_of(todo, number, totals)
        todo, wanted = todo[wanted >= 0], wanted[wanted >= 0]
        known = self.columns.shape[0] - len(self.hidden)
        held = self.fixed | (self.totals[totals] & self.lattice.shown & ~self.hidden)
        held = np.append(held, np.ones(known, dtype=np.bool_))
        price = np.append(np.where(self.hidden, 0.0, self.price), np.zeros(known))
        asked = np.full(len(self.targets), -1, dtype=np.int64)
        asked[todo] = wanted
        cells = np.flatnonzero(self.lattice.movable & np.isin(number, wanted))
        cells = cells[np.argsort(number[cells], kind="stable")]
        for some in _together(number[cells]):
            yield self._block(cells[some], number[cells[some]], asked, held, price, patient)

    def _block_of(self, todo: Ints, number: Ints, totals: str) -> Ints:
        """The block of each target: that of its largest cell; -1 when all totals stay and
        its cells lie in several, for then it is a total itself."""
        nodes = self.lattice.nodes[self.targets[todo]]
        row = np.repeat(np.arange(len(todo)), np.diff(nodes.indptr))
        size = np.where(self.lattice.movable[nodes.indices], self.lattice.x[nodes.indices], -1.0)
        best = number[nodes.indices[np.lexsort((nodes.indices, -size, row))][nodes.indptr[:-1]]]
        each = number[nodes.indices]
        together = np.maximum.reduceat(each, nodes.indptr[:-1]) == np.minimum.reduceat(
            each, nodes.indptr[:-1]
        )
        result: Ints = np.where(together | (totals != "none"), best, -1)
        return result

    def _block(
        self, cells: Ints, part: Ints, asked: Ints, held: Bools, price: Floats, patient: bool
    ) -> tuple[Ints, Ints, CellBlock]:
        """The cells, in parts. asked: per target the part in which its range is made."""
        inside = self.columns[:, cells]
        # A sum over several parts is another row in each.
        many = np.int64(self.columns.shape[0])
        parts, at_part = np.unique(part, return_inverse=True)
        of = np.repeat(at_part, np.diff(inside.indptr)) * many + inside.indices
        named, at = np.unique(of, return_inverse=True)
        rows = named % many
        shape = (len(rows), len(cells))
        matrix = sparse.csc_array((inside.data, at, inside.indptr), shape=shape).tocsr()
        target = self.target_of[rows]
        there = np.flatnonzero(target >= 0)
        own = np.searchsorted(named, at_part * many + self.own[cells])
        block = CellBlock(
            data=matrix.data,
            indices=matrix.indices.astype(np.int32),
            indptr=matrix.indptr.astype(np.int32),
            part=at_part,
            held=held[rows],
            price=price[rows],
            own=np.where(self.own[cells] >= 0, own, -1),
            lower=self.lattice.lower[cells],
            targets=there,
            large=self.lattice.values[rows[there]] > self.width,
            asked=asked[target[there]] == parts[named[there] // many],
            up=self.up[target[there]],
            down=self.down[target[there]],
            width=np.array([self.width]),
            patient=np.array([patient]),
        )
        return cells, rows, block

    def _take_over(self, cells: Ints, rows: Ints, found: Found) -> None:
        self.hidden[rows[found.hidden]] = True
        target = self.target_of[rows]
        target = target[target >= 0]
        np.maximum.at(self.up, target, found.up)
        np.minimum.at(self.down, target, found.down)
        ends = np.cumsum(found.lengths)
        for first, last in zip(ends - found.lengths, ends, strict=True):
            self.worlds.append((cells[found.cells[first:last]], found.changes[first:last]))


def _together(blocks: Ints) -> Iterator[slice]:
    """Cells in the order of their `blocks`: runs of whole blocks, up to `TOGETHER` of them each."""
    starts = np.append(np.unique(blocks, return_index=True)[1], len(blocks))
    first = 0
    for start, end in pairwise(starts):
        if end - first > TOGETHER and start > first:
            yield slice(first, start)
            first = start
    yield slice(first, len(blocks))


def _last_of(relations: sparse.csr_array, cells: int) -> tuple[Ints, Floats]:
    """Per relation a difference (a column after the `cells`) that stands in it alone, and its
    coefficient; -1 and 1 where it has none."""
    free = np.bincount(relations.indices, minlength=relations.shape[1]) == 1
    free[:cells] = False
    row = np.repeat(np.arange(relations.shape[0]), np.diff(relations.indptr))
    last = free[relations.indices]
    column = np.full(relations.shape[0], -1, dtype=np.int64)
    coefficient = np.ones(relations.shape[0])
    column[row[last]] = relations.indices[last]
    coefficient[row[last]] = relations.data[last]
    return column, coefficient


def _columns_of(worlds: sparse.csc_array) -> Ints:
    """Per entry of a matrix its column."""
    return np.repeat(np.arange(worlds.shape[1]), np.diff(worlds.indptr))


def _beside_each_other(worlds: Sequence[World], cells: int) -> sparse.csc_array:
    """A column per world."""
    ends = np.cumsum([0, *(len(moved) for moved, _ in worlds)])
    moved = np.concatenate([moved for moved, _ in worlds])
    changes = np.concatenate([change for _, change in worlds])
    entries = (changes, moved.astype(np.int32), ends.astype(np.int32))
    return sparse.csc_array(entries, shape=(cells, len(worlds)))


def places(
    lattice: Lattice, columns: sparse.csc_array, regio_of: Mapping[str, str]
) -> dict[str, Ints]:
    """Where each column of the matrices lies."""
    cells = lattice.cells
    texts = {
        "axis": cells["axis"],
        "region": cells["werkplein"].map(lambda name: regio_of.get(name, REGION_UNKNOWN)),
        "year": cells["kwartaal"] // 4,
        "two_years": (cells["kwartaal"] + 2) // 8,
    }
    found = {
        name: np.asarray(pd.factorize(text, sort=True)[0], dtype=np.int64)[lattice.owner]
        for name, text in texts.items()
    }
    return found | {"part": connected(columns)}
