"""How the partners of a Werkplein work together, kept by `cached`."""

from __future__ import annotations

from typing import Any

from dashboard.basis import Basis
from dashboard.cached import cached
from ketenkpi.cooperation import Answers, Cooperation, answers_of
from ketenkpi.vocabulary import Quarter


@cached
def known(basis: Basis, werkplein: str, quarter: int, time_factor: bool = False) -> Cooperation:
    """Everything about one Werkplein and quarter (index)."""
    when = Quarter.from_index(quarter)
    return basis.store.cooperation(werkplein, when, basis.scope, time_factor=time_factor)


@cached
def scan_rows(basis: Basis) -> dict[str, list[dict[str, Any]]]:
    """The answers of every scan in scope, by Werkplein."""
    frame = basis.store.table("samenwerking", basis.scope)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.astype("object").where(frame.notna(), None).to_dict("records"):
        found.setdefault(row["werkplein"], []).append({str(k): v for k, v in row.items()})
    return found


def answers(basis: Basis, werkplein: str, quarter: int) -> Answers:
    """The answers that hold for one Werkplein and quarter."""
    return answers_of(scan_rows(basis).get(werkplein, ()), werkplein, quarter)


def with_scan(basis: Basis, werkplein: str, quarter: int) -> list[int]:
    """The quarters up to this one about which any party of a Werkplein filled in a scan."""
    rows = scan_rows(basis).get(werkplein, [])
    return sorted({int(r["kwartaal"]) for r in rows if r["kwartaal"] <= quarter})
