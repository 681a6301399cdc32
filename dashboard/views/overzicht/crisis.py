"""The tab with the course of a place beside that of its region and of the country."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components import section
from dashboard.components.chosen import pick
from dashboard.components.pickers import Choice
from dashboard.components.plain import plain
from dashboard.views.overzicht import fetched_crisis
from dashboard.words import say
from ketenkpi.charts import recipes
from ketenkpi.context import load_context_rules
from ketenkpi.errors import UserError
from ketenkpi.surfaces import in_words, language


def draw(basis: Basis, choice: Choice) -> None:
    """Which subject, and what is found of it."""
    place = reads.places(basis)[choice.place]
    if place.column is None:
        st.html(f'<p class="kk-headline">{safe(say("overzicht.crisis_place"))}</p>')
        return
    subjects = load_context_rules().subjects
    key = pick(
        st.container(),
        say("overzicht.crisis_subject"),
        list(subjects),
        "onderwerp",
        lambda each: in_words(subjects[each].name),
    )
    try:
        found = fetched_crisis.course(basis, choice.place, key)
    except UserError as fault:
        st.info(plain(fault.message(language())))
        return
    section.draw(found, recipes.context(key, place.column, place.name))
