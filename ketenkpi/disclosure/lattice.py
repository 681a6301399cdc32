"""Everything that is published, as sums of the finest numbers; and what a reader knows besides.

A cell is one number: a quantity of one Werkplein, quarter and breakdown value.
A node is a sum of cells that some figure shows: of a Werkplein, a region or all
together; of a quarter, a year or all quarters. A relation is a sum of cells
that every reader knows to be zero: a breakdown adds up to its total, a part is
not larger than its whole, stock is stock before plus inflow minus outflow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
        one, many = _coded(table[name])
        code = code * many + one
    return _renumbered(code)


def _coded(column: pd.Series) -> tuple[Ints, int]:
    """A number per entry, and how many there are."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.int64), len(column.cat.categories)
    codes, each = pd.factorize(column)
    return codes.astype(np.int64), len(each)


def _renumbered(code: Ints) -> tuple[Ints, Ints]:
    number, each = pd.factorize(code)
    # Numbers go up by one where something new appears.
    seen = np.maximum.accumulate(number) if len(number) else number
    first = np.flatnonzero(np.diff(seen, prepend=-1))
    assert len(first) == len(each)
    return number.astype(np.int64), first


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


@dataclass(frozen=True, eq=False)
class _Sums:
    """The sums of one kind of place and time.

    rows: of the base, what is added; number: the sum of each row. figure, role: of each sum the
    figure and the place in `ROLES`. figures: what these are, as FIGURE, with the number of their
    group in place of its four columns.
    """

    rows: Ints
    number: Ints
    figure: Ints
    role: Ints
    figures: pd.DataFrame


def _nodes(
    base: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    regio_of: Mapping[str, str],
    keys: Keys,
) -> tuple[Matrix, Bools, pd.DataFrame]:
    """The nodes, which of them are guarded, and the figures that show them (see `Lattice`)."""
    group, first = _numbered(base[FIGURE[:4]])
    names = base.iloc[first][FIGURE[:4]].reset_index(drop=True)
    parts = list(_sums(base, indicators, regio_of, group))
    cell = base["cell"].to_numpy()
    # Equal sums are one node. Keys are added as `of_sums` adds them.
    terms = mixed(keys[cell], of_numbers(np.ones(1)))
    added = [_added(part, terms) for part in parts]
    _, first, same = np.unique(np.concatenate(added), return_index=True, return_inverse=True)
    nodes = np.split(same, np.cumsum(list(map(len, added)))[:-1])
    guarded = np.zeros(len(first), dtype=np.bool_)
    small = base["guarded"].to_numpy(dtype=np.bool_)
    for part, node in zip(parts, nodes, strict=True):
        guarded[node[part.number[small[part.rows]]]] = True
    matrix = _matrix(parts, nodes, cell, first, len(keys))
    return matrix, guarded, _figures(parts, nodes, names)


def _sums(
    base: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    regio_of: Mapping[str, str],
    group: Ints,
) -> Iterator[_Sums]:
    """Per kind of place and time its sums."""
    adds = base["indicator"].isin(
        [key for key, each in indicators.items() if "kwartaal" in each.additive_over]
    )
    quarter = base["kwartaal"].to_numpy()
    region = {name: regio_of.get(name, REGION_UNKNOWN) for name in base["werkplein"].unique()}
    everywhere = pd.Series(EVERYWHERE, index=base.index, dtype="category")
    places = dict(
        zip(PLACES, (base["werkplein"], base["werkplein"].map(region), everywhere), strict=True)
    )
    times = dict(zip(TIMES, (quarter, quarter // 4, np.zeros_like(quarter)), strict=True))
    inside = {
        "kwartaal": np.arange(len(base)),
        "jaar": np.flatnonzero(adds & (quarter != EARLIER)),
        "alle": np.flatnonzero(adds),
    }
    role = pd.Index(ROLES).get_indexer(pd.Index(base["role"]))
    for (level, place), (span, time) in product(places.items(), times.items()):
        rows = inside[span]
        table = pd.DataFrame({"group": group, "place": place.astype("category"), "time": time})
        figure, first = _numbered(table.iloc[rows])
        number, summed = _renumbered(figure * len(ROLES) + role[rows])
        figures = table.iloc[rows[first]].assign(place_level=level, time_level=span)
        yield _Sums(
            rows, number, figure[summed], role[rows[summed]], figures.astype({"place": str})
        )


def _added(part: _Sums, terms: Keys) -> Keys:
    """The key of each sum."""
    found: Keys = np.zeros(len(part.figure), dtype=np.uint64)
    np.add.at(found, part.number, terms[part.rows])
    return found


def _matrix(
    parts: Sequence[_Sums], nodes: Sequence[Ints], cell: Ints, first: Ints, width: int
) -> Matrix:
    """A row per node, of the sum that is the `first` of those that are equal."""
    chosen = np.zeros(sum(map(len, nodes)), dtype=np.bool_)
    chosen[first] = True
    row, column = [], []
    for part, node in zip(parts, nodes, strict=True):
        own, chosen = chosen[: len(node)], chosen[len(node) :]
        taken = own[part.number]
        row.append(node[part.number[taken]].astype(np.int32))
        column.append(cell[part.rows[taken]].astype(np.int32))
    entries = (np.concatenate(row), np.concatenate(column))
    return sparse.csr_array((np.ones(len(entries[0])), entries), shape=(len(first), width))


def _figures(parts: Sequence[_Sums], nodes: Sequence[Ints], names: pd.DataFrame) -> pd.DataFrame:
    """A row per figure, with the node of each role."""
    places = pd.concat([part.figures for part in parts], ignore_index=True)
    wide = names.iloc[places["group"]].reset_index(drop=True)
    for name in FIGURE[4:]:
        wide[name] = places[name]
    shown = [np.full((len(part.figures), len(ROLES)), -1, dtype=np.int64) for part in parts]
    for table, part, node in zip(shown, parts, nodes, strict=True):
        table[part.figure, part.role] = node
    return wide.assign(**dict(zip(ROLES, np.concatenate(shown).T, strict=True)))
