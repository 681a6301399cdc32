"""For whom, and from which state of the store, everything on one run is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ketenkpi.indicators import definitions_state
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabularies import own_state


@dataclass(frozen=True)
class Basis:
    """For whom and from which state of the store everything on one run is read.

    Two of these with the same home, scope, version, own indicators and own words
    read the same, so `key` is what the caches go by.
    """

    store: Store
    scope: Scope
    version: int

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What a kept answer belongs to; looked up once, so that it holds for the whole run."""
        own = (definitions_state(self.store.own_indicators), own_state())
        return (str(self.store.settings.home), self.scope.key, self.version, own)
