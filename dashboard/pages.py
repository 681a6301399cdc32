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

# What each page shows comes from these files; the others need none.
MADE_OF: Mapping[str, tuple[str, ...]] = {
    OPENING: ("trajecten", "stappen", "fasen", "doelen"),
    "werkpleinen": ("trajecten", "stappen", "tevredenheid", "middelen", "fasen", "werkpleinen"),
    "regio": ("werkpleinen", "trajecten"),
    "raster": (
        *("trajecten", "stappen", "tevredenheid", "klachten", "vacatures", "middelen"),
        "samenwerking",
    ),
    "vergelijken": ("trajecten",),
    "instroom_uitstroom": ("trajecten",),
    "keten": ("stappen",),
    "klanttevredenheid": ("tevredenheid", "klachten"),
    "werkgevers": ("vacatures",),
    "samenwerking": ("samenwerking", "stappen", "fasen"),
    "fase_en_resultaat": ("fasen", "trajecten"),
    "beleidstheorie": ("fasen", "trajecten"),
    "middelen": ("middelen", "trajecten"),
    "programma": ("doelen", "samenwerking", "trajecten"),
}


def path(page: str) -> str:
    """The file of a page, as Streamlit asks for it in a link."""
    return f"views/{page}/page.py"
