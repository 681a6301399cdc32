"""The chain drawn: a finding, a picture with its table, and where each concept is defined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape as safe

import streamlit as st

from dashboard import pages, reads, session
from dashboard.basis import Basis
from dashboard.components import chosen, on_page, written
from dashboard.components.how import HowMade
from dashboard.views.keten import fetched
from dashboard.views.keten.fetched import EVERY, ChainAsked
from dashboard.words import say
from ketenkpi.answer import Said, Section, Table
from ketenkpi.chain import answers
from ketenkpi.charts import Drawing, drawing, flow_drawing, flow_note
from ketenkpi.concepts import names
from ketenkpi.indicators import load_indicators
from ketenkpi.surfaces import in_words

# What is counted in each section, by its concepts and its indicators.
MEANT: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "flow": (("doorstroom",), ("warme_overdracht",)),
    "waiting": (("wachten",), ("wachttijd_tussen",)),
    "cost": (("wachtdagen",), ()),
    "slower": (("langer",), ()),
    "repeats": (("herhaling",), ()),
    "medewerkers": (("betrokken",), ()),
    "open": (("open",), ("leeftijd_open_zaken",)),
}


def sections(basis: Basis, asked: ChainAsked, handover: str) -> None:
    """All of it, one below the other; a note that several share stands below the last of them."""
    every = fetched.sections(basis, asked)
    for at, section in enumerate(every):
        later = [note for other in every[at + 1 :] for note in other.notes]
        st.header(in_words(section.title))
        if section.key == "flow":
            drawn = fetched.drawn(basis, asked)
            chosen = () if handover == EVERY else (handover,)
            note = in_words(flow_note(drawn, chosen))
            rows = fetched.flow_rows(basis, asked)
            own = [(flow_drawing(rows, drawn, section.finding, chosen), note)]
            _draw(section, later, own, fetched.flow_recipe(basis, asked, chosen))
        elif section.pictures:
            _draw(section, later, lines=fetched.recipe(basis, asked, section.key))
        else:
            _draw(section, later)
        _meant(section.key)


def handover(basis: Basis, asked: ChainAsked, key: str) -> None:
    """One handover explained, with its course."""
    if key == EVERY:
        return
    found = fetched.chain(basis, asked)
    section = answers.handover(found, key)
    st.header(in_words(section.title))
    _draw(section)
    if found.handover(key) is None:
        return
    points = fetched.course(basis, asked, key)
    place, quarters = reads.places(basis)[asked.place], [point.quarter for point in points]
    below = reads.phases_below(basis, place, quarters)
    course = answers.course(points, key)
    drawn = [
        (drawing(each, session.mode(), below), in_words(below.note)) for each in course.pictures
    ]
    _draw(course, own=drawn, lines=fetched.course_recipe(basis, asked, key))
    st.page_link(
        pages.path("overzicht"),
        label=say("keten.to_overview"),
        query_params={"indicator": f"overdracht_mediaan:overdracht:{key}", "plek": asked.place},
    )


def _draw(
    section: Section,
    later: Sequence[Said] = (),
    own: Sequence[tuple[Drawing, str]] = (),
    lines: str = "",
) -> None:
    """Finding, picture with its table, notes; `own` and `lines` as of `_shown`."""
    if isinstance(section.finding, tuple):
        texts = filter(None, map(in_words, section.finding))
        sentences = "".join(f"<p>{safe(text)}</p>" for text in texts)
        st.html(f'<div class="kk-answer">{sentences}</div>')
    else:
        _paragraphs("kk-finding", [section.finding])
    if section.table is not None:
        _shown(section, section.table, own, lines)
    _paragraphs("kk-note", [each for each in section.notes if each not in later])


def _shown(section: Section, table: Table, own: Sequence[tuple[Drawing, str]], lines: str) -> None:
    """The picture and its table in tabs, only the open one is drawn; a table without is shown.

    own: charts with their notes, instead of the pictures of the answer. lines: those that
    draw them elsewhere.
    """
    title = in_words(section.title)
    if not own and not section.pictures:
        st.html(written.table(table, title))
        return
    labels = {"beeld": say("keten.tab_picture"), "tabel": say("keten.tab_table")}
    name = f"weergave_{section.key}"
    left, right = chosen.tabs(labels, name, name).values()
    if left.open:
        drawn = own or [
            (drawing(each, session.mode()), in_words(each.note)) for each in section.pictures
        ]
        for chart, note in drawn:
            on_page.draw(chart, left, how=HowMade(title, (note,), (chart,), lines))
    if right.open:
        right.html(written.table(table, title))


def _paragraphs(kind: str, said: Sequence[Said]) -> None:
    texts = filter(None, map(in_words, said))
    html = "".join(f'<p class="{kind}">{safe(text)}</p>' for text in texts)
    if html:
        st.html(html)


def _meant(section: str) -> None:
    """The definitions of what a section counts, each one click."""
    counted, indicators = MEANT.get(section, ((), ()))
    every, known = names(), load_indicators()
    links = [("begrip", code, every[code]) for code in (f"keten.{key}" for key in counted)]
    links += [("indicator", key, known[key].name) for key in indicators]
    with st.container(horizontal=True):
        for kind, key, called in links:
            st.page_link(
                pages.path("definities"),
                label=say("keten.definition", name=in_words(called)),
                query_params={kind: key},
            )
