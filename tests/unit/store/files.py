"""Small files as Werkpleinen deliver them, and the plain way to put them into a store."""

from __future__ import annotations

from typing import Any

from ketenkpi.scope import Scope
from ketenkpi.store import Store, UploadResult
from ketenkpi.vocabulary import Quarter

ALL = Scope.everything()
Q1, Q2, Q3 = (Quarter(2009, number) for number in (1, 2, 3))
SPELL_COLUMNS = "traject_id;werkplein;regeling;client;instroom;uitstroom;reden_uitstroom"


def spells(*rows: str) -> bytes:
    """A file `trajecten`; each row holds `SPELL_COLUMNS`."""
    return "\n".join((SPELL_COLUMNS, *rows, "")).encode()


def deliver(store: Store, file: bytes, contract: str = "trajecten", **options: Any) -> UploadResult:
    """Upload a file for the first quarter, unless said otherwise; unknown places are new ones."""
    options = {"quarter": Q1, "by": "anna", "organisation": "uwv", "scope": ALL} | options
    given = {"werkplein": "nieuw"}
    if options["quarter"] is not None:
        # Files of two rows often have none of the quarter they are for.
        given["periode"] = str(options["quarter"])
    options["answers"] = given | options.get("answers", {})
    return store.upload(file, contract, filename=f"{contract}.csv", **options)


def flow(store: Store, tally: str = "instroom", scope: Scope = ALL) -> dict[tuple[str, str], int]:
    """One tally per Werkplein and quarter."""
    counts = store.counts(scope)
    if tally not in counts.tallies:
        return {}
    rows = counts.roll_up(tally, by=["werkplein", "kwartaal"])
    return {
        (row.werkplein, str(Quarter.from_index(row.kwartaal))): int(row.n)
        for row in rows.itertuples()
    }
