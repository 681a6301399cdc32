"""Werkgevers: what became of vacancies, who acquired and filled them, and for whom they fit."""

from __future__ import annotations

import streamlit as st

from dashboard import pages, session
from dashboard.basis import Basis
from dashboard.components import blocks, frame, pickers
from dashboard.components.blocks import FigureShown
from dashboard.components.pickers import Choice
from dashboard.views.werkgevers import fetched
from dashboard.words import say
from ketenkpi.overview.answers import certain_said


def draw(basis: Basis, choice: Choice, shown: fetched.VacanciesShown) -> None:
    """The figures, below them the way of a vacancy beside who acquired and filled it."""
    rows = [FigureShown(row.tile.name, row, certain_said(row.now)) for row in shown.found.rows]
    blocks.figures(rows, shown.quarters, choice.quarter)
    left, right = st.columns([4, 5], gap="medium")
    with left.container(border=True, height="stretch"):
        blocks.draw(shown.path, lines=fetched.recipe(basis, choice, "path"))
    with right.container(border=True, height="stretch"):
        lines = fetched.recipe(basis, choice, "acquired")
        blocks.draw(shown.acquired, say("werkgevers.legend"), lines)
    with st.container(border=True):
        form_of_service()
    blocks.tables((shown.path, shown.acquired))


def form_of_service() -> None:
    """No file tells the form of the Werkgeversservicepunt; where the nearest answer stands."""
    blocks.head(say("werkgevers.form"))
    st.html(f'<p class="kk-said">{say("werkgevers.form_unknown")}</p>')
    st.page_link(pages.path("samenwerking"), label=say("werkgevers.to_scan"))


basis = session.basis()
title = st.container()
choice = pickers.chosen(basis)
found = fetched.vacancies(basis, choice.place, choice.quarter)
with title:
    blocks.title_line(basis, choice, say("werkgevers.title"), found.headline)
frame.example_notice(basis)
pickers.unused(choice.cases)
draw(basis, choice, found)
