"""What comparison asks of what is delivered, besides what every subject asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ketenkpi.source import Source

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.catalogue import RebaseRecord
    from ketenkpi.comparison.targets import TargetRegister
    from ketenkpi.scope import Scope


class TargetSource(Source, Protocol):
    """A source that also knows targets, decisions about limits, and what was known earlier."""

    def targets(self, scope: Scope) -> TargetRegister:
        """Every target ever recorded, of Werkpleinen in scope and of regions."""

    def rebases(self, scope: Scope) -> tuple[RebaseRecord, ...]:
        """Which control charts were given new limits, oldest decision first."""

    def outflow_as_known(self, scope: Scope) -> pd.DataFrame:
        """Outflow of each quarter as each later delivery knew it; see `comparison.late.LATE`."""
