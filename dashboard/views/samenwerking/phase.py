"""The phase of one Werkplein by three sources, and the phases of all Werkpleinen over time."""

from __future__ import annotations

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components.chosen import chosen_of
from dashboard.components.pickers import GROUP
from dashboard.views.samenwerking import fetched, parts
from ketenkpi.cooperation import answers
from ketenkpi.research_model import load_phases


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """What the register, the scan and the steps say, what does not agree, and the timeline."""
    parts.draw(answers.phase_of(fetched.known(basis, werkplein, quarter)))
    model = load_phases()
    parts.defined(
        [*(f"fase.{key}" for key in model.phases), *(f"teken.{key}" for key in model.signs)]
    )
    groups = answers.groups_in(reads.registered(basis))
    if groups:
        asked = chosen_of(GROUP)
        groups = (asked if asked in groups else groups[0],)
    lines = fetched.register_recipe(groups, werkplein, quarter)
    parts.draw([fetched.register(basis, werkplein, quarter, groups)], lines)
