"""Who delivered what, how far it is, and what that means for a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard import formats
from dashboard.words import say
from ketenkpi.catalogue import Status
from ketenkpi.indicators import load_indicators
from ketenkpi.store import partner_name
from ketenkpi.wording import Language

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


@dataclass(frozen=True)
class Delivered:
    """The status per contract, Werkplein and quarter that a current delivery speaks about.

    lacking: of the same the codes of the partners that have not delivered it yet.
    """

    status: Mapping[tuple[str, str, int], Status]
    werkpleinen: tuple[str, ...]
    quarters: tuple[int, ...]
    invented: bool
    lacking: Mapping[tuple[str, str, int], tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, grid: pd.DataFrame) -> Delivered:
        """From the grid of `Store.deliveries`; only contracts that figures are made of."""
        rows = grid[grid["contract"].isin(figure_contracts()) & (grid["status"] != MISSING)]
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
        return cls(status, names_in_order, tuple(sorted(quarters)), invented, lacking)

    def of_figure(self, indicator: str, werkplein: str, quarter: int) -> Status | None:
        """How settled a figure is: as the least settled file it is made of; None when one lacks."""
        found = [
            self.status.get((contract, werkplein, quarter))
            or self.status.get((INSTEAD.get(contract, ""), werkplein, quarter))
            for contract in load_indicators()[indicator].contracts
        ]
        known = [status for status in found if status]
        return min(known, key=ORDER.index) if len(known) == len(found) else None

    def is_provisional(self, indicator: str, werkpleinen: Sequence[str], quarter: int) -> bool:
        """Whether any file behind the figure may still change."""
        found = [self.of_figure(indicator, name, quarter) for name in werkpleinen]
        return any(status not in (None, FINAL) for status in found)

    def status_text(
        self, indicator: str, werkpleinen: Sequence[str], quarter: int, language: Language
    ) -> str:
        """Final, provisional or not delivered, in words."""
        found = {self.of_figure(indicator, name, quarter) for name in werkpleinen}
        if found <= {None}:
            return say("overzicht.status_missing", language)
        if found <= {FINAL, None}:
            return say("overzicht.status_final", language)
        return say("overzicht.status_provisional", language)

    def absent_text(self, werkpleinen: Sequence[str], quarter: int, language: Language) -> str:
        """Who of these delivered nothing about clients for the quarter; '' when all did."""
        absent = [
            name
            for name in werkpleinen
            if not any((c, name, quarter) in self.status for c in ("trajecten", "stand_stroom"))
        ]
        if not absent:
            return ""
        when = formats.quarter(quarter)
        return say("overzicht.not_delivered", language, quarter=when, names=", ".join(absent))

    def lacking_text(self, werkpleinen: Sequence[str], quarter: int, language: Language) -> str:
        """Of which of these one partner delivered about clients and another did not; '' of none."""
        found = [
            f"{name} ({', '.join(partner_name(code, language) for code in codes)})"
            for name in werkpleinen
            if (codes := self._lacking(name, quarter))
        ]
        if not found:
            return ""
        when = formats.quarter(quarter)
        return say("niets.lacking", language, quarter=when, names=", ".join(found))

    def _lacking(self, werkplein: str, quarter: int) -> tuple[str, ...]:
        # Who lacks in both: totals stand in for the cases of a partner.
        keys = [(contract, werkplein, quarter) for contract in ("trajecten", "stand_stroom")]
        both = [set(self.lacking.get(key, ())) for key in keys if key in self.status]
        return tuple(sorted(set.intersection(*both))) if both else ()


def figure_contracts() -> frozenset[str]:
    """The contracts that figures are made of; others describe places, targets or phases."""
    made = {contract for item in load_indicators().values() for contract in item.contracts}
    return frozenset(made | set(INSTEAD.values()))
