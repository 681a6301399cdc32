"""Data: templates, checking and delivering a file, and who delivered what."""

from __future__ import annotations

import streamlit as st

from dashboard.views.gegevens import deliver, delivered, templates
from dashboard.words import say

st.title(say("gegevens.title"))
names = ("tab_deliver", "tab_templates", "tab_delivered")
first, second, third = st.tabs(
    [say(f"gegevens.{name}") for name in names], key="deel", on_change="rerun"
)
if first.open:
    with first:
        deliver.draw()
if second.open:
    with second:
        templates.draw()
if third.open:
    with third:
        delivered.draw()
