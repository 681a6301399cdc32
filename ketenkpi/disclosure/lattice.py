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
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ketenkpi.disclosure.base import EARLIER
from ketenkpi.disclosure.keys import Keys, mixed, of_numbers, of_rows, of_sums
from ketenkpi.disclosure.relations import relations
from ketenkpi.disclosure.rules import PLACES, TIMES, Rules
from ketenkpi.indicators import Indicator

Matrix = sparse.csr_array
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
CELL = ["quantity", "axis", "werkplein", "kwartaal", "member"]
# Where a figure stands: these columns name it, and are unique together.
FIGURE = ["indicator", "split", "axis", "member", "place_level", "place", "time_level", "time"]
ROLES = ("num", "den", "rest", "other", "beside")
HOLDS = 1e-6
EVERYWHERE = "alle"
REGION_UNKNOWN = "onbekend"


@dataclass(frozen=True, eq=False)
class Lattice:
    """cells: CELL (texts, but for the quarter) and x; after them in the columns of the
    matrices come the differences between parts and wholes, whose values `x` holds too.

    keys: what each column is known by in every release (see `keys`). lower: how far
    each may go down. owner: the cell in whose place it lies. nodes (a row per node)
    and relations (a row per relation) have a column per cell. guarded: nodes that
    must be hidden when they are small. figures: FIGURE, and per role of `ROLES` the
    node that the figure shows, -1 where it has none.
    """

    cells: pd.DataFrame
    x: Floats
    keys: Keys
    lower: Floats
    movable: Bools
    owner: Ints
    nodes: Matrix
    finest: Bools
    guarded: Bools
    relations: Matrix
    figures: pd.DataFrame

    @cached_property
    def values(self) -> Floats:
        """The value of each node."""
        found: Floats = self.nodes @ self.x
        return found

    @cached_property
    def shown(self) -> Bools:
        """The nodes that some figure shows; what is left of a denominator is in none."""
        return self.marked(self.figures[[role for role in ROLES if role != "rest"]])

    def marked(self, numbers: pd.DataFrame) -> Bools:
        """The nodes that stand in these columns of `figures`."""
        found = np.zeros(self.nodes.shape[0], dtype=np.bool_)
        flat = numbers.to_numpy().ravel()
        found[flat[flat >= 0]] = True
        return found


def lattice(
    base: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    regio_of: Mapping[str, str],
    rules: Rules,
) -> Lattice:
    """The lattice of the finest numbers `base` (see `base.base`)."""
    base = _one_name_one_value(base)
    number, first = _numbered(base[CELL])
    cells = base.iloc[first][[*CELL, "x"]].reset_index(drop=True)
    years = np.array([not each.is_people for each in cells["quantity"].cat.categories])
    years = years[cells["quantity"].cat.codes]
    base = base.assign(cell=number)
    known, slack = relations(base, cells, indicators, rules)
    each = cells["quantity"].cat.categories
    cells["quantity"] = cells["quantity"].cat.rename_categories([one.name for one in each])
    x = np.concatenate([cells["x"].to_numpy(), slack])
    # What does not hold in these numbers, nobody can build on. With relations
    # that hold a world always exists: the same with everything larger.
    known = known[np.flatnonzero(np.abs(known @ x) < HOLDS)]
    differences = np.arange(len(x)) >= len(cells)
    own = np.append(cell_keys(cells), np.zeros(len(slack), dtype=np.uint64))
    keys = column_keys(own, differences, known)
    known, kept = _each_once(known, keys, len(cells))
    x, keys = x[kept], keys[kept]
    nodes, guarded, figures = _nodes(base, indicators, regio_of, keys)
    least = np.zeros(len(x))
    if rules.zeros != "protected":
        # Where zeros are shown, whatever is hidden is known to be at least 1.
        least[:] = 1.0
        least[: len(cells)][years] = 0.0
    return Lattice(
        cells,
        x,
        keys,
        lower=np.maximum(x - least, 0),
        movable=(x > 0) | (rules.zeros == "protected"),
        owner=owners(known, len(cells)),
        nodes=nodes,
        finest=np.asarray(np.diff(nodes.indptr) == 1),
        guarded=guarded,
        relations=known,
        figures=figures,
    )


def cell_keys(cells: pd.DataFrame) -> Keys:
    """The key of each cell: what it counts, where, and how many; one that changed is another."""
    return mixed(of_rows(cells[CELL]), of_numbers(cells["x"].to_numpy(dtype=np.float64)))


def column_keys(own: Keys, differences: Bools, relations: Matrix) -> Keys:
    """The keys of all columns: `own` of cells, and of each difference what it is between."""
    entries = relations.tocoo()
    late = differences[entries.col]
    cells = (entries.data[~late], (entries.row[~late], entries.col[~late]))
    rest = of_sums(sparse.csr_array(cells, shape=relations.shape), own)
    result = own.copy()
    result[entries.col[late]] = mixed(rest[entries.row[late]], of_numbers(entries.data[late]))
    return result


def _each_once(known: Matrix, keys: Keys, cells: int) -> tuple[Matrix, Ints]:
    """Every relation once, and the columns that are left: all cells, and differences in use."""
    _, first = np.unique(of_sums(known, keys), return_index=True)
    known = known[np.sort(first)]
    used = np.zeros(known.shape[1], dtype=np.bool_)
    used[:cells] = True
    used[known.indices] = True
    kept = np.flatnonzero(used)
    return known[:, kept], kept


