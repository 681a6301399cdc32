"""The tallies an indicator asks for, as frames: filtered, and with who delivered what.

A Werkplein without case files may upload `stand_stroom`, the four numbers per
quarter. Its inflow, outflow and stock fill the quarters for which it has no
case files; where it has both, the case files count. Where partners deliver apart
the same holds for each of them: totals of a gemeente come on top of the case
files of UWV. Its herinstroom has no stated window, so that indicator needs case
files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from ketenkpi.counts import TALLIES, Counts
from ketenkpi.counts.tally import KEYS
from ketenkpi.indicators.definition import Part
from ketenkpi.indicators.handover_kinds import TALLY as HANDOVERS
from ketenkpi.indicators.handover_kinds import by_kind
from ketenkpi.indicators.threads import Once
from ketenkpi.stats.interval import Bools, Floats, Ints
from ketenkpi.terms import days_of
from ketenkpi.vocabulary import Quarter

ALL = "alle"
# The measures of stand_stroom that stand in for a tally of case files.
FROM_AGGREGATE = ("instroom", "uitstroom", "stand")
PLACE = ["werkplein", "kwartaal"]
# Of these contracts cases are followed, each from its own day on; `source` of `observed`.
SOURCE_OF = {"trajecten": "keten", "stappen": "keten", "vacatures": "vacatures"}
# Stored by change, it holds until the next; it makes no quarter of its own.
LABOUR_FORCE = "beroepsbevolking"
# What deliveries say besides their rows stands among the places of the tallies
# under these words and the name of a contract.
NOTHING, LACKING = "nothing:", "lacking:"
# Words for which somebody may be lacking, beside contracts: flows and stocks of case
# files and totals together, and the stock of who went over from the one to the other.
FLOWS, STOCK = "stroom", "stand"
# What only case files tell, about everybody: with totals of one partner it is not whole.
OF_EVERYBODY = frozenset({"stand_kort", "personen"})
TOTALS = "stand_stroom"
EPOCH = date(1970, 1, 1)
# A Werkplein that lies half a year behind, two deliveries, has closed, or left.
STOPPED = days_of("half_jaar")


@dataclass(frozen=True)
class Tables:
    """The tallies of one set of counts, as pandas frames made once and kept."""

    counts: Counts
    once: Once = field(default_factory=Once)

    def frame(self, tally: str) -> pd.DataFrame:
        """The rows of `tally`, those of `stand_stroom` included; empty when nobody delivered."""
        return self.once(("frame", tally), lambda: self._frame(tally))

    def _frame(self, tally: str) -> pd.DataFrame:
        own = self._own(tally)
        if tally == HANDOVERS:
            return by_kind(own)
        if tally in FROM_AGGREGATE and self.seen("stand_stroom").any():
            rest = self._without_case_files(self._own(TOTALS))
            own = pd.concat([own, self._as_tally(rest, tally)], ignore_index=True)
        if tally == STOCK and self.seen(f"{LACKING}{STOCK}").any():
            own = own[~self._inside(own, self.seen(f"{LACKING}{STOCK}"))]
        return _in_every_quarter(own, self.network) if tally == LABOUR_FORCE else own

    def rows(self, part: Part, where: Mapping[str, Sequence[object]]) -> pd.DataFrame:
        """The rows a part of a definition adds, within `where`."""
        key = ("rows", part.tally, str(part.only), str(part.without), str(where))
        return self.once(key, lambda: self._chosen(part, where))

    def _chosen(self, part: Part, where: Mapping[str, Sequence[object]]) -> pd.DataFrame:
        rows = self.frame(part.tally)
        keep = np.ones(len(rows), dtype=np.bool_)
        for name, values in (*part.only.items(), *where.items()):
            if name in rows:
                keep &= _among(rows[name], values)
        for name, values in part.without.items():
            keep &= ~_among(rows[name], values)
        return _kept(rows, keep)

    @cached_property
    def network(self) -> Network:
        """All Werkpleinen and quarters that any tally has seen."""
        return Network(
            pd.Index(self._places["werkplein"].cat.categories, dtype="str").sort_values(),
            pd.Index(np.unique(self._places["kwartaal"]), dtype=np.int64),
        )

    @cached_property
    def _places(self) -> pd.DataFrame:
        # A few thousand rows instead of the millions of a histogram.
        found: pd.DataFrame = self.counts.places.to_pandas()
        told = [
            table.to_pandas().assign(of=lambda rows, sign=sign: sign + rows["of"])
            for sign, table in ((NOTHING, self.counts.nothing), (LACKING, self.counts.lacking))
        ]
        found = pd.concat([found[found["of"] != LABOUR_FORCE], *told], ignore_index=True)
        return found.astype({"of": "category", "werkplein": "category"})

    @cached_property
    def _grids(self) -> Mapping[str, Bools]:
        tallies = self._places["of"].cat
        shape = (len(tallies.categories), len(self.network.werkpleinen), len(self.network.quarters))
        grid = np.zeros(shape, dtype=np.bool_)
        grid[(tallies.codes.to_numpy(), *self.network.numbered(self._places))] = True
        return dict(zip(tallies.categories, grid, strict=True))

    def seen(self, tally: str) -> Bools:
        """In which Werkplein-quarters `tally` has any row."""
        shape = (len(self.network.werkpleinen), len(self.network.quarters))
        return self._grids.get(tally, np.zeros(shape, dtype=np.bool_))

    def delivered(self, tally: str) -> Bools:
        """For which Werkplein-quarters the files behind `tally` were delivered."""
        if tally == LABOUR_FORCE:
            return self.network.seen_in(self.frame(tally))
        case_files = self._delivered(TALLIES[tally].contract)
        if tally in FROM_AGGREGATE:
            said = self._with_rows("trajecten") | self.seen(f"{NOTHING}trajecten")
            return (said | self.seen(TOTALS)) & ~self.seen(f"{LACKING}{FLOWS}")
        return case_files & ~self._totals_on_top if tally in OF_EVERYBODY else case_files

    @cached_property
    def incomplete(self) -> Bools:
        """Of which Werkplein-quarters the case files end before the quarter does."""
        return self._delivered("trajecten") & self.network.ending_after(self._moved("keten", 0))

    def linked_within(self, width: str) -> Bools:
        """The Werkpleinen (in every quarter) whose narrowest circle of clients is so wide."""
        seen = self.counts.observed.to_pylist()
        found = [row["werkplein"] for row in seen if row["kring"] == width]
        inside = np.isin(self.network.werkpleinen, found)[:, np.newaxis]
        return np.repeat(inside, len(self.network.quarters), axis=1)

    @cached_property
    def first_quarter(self) -> int:
        """The first quarter of which anything was observed (an index; 0 when nothing was).

        Of a Werkplein whose observation began on a known day, cases that began
        before it are known only as far as they lasted: their quarters are no
        quarters of observation.
        """
        places = self._places
        # A phase may have begun long before anything else was delivered.
        counted = ~places["of"].isin(_fed_by(["fasen"]))
        for source, since in self._since.items():
            contracts = [name for name, of in SOURCE_OF.items() if of == source]
            late = places["werkplein"].isin(list(since))
            counted &= ~(late & places["of"].isin(_fed_by(contracts)))
        begun = [Quarter.of(day).index for days in self._since.values() for day in days.values()]
        return min([*begun, *places.loc[counted, "kwartaal"].tolist()], default=0)

    def not_followed(self, days: int, counted_from: str, source: str) -> Bools:
        """The Werkplein-quarters not followed for `days` from their first or their last day.

        From the last day on, cases of every day were followed so long; from the
        first day on, those of that day, and longer by one.
        """
        key = ("not followed", days, counted_from, source)
        return self.once(key, lambda: self._not_followed(days, counted_from, source))

    def _not_followed(self, days: int, counted_from: str, source: str) -> Bools:
        if counted_from == "first_day":
            last = self._moved(source, -days)
            return self.network.beginning_on_or_after(last)
        return self.network.ending_after(self._moved(source, -days))

    def _moved(self, source: str, days: int) -> dict[str, date]:
        seen = self._until.get(source, {})
        return {name: EPOCH + timedelta(days=until + days) for name, until in seen.items()}

    def stopped(self, source: str) -> Bools:
        """The Werkpleinen (in every quarter) of which nothing more is to be expected.

        Half of all Werkpleinen were followed at least half a year longer.
        """
        seen = self._until.get(source, {})
        until = np.array([seen.get(name, np.nan) for name in self.network.names])
        middle = np.median(until[~np.isnan(until)]) if seen else np.nan
        gone = np.less_equal(until, middle - STOPPED)[:, np.newaxis]
        return np.repeat(gone, len(self.network.quarters), axis=1)

    @cached_property
    def _until(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for row in self.counts.observed.to_pylist():
            if row["until"] is not None:
                found.setdefault(row["source"], {})[row["werkplein"]] = row["until"]
        return found

    def unobserved(self, *, stock: bool, quarters_back: int = 0, source: str = "keten") -> Bools:
        """The Werkplein-quarters that lie, wholly or partly, before observation began.

        `source`: of benefits and steps, or of vacancies. `stock`: at the end of
        the quarter instead of in it; what ran on the day before the first day of
        observation is known. `quarters_back`: those of which so many quarters
        before lie there.
        """
        key = ("unobserved", stock, quarters_back, source)
        return self.once(key, lambda: self._unobserved(stock, quarters_back, source))

    def _unobserved(self, stock: bool, quarters_back: int, source: str) -> Bools:
        # Phases alone are no observation of anything that is counted.
        if self.network.quarters.empty or not self.first_quarter:
            return self.seen("stand")
        first = Quarter.from_index(self.first_quarter).first_day
        begun = self._since.get(source, {})
        since = {name: begun.get(name, first) for name in self.network.names}
        if quarters_back:
            since = {name: _whole_quarters(day, quarters_back) for name, day in since.items()}
        if stock:
            known = {name: day - timedelta(days=1) for name, day in since.items()}
            return self.network.ending_before(known)
        return self.network.beginning_before(since)

    @cached_property
    def _since(self) -> dict[str, dict[str, date]]:
        found: dict[str, dict[str, date]] = {}
        for row in self.counts.observed.to_pylist():
            if row["since"] is not None:
                day = EPOCH + timedelta(days=row["since"])
                found.setdefault(row["source"], {})[row["werkplein"]] = day
        return found

    @cached_property
    def inflow_recorded(self) -> Bools:
        """The Werkpleinen (in every quarter) of which any inflow is known.

        Files that never fill the day of inflow, such as a log of applications,
        say nothing about inflow, outflow and stock: not even that they are zero.
        """
        aggregate = (self.seen(TOTALS) & ~self._with_rows("trajecten")) | self._totals_on_top
        said = self.seen("instroom") | self.seen(f"{NOTHING}trajecten") | aggregate
        ever = said.any(axis=1, keepdims=True)
        return np.broadcast_to(ever, aggregate.shape)

    def stock_known(self, *, quarters_later: int = 0) -> Bools:
        """Where the stock is known, moved on by some quarters: one for the begin of a quarter."""
        return self.once(("stock known", quarters_later), lambda: self._stock_known(quarters_later))

    def _stock_known(self, quarters_later: int) -> Bools:
        at_end = self.frame("stand")[PLACE]
        return self.network.seen_in(at_end.assign(kwartaal=at_end["kwartaal"] + quarters_later))

    def _delivered(self, contract: str) -> Bools:
        """Where all that is known to deliver this did: rows, or that there are none."""
        said = self._with_rows(contract) | self.seen(f"{NOTHING}{contract}")
        return self.once(("delivered", contract), lambda: said & ~self.seen(f"{LACKING}{contract}"))

    def _with_rows(self, contract: str) -> Bools:
        masks = [self.seen(name) for name in _fed_by([contract])]
        return self.once(("with rows", contract), lambda: np.logical_or.reduce(masks))

    def _own(self, tally: str) -> pd.DataFrame:
        return self.once(("own", tally), lambda: self._read(tally))

    def _read(self, tally: str) -> pd.DataFrame:
        if tally in self.counts.tallies:
            return self.counts.frame(tally)
        assert not self.seen(tally).any(), f"tally {tally} was not read"
        return _empty(tally)

    @cached_property
    def _beside(self) -> Mapping[str, Bools]:
        """Per partner where its totals count beside the case files of others."""
        told = self.counts.beside.to_pandas()
        told = told[told["of"].str.startswith(f"{TOTALS}/")]
        found = told.groupby(told["of"].str.removeprefix(f"{TOTALS}/"))
        return {str(partner): self.network.seen_in(rows) for partner, rows in found}

    @cached_property
    def _totals_on_top(self) -> Bools:
        nowhere = np.zeros_like(self.seen(TOTALS))
        anywhere: Bools = np.logical_or.reduce([nowhere, *self._beside.values()])
        return anywhere

    def _inside(self, rows: pd.DataFrame, mask: Bools) -> Bools:
        """Which rows are of a Werkplein and quarter within a mask."""
        werkplein, quarter = self.network.numbered(rows)
        known = (werkplein >= 0) & (quarter >= 0)
        result: Bools = known & mask[werkplein, quarter]
        return result

    def _without_case_files(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[~self._given_way(rows, self._with_rows("trajecten"))]

    def _given_way(self, totals: pd.DataFrame, case_files: Bools) -> Bools:
        """Which totals give way to case files: all there, but of who has totals only."""
        gone = self._inside(totals, case_files)
        for partner, mask in self._beside.items():
            on_top = (totals["partner"] == partner).to_numpy() & self._inside(totals, mask)
            gone &= ~on_top
        return gone

    def _as_tally(self, totals: pd.DataFrame, tally: str) -> pd.DataFrame:
        keys = totals[list(KEYS)]
        if tally == "instroom":
            return keys.assign(kanaal="onbekend", n=totals["instroom"])
        if tally == "stand":
            return self._stocks(totals)
        # Where outflow to work was not counted, no reason is known of any outflow.
        work = totals["uitstroom_werk"].fillna(0).astype(np.int64)
        other = keys.assign(reden="onbekend", n=totals["uitstroom"] - work)
        return pd.concat([keys.assign(reden="werk", n=work), other], ignore_index=True).query(
            "n > 0"
        )

    def _stocks(self, totals: pd.DataFrame) -> pd.DataFrame:
        # The begin of a quarter is the end of the one before, unless the same partner
        # delivered that one too, as totals or in case files.
        rows = totals[[*KEYS, "partner"]]
        end = rows.assign(n=totals["eindstand"])
        begin = rows.assign(n=totals["beginstand"], kwartaal=rows["kwartaal"] - 1)
        mine = [*PLACE, "partner"]
        known = pd.MultiIndex.from_frame(end[mine])
        fresh = ~pd.MultiIndex.from_frame(begin[mine]).isin(known)
        fresh &= ~self._given_way(begin, self.seen("stand"))
        return pd.concat([end, begin[fresh]], ignore_index=True).drop(columns="partner")


@dataclass(frozen=True)
class Network:
    """Werkpleinen and quarters, numbered; a mask over them is an array (Werkplein, quarter)."""

    werkpleinen: pd.Index
    quarters: pd.Index

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The Werkpleinen as texts: going through an index of them is slow."""
        return tuple(self.werkpleinen.tolist())

    def numbered(self, rows: pd.DataFrame) -> tuple[Ints, Ints]:
        """The number of each row's Werkplein and of its quarter; -1 for one outside."""
        return (
            numbers(self.werkpleinen, rows["werkplein"]),
            numbers(self.quarters, rows["kwartaal"]),
        )

    def seen_in(self, rows: pd.DataFrame) -> Bools:
        """The mask of the places that occur in `rows`."""
        mask = np.zeros((len(self.werkpleinen), len(self.quarters)), dtype=np.bool_)
        werkplein, quarter = self.numbered(rows)
        known = (werkplein >= 0) & (quarter >= 0)
        mask[werkplein[known], quarter[known]] = True
        return mask

    def ending_after(self, last_seen: Mapping[str, date]) -> Bools:
        """The mask of the quarters that end after the last day seen of that Werkplein."""
        return self._last_days > self._days(last_seen)

    def ending_before(self, known_from: Mapping[str, date]) -> Bools:
        """The mask of the quarters that end before the first day known of that Werkplein."""
        return self._last_days < self._days(known_from)

    def beginning_before(self, known_from: Mapping[str, date]) -> Bools:
        """The mask of the quarters that begin before the first day known of that Werkplein."""
        return self._first_days < self._days(known_from)

    def beginning_on_or_after(self, days: Mapping[str, date]) -> Bools:
        """The mask of the quarters that begin on or after a day of that Werkplein."""
        return self._first_days >= self._days(days)

    @cached_property
    def _first_days(self) -> Floats:
        firsts = [Quarter.from_index(int(index)).first_day for index in self.quarters]
        return np.array([(day - EPOCH).days for day in firsts], dtype=np.float64)

    @cached_property
    def _last_days(self) -> Floats:
        lasts = [Quarter.from_index(int(index)).last_day for index in self.quarters]
        return np.array([(day - EPOCH).days for day in lasts], dtype=np.float64)

    def _days(self, days: Mapping[str, date]) -> Floats:
        # As a column; a Werkplein without a day is NaN, and so in no mask.
        known = [(days[name] - EPOCH).days if name in days else np.nan for name in self.names]
        return np.array(known, dtype=np.float64)[:, np.newaxis]


