"""A source of counts alone: what a subject asks, answered without a store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from ketenkpi.comparison.late import LATE
from ketenkpi.comparison.targets import TargetRegister
from ketenkpi.counts import Counts
from ketenkpi.indicators import Indicator, Needed, indicators, load_indicators
from ketenkpi.register import Register, load_register
from ketenkpi.scope import Scope
from ketenkpi.source import Made, Where
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pyarrow as pa

    from ketenkpi.catalogue import DeliveryRecord, RebaseRecord


@dataclass(frozen=True)
class CountsSource:
    """Figures of these counts; no region, target or file is known, and nothing changes any more."""

    counts: Counts
    regions_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return load_indicators()

    def figures(
        self,
        keys: Sequence[str] | None,
        by: Sequence[str],
        scope: Scope,
        where: Where | None = None,
        level: float = 0.95,
    ) -> pd.DataFrame:
        counts = self.counts.select(scope)
        return indicators(
            counts, keys=keys, by=by, where=where, regio_of=self.regions_of, level=level
        )

    def tallies(self, needs: Needed | None, scope: Scope) -> Counts:
        return self.counts.select(scope)

    def table(self, contract: str, scope: Scope) -> pa.Table:
        raise AssertionError(f"no rows of {contract} here")

    def deliveries(self, scope: Scope, *, ended: bool = False) -> Sequence[DeliveryRecord]:
        return ()

    def places(self, scope: Scope) -> tuple[str, ...]:
        found = self.figures(["uitstroom"], ("werkplein",), scope)
        return tuple(sorted(found["werkplein"]))

    def regions(self, scope: Scope) -> dict[str, str]:
        return dict(self.regions_of)

    def register(self) -> Register:
        return load_register()

    def still_open(
        self,
        contracts: Collection[str],
        scope: Scope,
        werkpleinen: Collection[str] = (),
        quarters: Collection[int] = (),
    ) -> tuple[Quarter, ...]:
        return ()

    def kept(self, name: str, of: Hashable, make: Callable[[], Made]) -> Made:
        return make()

    def targets(self, scope: Scope) -> TargetRegister:
        return TargetRegister(())

    def rebases(self, scope: Scope) -> tuple[RebaseRecord, ...]:
        return ()

    def outflow_as_known(self, scope: Scope) -> pd.DataFrame:
        return pd.DataFrame(columns=list(LATE))
