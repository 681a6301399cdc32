"""The rows of the chain that a change at some Werkpleinen reaches, also at others.

Where pseudonyms mean the same person everywhere, a client who left at one Werkplein
returns at another; where case numbers do, a step at one Werkplein follows a step or a
spell at another. Of all other Werkpleinen only the rows of such clients and cases are
needed: some thousands for the next quarter of one Werkplein, out of a million.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.counts.sources import CASE_CIRCLE, CLIENT_CIRCLE
from ketenkpi.store.rows import (
    RowsPart,
    at_places,
    candidates,
    counted_of,
    current_rows,
    current_rows_at,
    write_rows,
)
from ketenkpi.store.series import SERIES
from ketenkpi.store.touched import linked_widely

if TYPE_CHECKING:
    import duckdb

SPELLS, STEPS = "trajecten", "stappen"
EVERYWHERE = "''"


@dataclass(frozen=True)
class ChainRows:
    """What is counted of the chain: the Werkpleinen touched, and a file of rows per contract.

    `beside`: the files hold rows of other Werkpleinen too, which are not to be counted
    for themselves. `clients`: where clients are known everywhere a file of spells before
    and one after, of the Werkpleinen touched and of their clients elsewhere; of these are
    the tallies by client.
    """

    touched: frozenset[str]
    files: Mapping[str, Path]
    beside: bool = False
    clients: tuple[Path, Path] | None = None


def rows_of_chain(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    before: Sequence[RowsPart],
    after: Sequence[RowsPart],
    touched: frozenset[str],
) -> ChainRows:
    """The rows to count when these Werkpleinen are touched."""
    clients, cases = linked_widely([*before, *after])
    found = _Linked(connection, folder, before, after, touched)
    found.keep_touched()
    if cases:
        found.keep_beside_steps(elsewhere=found.add_places_of_steps())
    both = found.of_clients() if clients else None
    return ChainRows(found.touched, found.files(beside=cases), cases or clients, both)


@dataclass
class _Linked:
    """Tables in a database: rows at the Werkpleinen touched, then those beside them."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    before: Sequence[RowsPart]
    after: Sequence[RowsPart]
    touched: frozenset[str]

    @property
    def contracts(self) -> tuple[str, ...]:
        """The contracts of the chain of which anything counts now."""
        present = {part.contract for part in self.after}
        return tuple(contract for contract in (SPELLS, STEPS) if contract in present)

    def keep_touched(self) -> None:
        """Tables `<contract>_before` and `_after`: what counted and counts of those touched."""
        for contract in (SPELLS, STEPS):
            old, new = (_of_contract(contract, parts) for parts in (self.before, self.after))
            self._table(f"{contract}_after", self._touched(contract, new))
            same = f"FROM {contract}_after"
            self._table(f"{contract}_before", same if old == new else self._touched(contract, old))

    def _touched(self, contract: str, parts: Sequence[RowsPart]) -> str:
        return counted_of(contract, current_rows_at(contract, parts, self.touched))

    def add_places_of_steps(self) -> bool:
        """Werkpleinen with steps of a case that is touched are touched as well; are there any?"""
        every = [
            f"{contract}_{when}" for contract in (SPELLS, STEPS) for when in ("before", "after")
        ]
        self._table("cases", _wide_cases(every))
        place = SERIES[STEPS].place
        others = (
            f"SELECT DISTINCT {place} FROM ({candidates(STEPS, self.after, _of('cases'))})"
            f" WHERE {self._elsewhere(STEPS)}"
        )
        found = {str(name) for (name,) in self.connection.execute(others).fetchall()}
        if found:
            self.touched |= found
            self.keep_touched()
        return bool(found)

    def keep_beside_steps(self, *, elsewhere: bool) -> None:
        """Tables `<contract>_beside`: rows elsewhere of cases with steps at those touched.

        elsewhere: whether steps elsewhere of such a case were found at all; without any
        three million steps need not be looked through again.
        """
        if elsewhere:
            self._table("cases", _wide_cases([f"{SPELLS}_after", f"{STEPS}_after"]))
            self._beside(STEPS, "cases")
        else:
            self._table(f"{STEPS}_beside", f"FROM {STEPS}_after WHERE false")
        self._table("cases", _wide_cases([f"{STEPS}_after", f"{STEPS}_beside"]))
        self._beside(SPELLS, "cases")

    def of_clients(self) -> tuple[Path, Path] | None:
        """The spells touched with those elsewhere of the same clients, before and after."""
        if SPELLS not in self.contracts:
            return None
        wide = f"{CLIENT_CIRCLE} = {EVERYWHERE}"
        moments = ("before", "after")
        theirs = (f"SELECT client FROM {SPELLS}_{when} WHERE {wide}" for when in moments)
        self._table("clients", f"FROM ({' UNION '.join(theirs)}) WHERE client IS NOT NULL")
        # A case may have had another client in an earlier delivery: all of its deliveries are
        # asked, and the client is looked at when it is known which of them counts.
        known = candidates(SPELLS, self.after, self._elsewhere(SPELLS))
        self._table(
            "cases", f"SELECT DISTINCT traject_id FROM ({known}) WHERE client IN (FROM clients)"
        )
        self._beside(SPELLS, "cases", "_clients")
        others = f"FROM {SPELLS}_beside_clients WHERE {wide} AND client IN (FROM clients)"
        before, after = (
            self._file(f"clients-{when}", f"FROM {SPELLS}_{when} UNION ALL {others}")
            for when in moments
        )
        return before, after

    def files(self, *, beside: bool) -> dict[str, Path]:
        """The rows of the Werkpleinen touched, and those beside them, a file per contract."""
        return {
            c: self._file(
                f"current-{c}",
                f"FROM {c}_after" + (f" UNION ALL FROM {c}_beside" if beside else ""),
            )
            for c in self.contracts
        }

    def _beside(self, contract: str, cases: str, of: str = "") -> None:
        wanted = f"{_of(cases)} AND {self._elsewhere(contract)}"
        rows = current_rows(contract, self.after, wanted)
        self._table(f"{contract}_beside{of}", counted_of(contract, rows))

    def _elsewhere(self, contract: str) -> str:
        return f"NOT {at_places(SERIES[contract], self.touched)}"

    def _table(self, name: str, query: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def _file(self, name: str, query: str) -> Path:
        return write_rows(self.connection, query, self.folder / f"{name}.parquet")


def _of_contract(contract: str, parts: Sequence[RowsPart]) -> list[RowsPart]:
    return [part for part in parts if part.contract == contract]


def _of(cases: str) -> str:
    return f"traject_id IN (FROM {cases})"


def _wide_cases(tables: Sequence[str]) -> str:
    """The numbers, in these tables, of cases that mean the same everywhere."""
    return " UNION ".join(
        f"SELECT traject_id FROM {table} WHERE {CASE_CIRCLE} = {EVERYWHERE}" for table in tables
    )
