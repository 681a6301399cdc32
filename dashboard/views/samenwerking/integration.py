"""How far the partners are integrated: the line, each level and criterion, and their course."""

from __future__ import annotations

from dashboard.basis import Basis
from dashboard.views.samenwerking import fetched, parts
from ketenkpi.cooperation import answers


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """First where the Werkplein stands, then what that is made of."""
    found = fetched.known(basis, werkplein, quarter)
    parts.told("kk-note", answers.last_scans(found.answers))
    if found.answers.answering:
        before = found.scan_before
        earlier = None if before is None else fetched.answers(basis, werkplein, before)
        lines = fetched.integration_recipe(werkplein, quarter, before)
        parts.draw(answers.integration_of(found, earlier), lines, ["begrip.integratie"])
