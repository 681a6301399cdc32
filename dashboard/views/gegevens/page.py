"""Data: templates, checking and delivering a file, and who delivered what."""

from __future__ import annotations

import streamlit as st

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
asked = st.query_params.get(PART)
if PART not in st.session_state and asked in names:
    st.session_state[PART] = names[asked]
tabs = st.tabs(list(names.values()), key=PART, on_change="rerun")
for (part, (_, draw)), tab in zip(TABS.items(), tabs, strict=True):
    if tab.open:
        st.query_params[PART] = part
        with tab:
            draw()
