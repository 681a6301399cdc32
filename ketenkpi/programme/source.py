"""What the programme asks of what is delivered, besides what comparison asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ketenkpi.comparison.source import TargetSource

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.scope import Scope


class ProgrammeSource(TargetSource, Protocol):
    """A source that also tells who delivered what."""

    def grid(self, scope: Scope) -> pd.DataFrame:
        """A row per contract, Werkplein and quarter, those that are missing too."""
