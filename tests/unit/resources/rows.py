"""Rows of resources as one would write them in a table, for tests that count by hand."""

from __future__ import annotations

from typing import Any

from ketenkpi.resources import Ledger, LedgerLine

QUARTER = 8036


def line(place: str, partner: str, kind: str, **given: Any) -> LedgerLine:
    """A row of 2009K1 unless said otherwise; what is not given was left empty."""
    blank: dict[str, Any] = {
        "quarter": QUARTER, "task": "niet_verdeeld", "group": "onbekend", "budget": None,
        "spent": None, "fte": None, "joint": None, "double_hours": None,
    }  # fmt: skip
    return LedgerLine(werkplein=place, partner=partner, kind=kind, **blank | given)


def book(*lines: LedgerLine, expected: tuple[tuple[str, int], ...] = ()) -> Ledger:
    """These rows; expected of every Werkplein and quarter that is in them, and of `expected`."""
    return Ledger(lines, frozenset((*expected, *(each.pair for each in lines))))
