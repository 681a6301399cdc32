"""The tallies an indicator asks for, as frames: filtered, and with who delivered what.

A Werkplein without case files may upload `stand_stroom`, the four numbers per
quarter. Its inflow, outflow and stock fill the quarters for which it has no
case files; where it has both, the case files count. Its herinstroom has no
stated window, so that indicator needs case files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow as pa

from ketenkpi.counts.tally import KEYS, TALLIES
from ketenkpi.indicators.definition import Part
from ketenkpi.stats.interval import Bools, Ints

ALL = "alle"
# The measures of stand_stroom that stand in for a tally of case files.
FROM_AGGREGATE = ("instroom", "uitstroom", "stand")
PLACE = ["werkplein", "kwartaal"]


class Tallies(Protocol):
    """What is read of `Counts`: tables of additive numbers by tally."""

    @property
    def tallies(self) -> Sequence[str]: ...

    def table(self, tally: str) -> pa.Table: ...


@dataclass(frozen=True)
class Tables:
    """The tallies of one set of counts, as pandas frames made once and kept."""

    counts: Tallies
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict)

    def frame(self, tally: str) -> pd.DataFrame:
        """The rows of `tally`, those of `stand_stroom` included; empty when nobody delivered."""
        if tally not in self._frames:
            own = self._own(tally)
            if tally in FROM_AGGREGATE and "stand_stroom" in self.counts.tallies:
                rest = self._without_case_files(self._own("stand_stroom"))
                own = pd.concat([own, _as_tally(rest, tally)], ignore_index=True)
            self._frames[tally] = own
        return self._frames[tally]

    def rows(self, part: Part, where: Mapping[str, Sequence[object]]) -> pd.DataFrame:
        """The rows a part of a definition adds, within `where`."""
        rows = self.frame(part.tally)
        keep = np.ones(len(rows), dtype=np.bool_)
        for name, values in (*part.only.items(), *where.items()):
            if name in rows:
                keep &= rows[name].isin(list(values)).to_numpy()
        for name, values in part.without.items():
            keep &= ~rows[name].isin(list(values)).to_numpy()
        return rows if keep.all() else rows[keep]

    def delivered(self, tally: str) -> pd.DataFrame:
        """Every (werkplein, kwartaal) for which the files behind `tally` were delivered."""
        contract = TALLIES[tally].contract
        same_files = [name for name, other in TALLIES.items() if other.contract == contract]
        frames = [self._own(name)[PLACE] for name in same_files]
        if tally in FROM_AGGREGATE:
            frames.append(self._own("stand_stroom")[PLACE])
        return pd.concat(frames).drop_duplicates()

    def network(self) -> Network:
        """All Werkpleinen and quarters that any tally has seen."""
        places = pd.concat([self._own(name)[PLACE] for name in TALLIES])
        return Network(
            pd.Index(places["werkplein"].unique()).sort_values(),
            pd.Index(places["kwartaal"].unique()).sort_values(),
        )

    def _own(self, tally: str) -> pd.DataFrame:
        key = f"own {tally}"
        if key not in self._frames:
            self._frames[key] = (
                self.counts.table(tally).to_pandas()
                if tally in self.counts.tallies
                else _empty(tally)
            )
        return self._frames[key]

    def _without_case_files(self, rows: pd.DataFrame) -> pd.DataFrame:
        cases = pd.MultiIndex.from_frame(self._case_files())
        return rows[~pd.MultiIndex.from_frame(rows[PLACE]).isin(cases)]

    def _case_files(self) -> pd.DataFrame:
        frames = [self._own(name)[PLACE] for name in FROM_AGGREGATE]
        return pd.concat(frames).drop_duplicates()


@dataclass(frozen=True)
class Network:
    """Werkpleinen and quarters, numbered; a mask over them is an array (Werkplein, quarter)."""

    werkpleinen: pd.Index
    quarters: pd.Index

    def numbered(self, rows: pd.DataFrame) -> tuple[Ints, Ints]:
        """The number of each row's Werkplein and of its quarter; -1 for one outside."""
        return (
            self.werkpleinen.get_indexer(pd.Index(rows["werkplein"])).astype(np.int64),
            self.quarters.get_indexer(pd.Index(rows["kwartaal"])).astype(np.int64),
        )

    def seen_in(self, rows: pd.DataFrame) -> Bools:
        """The mask of the places that occur in `rows`."""
        mask = np.zeros((len(self.werkpleinen), len(self.quarters)), dtype=np.bool_)
        werkplein, quarter = self.numbered(rows)
        known = (werkplein >= 0) & (quarter >= 0)
        mask[werkplein[known], quarter[known]] = True
        return mask


def _empty(tally: str) -> pd.DataFrame:
    whole = pd.Series(dtype=np.int64)
    columns = {name: pd.Series(dtype="str") for name in TALLIES[tally].dims}
    columns |= {measure.name: whole for measure in TALLIES[tally].measures}
    return pd.DataFrame(columns | {"kwartaal": whole})


def _as_tally(rows: pd.DataFrame, tally: str) -> pd.DataFrame:
    keys = rows[list(KEYS)]
    if tally == "instroom":
        return keys.assign(kanaal="onbekend", n=rows["instroom"])
    if tally == "stand":
        return _stocks(rows)
    # Where outflow to work was not counted, no reason is known of any outflow.
    work = rows["uitstroom_werk"].fillna(0).astype(np.int64)
    other = keys.assign(reden="onbekend", n=rows["uitstroom"] - work)
    return pd.concat([keys.assign(reden="werk", n=work), other], ignore_index=True).query("n > 0")


def _stocks(rows: pd.DataFrame) -> pd.DataFrame:
    # The begin of a quarter is the end of the one before, unless that one was
    # delivered too.
    end = rows[list(KEYS)].assign(n=rows["eindstand"])
    begin = rows[list(KEYS)].assign(n=rows["beginstand"], kwartaal=rows["kwartaal"] - 1)
    known = pd.MultiIndex.from_frame(end[PLACE])
    fresh = ~pd.MultiIndex.from_frame(begin[PLACE]).isin(known)
    return pd.concat([end, begin[fresh]], ignore_index=True)
