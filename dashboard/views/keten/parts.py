"""The chain drawn: a finding, a picture with its table, and where each concept is defined."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import pages, session
from dashboard.basis import Basis
from dashboard.components.plain import plain
from dashboard.presenters.concepts import code, concepts
from dashboard.views.keten import fetched, words
from dashboard.views.keten.fetched import EVERY, Asked, Picture
from dashboard.words import say
from ketenkpi.answer import Table
from ketenkpi.chain import Chain, answers
from ketenkpi.indicators import load_indicators
from ketenkpi.surfaces import table_as_html
from ketenkpi.wording import Language


def apart(found: Chain, language: Language) -> None:
    """Moves that nobody can see, said before any figure."""
    said = words.apart(found, language)
    if said:
        st.warning("\n\n".join(plain(text) for text in said))


def flow(basis: Basis, asked: Asked, handover: str, language: Language) -> None:
    """How clients go."""
    found = fetched.flow(basis, asked, handover, language, session.mode())
    _section("flow", found, language, ("doorstroom",), ("warme_overdracht",))


def handover(basis: Basis, asked: Asked, key: str, language: Language) -> None:
    """One handover explained, with its course."""
    if key == EVERY:
        return
    found = fetched.handover(basis, asked, key, language, session.mode())
    st.header(found.name)
    st.html(f'<div class="kk-answer">{"".join(f"<p>{safe(s)}</p>" for s in found.said)}</div>')
    if found.course is None:
        return
    st.html(f'<p class="kk-finding">{safe(found.course.said)}</p>')
    _pictures("course", found.course, language)
    st.page_link(
        pages.path("overzicht"),
        label=say("keten.to_overview", language),
        query_params={"indicator": f"overdracht_mediaan:overdracht:{key}", "plek": asked.place},
    )


def waiting(basis: Basis, asked: Asked, language: Language) -> None:
    """Inside against between organisations, what costs most, and what is slower than elsewhere."""
    found = fetched.waiting(basis, asked, language, session.mode())
    _section("waiting", found, language, ("wachten", "wachtdagen", "langer"), ("wachttijd_tussen",))
    chain = fetched.chain(basis, asked)
    st.header(say("keten.cost", language))
    st.html(
        f'<p class="kk-finding">{safe(words.cost(chain, language))}</p>'
        f'<p class="kk-note">{say("keten.cost_note", language)}</p>'
    )
    st.subheader(say("keten.slower", language))
    said, listed = words.slower(chain, language)
    items = "".join(f"<li>{safe(text)}</li>" for text in listed)
    st.html(
        f'<p class="kk-finding">{safe(said)}</p>'
        + (f'<ul class="kk-list">{items}</ul>' if items else "")
        + f'<p class="kk-note">{say("keten.slower_note", language)}</p>'
    )


def repeats(basis: Basis, asked: Asked, language: Language) -> None:
    """Intakes and diagnoses done again."""
    chain = fetched.chain(basis, asked)
    st.header(say("keten.repeats", language))
    said = "".join(f"<p>{safe(words.repeat(e, language))}</p>" for e in chain.repeats)
    st.html(f'<div class="kk-answer">{said}</div>')
    _table(answers.repeat_table(chain), say("keten.repeats", language))
    _below("repeats", say("keten.repeats_note", language), language, ("herhaling",))


def involved(basis: Basis, asked: Asked, language: Language) -> None:
    """Organisations and workers per client."""
    st.header(say("keten.involved", language))
    for where, found in zip(
        st.columns(2, gap="medium"),
        fetched.involved(basis, asked, language, session.mode()),
        strict=True,
    ):
        with where:
            st.subheader(found.note)
            st.html(f'<p class="kk-finding">{safe(found.said)}</p>')
            if found.chart is not None:
                st.vega_lite_chart(found.chart.data, found.chart.spec, alt=found.chart.alt)
                _table(found.table, found.note)
    _below("involved", say("keten.involved_note", language), language, ("betrokken",))


def open_cases(basis: Basis, asked: Asked, language: Language) -> None:
    """Where open cases are now."""
    found = fetched.open_cases(basis, asked, language, session.mode())
    _section("open", found, language, ("open",), ("leeftijd_open_zaken",))


def _section(
    name: str,
    found: Picture,
    language: Language,
    counted: tuple[str, ...],
    indicators: tuple[str, ...],
) -> None:
    st.header(say(f"keten.{name}", language))
    st.html(f'<p class="kk-finding">{safe(found.said)}</p>')
    _pictures(name, found, language)
    _below(name, "", language, counted, indicators)


def _pictures(name: str, found: Picture, language: Language) -> None:
    """The picture and its table in tabs; only the open one is drawn."""
    labels = [say(f"keten.tab_{tab}", language) for tab in ("picture", "table")]
    picture, table = st.tabs(labels, key=f"weergave_{name}", on_change="rerun")
    if picture.open and found.chart is not None:
        picture.vega_lite_chart(found.chart.data, found.chart.spec, alt=found.chart.alt)
        picture.html(f'<p class="kk-note">{safe(found.note)}</p>')
    if table.open:
        with table:
            _table(found.table, say(f"keten.{name}", language))


def _table(table: Table, label: str) -> None:
    st.html(table_as_html(table, label))


def _below(
    name: str,
    note: str,
    language: Language,
    counted: tuple[str, ...],
    indicators: tuple[str, ...] = (),
) -> None:
    """What to know when reading, the section of the paper, and the definitions, each one click."""
    source = say("keten.source", language, where=say(f"keten.where_{name}", language))
    st.html("".join(f'<p class="kk-note">{safe(text)}</p>' for text in (note, source) if text))
    every, known = concepts(), load_indicators()
    codes = [code("keten", key) for key in counted]
    links = [("begrip", each, every[each].name) for each in codes]
    links += [("indicator", key, known[key].name) for key in indicators]
    with st.container(horizontal=True):
        for kind, key, called in links:
            st.page_link(
                pages.path("definities"),
                label=say("keten.definition", language, name=called.in_(language)),
                query_params={kind: key},
            )
