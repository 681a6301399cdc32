"""A user's own list of Werkpleinen (contract `werkpleinen`), and what any list must satisfy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from ketenkpi.register.model import Area, RegisterError, Werkplein

OWN_LIST = "own_list"


def own_werkplein(row: Mapping[str, Any], gemeente: Callable[[str], str]) -> Werkplein:
    """One row of the contract; `gemeente` gives the register's spelling of a gemeente.

    An empty `geldig_vanaf` means that the start is not known: the row holds
    for all earlier days. Raises RegisterError as Werkplein does.
    """
    served = (name.strip() for name in (row["gemeenten"] or "").split(","))
    names = dict.fromkeys(gemeente(name) for name in served if name)
    return Werkplein(
        valid_from=row["geldig_vanaf"] or date.min,
        valid_until=row["geldig_tot"],
        code=row["werkplein"],
        name=row["naam"],
        seat="",
        region=row["arbeidsmarktregio"],
        source=OWN_LIST,
        areas=tuple(Area(name) for name in names),
        merged_into=row["opgegaan_in"] or None,
        labour_force=row["beroepsbevolking"],
        certainty="own_list",
        kind=row.get("soort") or "werkplein",
        belongs_to=row.get("hoort_bij") or None,
    )


def histories(rows: Iterable[Werkplein]) -> dict[str, tuple[Werkplein, ...]]:
    """The rows of each code from early to late."""
    found: dict[str, list[Werkplein]] = {}
    for row in sorted(rows, key=lambda row: (row.code, row.valid_from)):
        found.setdefault(row.code, []).append(row)
    return {code: tuple(periods) for code, periods in found.items()}


def check_list(
    history: Mapping[str, tuple[Werkplein, ...]], code_of: Callable[[str], str | None]
) -> None:
    """Raise RegisterError for overlapping periods and for a successor that cannot be one.

    Also for a location that belongs to one that is not in the list.
    """
    for periods in history.values():
        _refuse_overlap(periods)
        for row in periods:
            if row.merged_into is not None:
                _refuse_successor(row, history.get(code_of(row.merged_into) or "", ()))
            if row.belongs_to is not None and code_of(row.belongs_to) is None:
                raise RegisterError(
                    "register.belongs_unknown", werkplein=row.code, whole=row.belongs_to
                )


def _refuse_overlap(periods: tuple[Werkplein, ...]) -> None:
    for earlier, later in pairwise(periods):
        if earlier.valid_until is None or earlier.valid_until >= later.valid_from:
            raise RegisterError(
                "register.overlap", werkplein=later.code, first=later.valid_from.isoformat()
            )


def _refuse_successor(row: Werkplein, successor: tuple[Werkplein, ...]) -> None:
    if not successor:
        raise RegisterError(
            "register.successor_unknown", werkplein=row.code, successor=row.merged_into
        )
    # A successor that was already gone cannot have taken over anything; this
    # also refuses a Werkplein that is to follow itself and two that are to
    # follow each other.
    end = successor[-1].valid_until
    if row.source != OWN_LIST and successor[-1].source == OWN_LIST:
        # The user need not answer for what a decree says of other Werkpleinen.
        return
    if end is not None and row.valid_until is not None and end <= row.valid_until:
        raise RegisterError(
            "register.successor_gone",
            werkplein=row.code,
            successor=row.merged_into,
            last=end.isoformat(),
        )
