"""Cooperation: what the partners say of it, what they agreed, how far they are, and the scan."""

from __future__ import annotations

import streamlit as st

from dashboard import reads, session
from dashboard.components import frame
from dashboard.components.chosen import pick, tabs
from dashboard.components.pickers import bar, nothing_yet, pick_cases, pick_werkplein, unused
from dashboard.views.samenwerking import (
    agreements,
    conditions,
    fetched,
    form,
    integration,
    parts,
    phase,
    scan,
)
from dashboard.words import say
from ketenkpi.vocabulary import Quarter

PARTS = {
    "fase": phase.draw,
    "scan": scan.draw,
    "afspraken": agreements.draw,
    "integratie": integration.draw,
    "voorwaarden": conditions.draw,
    "invullen": form.draw,
}
PART = "deel"
# These stand also where nothing was delivered of the Werkplein.
OF_ALL = ("fase", "invullen")

basis = session.basis()
st.title(say("samenwerking.title"))
delivered = reads.delivered(basis)
if not delivered.quarters:
    nothing_yet()
frame.example_notice(basis)
left, right, third, fourth = bar()
werkplein = pick_werkplein(left, basis)
# A scan may be the first thing there is about a new quarter.
last = delivered.quarters[-1]
quarters = [str(Quarter.from_index(each)) for each in (last + 1, *reversed(delivered.quarters))]
newest = str(Quarter.from_index(last))
chosen = pick(right, say("page.quarter"), quarters, "kwartaal", default=newest)
quarter = Quarter.parse(chosen).index
cases = pick_cases(third, fourth, basis, last)
unused(cases)
names = {part: say(f"scan.tab_{part}") for part in PARTS}
for part, tab in tabs(names, PART, "samenwerking_deel").items():
    if tab.open:
        with tab:
            if part in OF_ALL or fetched.told_of(basis, werkplein):
                PARTS[part](basis, werkplein, quarter)
            else:
                parts.nothing_of(werkplein)
