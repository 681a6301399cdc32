"""Figures beside their targets, and beside what was known earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ketenkpi.comparison.revisions import Revisions
from ketenkpi.comparison.target_findings import TargetFinding, target_findings
from ketenkpi.comparison.target_progress import Over
from ketenkpi.comparison.targets import TargetRegister
from ketenkpi.comparison.verdicts import targets_table
from ketenkpi.counts import Counts
from ketenkpi.counts.sources import SOURCES
from ketenkpi.indicators import Indicator, load_indicators, named_by_day
from ketenkpi.scope import Scope
from ketenkpi.store import compared
from ketenkpi.store.figures import Figures
from ketenkpi.store.recorded import recorded_targets, targets_frame
from ketenkpi.store.residuals import residuals
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd


class Beside(Figures):
    """The part of the store that puts figures beside targets and beside their own past."""

    def targets(self, scope: Scope) -> pd.DataFrame:
        """Every target ever recorded in scope, and of regions; see `store.recorded`."""
        return targets_frame(self._targets(scope))

    def target_findings(self, scope: Scope) -> tuple[TargetFinding, ...]:
        """What is wrong with the targets that count: overlaps, values that cannot be."""
        return target_findings(self._targets(scope), load_indicators(own=self.own_indicators))

    def _targets(self, scope: Scope) -> TargetRegister:
        every = self.catalogue.deliveries(scope, ended=True)
        withdrawn = self.catalogue.withdrawals()
        return recorded_targets(every, withdrawn, self.catalogue.rows, scope)

    def verdicts(
        self, keys: Sequence[str], scope: Scope, quarters: Sequence[Quarter] | None = None
    ) -> pd.DataFrame:
        """Whether each Werkplein reached its targets; see `comparison.verdicts`."""
        named = load_indicators(own=self.own_indicators)
        asked = [named[key] for key in keys]
        figures, over = self._to_judge(asked, scope), self._over(scope)
        targets = self._targets(scope)
        return compared.judged(targets, self.register(), figures, asked, quarters, over)

    def targets_table(
        self, keys: Sequence[str], scope: Scope, quarters: Sequence[Quarter] | None = None
    ) -> pd.DataFrame:
        """Target, realised, a year before and the differences; see `comparison.targets_table`."""
        judged = self.verdicts(keys, scope, quarters)
        known = load_indicators(own=self.own_indicators)
        figures = self._to_judge([known[key] for key in keys], scope)
        return targets_table(judged, figures, self._over(scope), known)

    def _to_judge(self, asked: Sequence[Indicator], scope: Scope) -> pd.DataFrame:
        """The figures of each quarter, with which of them may still change.

        By what they moved before where that was measured, and by the status of their
        delivery where it was not.
        """
        figures = self.figures(
            [each.key for each in asked], scope=scope, by=("werkplein", "kwartaal")
        )
        open_ = compared.provisional(figures, asked, self.catalogue.deliveries(scope))
        if "provisional" in figures:
            open_ |= figures["provisional"]
        return figures.assign(provisional=open_)

    def _over(self, scope: Scope) -> Over:
        """Figures over quarters together, as targets over more than a quarter ask them."""

        def over(keys: Sequence[str], quarters: Sequence[Quarter]) -> pd.DataFrame:
            return self.figures(keys, ("werkplein",), scope, {"kwartaal": list(quarters)})

        return over

    def as_of(self, version: int, scope: Scope) -> Counts:
        """The tallies as they were at an earlier `version`; counted again when tidied away.

        Raises UsageError for a version there has not been, OutOfScope unless the
        scope holds rows.
        """
        scope.require_rows()
        past = self.catalogue.as_of(version)
        then = replace(self._past, stated=past.stated)
        return then.counts(past.deliveries, SOURCES.keys(), scope)

    def revisions(self, key: str, scope: Scope) -> Revisions:
        """How figures of an indicator moved as later deliveries came; `comparison.revisions`.

        The first time after a delivery this counts the newest state again.
        Raises UsageError for an unknown indicator.
        """
        every = self.catalogue.deliveries(Scope.everything(), ended=True)
        return compared.revisions(self._indicator(key), every, self._past, scope)

    def residuals(self, scope: Scope) -> pd.DataFrame:
        """Whether begin + in - out = end, and whether case files agree; see `store.residuals`.

        Raises OutOfScope unless the scope holds rows.
        """
        return named_by_day(residuals(self.counts(scope)), None)
