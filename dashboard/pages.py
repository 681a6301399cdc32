"""Where each page is: `views/<page>/page.py`, at the address `/<page>`; by what a reader asks."""

from __future__ import annotations

from collections.abc import Mapping

OPENING = "overzicht"
# A question of readers -> the pages that answer it. A page keeps its address when it moves.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "standing": (OPENING, "werkpleinen", "regio", "raster", "vergelijken"),
    "flow": ("instroom_uitstroom",),
    "waiting": ("keten",),
    "customers": ("klanttevredenheid", "werkgevers"),
    "together": ("samenwerking", "fase_en_resultaat", "beleidstheorie"),
    "resources": ("middelen",),
    "agreed": ("programma",),
    "data": ("gegevens",),
    "meaning": ("definities", "over"),
}


def path(page: str) -> str:
    """The file of a page, as Streamlit asks for it in a link."""
    return f"views/{page}/page.py"
