"""The store as what subjects ask of it: see `ketenkpi.source`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.catalogue import DeliveryRecord
from ketenkpi.counts import Counts
from ketenkpi.indicators import Indicator, Needed, definitions_state
from ketenkpi.register import Register
from ketenkpi.scope import Scope
from ketenkpi.source import Made, Where
from ketenkpi.store.groups import Groups
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class StoredSource:
    """What is delivered to one installation, for the subjects."""

    def __init__(self, store: Groups) -> None:
        self._store = store
        self._kept: dict[str, tuple[Hashable, Any]] = {}

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self._store.indicators

    def figures(
        self,
        keys: Sequence[str] | None,
        by: Sequence[str],
        scope: Scope,
        where: Where | None = None,
        level: float = 0.95,
    ) -> pd.DataFrame:
        return self._store.figures(keys, by, scope, where, level)

    def tallies(self, needs: Needed | None, scope: Scope) -> Counts:
        return self._store._counts(self._store.catalogue.snapshot(), scope, needs)

    def table(self, contract: str, scope: Scope) -> pa.Table:
        return self._store._table(contract, scope)

    def deliveries(self, scope: Scope, *, ended: bool = False) -> Sequence[DeliveryRecord]:
        return self._store.catalogue.deliveries(scope, ended=ended)

    def places(self, scope: Scope) -> tuple[str, ...]:
        return self._store.places(scope)

    def regions(self, scope: Scope) -> dict[str, str]:
        return self._store.regions(scope)

    def register(self) -> Register:
        return self._store.register()

    def still_open(
        self,
        contracts: Collection[str],
        scope: Scope,
        werkpleinen: Collection[str] = (),
        quarters: Collection[int] = (),
    ) -> tuple[Quarter, ...]:
        return self._store.still_open(contracts, scope, werkpleinen, quarters)

    def kept(self, name: str, of: Hashable, make: Callable[[], Made]) -> Made:
        at = (self._store.version, definitions_state(self._store.own_indicators), of)
        # Read once: another session may put its own in this place meanwhile.
        held = self._kept.get(name)
        if held is None or held[0] != at:
            held = self._kept[name] = (at, make())
        made: Made = held[1]
        return made
