"""Principles, conditions, channels and what helps or hinders, as the partners see them."""

from __future__ import annotations

from dashboard.basis import Basis
from dashboard.views.samenwerking import fetched, parts
from ketenkpi.cooperation import answers


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """The four groups of the scan, each with its finding, picture and table."""
    found = fetched.known(basis, werkplein, quarter)
    parts.told("kk-note", answers.last_scans(found.answers))
    if found.answers.answering:
        parts.draw(answers.views_of(found), fetched.recipe(werkplein, quarter))
