"""Who delivered what, how far it is, and what that means for a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import formats
from dashboard.words import say
from ketenkpi.catalogue import DeliveryRecord, Status
from ketenkpi.contracts import load_contracts
from ketenkpi.indicators import load_indicators
from ketenkpi.wording import Language

FINAL = "definitief"
# From least to most settled; a figure is as settled as the least of its parts.
ORDER: tuple[Status, ...] = (
    "concept", "gecontroleerd", "ingediend", "akkoord_uwv", "akkoord_gemeente", "voorlopig",
    "definitief",
)  # fmt: skip
# Figures of clients can come from case files or from a ready-made count of stock and flow.
INSTEAD = {"trajecten": "stand_stroom"}


@dataclass(frozen=True)
class Delivered:
    """The status per contract, Werkplein and quarter that a current delivery speaks about."""

    status: Mapping[tuple[str, str, int], Status]
    werkpleinen: tuple[str, ...]
    quarters: tuple[int, ...]

    @classmethod
    def of(cls, deliveries: Iterable[DeliveryRecord]) -> Delivered:
        """From the records of the store; only current ones of a Werkplein count."""
        status: dict[tuple[str, str, int], Status] = {}
        for item in deliveries:
            if item.current and not item.shared:
                for quarter in range(item.first_quarter, item.quarter + 1):
                    key = (item.contract, item.werkplein, quarter)
                    status[key] = min(status.get(key, FINAL), item.status, key=ORDER.index)
        names = {werkplein for contract, werkplein, _ in status if contract in figure_contracts()}
        quarters = {quarter for contract, _, quarter in status if contract in figure_contracts()}
        return cls(status, tuple(sorted(names, key=str.casefold)), tuple(sorted(quarters)))

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

    def grid(self, quarter: int, language: Language) -> pd.DataFrame:
        """One row per Werkplein, one column per contract: the status for one quarter."""
        contracts = load_contracts()
        mine = sorted({contract for contract, _, _ in self.status})
        rows = []
        for name in self.werkpleinen:
            row = {say("page.column_place", language): name}
            for contract in mine:
                status = self.status.get((contract, name, quarter))
                key = f"gegevens.status_{status}" if status else "gegevens.status_none"
                row[contracts[contract].name.in_(language)] = say(key, language)
            rows.append(row)
        return pd.DataFrame(rows)


def figure_contracts() -> frozenset[str]:
    """The contracts that figures are made of; others describe places, targets or phases."""
    made = {contract for item in load_indicators().values() for contract in item.contracts}
    return frozenset(made | set(INSTEAD.values()))
