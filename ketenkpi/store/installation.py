"""What every part of the store is handed: folders, catalogue, counts, register."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.catalogue import (
    Blobs,
    Catalogue,
    DeliveryRecord,
    Snapshot,
    Users,
    connect,
    migrate,
    staging,
    tidy_staging,
)
from ketenkpi.counts import Counts
from ketenkpi.counts.pieces import files_of, is_current
from ketenkpi.counts.sources import SOURCES
from ketenkpi.indicators import Indicator, Needed, load_indicators
from ketenkpi.indicators.tables import Tables
from ketenkpi.register import Register, load_register, require_places
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store.counting import (
    CountedState,
    Recounted,
    Workshop,
    no_counts,
    recounted,
    touched_contracts,
)
from ketenkpi.store.counts_in_memory import counts_of
from ketenkpi.store.damage import require_counts, require_rows
from ketenkpi.store.reading import current_table
from ketenkpi.store.rows import RowsPart, parts_of
from ketenkpi.store.vintages import PastCounts, counted_state, past_counts
from ketenkpi.vocabularies import own_folder, use_home

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


class Installation:
    """The folders and tables of one installation, opened."""

    def __init__(self, settings: Settings) -> None:
        home = settings.home
        self.settings = settings
        use_home(home)
        engine = connect(settings.database_url)
        migrate(engine)
        self.catalogue = Catalogue(engine, Blobs(home / "rows"), Blobs(home / "counts"))
        self.users = Users(engine)
        self._network: tuple[str | None, tuple[Sequence[str], Sequence[int], int]] | None = None
        self._register: tuple[tuple[RowsPart, ...], Register] | None = None

    def close(self) -> None:
        """Let go of the database connections."""
        self.catalogue.engine.dispose()

    @property
    def version(self) -> int:
        """Changes whenever anything a reader can see changes; part of every cache key."""
        return self.catalogue.version

    def counts_in(self, snapshot: Snapshot, scope: Scope, needs: Needed | None = None) -> Counts:
        """The counts of a state within `scope`, as far as they are needed; not protected."""
        if snapshot.counts_blob is None:
            return no_counts(self.settings.return_windows_days)
        require_counts(snapshot, self.catalogue.counts)
        if scope.werkpleinen is not None:
            self.require_places(snapshot, scope.werkpleinen, scope)
        path = self.catalogue.counts.path(snapshot.counts_blob)
        if not is_current(path):
            # An older program counted other tallies: counted again once, and kept.
            return self.past.counts(snapshot.deliveries, tuple(SOURCES), scope, needs)
        if needs is None:
            return Counts.read(path, scope)
        return counts_of(path, scope, needs)

    def list_of_counts(self, snapshot: Snapshot) -> Path | None:
        """The list of the counts of a state, as this program counts; None where it has none."""
        if snapshot.counts_blob is None:
            return None
        path = self.catalogue.counts.path(snapshot.counts_blob)
        return path if is_current(path) else self.past.path(snapshot.deliveries, tuple(SOURCES))

    def require_places(self, snapshot: Snapshot, names: Iterable[str], scope: Scope) -> None:
        """Raise UsageError for a Werkplein that nobody delivered for or was given, and that the
        register does not know, with the nearest names in `scope`."""
        asked = frozenset(names) - frozenset(self.network(snapshot)[0])
        if not asked:
            return
        every = self.catalogue.deliveries(Scope.everything(), ended=True)
        held = {each.werkplein for each in every if not each.shared}
        held |= {name for user in self.users.all() for name in user.werkpleinen or ()}
        require_places(sorted(asked), held, filter(scope.allows, held), self.register())

    def told(self, snapshot: Snapshot) -> Counts:
        """The counts of a state with no tally read: who delivered what, and until when."""
        return self.counts_in(snapshot, Scope.everything(), Needed((), {}))

    def network(self, snapshot: Snapshot) -> tuple[Sequence[str], Sequence[int], int]:
        """The Werkpleinen and quarters that any figure has a row of, and the first quarter that
        was observed: on these every figure depends, whatever it is made of."""
        name = snapshot.counts_blob
        if self._network is None or self._network[0] != name:
            tables = Tables(self.told(snapshot))
            places, quarters = tables.network.werkpleinen, tables.network.quarters
            found = (tuple(places), tuple(quarters.tolist()), tables.first_quarter)
            self._network = name, found
        return self._network[1]

    @property
    def own_indicators(self) -> Path:
        """The folder in which this installation may put indicators of its own."""
        return self.settings.home / "indicators"

    @property
    def own_vocabularies(self) -> Path:
        """The folder in which this installation may put words of its own."""
        return own_folder()

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator of this installation by key, own ones too.

        Raises DefinitionError with file, line and reason when one is faulty.
        """
        return load_indicators(own=self.own_indicators)

    @property
    def past(self) -> PastCounts:
        """Where counts of past states are kept, and made again."""
        return past_counts(self.catalogue, self.settings)

    def counts_files(self, name: str | None) -> tuple[str, ...]:
        """The files that a list of counts names; none of no list."""
        return files_of(self.catalogue.counts.path(name)) if name else ()

    def counted(self, snapshot: Snapshot) -> CountedState | None:
        """A state with the list of its counts; None of nothing. Raises CountsDamaged."""
        return counted_state(self.catalogue, self.settings, snapshot)

    def recounted(
        self,
        shop: Workshop,
        before: CountedState | None,
        snapshot: Snapshot,
        kept: Sequence[DeliveryRecord],
        *,
        compare: bool = False,
    ) -> Recounted:
        """The counts of a state of which only these deliveries are kept; see `counting.recounted`.

        Raises Damaged when rows that must be read are.
        """
        parts = parts_of(kept, self.catalogue.rows, snapshot.stated)
        contracts = touched_contracts(before, parts)
        require_rows((each for each in kept if each.contract in contracts), self.catalogue.rows)
        return recounted(shop, before, parts, compare=compare)

    def workshop(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> Workshop:
        """Where counting is done, with the windows of this installation."""
        return Workshop(connection, folder, self.settings.return_windows_days)

    def regions(self, scope: Scope) -> dict[str, str]:
        """The name of the arbeidsmarktregio of each Werkplein in scope whose region is known."""
        register, found = self.register(), {}
        for werkplein in {delivery.werkplein for delivery in self.catalogue.deliveries(scope)}:
            known = register.find(werkplein)
            region = register.region_of(known.code) if known else None
            if region is not None:
                found[werkplein] = region.name
        return found

    def rows_now(self, contract: str, scope: Scope) -> pa.Table:
        """The rows of a contract that count now; those about people need a scope with rows."""
        with staging(self.settings.home) as folder:
            snapshot = self.catalogue.snapshot()
            mine = [d for d in snapshot.deliveries if d.contract == contract]
            require_rows(mine, self.catalogue.rows)
            parts = parts_of(mine, self.catalogue.rows, snapshot.stated)
            return current_table(contract, parts, folder, scope)

    def register(self) -> Register:
        """The register of Werkpleinen, overlaid with the list this installation was given."""
        snapshot = self.catalogue.snapshot()
        mine = [each for each in snapshot.deliveries if each.contract == "werkpleinen"]
        if not mine:
            return load_register()
        require_rows(mine, self.catalogue.rows)
        parts = parts_of(mine, self.catalogue.rows, snapshot.stated)
        # One upload asks it three times, and a hundred locations take 0.15 s to overlay.
        if self._register is None or self._register[0] != parts:
            rows = self.rows_now("werkpleinen", Scope.everything()).to_pylist()
            self._register = parts, load_register().with_locations(rows)
        return self._register[1]

    def tidy(self) -> int:
        """Remove what killed processes left more than a day ago, and counts that no longer hold."""
        past = self.past
        left = past.tidy(time.time()) + tidy_staging(self.settings.home)
        return left + self.catalogue.tidy(files_of, past.kept)
