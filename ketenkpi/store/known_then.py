"""What was known earlier: past states, how figures moved since, and the way from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ketenkpi.catalogue import DeliveryRecord
from ketenkpi.comparison.delivery_ages import ages
from ketenkpi.comparison.revisions import (
    Revisions,
    Vintage,
    own_sizes,
    revision_sizes,
    revision_triangle,
)
from ketenkpi.counts import Counts
from ketenkpi.counts.sources import SOURCES
from ketenkpi.errors import UsageError
from ketenkpi.indicators import (
    Bridge,
    Indicator,
    bridge,
    load_versions,
    named,
    named_by_day,
    needed,
    needs_of,
)
from ketenkpi.scope import Scope
from ketenkpi.source import Where
from ketenkpi.store.figures import Figures
from ketenkpi.store.installation import Installation
from ketenkpi.store.residuals import residuals
from ketenkpi.store.vintages import PastCounts, vintage_states
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Side:
    """One side of a bridge: the version of the catalogue, and that of the definition.

    None is what holds now. where: the population, as for `figures`.
    """

    catalogue: int | None = None
    definition: int | None = None
    where: Where = field(default_factory=dict)


class KnownThen:
    """Figures beside their own past."""

    def __init__(self, installation: Installation, figures: Figures) -> None:
        self._installation = installation
        self._figures = figures

    def as_of(self, version: int, scope: Scope) -> Counts:
        """The tallies as they were at an earlier `version`; counted again when tidied away.

        Raises UsageError for a version there has not been, OutOfScope unless the
        scope holds rows.
        """
        scope.require_rows()
        past = self._installation.catalogue.as_of(version)
        then = replace(self._installation.past, stated=past.stated)
        return then.counts(past.deliveries, SOURCES.keys(), scope)

    def revisions(self, key: str, scope: Scope) -> Revisions:
        """How figures of an indicator moved as later deliveries came; `comparison.revisions`.

        The first time after a delivery this counts the newest state again.
        Raises UsageError for an unknown indicator.
        """
        every = self._installation.catalogue.deliveries(Scope.everything(), ended=True)
        return _revisions(
            named(key, self._installation.indicators), every, self._installation.past, scope
        )

    def residuals(self, scope: Scope) -> pd.DataFrame:
        """Whether begin + in - out = end, and whether case files agree; see `store.residuals`.

        Raises OutOfScope unless the scope holds rows.
        """
        return named_by_day(residuals(self._figures.counts(scope)), None)

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
        versions = load_versions(key, own=self._installation.own_indicators)
        numbers = [max(versions) if s.definition is None else s.definition for s in (old, new)]
        for number in numbers:
            if number not in versions:
                listed = ", ".join(str(version) for version in versions)
                raise UsageError(
                    "indicators.unknown_version", key=key, version=number, known=listed
                )
        before, after = (
            self._figures.counts(scope) if s.catalogue is None else self.as_of(s.catalogue, scope)
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


def _revisions(
    indicator: Indicator, deliveries: Sequence[DeliveryRecord], past: PastCounts, scope: Scope
) -> Revisions:
    """The revision triangle of an indicator, the sizes measured in it, and the age of figures.

    deliveries: all that were ever made, by everybody. The sizes are measured
    over all Werkpleinen, and of single ones in scope that have enough quarters;
    triangle and ages hold only those in `scope`, and the triangle, in which small numbers
    stand beside each other, only when the scope holds rows. The newest state
    is counted in the same way as the past ones, so that a change of the
    program is never taken for one of the data.
    """
    needs = needs_of(indicator)
    everything = Scope.everything()
    contracts, read = frozenset[str]().union(*needs), needed([indicator], {})
    vintages = [
        Vintage(
            Quarter.from_index(state.quarter),
            past.counts(state.deliveries, contracts, everything, read),
            state.published,
        )
        for state in vintage_states(deliveries, needs)
    ]
    current = [delivery for delivery in deliveries if delivery.current]
    now = past.counts(current, contracts, everything, read)
    triangle = revision_triangle(indicator, vintages, now)
    sizes, own = revision_sizes(triangle, indicator), own_sizes(triangle, indicator)
    shown = [d for d in current if d.contract in contracts and scope.allows(d.werkplein)]
    allowed = [scope.detail == "rows" and scope.allows(w) for w in triangle["werkplein"]]
    seen = triangle.iloc[[row for row, there in enumerate(allowed) if there]]
    mine = own[[scope.allows(werkplein) for werkplein in own["werkplein"]]]
    return Revisions(
        indicator,
        seen.reset_index(drop=True),
        sizes,
        mine.reset_index(drop=True),
        ages(shown),
    )
