"""What was known earlier: counts of past states, made again from the uploads that are kept.

Counts of a past state are computed once and kept under the name of what they
were made from (their recipe): the rows never change, so neither do they. Only
the contracts asked for are counted.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ketenkpi.catalogue import (
    PRIVATE_FOLDER,
    Blobs,
    Catalogue,
    DeliveryRecord,
    Snapshot,
    Stated,
    staging,
)
from ketenkpi.counts import Counts
from ketenkpi.counts.pieces import is_current, read_list
from ketenkpi.counts.sources import SOURCES
from ketenkpi.indicators import Needed
from ketenkpi.indicators.needs import TOTALS
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store.counting import (
    CHAIN,
    OWN_LIST,
    CountedState,
    Workshop,
    counting_program,
    no_counts,
    place_counts,
    recounted,
    touched_by,
)
from ketenkpi.store.damage import is_whole, list_is_whole, require_counts, require_rows
from ketenkpi.store.rows import RowsPart, parts_of, working
from ketenkpi.store.series import SERIES
from ketenkpi.vocabulary import WHOLE_QUARTER

Made = TypeVar("Made")
# Longer than a quarter, so that what is looked at every quarter is not counted
# again. 60,000 spells make 0.5 MB of counts, and one file per quarter of
# deliveries is in use at a time.
KEPT_SECONDS = 100 * 24 * 3600
MARK = ".list"


@dataclass(frozen=True)
class PastCounts:
    """Counts of past states: `rows` are the uploads, `lists` are lists of files of counts.

    `stated` is what was stated about their sources. In `folder` an empty file says by its
    name which recipe has which list, and by its age when that was last asked for; a list
    that is damaged is counted anew. Everything in `folder` can be made again, so it may be
    deleted at any time. `near` gives a state that was counted already, from which a past
    one is counted by what differs.
    """

    rows: Blobs
    lists: Blobs
    home: Path
    return_windows: tuple[int, ...]
    stated: Stated
    near: Callable[[], CountedState | None]

    @property
    def folder(self) -> Path:
        """Where it is kept which states were counted."""
        return self.home / "vintages"

    def counts(
        self,
        deliveries: Iterable[DeliveryRecord],
        contracts: Collection[str],
        scope: Scope,
        needs: Needed | None = None,
    ) -> Counts:
        """The tallies of `contracts` if exactly these deliveries counted, within `scope`.

        Only what `needs` names is read; all of it when None.
        """
        file, _ = self._file(deliveries, contracts)
        if file is None:
            return no_counts(self.return_windows)
        if needs is None:
            return Counts.read(file, scope)
        return Counts.read(file, scope, needs.tallies, needs.only, needs.over)

    def path(self, deliveries: Iterable[DeliveryRecord], contracts: Collection[str]) -> Path | None:
        """The list of these counts; None when there are no rows."""
        return self._file(deliveries, contracts)[0]

    def count_ahead(self, deliveries: Iterable[DeliveryRecord], contracts: Collection[str]) -> bool:
        """Have these tallies ready for `counts`; whether they had to be counted."""
        return self._file(deliveries, contracts)[1]

    def _file(
        self, deliveries: Iterable[DeliveryRecord], contracts: Collection[str]
    ) -> tuple[Path | None, bool]:
        """The file of these counts (None of no rows), and whether it was made just now."""
        asked = _read_for(contracts)
        mine = [delivery for delivery in deliveries if delivery.contract in asked]
        parts = parts_of(mine, self.rows, self.stated)
        if not parts:
            return None, False
        recipe = self.recipe(parts)
        file = self._kept(recipe)
        if file is not None:
            return file, False
        require_rows(mine, self.rows)
        return self._count(parts, asked, recipe), True

    def recipe_of(self, deliveries: Iterable[DeliveryRecord], contracts: Collection[str]) -> str:
        """The name under which `counts` keeps the tallies of these deliveries."""
        asked = _read_for(contracts)
        mine = [delivery for delivery in deliveries if delivery.contract in asked]
        return self.recipe(parts_of(mine, self.rows, self.stated))

    def keep(self, file: Path, write: Callable[[Path], object]) -> None:
        """Put a file below `folder` whole or not at all; it can be made again like the rest."""
        with staging(self.home) as folder:
            staged = folder / "kept"
            write(staged)
            file.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            os.replace(staged, file)

    def recipe(self, parts: Sequence[RowsPart]) -> str:
        """A name for the counts of these parts: of their rows, and of how they are counted."""
        made_of = {
            "program": counting_program(),
            "windows": self.return_windows,
            "parts": sorted(_named(part) for part in parts),
        }
        return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()

    def _kept(self, recipe: str) -> Path | None:
        """The list of this recipe, with all its files as they were placed; its age is renewed."""
        for mark in self.folder.glob(f"{recipe}-*{MARK}"):
            name = mark.stem.removeprefix(f"{recipe}-")
            if list_is_whole(name, self.lists):
                os.utime(mark)
                return self.lists.path(name)
            # Damaged, and made again from the rows: nothing is lost with it.
            mark.unlink()
        return None

    def _count(self, parts: Sequence[RowsPart], contracts: Collection[str], recipe: str) -> Path:
        with staging(self.home) as folder:
            with working(folder) as connection:
                shop = Workshop(connection, folder, self.return_windows)
                near = self._near(contracts)
                name = place_counts(recounted(shop, near, parts).path, self.lists)
            self._remember(recipe, name)
        return self.lists.path(name)

    def _remember(self, recipe: str, name: str) -> None:
        """Remember that the counts of this recipe are listed under this name."""
        self.folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        (self.folder / f"{recipe}-{name}{MARK}").touch()

    def _near(self, contracts: Collection[str]) -> CountedState | None:
        """The state that is near, of these contracts, where this program counted it."""
        near = self.near()
        if near is None or read_list(near.path).made_by != counting_program():
            return None
        return CountedState(tuple(p for p in near.parts if p.contract in contracts), near.path)

    @property
    def kept(self) -> tuple[str, ...]:
        """The names of all lists that are kept."""
        return tuple(sorted({mark.stem.split("-")[1] for mark in self.folder.glob(f"*{MARK}")}))

    def tidy(self, now: float) -> int:
        """Forget what nobody asked for in a hundred days; returns how many."""
        if not self.folder.is_dir():
            return 0
        kept = (*self.folder.rglob("*.parquet"), *self.folder.rglob("*.json"))
        every = (*self.folder.glob(f"*{MARK}"), *kept)
        old = [path for path in every if now - path.stat().st_mtime > KEPT_SECONDS]
        for path in old:
            path.unlink()
        return len(old)


def read_kept(file: Path, read: Callable[[Path], Made]) -> Made | None:
    """What `read` gives of a kept file; None when it is not there, or was removed meanwhile."""
    try:
        found = read(file)
        # What was asked for last is the last to go.
        os.utime(file)
    except FileNotFoundError:
        return None
    return found


def past_counts(catalogue: Catalogue, settings: Settings) -> PastCounts:
    """Where counts of past states of an installation are kept, and made again."""
    windows = settings.return_windows_days

    def near() -> CountedState | None:
        snapshot = catalogue.snapshot()
        if not is_whole(snapshot, catalogue.counts) or not _is_current(snapshot, catalogue):
            return None
        return counted_state(catalogue, settings, snapshot)

    stated = catalogue.stated()
    return PastCounts(catalogue.rows, catalogue.counts, settings.home, windows, stated, near)


def counted_state(
    catalogue: Catalogue, settings: Settings, snapshot: Snapshot
) -> CountedState | None:
    """A state of the catalogue with the list of its counts; None of nothing.

    Counts of an older program are made again first. Raises CountsDamaged.
    """
    if snapshot.counts_blob is None:
        return None
    require_counts(snapshot, catalogue.counts)
    parts = parts_of(snapshot.deliveries, catalogue.rows, snapshot.stated)
    if _is_current(snapshot, catalogue):
        return CountedState(parts, catalogue.counts.path(snapshot.counts_blob))
    past = past_counts(catalogue, settings).path(snapshot.deliveries, tuple(SOURCES))
    return CountedState(parts, past) if past else None


def _is_current(snapshot: Snapshot, catalogue: Catalogue) -> bool:
    name = snapshot.counts_blob
    return name is not None and is_current(catalogue.counts.path(name))


def counted_with(contracts: Collection[str]) -> frozenset[str]:
    """These contracts with those whose rows are counted at once with theirs.

    Totals always with cases, though not every figure of cases needs them: so one count
    of a past state serves all figures made of cases.
    """
    touched = frozenset(touched_by(contracts))
    return touched | TOTALS if touched & CHAIN else touched


def _read_for(contracts: Collection[str]) -> frozenset[str]:
    """The contracts whose deliveries are counted to tally these."""
    asked = counted_with(contracts)
    if any(SERIES[contract].told_by is not None for contract in asked):
        # No rows mean zero only while a Werkplein existed, as the own list says.
        asked |= {OWN_LIST}
    return asked


def _named(part: RowsPart) -> tuple[str, ...]:
    chosen = part.places
    places = "*" if chosen is None else "|".join("/".join(each) for each in sorted(chosen))
    days = (str(part.observed_from), str(part.observed_until))
    order = (f"{part.quarter:06d}", f"{part.month:02d}", f"{part.upload_id:012d}")
    source = (part.partner, str(part.clients), str(part.cases), str(part.followed_before))
    over = (str(sorted(part.moved)), str(sorted(part.takes)), str(part.owned))
    told = (str(sorted(part.covers)), str(part.nothing), str(part.silence_is_zero))
    return (part.contract, part.path.stem, places, *order, *days, *source, *over, *told)


@dataclass(frozen=True)
class VintageState:
    """The deliveries of one vintage: `published` names who delivered for its quarter."""

    quarter: int
    deliveries: tuple[DeliveryRecord, ...]
    published: frozenset[str]


def vintage_states(
    deliveries: Iterable[DeliveryRecord],
    needs: Sequence[frozenset[str]],
    within: Container[int] | None = None,
) -> tuple[VintageState, ...]:
    """The state at every quarter for which these contracts were delivered, oldest first.

    within: only of these quarters; of all when None.

    deliveries: all of them, replaced and withdrawn too. Per contract and
    Werkplein the state of quarter K is what counted of its deliveries up to
    and including K at the moment its first delivery for K came in: a file that
    replaced it afterwards shows in the next vintage. A delivery that was taken
    back, with all that it replaced, counts as never made. A Werkplein has
    published for K when it delivered for K all that is needed.
    """
    wanted = frozenset[str]().union(*needs)
    every = valid(d for d in deliveries if d.contract in counted_with(wanted))
    quarters = sorted({d.quarter for d in every if d.contract in wanted})
    quarters = [quarter for quarter in quarters if within is None or quarter in within]
    return tuple(_state(every, needs, quarter) for quarter in quarters)


def _state(
    every: Sequence[DeliveryRecord], needs: Sequence[frozenset[str]], quarter: int
) -> VintageState:
    by_place: dict[tuple[str, ...], list[DeliveryRecord]] = {}
    for delivery in every:
        if delivery.quarter <= quarter:
            place = (delivery.contract, delivery.werkplein, delivery.partner)
            by_place.setdefault(place, []).append(delivery)
    kept = [d for mine in by_place.values() for d in _first_known(mine, quarter)]
    having = [
        {d.werkplein for d in every if d.quarter == quarter and d.contract in any_of}
        for any_of in needs
    ]
    return VintageState(quarter, tuple(kept), frozenset(set.intersection(*having)))


def _first_known(mine: Sequence[DeliveryRecord], quarter: int) -> list[DeliveryRecord]:
    """Of one place's deliveries those that counted when the first one for `quarter` came."""
    # Of a quarter that came by month its data had arrived with the last month.
    final = (WHOLE_QUARTER, (quarter % 4 + 1) * 3)
    complete = [d.id for d in mine if d.quarter == quarter and d.month in final]
    moment = min(complete, default=max(d.id for d in mine))
    begun = [d for d in mine if d.id <= moment]
    replaced = {d.replaces_id for d in begun}
    return [d for d in begun if d.id not in replaced]


def valid(deliveries: Iterable[DeliveryRecord]) -> tuple[DeliveryRecord, ...]:
    """Those that were not taken back, nor replaced by one that was; oldest first."""
    every = sorted(deliveries, key=lambda delivery: delivery.id)
    replaced = {delivery.replaces_id for delivery in every}
    # One that ended because another slot took its place (a quarter over its
    # months) has no successor to be replaced by; it is part of what took it.
    void = {d.id for d in every if d.status == "vervangen" and d.id not in replaced}
    for delivery in reversed(every):
        if delivery.status == "ingetrokken" or delivery.id in void:
            void.add(delivery.id)
            if delivery.replaces_id is not None:
                void.add(delivery.replaces_id)
    return tuple(delivery for delivery in every if delivery.id not in void)
