"""The phases of all Werkpleinen over time, and that of one Werkplein by three sources."""

from __future__ import annotations

from dataclasses import replace

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components.chosen import chosen_of
from dashboard.components.pickers import GROUP
from dashboard.views.samenwerking import fetched, parts
from ketenkpi.cooperation import answers
from ketenkpi.research_model import load_phases

# What these find the three sources say already.
SAID_ABOVE = ("reasons", "checks")


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """The register of all as a picture, then what register, scan and steps say of one."""
    groups = answers.groups_in(reads.registered(basis))
    if groups:
        asked = chosen_of(GROUP)
        groups = (asked if asked in groups else groups[0],)
    lines = fetched.register_recipe(groups, werkplein, quarter)
    model = load_phases()
    meant = [*(f"fase.{key}" for key in model.phases), *(f"teken.{key}" for key in model.signs)]
    parts.draw([fetched.register(basis, werkplein, quarter, groups)], lines, meant)
    if not fetched.told_of(basis, werkplein):
        parts.nothing_of(werkplein)
        return
    told = answers.phase_of(fetched.known(basis, werkplein, quarter))
    parts.draw(replace(e, finding=None) if e.key in SAID_ABOVE else e for e in told)
