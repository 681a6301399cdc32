"""Norms and targets: what is reached, the table, and what is wrong with the targets."""

from __future__ import annotations

import streamlit as st

from dashboard.basis import Basis
from dashboard.components import section
from dashboard.components.pickers import Choice
from dashboard.views.overzicht import fetched_targets
from ketenkpi.surfaces import in_words


def draw(basis: Basis, choice: Choice) -> None:
    """Below the cards, for the chosen place and quarter; always over all schemes."""
    found = fetched_targets.beside_targets(basis, choice.place, choice.quarter)
    st.header(in_words(found.title))
    section.draw(found)
