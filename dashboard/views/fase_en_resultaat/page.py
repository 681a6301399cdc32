"""Phase and result: each Werkplein a dot, its phase against one result, per target group."""

from __future__ import annotations

from dataclasses import replace
from html import escape as safe

import streamlit as st

from dashboard import reads, session
from dashboard.components import blocks, frame, pickers
from dashboard.components.chosen import pick
from dashboard.views.fase_en_resultaat import fetched
from dashboard.words import say
from ketenkpi.answer import Section, in_full
from ketenkpi.overview import CountedCases, Tile
from ketenkpi.programme import answers, load_theory
from ketenkpi.surfaces import in_html, in_words

# What comes of cooperation: the process and the outcomes of the policy theory.
FIRST_COLUMN, OPENING = 3, "aandeel_werk"
basis = session.basis()
title = st.container()
choice = pickers.chosen(basis)
pickers.unused(CountedCases(scheme=choice.cases.scheme))
boxes = load_theory().boxes.values()
measures = {
    Tile(each.indicator, each.part).code: each
    for box in boxes
    if box.column >= FIRST_COLUMN
    for each in box.measures
}
code = pick(
    st.container(),
    say("fase_en_resultaat.result"),
    list(measures),
    "resultaat",
    lambda each: in_words(Tile.of(each).name),
    default=OPENING,
)
found = fetched.result(basis, measures[code], choice.quarter)
place = reads.places(basis)[choice.place]
own = place.name if place.kind == "werkplein" else None
whole, *groups = answers.by_phase(found, own)
with title:
    at = next((line.quarter for line in found.lines.values()), found.quarter)
    name, period = say("fase_en_resultaat.title"), in_words(in_full(at))
    st.html(f'<h1 class="kk-title">{safe(name)} <span>{safe(period)}</span></h1>')
    st.html(f'<p class="kk-headline">{in_html(whole.finding)}</p>')
frame.example_notice(basis)
shown = [each for each in groups if choice.cases.group in (None, each.key)]


def card(section: Section) -> None:
    """The picture of one target group; without any figure that is said instead."""
    lines = fetched.recipe(measures[code], choice.quarter, own, section.key)
    blocks.draw(replace(section, finding=None if section.pictures else section.finding), "", lines)


if shown:
    for column, section in zip(st.columns(len(shown), gap="small"), shown, strict=True):
        with column.container(border=True, height="stretch"):
            card(section)
else:
    st.info(say("fase_en_resultaat.no_phases"))
st.html(f'<p class="kk-caution">{in_html(whole.notes)}</p>')
st.html(f'<p class="kk-note">{say("fase_en_resultaat.legend")}</p>')
if shown:
    blocks.tables(shown)