def _in_every_quarter(changes: pd.DataFrame, network: Network) -> pd.DataFrame:
    """The number that holds in each quarter of `network`; none where it is 0 or not known yet."""
    found = []
    for name, mine in changes.astype({"werkplein": "str"}).groupby("werkplein"):
        ordered = mine.sort_values("kwartaal")
        last = np.searchsorted(ordered["kwartaal"], network.quarters, side="right") - 1
        held = np.where(last >= 0, ordered["n"].to_numpy()[np.maximum(last, 0)], 0)
        keys = {"werkplein": name, "kwartaal": network.quarters}
        found.append(pd.DataFrame({**keys, "regeling": ALL, "doelgroep": ALL, "n": held}))
    every = pd.concat([changes.iloc[:0], *found], ignore_index=True)
    return every[every["n"] > 0]


def _fed_by(contracts: Sequence[str]) -> list[str]:
    return [name for name, tally in TALLIES.items() if tally.contract in contracts]


def numbers(values: pd.Index, column: pd.Series) -> Ints:
    """The place of each entry of `column` among `values`; -1 for one that is not there."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        # A tally of millions of rows has a handful of texts: look up those.
        places = values.get_indexer(column.cat.categories)
        return np.append(places, -1)[column.cat.codes].astype(np.int64)
    if len(values) and pd.api.types.is_integer_dtype(column.dtype) and values.dtype.kind == "i":
        # And a handful of quarters: a list of places by number.
        first, last = int(values.min()), int(values.max())
        place = np.full(last - first + 3, -1, dtype=np.int64)
        place[values.to_numpy() - first + 1] = np.arange(len(values))
        result: Ints = place[np.clip(column.to_numpy() - (first - 1), 0, last - first + 2)]
        return result
    return values.get_indexer(pd.Index(column)).astype(np.int64)


def _whole_quarters(day: date, later: int) -> date:
    """The first day of the first whole quarter from `day` on, so many quarters later."""
    whole = Quarter.of(day - timedelta(days=1)).index + 1
    return Quarter.from_index(whole + later).first_day


def _among(column: pd.Series, values: Sequence[object]) -> Bools:
    if isinstance(column.dtype, pd.CategoricalDtype):
        wanted = column.cat.categories.isin(list(values))
        result: Bools = np.append(wanted, False)[column.cat.codes]
        return result
    whole = [value for value in values if type(value) is int]
    if pd.api.types.is_integer_dtype(column.dtype) and len(whole) == len(values):
        return numbers(pd.Index(sorted(set(whole)), dtype="int64"), column) >= 0
    return column.isin(list(values)).to_numpy()


def _kept(rows: pd.DataFrame, keep: Bools) -> pd.DataFrame:
    # Rows of one kind mostly lie together: a slice copies nothing.
    count = int(np.count_nonzero(keep))
    if count == len(rows):
        return rows
    first = int(keep.argmax()) if count else 0
    together = bool(keep[first : first + count].all())
    return rows.iloc[first : first + count] if together else rows[keep]


def _empty(tally: str) -> pd.DataFrame:
    whole = pd.Series(dtype=np.int64)
    columns = {name: pd.Series(dtype="str") for name in TALLIES[tally].dims}
    columns |= {measure.name: whole for measure in TALLIES[tally].measures}
    return pd.DataFrame(columns | {"kwartaal": whole})