def owners(known: Matrix, cells: int) -> Ints:
    """A difference lies where the first cell of its relation does."""
    owner = np.zeros(known.shape[1], dtype=np.int64)
    owner[:cells] = np.arange(cells)
    first = np.minimum.reduceat(known.indices, known.indptr[:-1]) if known.nnz else owner[:0]
    entries = known.tocoo()
    differences = entries.col >= cells
    owner[entries.col[differences]] = first[entries.row[differences]]
    return owner


def _numbered(table: pd.DataFrame) -> tuple[Ints, Ints]:
    """A number per row, equal for equal rows, in order of appearance; and where each came first."""
    code = np.zeros(len(table), dtype=np.int64)
    for name in table:
        one, each = pd.factorize(table[name])
        code, _ = pd.factorize(code * len(each) + one)
    _, first = np.unique(code, return_index=True)
    return code.astype(np.int64), first


def _one_name_one_value(base: pd.DataFrame) -> pd.DataFrame:
    # Two indicators may count the same in the same place and yet differ, when
    # one of them leaves something out; there, and only there, they are two.
    number, first = _numbered(base[CELL])
    x = base["x"].to_numpy()
    low, high = x[first].copy(), x[first].copy()
    np.minimum.at(low, number, x)
    np.maximum.at(high, number, x)
    apart = np.flatnonzero((high - low > HOLDS)[number])
    if not len(apart):
        return base
    pairs = base.iloc[apart][["quantity", "indicator"]]
    named = [
        replace(quantity, aspect=f"{quantity.aspect} {key}")
        for quantity, key in zip(pairs["quantity"], pairs["indicator"], strict=True)
    ]
    quantities = base["quantity"].cat.add_categories(
        [each for each in dict.fromkeys(named) if each not in base["quantity"].cat.categories]
    )
    codes = quantities.cat.codes.to_numpy().copy()
    codes[apart] = quantities.cat.categories.get_indexer(pd.Index(named, dtype=object))
    renamed = pd.Categorical.from_codes(codes, quantities.cat.categories)
    return base.assign(quantity=renamed.remove_unused_categories())


def _nodes(
    base: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    regio_of: Mapping[str, str],
    keys: Keys,
) -> tuple[Matrix, Bools, pd.DataFrame]:
    """The nodes, which of them are guarded, and the figures that show them (see `Lattice`)."""
    names, group = _figures_of(base)
    parts = list(_entries(base, indicators, regio_of, group))
    shown = pd.concat([part for part, _, _ in parts], ignore_index=True)
    starts = np.cumsum([0, *(len(part) for part, _, _ in parts)])
    row = np.concatenate(
        [number + start for (_, number, _), start in zip(parts, starts, strict=False)]
    )
    at = np.concatenate([rows for _, _, rows in parts])
    matrix = sparse.csr_array(
        (np.ones(len(row)), (row, base["cell"].to_numpy()[at])), shape=(len(shown), len(keys))
    )
    # Equal sums are one node.
    _, first, same = np.unique(of_sums(matrix, keys), return_index=True, return_inverse=True)
    guarded = np.zeros(len(first), dtype=np.bool_)
    guarded[same[row[base["guarded"].to_numpy(dtype=np.bool_)[at]]]] = True
    return matrix[first], guarded, _wide(shown.assign(node=same), names)


def _figures_of(base: pd.DataFrame) -> tuple[pd.DataFrame, Ints]:
    """What a figure is about but for place and time, and which one each row of `base` is of."""
    number, first = _numbered(base[FIGURE[:4]])
    return base.iloc[first][FIGURE[:4]].reset_index(drop=True), number


def _entries(
    base: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    regio_of: Mapping[str, str],
    group: Ints,
) -> Iterator[tuple[pd.DataFrame, Ints, Ints]]:
    """Per kind of place and time: its sums; per cell in one of them which sum, and its row."""
    adds = base["indicator"].isin(
        [key for key, each in indicators.items() if "kwartaal" in each.additive_over]
    )
    quarter = base["kwartaal"].to_numpy()
    region = {name: regio_of.get(name, REGION_UNKNOWN) for name in base["werkplein"].unique()}
    places = dict(
        zip(PLACES, (base["werkplein"], base["werkplein"].map(region), EVERYWHERE), strict=True)
    )
    times = dict(zip(TIMES, (quarter, quarter // 4, np.zeros_like(quarter)), strict=True))
    inside = {
        "kwartaal": np.arange(len(base)),
        "jaar": np.flatnonzero(adds & (quarter != EARLIER)),
        "alle": np.flatnonzero(adds),
    }
    for (level, place), (span, time) in product(places.items(), times.items()):
        rows = inside[span]
        table = pd.DataFrame({"role": base["role"], "group": group}).assign(place=place, time=time)
        number, first = _numbered(table.iloc[rows])
        sums = table.iloc[rows[first]].assign(place_level=level, time_level=span)
        yield sums.astype({"place": str, "role": str}), number, rows


def _wide(shown: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """A row per figure, with the node of each role."""
    number, first = _numbered(shown[["group", *FIGURE[4:]]])
    places = shown.iloc[first]
    wide = names.iloc[places["group"]].reset_index(drop=True)
    for name in FIGURE[4:]:
        wide[name] = places[name].to_numpy()
    for role in ROLES:
        nodes = np.full(len(first), -1, dtype=np.int64)
        of = (shown["role"] == role).to_numpy()
        nodes[number[of]] = shown["node"].to_numpy()[of]
        wide[role] = nodes
    return wide
