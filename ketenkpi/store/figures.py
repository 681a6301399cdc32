"""Figures of what is delivered, for who may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ketenkpi.catalogue import Snapshot
from ketenkpi.counts import Counts
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store.foundation import Foundation
from ketenkpi.store.protected import State, decided, protected
from ketenkpi.store.revising import (
    Measured,
    Measuring,
    Needs,
    unwidened,
    widened,
    widened_together,
)
from ketenkpi.store.vintages import needs_of
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.indicators import Indicator


Key: TypeAlias = tuple[Needs, tuple[str, ...]]


@dataclass(frozen=True)
class Asking:
    """What figures were asked of: definitions, older versions among them, state and regions."""

    known: Mapping[str, Indicator]
    versions: Mapping[str, int]
    snapshot: Snapshot
    regions: Mapping[str, str] | None


def _index(quarter: object) -> int:
    return quarter.index if isinstance(quarter, Quarter) else int(str(quarter))


class Figures(Foundation):
    """The part of the store that counts and estimates."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._kept_sizes: tuple[tuple[object, ...], dict[Key, Measured]] = ((), {})

    def counts(self, scope: Scope) -> Counts:
        """The tallies that hold now, of these Werkpleinen only.

        Tallies hold small numbers of people as they are, so the scope must hold
        rows. Raises OutOfScope when it does not.
        """
        scope.require_rows()
        return self._counts(self.catalogue.snapshot(), scope)

    def figures(
        self,
        keys: Sequence[str] | None = None,
        by: Sequence[str] = ("werkplein", "kwartaal"),
        scope: Scope = Scope(None, "rows"),  # noqa: B008 - frozen
        where: Mapping[str, Sequence[object]] | None = None,
        level: float = 0.95,
        versions: Mapping[str, int] | None = None,
    ) -> pd.DataFrame:
        """Indicators of what is delivered, as `ketenkpi.indicators` gives them.

        With the columns that `comparison.revisions.widen` adds: the limits of provisional
        ones of one quarter, of Werkpleinen, regions or all together, are widened by measured
        revisions, by what the whole figure moved also where a part is asked for.
        Regions are those of the register, or of the user's own list. versions:
        indicators as an older version of their definition made them. Raises
        DefinitionError when one of the installation's own definitions is faulty.
        """
        from ketenkpi.indicators import (
            askable,
            by_stored_key,
            indicators,
            last_quarter,
            named_by_day,
            needed,
            together,
            versioned,
        )

        where = by_stored_key(where or {})
        known = versioned(versions or {}, own=self.own_indicators)
        asked = together(askable(known, by, where) if keys is None else keys, known, by)
        needs = needed([known[key] for key in asked], where)
        regions = self.regions(scope) if "regio" in by or "regio" in where else None
        snapshot = self.catalogue.snapshot()
        counts = self._counts(snapshot, scope, needs)
        free = scope.detail == "rows" or snapshot.counts_blob is None
        found = indicators(
            counts,
            keys=asked,
            definitions=known,
            by=by,
            scope=scope,
            where=where,
            regio_of=regions,
            level=level,
            by_day=free,
        )
        asking = Asking(known, versions or {}, snapshot, regions)
        if free:
            return self._widened(found, where, scope, asking)
        # What was published before is known by the keys of the series.
        home, state = self.settings.home, self._state(snapshot)
        shown = protected(home, state, known, found, by, where, scope, level)
        asked_by_day = "regeling" in by and "kwartaal" not in by
        told = named_by_day(shown, last_quarter(counts, scope, where) if asked_by_day else None)
        return self._widened(told, where, scope, asking)

    def _widened(
        self,
        figures: pd.DataFrame,
        where: Mapping[str, Sequence[object]],
        scope: Scope,
        asking: Asking,
    ) -> pd.DataFrame:
        """The figures with provisional ones widened, where each is of one quarter.

        Of single Werkpleinen, or of the regions or all of them for who may see all; of a
        selection of Werkpleinen together nothing is measured.
        """
        one = where.get("kwartaal", ())
        if "kwartaal" not in figures and len(one) == 1:
            dated = figures.assign(kwartaal=_index(one[0]))
            return self._widened(dated, where, scope, asking).drop(columns="kwartaal")
        apart = "werkplein" in figures
        chosen = "werkplein" in where or "regio" in where or scope.werkpleinen is not None
        if figures.empty or "kwartaal" not in figures or (chosen and not apart):
            return unwidened(figures)
        here = {key: asking.known[key] for key in figures["indicator"].unique()}
        places = ("werkplein",) if apart else ("regio",) if "regio" in figures else ()
        wanted = {needs_of(each) for each in here.values()}
        measured = [self._sizes_of(needs, places, asking) for needs in wanted]
        return (widened if apart else widened_together)(figures, measured, here)

    def _sizes_of(self, needs: Needs, places: tuple[str, ...], asking: Asking) -> Measured:
        """The revisions of all indicators made of these contracts; those of one state are kept."""
        from ketenkpi.indicators import askable, definitions_state

        own = definitions_state(self.own_indicators)
        at = (self.version, own, tuple(sorted(asking.versions.items())))
        # Read once: another session may put its own in this place meanwhile.
        kept = self._kept_sizes
        if kept[0] != at:
            kept = self._kept_sizes = (at, {})
        if (needs, places) not in kept[1]:
            everything = Scope.everything()
            measuring = Measuring(
                self.catalogue.deliveries(everything, ended=True),
                self._past,
                lambda read: self._counts(asking.snapshot, everything, read),
                repr(own),
            )
            asked = askable(asking.known, (*places, "kwartaal"), {})
            group = {key: asking.known[key] for key in asked}
            group = {key: each for key, each in group.items() if needs_of(each) == needs}
            if "werkplein" in places:
                found = measuring.measured(needs, group)
            else:
                regions = asking.regions if places else None
                found = measuring.together(needs, group, regions)
            kept[1][needs, places] = found
        return kept[1][needs, places]

    def _state(self, snapshot: Snapshot) -> State:
        """What the figures that anybody may see are made of."""
        blob = snapshot.counts_blob or ""
        everything = Scope.everything()
        return State(blob, lambda: self._counts(snapshot, everything), self.regions(everything))

    def suppressed(self, scope: Scope) -> pd.DataFrame:
        """Why each figure of the published lattice is shown or not, for who may see rows.

        indicator, split, axis, member, place_level, place, time_level, time,
        reason (None: shown), beside. Raises OutOfScope unless the scope holds
        rows: which figure is small and which is hidden for its sake is itself
        a secret.
        """
        scope.require_rows()
        from ketenkpi.indicators import versioned

        state = self._state(self.catalogue.snapshot())
        return decided(self.settings.home, state, versioned({}, own=self.own_indicators), scope)
