"""The chain drawn: a finding, a picture with its table, and where each concept is defined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard import pages, reads, session
from dashboard.basis import Basis
from dashboard.components import blocks, chosen, on_page, written
from dashboard.components.how import HowMade
from dashboard.views.keten import fetched
from dashboard.views.keten.fetched import EVERY, ChainAsked
from dashboard.words import say
from ketenkpi.answer import Linked, Said, Section
from ketenkpi.chain import answers
from ketenkpi.charts import Drawing, drawing, flow_drawing, flow_note
from ketenkpi.concepts import names
from ketenkpi.indicators import load_indicators
from ketenkpi.surfaces import in_html, in_words

# What marks and colours mean, said at the head of the block.
LEGENDS = ("in_order", "waiting", "cost", "open")
# What is counted in each section, by its concepts and its indicators.
MEANT: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "in_order": ((), ("doorlooptijd", "overdracht_mediaan")),
    "flow": (("doorstroom",), ("warme_overdracht",)),
    "waiting": (("wachten",), ("wachttijd_tussen",)),
    "cost": (("wachtdagen",), ()),
    "slower": (("langer",), ()),
    "repeats": (("herhaling",), ()),
    "medewerkers": (("betrokken",), ()),
    "open": (("open",), ("leeftijd_open_zaken",)),
}


def title(basis: Basis, asked: ChainAsked) -> None:
    """The title with place and period in one line, and below it which handover costs most."""
    place = in_html(reads.places(basis)[asked.place].said)
    period = in_html(answers.span(asked.quarters)) if asked.quarters else ""
    st.html(f'<h1 class="kk-title">{say("keten.title")} <span>{place}, {period}</span></h1>')
    st.html(f'<p class="kk-headline">{in_html(fetched.headline(basis, asked))}</p>')


def sections(basis: Basis, asked: ChainAsked, handover: str) -> None:
    """All of it, a block each; a note that several share stands in the last of them."""
    every = fetched.sections(basis, asked)
    for at, section in enumerate(every):
        later = [note for other in every[at + 1 :] for note in other.notes]
        shown = replace(section, notes=tuple(n for n in section.notes if n not in later))
        with st.container(border=True):
            if section.key == "flow":
                flow(basis, asked, shown, handover)
            else:
                lines = fetched.recipe(basis, asked, section.key) if section.pictures else ""
                block(shown, lines)


def flow(basis: Basis, asked: ChainAsked, section: Section, handover: str) -> None:
    """How clients go from step to step, with the chosen handover in blue."""
    drawn = fetched.drawn(basis, asked)
    blue = () if handover == EVERY else (handover,)
    rows = fetched.flow_rows(basis, asked)
    picture = (flow_drawing(rows, drawn, section.finding, blue), flow_note(drawn, blue))
    block(section, fetched.flow_recipe(basis, asked, blue), [picture])


def handover(basis: Basis, asked: ChainAsked, key: str) -> None:
    """One handover explained, with its course."""
    if key == EVERY:
        return
    found = fetched.chain(basis, asked)
    section = answers.handover(found, key)
    with st.container(border=True):
        block(section)
        if found.handover(key) is None:
            return
        points = fetched.course(basis, asked, key)
        place, quarters = reads.places(basis)[asked.place], [point.quarter for point in points]
        below = reads.phases_below(basis, place, quarters)
        course = answers.course(points, key)
        drawn = [(drawing(each, session.mode(), below), below.note) for each in course.pictures]
        block(course, fetched.course_recipe(basis, asked, key), drawn)
        st.page_link(
            pages.path("overzicht"),
            label=say("keten.to_overview"),
            query_params={"indicator": f"overdracht_mediaan:overdracht:{key}", "plek": asked.place},
        )


Drawn = Sequence[tuple[Drawing, Said]]


def block(section: Section, lines: str = "", own: Drawn = ()) -> None:
    """A head with its '?', what was found, and the picture beside its table.

    lines: those that draw the picture elsewhere. own: charts with how to read them, instead
    of the pictures of the answer.
    """
    drawn = own or [(drawing(each, session.mode()), each.note) for each in section.pictures]
    top = st.container()
    # What costs most stands above the page already.
    if section.finding and section.key != "cost":
        st.html(f'<p class="kk-said">{in_html(section.finding)}</p>')
    shown = _shown(section, tuple(chart for chart, _ in drawn))
    notes = (*(note for _, note in drawn), *section.notes, *_meant(section.key))
    with top:
        how = HowMade(in_words(section.title), notes, shown, lines if drawn else "")
        blocks.head(section.title, _legend(section.key), how)


def _shown(section: Section, charts: tuple[Drawing, ...]) -> tuple[Drawing, ...]:
    """The pictures and their table in tabs, of which the open one is drawn; which pictures are.

    A table without pictures is shown at once.
    """
    if section.table is None:
        return ()
    table = written.table(section.table, in_words(section.title))
    if not charts:
        st.html(table)
        return ()
    labels = {"beeld": say("keten.tab_picture"), "tabel": say("keten.tab_table")}
    name = f"weergave_{section.key}"
    left, right = chosen.tabs(labels, name, name).values()
    if right.open:
        right.html(table)
        return ()
    for chart in charts:
        on_page.chart(chart, left)
    return charts


def _legend(key: str) -> str:
    return say(f"keten.legend_{key}") if key in LEGENDS else ""


def _meant(section: str) -> tuple[Said, ...]:
    """The definitions of what a section counts, each one click."""
    counted, indicators = MEANT.get(section, ((), ()))
    every, known = names(), load_indicators()
    found = [("begrip", code, every[code]) for code in (f"keten.{key}" for key in counted)]
    found += [("indicator", key, known[key].name) for key in indicators]
    return tuple(
        Linked(say("keten.definition", name=in_words(called)), "definities", {kind: key})
        for kind, key, called in found
    )
