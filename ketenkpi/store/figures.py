"""Figures of what is delivered, for who may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ketenkpi.asked import Several, several
from ketenkpi.catalogue import Snapshot
from ketenkpi.counts import Counts
from ketenkpi.indicators import Indicator, Needed, definitions_state
from ketenkpi.scope import Scope
from ketenkpi.source import Where
from ketenkpi.store.damage import require_counts
from ketenkpi.store.installation import Installation
from ketenkpi.store.kept_figures import KeptFigures
from ketenkpi.store.protected import CountsState, decided, protected
from ketenkpi.store.widening import Asking, Widening
from ketenkpi.vocabularies import own_state
from ketenkpi.wording import Language

if TYPE_CHECKING:
    import pandas as pd


LEVEL = 0.95


class Figures:
    """Counts and estimates, for who may see them."""

    def __init__(self, installation: Installation, widening: Widening) -> None:
        self._installation = installation
        self._widening = widening
        self._of_state: tuple[object, KeptFigures] | None = None

    def counts(self, scope: Scope) -> Counts:
        """The tallies that hold now, of these Werkpleinen only.

        Tallies hold small numbers of people as they are, so the scope must hold
        rows. Raises OutOfScope when it does not.
        """
        scope.require_rows()
        return self._installation.counts_in(self._installation.catalogue.snapshot(), scope)

    def figures(
        self,
        keys: Several[str] | None,
        by: Several[str],
        scope: Scope,
        where: Mapping[str, Sequence[object]] | None = None,
        level: float = 0.95,
        versions: Mapping[str, int] | None = None,
        labels: Language | None = None,
    ) -> pd.DataFrame:
        """Indicators of what is delivered, as `ketenkpi.indicators` gives them.

        With the columns that `comparison.revisions.widen` adds: the limits of provisional
        ones, of Werkpleinen, regions or all together, are widened by measured revisions, by
        what the whole figure moved also where a part is asked for; figures over quarters by
        what each quarter may move them (`comparison.revisions_over`). Those of Werkpleinen
        chosen together are marked as provisional and not widened.
        Regions are those of the register, or of the user's own list. versions:
        indicators as an older version of their definition made them. Raises
        DefinitionError when one of the installation's own definitions is faulty, UsageError
        and UserError as `ketenkpi.indicators` does. labels: as there.
        """
        found = self._estimated(keys, several(by, "by"), scope, where or {}, level, versions or {})
        if labels is None:
            return found
        from ketenkpi.indicators import labelled

        return labelled(found, labels)

    def _estimated(
        self,
        keys: Several[str] | None,
        by: tuple[str, ...],
        scope: Scope,
        asked_where: Where,
        level: float,
        versions: Mapping[str, int],
    ) -> pd.DataFrame:
        from ketenkpi.indicators import (
            askable,
            checked_where,
            indicators_read,
            last_quarter,
            named_by_day,
            require_regions,
            together,
            versioned,
        )

        where = checked_where(asked_where)
        known = versioned(versions, own=self._installation.own_indicators)
        asked = together(
            askable(known, by, where) if keys is None else several(keys, "keys"), known, by
        )
        regions = self._installation.regions(scope) if "regio" in by or "regio" in where else None
        snapshot = self._installation.catalogue.snapshot()
        if snapshot.counts_blob is not None:
            self._installation.require_places(snapshot, map(str, where.get("werkplein", ())), scope)
            require_regions(where, (regions or {}).values())
        free = scope.detail == "rows" or snapshot.counts_blob is None

        def read(needs: Needed) -> Counts:
            return self._installation.counts_in(snapshot, scope, needs)

        def made(chosen: Mapping[str, Indicator]) -> pd.DataFrame:
            return indicators_read(
                read,
                keys=list(chosen),
                definitions=chosen,
                by=by,
                where=where,
                regio_of=regions,
                level=level,
                by_day=free,
            )

        chosen = {key: known[key] for key in dict.fromkeys(asked)}
        usual = scope.werkpleinen is None and level == LEVEL and KeptFigures.holds(by, where)
        kept = self._kept(snapshot) if usual else None
        found = (
            made(chosen) if kept is None else kept.figures(chosen, by, where, regions or {}, made)
        )

        def again(keys: Sequence[str], by: tuple[str, ...], where: Where) -> pd.DataFrame:
            return self._estimated(keys, by, scope, where, level, versions)

        asking = Asking(known, versions, snapshot, by, where, scope, regions or {}, again)
        if free:
            return self._widening.widened_now(found, asking)
        # What was published before is known by the keys of the series.
        home, state = self._installation.settings.home, self._state(snapshot)
        shown = protected(home, state, known, found, by, where, scope, level)
        asked_by_day = "regeling" in by and "kwartaal" not in by
        last = last_quarter(read(Needed((), {})), scope, where) if asked_by_day else None
        told = named_by_day(shown, last)
        return self._widening.widened_now(told, asking)

    def _kept(self, snapshot: Snapshot) -> KeptFigures | None:
        """Where figures of this state are kept; None where there are none.

        Also of counts that an older program made: they are counted again once and kept, and
        without this every page made all its figures again until the next delivery.
        """
        installation, name = self._installation, snapshot.counts_blob
        # Damage is told, also where all that is asked was kept.
        require_counts(snapshot, installation.catalogue.counts)
        if name is None:
            return None
        own = (definitions_state(installation.own_indicators), own_state())
        if self._of_state is None or self._of_state[0] != (name, own):
            path = installation.list_of_counts(snapshot)
            if path is None:
                return None
            told, places = installation.told(snapshot), installation.network(snapshot)
            kept = KeptFigures(installation.past, path, told, places, own, LEVEL)
            self._of_state = (name, own), kept
        return self._of_state[1]

    def _state(self, snapshot: Snapshot) -> CountsState:
        """What the figures that anybody may see are made of."""
        blob = snapshot.counts_blob or ""
        everything = Scope.everything()
        return CountsState(
            blob,
            lambda: self._installation.counts_in(snapshot, everything),
            self._installation.regions(everything),
        )

    def suppressed(self, scope: Scope) -> pd.DataFrame:
        """Why each figure of the published lattice is shown or not, for who may see rows.

        indicator, split, axis, member, place_level, place, time_level, time,
        reason (None: shown), beside. Raises OutOfScope unless the scope holds
        rows: which figure is small and which is hidden for its sake is itself
        a secret.
        """
        scope.require_rows()
        from ketenkpi.indicators import versioned

        state = self._state(self._installation.catalogue.snapshot())
        return decided(
            self._installation.settings.home,
            state,
            versioned({}, own=self._installation.own_indicators),
            scope,
        )
