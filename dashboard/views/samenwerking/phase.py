"""The phase of one Werkplein by three sources, and the phases of all Werkpleinen over time."""

from __future__ import annotations

import streamlit as st

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components.chosen import pick
from dashboard.views.samenwerking import fetched, parts
from dashboard.words import say
from ketenkpi.cooperation import answers
from ketenkpi.research_model import load_phases
from ketenkpi.surfaces import in_words


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """What the register, the scan and the steps say, what does not agree, and the timeline."""
    parts.draw(answers.phase_of(fetched.known(basis, werkplein, quarter)))
    model = load_phases()
    parts.defined(
        [*(f"fase.{key}" for key in model.phases), *(f"teken.{key}" for key in model.signs)]
    )
    groups = answers.groups_in(reads.registered(basis))
    if groups:
        label = say("samenwerking.target_group")
        names = {group: in_words(answers.target_group(group)) for group in groups}
        chosen = pick(st.container(), label, groups, "doelgroep", names.__getitem__)
        groups = (chosen,)
    lines = fetched.register_recipe(groups, werkplein, quarter)
    parts.draw([fetched.register(basis, werkplein, quarter, groups)], lines)
