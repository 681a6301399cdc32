"""What was public before: a later release may not give away what an earlier one hid.

A reader keeps what was shown. A cell that is the same in two releases is one
unknown to that reader, a cell that changed is two. So the sums an earlier
release showed become things that are known, next to those of today.

A release is written with all that the ones before it made known, each sum and
each cell once. So a new release reads one of them, and what is kept grows with
what changed, not with how often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from ketenkpi.disclosure.keys import among, of_rows, of_sums
from ketenkpi.disclosure.lattice import (
    CELL,
    FIGURE,
    Bools,
    Ints,
    Lattice,
    Matrix,
    cell_keys,
    column_keys,
)
from ketenkpi.disclosure.worlds import World

_FILES = ("cells", "entries", "hidden", "worlds")
_NO_WORLDS = pd.DataFrame(
    {"world": np.empty(0, int), "cell": np.empty(0, int), "change": np.empty(0)}
)


@dataclass(frozen=True, eq=False)
class Release:
    """What is known to a reader after a release, by that one and all before it.

    cells: CELL, x, own, lower, movable, small; a difference has the names of a cell of
    its place, and own=False. small: whether it was a number to protect. entries: row,
    cell, value of the sums that were shown or that every reader knows. hidden: FIGURE of
    what was ever hidden; whole: the figure, beside: what stands beside it. worlds: world,
    cell, change of the worlds that prove it.
    """

    cells: pd.DataFrame
    entries: pd.DataFrame
    hidden: pd.DataFrame
    worlds: pd.DataFrame

    def write(self, folder: Path) -> None:
        """Four Parquet files in an existing folder."""
        for name in _FILES:
            getattr(self, name).to_parquet(folder / f"{name}.parquet", index=False)

    @classmethod
    def read(cls, folder: Path) -> Release:
        """What `write` wrote, or a program that kept one text per cell and no worlds."""
        kept = {name: folder / f"{name}.parquet" for name in _FILES}
        cells, entries, hidden = (pd.read_parquet(kept[name]) for name in _FILES[:3])
        if not kept["worlds"].exists():
            hidden = hidden.assign(whole=True, beside=True)
            return cls(_of_names(cells), entries, hidden, _NO_WORLDS)
        return cls(cells, entries, hidden, pd.read_parquet(kept["worlds"]))


def _of_names(cells: pd.DataFrame) -> pd.DataFrame:
    parts = cells["name"].str.split("|", expand=True).set_axis(CELL, axis=1)
    return parts.join(cells.drop(columns="name")).assign(small=False)


@dataclass(frozen=True, eq=False)
class Remembered:
    """Today's lattice with what was known before.

    lattice: with a column more for every cell and difference that is no longer, a
    relation more for every sum that was shown, and a node more for every small
    cell that has changed. columns: as `Release.cells`. before: nodes that were shown
    with the same cells. hidden, hidden_beside: per figure of the lattice whether it, and
    what stands beside it, ever was. worlds: those of the earlier releases. figures: all
    that was ever hidden, as `Release.hidden`.
    """

    lattice: Lattice
    columns: pd.DataFrame
    before: Bools
    hidden: Bools
    hidden_beside: Bools
    worlds: list[World]
    figures: pd.DataFrame


def remembered(lattice: Lattice, tiny: Bools, earlier: Sequence[Release]) -> Remembered:
    """The lattice, of which the nodes `tiny` are small, in which what was known is known still."""
    before = np.zeros(len(tiny), dtype=np.bool_)
    columns = _columns(lattice, tiny)
    worlds: list[World] = []
    for release in earlier:
        lattice, columns, found, number = _joined(lattice, columns, lattice.shown & ~tiny, release)
        before |= found
        worlds += _renumbered(release.worlds, number)
    nothing = lattice.figures[FIGURE].iloc[:0].assign(whole=True, beside=True)
    figures = pd.concat([nothing, *(each.hidden for each in earlier)], ignore_index=True)
    today, gone = of_rows(lattice.figures[FIGURE]), of_rows(figures[FIGURE])
    return Remembered(
        _with_changed(lattice, columns),
        columns,
        before,
        hidden=among(today, gone[figures["whole"].to_numpy(dtype=np.bool_)]),
        hidden_beside=among(today, gone[figures["beside"].to_numpy(dtype=np.bool_)]),
        worlds=worlds,
        figures=figures,
    )


def _columns(lattice: Lattice, tiny: Bools) -> pd.DataFrame:
    own = np.arange(len(lattice.x)) < len(lattice.cells)
    single = np.flatnonzero(lattice.finest & tiny)
    small = np.zeros(len(own), dtype=np.bool_)
    small[lattice.nodes.indices[lattice.nodes.indptr[single]]] = True
    names = lattice.cells[CELL].iloc[lattice.owner].reset_index(drop=True)
    return names.assign(
        x=lattice.x, own=own, lower=lattice.lower, movable=lattice.movable, small=small
    )


def _joined(
    lattice: Lattice, columns: pd.DataFrame, open_: Bools, release: Release
) -> tuple[Lattice, pd.DataFrame, Bools, Ints]:
    """With one more release: the lattice, its columns, the nodes among `open_` that were
    shown before, and the number of each of its cells."""
    known = _matrix(release)
    keys = column_keys(cell_keys(release.cells), ~release.cells["own"].to_numpy(), known)
    number = pd.Index(lattice.keys).get_indexer(pd.Index(keys)).astype(np.int64)
    gone = np.flatnonzero(number < 0)
    code, each = pd.factorize(keys[gone])
    number[gone] = len(lattice.x) + code
    first = gone[np.unique(code, return_index=True)[1]]
    added = release.cells.iloc[first]
    joined = replace(
        lattice,
        x=np.concatenate([lattice.x, added["x"]]),
        keys=np.concatenate([lattice.keys, each.astype(np.uint64)]),
        lower=np.concatenate([lattice.lower, added["lower"]]),
        movable=np.concatenate([lattice.movable, added["movable"]]),
        owner=np.concatenate([lattice.owner, _places_today(lattice, added)]),
        nodes=_wider(lattice.nodes, len(lattice.x) + len(first)),
        relations=_wider(lattice.relations, len(lattice.x) + len(first)),
    )
    shape = (known.shape[0], len(joined.x))
    at = number.astype(np.int32)[known.indices]
    moved = sparse.csr_array((known.data, at, known.indptr), shape=shape)
    before, relations = _told_apart(joined, moved, open_)
    return (
        replace(joined, relations=relations),
        pd.concat([_as_text(columns), _as_text(added)], ignore_index=True)[list(columns)],
        before,
        number,
    )


def _matrix(release: Release) -> Matrix:
    entries = release.entries
    row, cell = (entries[name].to_numpy(np.int32) for name in ("row", "cell"))
    rows = int(row.max()) + 1 if len(entries) else 0
    return sparse.csr_array((entries["value"], (row, cell)), shape=(rows, len(release.cells)))


def _as_text(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.astype(dict.fromkeys(CELL, str))


def _places_today(lattice: Lattice, added: pd.DataFrame) -> Ints:
    """The cell of today with the same name; a place that is gone is searched with the first."""
    today = pd.Index(of_rows(lattice.cells[CELL]))
    return np.maximum(today.get_indexer(pd.Index(of_rows(added[CELL]))), 0).astype(np.int64)


def _told_apart(lattice: Lattice, known: Matrix, open_: Bools) -> tuple[Bools, Matrix]:
    """Of sums that are known: which are nodes of today, and all relations with the others."""
    sums, nodes = of_sums(known, lattice.keys), of_sums(lattice.nodes, lattice.keys)
    before = among(nodes, sums) & open_
    there = np.concatenate([nodes[before], of_sums(lattice.relations, lattice.keys)])
    _, first = np.unique(sums, return_index=True)
    new = first[~among(sums[first], there)]
    return before, sparse.vstack([lattice.relations, known[np.sort(new)]]).tocsr()


def _wider(matrix: Matrix, width: int) -> Matrix:
    return sparse.csr_array((matrix.data, matrix.indices, matrix.indptr), (matrix.shape[0], width))


def _renumbered(worlds: pd.DataFrame, number: Ints) -> list[World]:
    cells = number[worlds["cell"].to_numpy(dtype=np.int64)]
    _, first = np.unique(worlds["world"], return_index=True)
    changes = np.split(worlds["change"].to_numpy(), first[1:])
    return list(zip(np.split(cells, first[1:]), changes, strict=True)) if len(first) else []


def _with_changed(lattice: Lattice, columns: pd.DataFrame) -> Lattice:
    """With a node for every small cell that is no longer: what it was stays protected."""
    late = np.arange(len(columns)) >= len(lattice.cells)
    changed = np.flatnonzero(late & (columns["small"] & columns["own"]).to_numpy(dtype=np.bool_))
    count = len(changed)
    alone = sparse.csr_array(
        (np.ones(count), (np.arange(count, dtype=np.int32), changed.astype(np.int32))),
        shape=(count, len(columns)),
    )
    return replace(
        lattice,
        nodes=sparse.vstack([lattice.nodes, alone]).tocsr(),
        finest=np.append(lattice.finest, np.ones(count, dtype=np.bool_)),
        guarded=np.append(lattice.guarded, np.ones(count, dtype=np.bool_)),
    )


def released(
    whole: Remembered, decided: pd.DataFrame, hidden: Bools, worlds: Sequence[World]
) -> Release:
    """What is known once the figures of `decided` that have no reason are shown."""
    lattice, table = whole.lattice, whole.lattice.figures
    open_ = decided["reason"].isna().to_numpy()
    beside = open_ & decided["beside"].to_numpy()
    known = lattice.marked(table.loc[open_, ["num", "den", "other"]])
    known |= lattice.marked(table.loc[beside, ["beside"]])
    # What no figure hides counts as known, even where no row happens to show it.
    known |= lattice.shown & ~hidden
    known[: len(whole.before)] |= whole.before
    rows = sparse.vstack([lattice.nodes[np.flatnonzero(known)], lattice.relations]).tocsr()
    rows.sort_indices()
    sums = rows.tocoo()
    entries = pd.DataFrame({"row": sums.row, "cell": sums.col, "value": sums.data})
    gone = decided[FIGURE].assign(whole=~open_, beside=~decided["beside"])
    gone = pd.concat([whole.figures, gone[gone["whole"] | gone["beside"]]])
    return Release(
        whole.columns,
        entries,
        gone.drop_duplicates(ignore_index=True),
        _table(worlds),
    )


def _table(worlds: Sequence[World]) -> pd.DataFrame:
    if not worlds:
        return _NO_WORLDS
    lengths = [len(cells) for cells, _ in worlds]
    return pd.DataFrame(
        {
            "world": np.repeat(np.arange(len(worlds)), lengths),
            "cell": np.concatenate([cells for cells, _ in worlds]),
            "change": np.concatenate([change for _, change in worlds]),
        }
    )
