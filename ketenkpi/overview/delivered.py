"""Who delivered what, how far it is, and what that means for a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ketenkpi.answer import Said, phrase
from ketenkpi.catalogue import Status
from ketenkpi.contracts.partner_names import partner_name
from ketenkpi.indicators import load_indicators
from ketenkpi.vocabulary import Quarter, Text

if TYPE_CHECKING:
    import pandas as pd

Settled = Literal["missing", "final", "provisional"]
# By whom `ketenkpi demo` delivers.
EXAMPLE = "voorbeeld"
FINAL, MISSING = "definitief", "ontbreekt"
# From least to most settled; a figure is as settled as the least of its parts.
ORDER: tuple[Status, ...] = (
    "concept", "gecontroleerd", "ingediend", "akkoord_uwv", "akkoord_gemeente", "voorlopig",
    "definitief",
)  # fmt: skip
# Figures of clients can come from case files or from a ready-made count of stock and flow.
INSTEAD = {"trajecten": "stand_stroom"}
OF_CLIENTS = ("trajecten", "stand_stroom")


@dataclass(frozen=True)
class Delivered:
    """The status per contract, Werkplein and quarter that a current delivery speaks about.

    lacking: of the same the codes of the partners that have not delivered it yet.
    contracts: of which anybody delivered anything, also those that no figure is made of.
    """

    status: Mapping[tuple[str, str, int], Status]
    werkpleinen: tuple[str, ...]
    quarters: tuple[int, ...]
    invented: bool
    lacking: Mapping[tuple[str, str, int], tuple[str, ...]] = field(default_factory=dict)
    contracts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, grid: pd.DataFrame) -> Delivered:
        """From the grid of `Store.deliveries`; only contracts that figures are made of."""
        there = grid[grid["status"] != MISSING]
        rows = there[there["contract"].isin(figure_contracts())]
        columns = ("contract", "werkplein", "kwartaal", "status")
        status: dict[tuple[str, str, int], Status] = {
            (contract, werkplein, int(quarter)): found
            for contract, werkplein, quarter, found in rows[list(columns)].itertuples(index=False)
        }
        names = {werkplein for _, werkplein, _ in status}
        quarters = {quarter for _, _, quarter in status}
        invented = bool((grid["delivered_by"] == EXAMPLE).any())
        names_in_order = tuple(sorted(names, key=str.casefold))
        lacking = {
            key: missing for key, missing in zip(status, rows["missing"], strict=True) if missing
        }
        contracts = frozenset(there["contract"])
        return cls(status, names_in_order, tuple(sorted(quarters)), invented, lacking, contracts)

    def of_figure(self, indicator: str, werkplein: str, quarter: int) -> Status | None:
        """How settled a figure is: as the least settled file it is made of; None when one lacks."""
        found = [
            self.status.get((contract, werkplein, quarter))
            or self.status.get((INSTEAD.get(contract, ""), werkplein, quarter))
            for contract in load_indicators()[indicator].contracts
        ]
        known = [status for status in found if status]
        return min(known, key=ORDER.index) if len(known) == len(found) else None

    def settled(self, indicator: str, werkpleinen: Sequence[str], quarter: int) -> Settled:
        """Whether a file behind the figure of these together may still change, or none is there."""
        found = {self.of_figure(indicator, name, quarter) for name in werkpleinen}
        if found <= {None}:
            return "missing"
        return "final" if found <= {FINAL, None} else "provisional"

    def files_lacking(self, contracts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Those that nobody delivered, each with the contract that may come instead of it."""
        either = (tuple(filter(None, (each, INSTEAD.get(each)))) for each in contracts)
        return tuple(each for each in either if self.contracts.isdisjoint(each))

    def absent(self, werkpleinen: Sequence[str], quarter: int) -> Said:
        """Who of these delivered nothing about clients for the quarter; None when all did."""
        names = [
            name
            for name in werkpleinen
            if not any((contract, name, quarter) in self.status for contract in OF_CLIENTS)
        ]
        if not names:
            return None
        when = Quarter.from_index(quarter)
        return phrase("overview.not_delivered", quarter=when, names=", ".join(names))

    def partners_lacking(self, werkpleinen: Sequence[str], quarter: int) -> Said:
        """Of which of these one partner delivered about clients and another did not; None: none."""
        found = [(name, codes) for name in werkpleinen if (codes := self._lacking(name, quarter))]
        if not found:
            return None
        dutch, english = (
            ", ".join(
                f"{name} ({', '.join(partner_name(code, language) for code in codes)})"
                for name, codes in found
            )
            for language in ("nl", "en")
        )
        when = Quarter.from_index(quarter)
        return phrase("overview.partners_lacking", quarter=when, names=Text(dutch, english))

    def _lacking(self, werkplein: str, quarter: int) -> tuple[str, ...]:
        # Who lacks in both: totals stand in for the cases of a partner.
        keys = [(contract, werkplein, quarter) for contract in OF_CLIENTS]
        both = [set(self.lacking.get(key, ())) for key in keys if key in self.status]
        return tuple(sorted(set.intersection(*both))) if both else ()


def figure_contracts() -> frozenset[str]:
    """The contracts that figures are made of; others describe places, targets or phases."""
    made = {contract for item in load_indicators().values() for contract in item.contracts}
    return frozenset(made | set(INSTEAD.values()))
