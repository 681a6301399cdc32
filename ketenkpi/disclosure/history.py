"""What was public before: a later release may not give away what an earlier one hid.

A reader keeps what was shown. A cell that is the same in two releases is one
unknown to that reader, a cell that changed is two. So the sums an earlier
release showed become things that are known, next to those of today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ketenkpi.disclosure.lattice import CELL, FIGURE, Lattice
from ketenkpi.disclosure.primary import figures

SAME = 1e-6
_FILES = ("cells", "entries", "hidden")


@dataclass(frozen=True, eq=False)
class Release:
    """What one release made known.

    cells: name, x, lower, movable; a difference has the name of a cell of its
    place, and own=False. entries: row, cell,
    value of the sums that it showed or that every reader knows. hidden: FIGURE
    of what it hid.
    """

    cells: pd.DataFrame
    entries: pd.DataFrame
    hidden: pd.DataFrame

    def write(self, folder: Path) -> None:
        """Three Parquet files in an existing folder."""
        for name in _FILES:
            getattr(self, name).to_parquet(folder / f"{name}.parquet", index=False)

    @classmethod
    def read(cls, folder: Path) -> Release:
        """What `write` wrote."""
        return cls(*(pd.read_parquet(folder / f"{name}.parquet") for name in _FILES))


def names(lattice: Lattice) -> pd.Series:
    """A text per cell that is the same for the same cell in every release."""
    cells = lattice.cells
    quantity = {each: each.name for each in cells["quantity"].unique()}
    text = cells["quantity"].map(quantity)
    for column in CELL[1:]:
        text = text + "|" + cells[column].astype(str)
    return text


def released(
    lattice: Lattice, decided: pd.DataFrame, hidden: NDArray[np.bool_], tiny: NDArray[np.bool_]
) -> Release:
    """What becomes known by showing the figures of `decided` that have no reason."""
    table = figures(lattice)
    open_ = decided["reason"].isna().to_numpy()
    known = np.zeros(lattice.nodes.shape[0], dtype=np.bool_)
    for role in ("num", "den", "other"):
        known[table.loc[open_, role][table.loc[open_, role] >= 0].to_numpy()] = True
    both = open_ & decided["beside"].to_numpy() & (table["beside"].to_numpy() >= 0)
    known[table.loc[both, "beside"].to_numpy()] = True
    # What no figure hides counts as known, even where no row happens to show it.
    known |= _never_hidden(lattice, hidden | tiny)
    rows = sparse.vstack([lattice.nodes[np.flatnonzero(known)], lattice.relations]).tocoo()
    cells = pd.DataFrame(
        {
            "name": names(lattice).to_numpy()[lattice.owner],
            "own": np.arange(len(lattice.x)) < len(lattice.cells),
            "x": lattice.x,
            "lower": lattice.lower,
            "movable": lattice.movable,
        }
    )
    entries = pd.DataFrame({"row": rows.row, "cell": rows.col, "value": rows.data})
    return Release(cells, entries, decided.loc[~open_, FIGURE].reset_index(drop=True))


def _never_hidden(lattice: Lattice, hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
    shown = np.zeros(len(hidden), dtype=np.bool_)
    shown[lattice.shown.loc[lattice.shown["role"] != "rest", "node"].unique()] = True
    return shown & ~hidden


def with_history(lattice: Lattice, earlier: Sequence[Release]) -> Lattice:
    """The lattice in which what was shown before is known as well."""
    for release in earlier:
        lattice = _joined(lattice, release)
    return lattice


def _joined(lattice: Lattice, release: Release) -> Lattice:
    found, number = _matched(lattice, release)
    old = np.flatnonzero(number < 0)
    number[old] = len(lattice.x) + np.arange(len(old))
    width = len(lattice.x) + len(old)
    entries = release.entries
    known = sparse.csr_array(
        (entries["value"], (entries["row"], number[entries["cell"].to_numpy()])),
        shape=(int(entries["row"].max()) + 1 if len(entries) else 0, width),
    )
    added = release.cells.iloc[old]
    return replace(
        lattice,
        x=np.concatenate([lattice.x, added["x"]]),
        lower=np.concatenate([lattice.lower, added["lower"]]),
        movable=np.concatenate([lattice.movable, added["movable"]]),
        owner=np.concatenate([lattice.owner, found[old]]),
        nodes=_wider(lattice.nodes, width),
        relations=sparse.vstack([_wider(lattice.relations, width), known]).tocsr(),
    )


def _matched(lattice: Lattice, release: Release) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per earlier cell that of today with its name, and the one it still is (-1: it changed)."""
    cells = release.cells
    today = pd.Series(np.arange(len(lattice.cells)), index=names(lattice))
    # A place that is gone altogether is searched together with the first one.
    named = today.reindex(cells["name"]).to_numpy(dtype=np.float64)
    found = np.nan_to_num(named).astype(np.int64)
    same = np.abs(lattice.x[found] - cells["x"].to_numpy()) < SAME
    still = ~np.isnan(named) & same & cells["own"].to_numpy()
    return found, np.where(still, found, -1)


def _wider(matrix: sparse.csr_array, width: int) -> sparse.csr_array:
    return sparse.csr_array((matrix.data, matrix.indices, matrix.indptr), (matrix.shape[0], width))


def fixed_nodes(lattice: Lattice, earlier: Sequence[Release]) -> NDArray[np.bool_]:
    """The nodes of today that an earlier release showed, with the same cells and values."""
    count = lattice.nodes.shape[0]
    found = np.zeros(count, dtype=np.bool_)
    if not earlier:
        return found
    weights = np.random.default_rng(0).random(len(lattice.x))
    known = set(np.round(lattice.relations @ weights, 7))
    prints = np.round(lattice.nodes @ weights, 7)
    found[:] = [each in known for each in prints]
    return found
