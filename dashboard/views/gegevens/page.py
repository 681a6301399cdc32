"""Data: templates, checking and delivering a file, and who delivered what."""

from __future__ import annotations

import streamlit as st

from dashboard.components.chosen import tabs
from dashboard.views.gegevens import deliver, delivered, templates
from dashboard.words import say

# How an address names a tab.
TABS = {
    "leveren": ("tab_deliver", deliver.draw),
    "sjablonen": ("tab_templates", templates.draw),
    "geleverd": ("tab_delivered", delivered.draw),
}
PART = "deel"

st.title(say("gegevens.title"))
names = {part: say(f"gegevens.{label}") for part, (label, _) in TABS.items()}
for part, tab in tabs(names, PART, PART).items():
    if tab.open:
        with tab:
            TABS[part][1]()
