"""Klanttevredenheid: marks by principle of both groups, where to work first, who is missing."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.basis import Basis
from dashboard.components import blocks, frame, pickers
from dashboard.components.blocks import FigureShown
from dashboard.components.chosen import pick
from dashboard.components.pickers import Choice
from dashboard.views.klanttevredenheid import fetched
from dashboard.words import say
from ketenkpi.answer import Section, phrase
from ketenkpi.overview import Satisfaction
from ketenkpi.overview.answers import certain_said, group_said
from ketenkpi.surfaces import in_words


def draw(basis: Basis, choice: Choice, shown: fetched.SatisfactionShown) -> None:
    """Marks beside where to work first; below them who answered, and complaints."""
    left, right = st.columns([5, 4], gap="medium")
    with left.container(border=True, height="stretch"):
        legend = say("klanttevredenheid.legend")
        blocks.draw(shown.marks, legend, fetched.recipe(basis, choice, "marks"))
    with right.container(border=True, height="stretch"):
        top = st.container()
        group, priority = _priority(shown)
        lines = fetched.recipe(basis, choice, "priority", group)
        blocks.draw(priority, lines=lines, top=top)
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, height="stretch"):
        blocks.draw(shown.response)
        blocks.figures(_responses(shown.found), shown.quarters, choice.quarter)
    with right.container(border=True, height="stretch"):
        blocks.draw(shown.themes, lines=fetched.recipe(basis, choice, "themes"))
        blocks.figures([_complaints(shown.found)], shown.quarters, choice.quarter)
    blocks.tables((shown.marks, *shown.priority.values(), shown.themes))


def _priority(shown: fetched.SatisfactionShown) -> tuple[str, Section]:
    """The group that the reader chose, and what is said of it."""
    of_group = {str(group): section for group, section in shown.priority.items()}
    names = {str(group): in_words(group_said(group)) for group in shown.priority}
    label = say("klanttevredenheid.group")
    group = pick(st.container(), label, [*names], "klantgroep", names.__getitem__)
    return group, of_group[group]


def _responses(found: Satisfaction) -> list[FigureShown]:
    return [
        FigureShown(
            phrase("overview.response_of", group=group_said(each.group)),
            each.response,
            certain_said(each.response.now),
        )
        for each in found.groups
    ]


def _complaints(found: Satisfaction) -> FigureShown:
    row = found.complaints
    return FigureShown(row.tile.name, row, certain_said(row.now))


basis = session.basis()
title = st.container()
choice = pickers.chosen(basis)
found = fetched.satisfaction(basis, choice.place, choice.quarter)
with title:
    blocks.title_line(basis, choice, say("klanttevredenheid.title"), found.headline)
frame.example_notice(basis)
pickers.unused(choice.cases)
draw(basis, choice, found)
