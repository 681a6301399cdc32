"""Everything that is published, as sums of the finest numbers; and what a reader knows besides.

A cell is one number: a quantity of one Werkplein, quarter and breakdown value.
A node is a sum of cells that some figure shows: of a Werkplein, a region or all
together; of a quarter, a year or all quarters. A relation is a sum of cells
that every reader knows to be zero: a breakdown adds up to its total, a part is
not larger than its whole, stock is stock before plus inflow minus outflow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ketenkpi.disclosure.base import EARLIER
from ketenkpi.disclosure.relations import relations
from ketenkpi.disclosure.rules import PLACES, TIMES, Rules
from ketenkpi.indicators import Indicator

Matrix = sparse.csr_array
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CELL = ["quantity", "axis", "werkplein", "kwartaal", "member"]
# Where a figure stands: these columns name it, and are unique together.
FIGURE = ["indicator", "split", "axis", "member", "place_level", "place", "time_level", "time"]
HOLDS = 1e-6
EVERYWHERE = "alle"
REGION_UNKNOWN = "onbekend"


@dataclass(frozen=True)
class Lattice:
    """cells: CELL and x; after them in the columns of the matrices come the differences
    between parts and wholes, whose values `x` holds too.

    nodes (a row per node) and relations (a row per relation) have a column per
    cell. shown: FIGURE, role, node, guarded: which nodes each figure shows.
    lower: how far each cell may go down. owner: the cell in whose place each column lies.
    """

    cells: pd.DataFrame
    x: Floats
    lower: Floats
    movable: NDArray[np.bool_]
    owner: Ints
    nodes: Matrix
    finest: NDArray[np.bool_]
    relations: Matrix
    shown: pd.DataFrame

    @property
    def values(self) -> Floats:
        """The value of each node."""
        found: Floats = self.nodes @ self.x
        return found


def lattice(
    base: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    regio_of: Mapping[str, str],
    rules: Rules,
) -> Lattice:
    """The lattice of the finest numbers `base` (see `base.base`)."""
    base = _one_name_one_value(base)
    cells = base.drop_duplicates(CELL)[[*CELL, "x"]].reset_index(drop=True)
    number = pd.Series(np.arange(len(cells)), index=pd.MultiIndex.from_frame(cells[CELL]))
    base = base.assign(cell=number.reindex(pd.MultiIndex.from_frame(base[CELL])).to_numpy())
    known, slack = relations(base, cells, indicators, rules)
    entries = pd.concat(list(_entries(base, indicators, regio_of)), ignore_index=True)
    nodes, shown = _nodes(entries, len(cells) + len(slack))
    x = np.concatenate([cells["x"].to_numpy(), slack])
    # What does not hold in these numbers, nobody can build on. With relations
    # that hold a world always exists: the same with everything larger.
    known = known[np.flatnonzero(np.abs(known @ x) < HOLDS)]
    years = np.array([not quantity.is_people for quantity in cells["quantity"]])
    years = np.concatenate([years, np.zeros(len(slack), dtype=np.bool_)])
    # Where zeros are shown, whatever is hidden is known to be at least 1.
    least = np.where(years | (rules.zeros == "protected"), 0.0, 1.0)
    movable = (x > 0) | (rules.zeros == "protected")
    finest = np.asarray(np.diff(nodes.indptr) == 1)
    lower = np.maximum(x - least, 0)
    owner = _owners(known, len(cells))
    return Lattice(cells, x, lower, movable, owner, nodes, finest, known, shown)


def _owners(known: Matrix, cells: int) -> Ints:
    """A difference lies where the first cell of its relation does."""
    owner = np.zeros(known.shape[1], dtype=np.int64)
    owner[:cells] = np.arange(cells)
    first = np.minimum.reduceat(known.indices, known.indptr[:-1]) if known.nnz else owner[:0]
    entries = known.tocoo()
    differences = entries.col >= cells
    owner[entries.col[differences]] = first[entries.row[differences]]
    return owner


def _one_name_one_value(base: pd.DataFrame) -> pd.DataFrame:
    # Two indicators may count the same in the same place and yet differ, when
    # one of them leaves something out; there, and only there, they are two.
    values = base.groupby(CELL, sort=False)["x"]
    apart = (values.transform("max") - values.transform("min") > HOLDS).to_numpy()
    named = base["quantity"].to_numpy(dtype=object).copy()
    for at in np.flatnonzero(apart):
        key = str(base["indicator"].iloc[at])
        named[at] = replace(named[at], aspect=f"{named[at].aspect} {key}")
    return base.assign(quantity=pd.Series(named, index=base.index, dtype=object))


def _entries(
    base: pd.DataFrame, indicators: Mapping[str, Indicator], regio_of: Mapping[str, str]
) -> Iterator[pd.DataFrame]:
    """Each cell in each node that it belongs to."""
    adding = [key for key, each in indicators.items() if "kwartaal" in each.additive_over]
    adds = base["indicator"].isin(adding)
    kept = ["indicator", "split", "axis", "member", "role", "cell", "guarded"]
    wide = base.assign(
        region=[regio_of.get(place, REGION_UNKNOWN) for place in base["werkplein"]],
        everywhere=EVERYWHERE,
        year=base["kwartaal"] // 4,
        always=0,
    )
    places = dict(zip(PLACES, ("werkplein", "region", "everywhere"), strict=True))
    times = dict(zip(TIMES, ("kwartaal", "year", "always"), strict=True))
    inside = {
        "kwartaal": wide,
        "jaar": wide[adds & (wide["kwartaal"] != EARLIER)],
        "alle": wide[adds],
    }
    for (level, place), (span, time) in product(places.items(), times.items()):
        rows = inside[span]
        yield rows[kept].assign(
            place_level=level, place=rows[place], time_level=span, time=rows[time]
        )


def _nodes(entries: pd.DataFrame, columns: int) -> tuple[Matrix, pd.DataFrame]:
    groups = entries.groupby([*FIGURE, "role"], sort=False)
    number = groups.ngroup().to_numpy()
    # A sum in which any number must be guarded is guarded itself.
    guarded = groups["guarded"].transform("any").to_numpy(dtype=np.bool_)
    shown = entries[[*FIGURE, "role"]].assign(guarded=guarded, row=number).drop_duplicates("row")
    matrix = sparse.csr_array(
        (np.ones(len(entries)), (number, entries["cell"].to_numpy(dtype=np.int64))),
        shape=(len(shown), columns),
    )
    # Equal sums are one node: a fingerprint of random weights tells them apart.
    weights = np.random.default_rng(0).random((columns, 2))
    prints = np.round(np.asarray(matrix @ weights), 9)
    _, first, same = np.unique(prints, axis=0, return_index=True, return_inverse=True)
    shown = shown.assign(node=same.reshape(-1)[shown["row"].to_numpy()]).drop(columns="row")
    return matrix[first], shown.reset_index(drop=True)
