"""What a subject asks of what is delivered: a few questions, each for somebody's `Scope`.

Chain, cooperation, resources, programme and comparison are worked out from these alone, so
none of them knows files, folders or the database, and a test can answer with a few rows.
The store is one such source (`ketenkpi.store`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from ketenkpi.catalogue import DeliveryRecord
    from ketenkpi.counts import Counts
    from ketenkpi.indicators import Indicator, Needed
    from ketenkpi.register import Register
    from ketenkpi.scope import Scope
    from ketenkpi.vocabulary import Quarter

Where: TypeAlias = Mapping[str, Sequence[object]]
Made = TypeVar("Made")


class Source(Protocol):
    """What is delivered, as a subject may ask it; nothing outside the scope asked with."""

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator by key, those of the installation itself too."""

    def figures(
        self,
        keys: Sequence[str] | None,
        by: Sequence[str],
        scope: Scope,
        where: Where | None = None,
        level: float = 0.95,
    ) -> pd.DataFrame:
        """Indicators as `ketenkpi.indicators` gives them, widened by what may still change."""

    def tallies(self, needs: Needed | None, scope: Scope) -> Counts:
        """What figures are made of, as far as it is needed (None: all); not protected."""

    def table(self, contract: str, scope: Scope) -> pa.Table:
        """The rows of a contract that count now; those about people need a scope with rows."""

    def deliveries(self, scope: Scope, *, ended: bool = False) -> Sequence[DeliveryRecord]:
        """The deliveries that count now; with `ended` all ever made."""

    def places(self, scope: Scope) -> tuple[str, ...]:
        """Every Werkplein of which anything was delivered, by name."""

    def regions(self, scope: Scope) -> dict[str, str]:
        """The name of the arbeidsmarktregio of each Werkplein whose region is known."""

    def register(self) -> Register:
        """The register of Werkpleinen, with the list of this installation."""

    def still_open(
        self,
        contracts: Collection[str],
        scope: Scope,
        werkpleinen: Collection[str] = (),
        quarters: Collection[int] = (),
    ) -> tuple[Quarter, ...]:
        """The quarters that later deliveries of these contracts may still change."""

    def kept(self, name: str, of: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` made of what is delivered: once while that, definitions and `of` last.

        `of`: all that it depends on besides these, the key of the scope among them.
        """
