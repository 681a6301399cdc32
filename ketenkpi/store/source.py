"""The store as what subjects ask of it: see `ketenkpi.source`."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketenkpi.counts import Counts
from ketenkpi.counts.sources import SOURCES
from ketenkpi.digest import sha256
from ketenkpi.indicators import Indicator, Needed, definitions_state
from ketenkpi.plain_data import as_plain, from_plain
from ketenkpi.programme import TheoryFigures
from ketenkpi.scope import Scope
from ketenkpi.source import Made
from ketenkpi.store import overview
from ketenkpi.store.damage import require_counts
from ketenkpi.store.delivered import Deliveries
from ketenkpi.store.figures import Figures
from ketenkpi.store.groups import Groups
from ketenkpi.store.installation import Installation
from ketenkpi.store.kept_figures import FOLDER, keep_newest, program
from ketenkpi.store.late_rows import outflow_as_known
from ketenkpi.store.vintages import read_kept
from ketenkpi.store.widening import Widening
from ketenkpi.vocabularies import own_state

if TYPE_CHECKING:
    import pandas as pd


# Deliveries of these make figures, or say which Werkpleinen there are.
COUNTED = frozenset({*SOURCES, "werkpleinen"})
# Kept on disk, so for all processes, while the counts and these deliveries stay: tables, and
# nouns that plain data gives back. All else is kept in memory, by the version of the store.
TABLES = frozenset({"signals", "outflow"})
NOUNS: Mapping[str, type] = {"theory": TheoryFigures}
# Three years of quarters, and as many of the state before.
MOST = 24


class StoredSource:
    """What is delivered to one installation, for the subjects."""

    def __init__(
        self,
        installation: Installation,
        delivered: Deliveries,
        widening: Widening,
        figures: Figures,
        groups: Groups,
    ) -> None:
        self._installation = installation
        self._kept: dict[str, tuple[Hashable, Any]] = {}
        self.targets = delivered.recorded_targets
        self.figures = figures.figures
        self.still_open = widening.still_open
        self.places = groups.places
        self.rebases = groups.rebases
        self.regions = installation.regions
        self.register = installation.register
        self.table = installation.rows_now
        self.deliveries = installation.catalogue.deliveries

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self._installation.indicators

    def tallies(self, needs: Needed | None, scope: Scope) -> Counts:
        return self._installation.counts_in(self._installation.catalogue.snapshot(), scope, needs)

    def outflow_as_known(self, scope: Scope) -> pd.DataFrame:
        # Earlier deliveries are read once: 1 s of a hundred Werkpleinen, for each figure looked at.
        return self.kept("outflow", scope.key, lambda: self._outflow(scope))

    def _outflow(self, scope: Scope) -> pd.DataFrame:
        installation = self._installation
        every = installation.catalogue.deliveries(scope, ended=True)
        return outflow_as_known(every, installation.catalogue.rows, installation.settings)

    def grid(self, scope: Scope) -> pd.DataFrame:
        every = self._installation.catalogue.deliveries(scope)
        return overview.grid([each for each in every if not each.shared])

    def kept(self, name: str, of: Hashable, make: Callable[[], Made]) -> Made:
        if name in TABLES or name in NOUNS:
            found: Made = (self._kept_table if name in TABLES else self._kept_noun)(name, of, make)
            return found
        installation = self._installation
        at = (installation.version, definitions_state(installation.own_indicators), of)
        # Read once: another session may put its own in this place meanwhile.
        held = self._kept.get(name)
        if held is None or held[0] != at:
            held = self._kept[name] = (at, make())
        made: Made = held[1]
        return made

    def _kept_table(self, name: str, of: Hashable, make: Callable[[], Any]) -> Any:
        import pandas as pd

        file = self._file(name, of, "parquet")
        held = read_kept(file, pd.read_parquet)
        if held is not None:
            return held
        table = make()
        past = self._installation.past
        keep_newest(past, file, lambda out: table.to_parquet(out, index=False), MOST)
        return table

    def _kept_noun(self, name: str, of: Hashable, make: Callable[[], Any]) -> Any:
        file = self._file(name, of, "json")
        held = read_kept(file, Path.read_bytes)
        if held is not None:
            return from_plain(NOUNS[name], json.loads(held))
        noun = make()
        text = json.dumps(as_plain(noun), allow_nan=False)
        keep_newest(self._installation.past, file, lambda out: out.write_text(text), MOST)
        return noun

    def _file(self, name: str, of: Hashable, kind: str) -> Path:
        """Where it is kept: its name says all that it is made of."""
        installation = self._installation
        snapshot = installation.catalogue.snapshot()
        require_counts(snapshot, installation.catalogue.counts)
        every = installation.catalogue.deliveries(Scope.everything(), ended=True)
        made_of = (
            program(),
            snapshot.counts_blob,
            definitions_state(installation.own_indicators),
            own_state(),
            [(d.id, d.status, d.current) for d in every if d.contract in COUNTED],
            of,
        )
        digest = sha256(repr(made_of).encode())
        return installation.past.folder / FOLDER / f"{name}-{digest}.{kind}"
