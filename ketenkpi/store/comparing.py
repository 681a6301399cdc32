"""Figures side by side: Werkpleinen compared, each over time, what stands out, old beside new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.catalogue import RebaseRecord, require_reason
from ketenkpi.comparison import Comparison, PeerGroup, Rebase, compare, control_chart, signals
from ketenkpi.comparison.compare import Adjust, By
from ketenkpi.comparison.figures import comparable_indicator
from ketenkpi.comparison.late import CONTRACT
from ketenkpi.errors import UsageError, UserError
from ketenkpi.indicators import (
    Bridge,
    Indicator,
    bridge,
    definitions_state,
    load_versions,
    needed,
)
from ketenkpi.indicators.reached import longer_than_usual
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import compared
from ketenkpi.store.beside import Beside
from ketenkpi.store.breaks import anew, area_since, without_closed
from ketenkpi.store.groups import Groups
from ketenkpi.store.late_rows import outflow_as_known
from ketenkpi.store.signalled import closed, heirs_of, still_filled_in, with_longer
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

Where = Mapping[str, Sequence[object]]
PLACE = ("werkplein", "kwartaal")


@dataclass(frozen=True)
class Side:
    """One side of a bridge: the version of the catalogue, and that of the definition.

    None is what holds now. where: the population, as for `figures`.
    """

    catalogue: int | None = None
    definition: int | None = None
    where: Where = field(default_factory=dict)


class Comparing(Beside, Groups):
    """The part of the store that compares."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._judged: tuple[tuple[object, ...], pd.DataFrame] | None = None
        self._filled: tuple[tuple[object, ...], pd.DataFrame] | None = None

    def compare(
        self,
        key: str,
        *,
        by: By = "werkplein",
        quarters: Sequence[Quarter] | None = None,
        where: Where | None = None,
        peers: PeerGroup | None = None,
        scope: Scope,
        adjust: Adjust | None = None,
        without: Sequence[str] = (),
        level: float = 0.95,
    ) -> Comparison:
        """One indicator of all Werkpleinen (or regions) in scope; see `comparison.compare`.

        A reader of figures gets the comparison of what they may see, and
        nothing computed from the rest. A Werkplein that did not exist all of the
        `quarters` is not compared: who stayed behind there are no sample of who comes.
        Adjusting looks at finer cells, so it
        raises OutOfScope unless the scope holds rows.
        """
        if adjust is not None:
            scope.require_rows()
        known = self.indicators
        indicator = self._indicator(key)

        def ask(dims: Sequence[str], chosen: Where, wanted: float) -> pd.DataFrame:
            found = self.figures([key], dims, scope, chosen, wanted)
            return without_closed(found, chosen, self.register(), quarters or ())

        needs = None if adjust else needed([indicator], {})
        return compare(
            self._counts(self.catalogue.snapshot(), scope, needs),
            key,
            by=by,
            quarters=quarters,
            where=where,
            peers=peers,
            scope=scope,
            regio_of=self.regions(scope) if by == "regio" else None,
            adjust=adjust,
            without=without,
            level=level,
            definitions=known,
            ask=ask,
        )

    def rebase(
        self, werkplein: str, key: str, quarter: Quarter, reason: str, *, by: str, scope: Scope
    ) -> None:
        """From `quarter` on this Werkplein has new limits on the control chart of `key`.

        Raises ReasonNeeded without a reason, UsageError for an unknown
        indicator or when its limits begin anew in that quarter already.
        """
        scope.require(werkplein)
        self._indicator(key)
        why = require_reason(reason, "comparison.control_rebase_reason", quarter=quarter)
        today = date.today()
        self._choices.rebase(RebaseRecord(werkplein, key, quarter.index, why, by, today))

    def rebases(self, scope: Scope) -> tuple[RebaseRecord, ...]:
        """The new limits decided for these Werkpleinen, oldest decision first."""
        return self._choices.rebases(scope)

    def control(
        self,
        key: str,
        *,
        scope: Scope,
        where: Where | None = None,
        werkpleinen: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """The control chart of an indicator per Werkplein; see `comparison.control_chart`.

        Adds the columns `target`: what stands by the register of targets, the
        norm first, and `area_since` (`store.breaks`). A quarter that is not definitive
        yet, of a Werkplein whose earlier ones are, or is a break, is pending. where:
        with one value of what the indicator is always split by. Raises UsageError for
        an unknown indicator or an unpinned split, UserError when there are no figures.
        """
        known = self.indicators
        chosen = dict(where or {})
        indicator = comparable_indicator(key, chosen, known)
        if werkpleinen is not None:
            chosen["werkplein"] = list(werkpleinen)
        frame = self.figures([key], PLACE, scope, chosen)
        frame = frame[frame["indicator"] == key].reset_index(drop=True)
        if frame.empty:
            raise UserError("store.no_figures", key=key)
        running = self._provisional(frame, [indicator], scope)
        frame = self.with_breaks(frame, "werkplein", scope)
        target = self._standing(indicator, frame, chosen, scope)
        new_limits: dict[str, list[Rebase]] = {}
        for one in self.rebases(scope):
            if one.indicator == key:
                change = Rebase(Quarter.from_index(one.quarter), one.reason, one.by, one.on)
                new_limits.setdefault(one.werkplein, []).append(change)
        chart = control_chart(
            frame.assign(provisional=running),
            target=target,
            rebase=new_limits,
            definitions=known,
        )
        beside = frame[[*PLACE, "area_since"]].assign(target=target.to_numpy())
        return chart.merge(beside, on=[*PLACE], how="left", validate="one_to_one")

    def signals(
        self, quarter: Quarter, scope: Scope, keys: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """What in a quarter deserves a conversation; see `comparison.signals`.

        Judged over all Werkpleinen in scope. keys: None for every indicator.
        """
        known = self.indicators
        asked = tuple(keys) if keys is not None else tuple(known)
        figures = anew(self._over_time(asked, scope, known), quarter, self.register())
        quarters = sorted({int(index) for index in figures["kwartaal"].unique()})
        heirs = heirs_of(set(figures["werkplein"]), quarters, self.register(), quarter)
        return signals(figures, quarter, heirs=heirs, definitions=known)

    def _over_time(
        self, keys: tuple[str, ...], scope: Scope, known: Mapping[str, Indicator]
    ) -> pd.DataFrame:
        """The figures that every quarter is judged by; those asked last are kept.

        They take 4 s of the example, and are the same for each quarter.
        """
        for key in keys:
            self._indicator(key)
        at = (self.version, definitions_state(self.own_indicators), scope.key, keys)
        # Read once: another session may put its own in this place meanwhile.
        kept = self._judged
        if kept is None or kept[0] != at:
            kept = self._judged = (at, self._to_test(keys, scope, known))
        return kept[1]

    def _to_test(
        self, keys: tuple[str, ...], scope: Scope, known: Mapping[str, Indicator]
    ) -> pd.DataFrame:
        """The figures, with what may not be tested and what durations are tested by."""
        frame = self.figures(keys, PLACE, scope)
        asked = {key: known[key] for key in dict.fromkeys(frame["indicator"])}
        snapshot = self.catalogue.snapshot()
        # Who sees figures only gets what is made of figures only.
        if scope.detail == "rows" or snapshot.counts_blob is None:
            counts = self._counts(snapshot, scope, needed(list(asked.values()), {}))
            longer = longer_than_usual(counts, frame, asked.values(), scope)
            frame = with_longer(frame, longer)
        return frame.assign(
            provisional=self._provisional(frame, list(asked.values()), scope),
            closed=closed(frame, self.register()),
            held_back=self._held_back(frame, asked, scope),
        )

    def _held_back(
        self, frame: pd.DataFrame, asked: Mapping[str, Indicator], scope: Scope
    ) -> np.ndarray:
        every = self.catalogue.deliveries(scope, ended=True)
        current = [each for each in every if each.current and each.contract == CONTRACT]
        at = (self.version, scope.key)
        # Earlier deliveries are read once: 0.5 s of the example, for each figure looked at.
        kept = self._filled
        if kept is None or kept[0] != at:
            known = outflow_as_known(every, self.catalogue.rows, self.settings)
            kept = self._filled = (at, known)
        return still_filled_in(frame, asked, kept[1], compared.ages(current))

    def with_breaks(self, frame: pd.DataFrame, column: str | None, scope: Scope) -> pd.DataFrame:
        """Figures with the columns `store.breaks.BREAKS`: what is no change of the place itself.

        frame: of `figures` by kwartaal and `column` (werkplein, regio, or None for all
        together). Only of a single Werkplein a quarter is `closed` or `held_back`: of
        several together the limits are widened by what later deliveries changed.
        """
        known, register = self.indicators, self.register()
        alone = column == "werkplein"
        asked = {key: known[key] for key in dict.fromkeys(frame["indicator"])}
        no = np.zeros(len(frame), dtype=np.bool_)
        return frame.assign(
            closed=closed(frame, register) if alone else no,
            held_back=self._held_back(frame, asked, scope) if alone else no,
            area_since=area_since(frame, column, self._inside(column, scope), register),
        )

    def _inside(self, column: str | None, scope: Scope) -> dict[str, set[str]]:
        names = {delivery.werkplein for delivery in self.catalogue.deliveries(scope)}
        if column is None:
            return {"": names}
        of = self.regions(scope) if column == "regio" else {name: name for name in names}
        inside: dict[str, set[str]] = {}
        for name in sorted(names & set(of)):
            inside.setdefault(of[name], set()).add(name)
        return inside

    def bridge(
        self,
        key: str,
        old: Side,
        new: Side = Side(),
        *,
        by: Sequence[str] = (),
        scope: Scope,
    ) -> tuple[Bridge, ...]:
        """From an old figure to the new one, in steps; see `indicators.bridge`.

        Raises OutOfScope unless the scope holds rows: earlier states are not
        protected. Raises UsageError for a version there has not been, and
        NoFigure when a figure on the way has no value.
        """
        scope.require_rows()
        versions = load_versions(key, own=self.own_indicators)
        numbers = [max(versions) if s.definition is None else s.definition for s in (old, new)]
        for number in numbers:
            if number not in versions:
                listed = ", ".join(str(version) for version in versions)
                raise UsageError(
                    "indicators.unknown_version", key=key, version=number, known=listed
                )
        before, after = (
            self.counts(scope) if s.catalogue is None else self.as_of(s.catalogue, scope)
            for s in (old, new)
        )
        return bridge(
            before,
            after,
            versions[numbers[0]],
            versions[numbers[1]],
            by=by,
            old_population=old.where,
            new_population=new.where,
        )

    def _provisional(
        self, frame: pd.DataFrame, asked: Sequence[Indicator], scope: Scope
    ) -> pd.Series[bool]:
        """Which rows of these indicators may still change, by the status of their delivery."""
        return compared.provisional(frame, asked, self.catalogue.deliveries(scope))

    def _standing(
        self, indicator: Indicator, frame: pd.DataFrame, where: Where, scope: Scope
    ) -> pd.Series[float]:
        """The target per row; of a part of the cases none stands."""
        if set(where) - {*PLACE}:
            return frame["value"] * np.nan
        return compared.target_of(frame, indicator, self._targets(scope), self.register())
