"""The rows of the answer: every place crossed with every kind of case that was seen.

A group is a place (Werkplein or region, quarter, as far as asked) times a
combination (regeling, doelgroep, split, as far as asked). Every place gets a
row, delivered or not, so a gap in the data is a row that says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from ketenkpi.indicators.tables import ALL, Network, numbers
from ketenkpi.indicators.threads import Once
from ketenkpi.stats.interval import Bools, Floats, Ints

PLACE_COLUMNS = ("werkplein", "regio", "kwartaal")
REGION_UNKNOWN = "onbekend"
# Between the names of Werkpleinen in one text.
BETWEEN = "; "


@dataclass(frozen=True)
class Grouping:
    """Places and combinations, and the group of any row: place * combinations + combination.

    place_of: the place of each (Werkplein, quarter), -1 where `where` leaves it out.
    usable: the (Werkplein, quarter) whose rows may be added.
    """

    network: Network
    places: pd.DataFrame
    place_of: Ints
    combinations: pd.DataFrame
    usable: Bools
    _once: Once = field(default_factory=Once, repr=False)

    @property
    def size(self) -> int:
        """The number of groups."""
        return len(self.places) * len(self.combinations)

    @property
    def of_one_quarter(self) -> bool:
        """Whether no group holds more than one quarter."""
        inside = (self.place_of >= 0).any(axis=0)
        return "kwartaal" in self.places or int(np.count_nonzero(inside)) <= 1

    def has(self, name: str) -> bool:
        """Whether groups differ in this key."""
        return name in self.places or name in self.combinations

    def key(self, name: str) -> NDArray[Any]:
        """One key of every group, in group order."""
        values = (self.places if name in self.places else self.combinations)[name]
        return self._spread(name, values.to_numpy())

    def text(self, name: str) -> pa.Array:
        """One key of every group as text, in group order."""
        values = (self.places if name in self.places else self.combinations)[name].astype("str")
        number = np.arange(len(values), dtype=np.int32)
        return pa.array(values, pa.large_string()).take(pa.array(self._spread(name, number)))

    def _spread(self, name: str, values: NDArray[Any]) -> NDArray[Any]:
        if name in self.places:
            return np.repeat(values, len(self.combinations))
        return np.tile(values, len(self.places))

    def apart_from(self, name: str) -> Ints:
        """Per group a number that groups share which differ in this key only."""
        rest = self.combinations.drop(columns=name)
        kinds = len(self.combinations)
        kind: Ints = np.zeros(kinds, dtype=np.int64)
        if len(rest.columns):
            kind = rest.groupby(list(rest.columns)).ngroup().to_numpy().astype(np.int64)
        result: Ints = np.add.outer(np.arange(len(self.places)) * kinds, kind).ravel()
        return result

    def codes(self, rows: pd.DataFrame) -> Ints:
        """The group of each row; -1 for rows outside every group or not usable.

        Indicators that share a grouping ask this of the same rows again and
        again; the frame is kept with its answer, so its id stays its own.
        """
        return self._once(id(rows), lambda: (rows, self._coded(rows)))[1]

    def _coded(self, rows: pd.DataFrame) -> Ints:
        werkplein, quarter = self.network.numbered(rows)
        place = np.where(self.usable, self.place_of, -1)[werkplein, quarter]
        known = (werkplein >= 0) & (quarter >= 0) & (place >= 0)
        combination = self._combination(rows)
        result: Ints = np.where(
            known & (combination >= 0), place * len(self.combinations) + combination, -1
        )
        return result

    def total(self, rows: pd.DataFrame, measure: str, only: Bools | None = None) -> Floats:
        """`measure` added per group, of the rows in `only` when given; 0 where there is no row."""
        values = rows[measure].to_numpy(dtype=np.float64, na_value=0.0)
        return self._added(rows, values if only is None else np.where(only, values, 0.0))

    def filled(self, rows: pd.DataFrame, measure: str) -> Floats:
        """How many rows of each group hold a number for `measure`."""
        return self._added(rows, rows[measure].notna().to_numpy().astype(np.float64))

    def places_in(self, mask: Bools) -> Ints:
        """Per group how many (Werkplein, quarter) of `mask` it covers."""
        inside = mask & (self.place_of >= 0)
        per_place = np.bincount(self.place_of[inside], minlength=len(self.places))
        return np.repeat(per_place, len(self.combinations)).astype(np.int64)

    def werkpleinen_in(self, mask: Bools) -> pa.Array:
        """Per group the names of the Werkpleinen of `mask` it covers, in order; null without any.

        Nothing is told of groups that are each of one Werkplein. Most groups share
        their set with many others, so each set is written once.
        """
        if "werkplein" in self.places:
            return pa.nulls(self.size, pa.large_string())
        inside = (self.place_of >= 0) & mask
        werkplein = np.nonzero(inside)[0]
        sets = np.zeros((len(self.places), len(self.network.werkpleinen)), dtype=np.bool_)
        sets[self.place_of[inside], werkplein] = True
        different, which = np.unique(sets, axis=0, return_inverse=True)
        names = np.asarray(self.network.werkpleinen, dtype=object)
        told = [BETWEEN.join(sorted(names[row])) or None for row in different]
        number = np.repeat(which.ravel(), len(self.combinations))
        return pa.array(told, pa.large_string()).take(pa.array(number))

    def _added(self, rows: pd.DataFrame, values: Floats) -> Floats:
        codes = self.codes(rows)
        inside = codes >= 0
        added = np.bincount(codes[inside], weights=values[inside], minlength=self.size)
        return added.astype(np.float64)

    def _combination(self, rows: pd.DataFrame) -> Ints:
        # One number per row from the numbers of its values (mixed radix), looked
        # up in a list of all such numbers; -1 for a value that no combination has.
        number, size = np.zeros(len(rows), dtype=np.int64), 1
        own = np.zeros(len(self.combinations), dtype=np.int64)
        outside = np.zeros(len(rows), dtype=np.bool_)
        for column in self.combinations.columns:
            values = pd.Index(self.combinations[column].unique())
            code = numbers(values, rows[column])
            number, outside = number * len(values) + code, outside | (code < 0)
            own = own * len(values) + numbers(values, self.combinations[column])
            size *= len(values)
        combination = np.full(size, -1, dtype=np.int64)
        combination[own] = np.arange(len(own))
        result: Ints = np.where(outside, -1, combination[np.where(outside, 0, number)])
        return result


def places(
    network: Network,
    by: Sequence[str],
    where: Mapping[str, Sequence[object]],
    regio_of: Mapping[str, str] | None,
    first_quarter: int,
) -> tuple[pd.DataFrame, Ints]:
    """The places asked for, sorted, and the place of each (Werkplein, quarter) or -1.

    Places of quarters before `first_quarter` are left out unless `where` names quarters.
    """
    shape = (len(network.werkpleinen), len(network.quarters))
    cells = pd.MultiIndex.from_product(
        [network.werkpleinen, network.quarters], names=["werkplein", "kwartaal"]
    ).to_frame(index=False)
    regions = regio_of or {}
    named = [regions.get(name, REGION_UNKNOWN) for name in network.names]
    cells["regio"] = np.repeat(np.array(named, dtype=object), len(network.quarters))
    inside = np.ones(len(cells), dtype=np.bool_)
    for name in PLACE_COLUMNS:
        if name in where:
            inside &= cells[name].isin(list(where[name])).to_numpy()
    if "kwartaal" in by and "kwartaal" not in where:
        inside &= (cells["kwartaal"] >= first_quarter).to_numpy()
    columns = [name for name in by if name in PLACE_COLUMNS]
    if not columns:
        return pd.DataFrame(index=range(1)), np.where(inside, 0, -1).reshape(shape)
    asked = cells.loc[inside, columns]
    number = asked.groupby(columns, sort=True).ngroup().to_numpy()
    place_of = np.full(len(cells), -1, dtype=np.int64)
    place_of[inside] = number
    unique = asked.drop_duplicates().sort_values(columns, ignore_index=True)
    return unique, place_of.reshape(shape)


def combinations(rows: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Every combination of `columns` that occurs in any of `rows`; one of 'alle' when none does."""
    if not columns:
        return pd.DataFrame(index=range(1))
    distinct = [_distinct(each, columns) for each in rows]
    seen = pd.concat(distinct).drop_duplicates()
    if seen.empty:
        return pd.DataFrame({column: [ALL] for column in columns})
    return seen.sort_values(list(columns), ignore_index=True)


def _distinct(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    # Where all are categories, mark which combinations occur: of millions of
    # rows this takes a tenth of the time of looking for duplicates.
    frame = rows[list(columns)]
    if not all(isinstance(kind, pd.CategoricalDtype) for kind in frame.dtypes):
        found: pd.DataFrame = frame.drop_duplicates()
    else:
        sizes = [len(frame[name].cat.categories) for name in columns]
        occurs = np.zeros(sizes, dtype=np.bool_)
        occurs[tuple(frame[name].cat.codes.to_numpy() for name in columns)] = True
        places = zip(columns, np.nonzero(occurs), strict=True)
        found = pd.DataFrame({name: frame[name].cat.categories[at] for name, at in places})
    return found.astype(_plain_texts(found))


def _plain_texts(frame: pd.DataFrame) -> dict[str, str]:
    return {
        name: "str" for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)
    }
