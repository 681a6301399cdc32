"""The answers of the scan side by side, where the partners differ, and what is still open."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import formats, reads
from dashboard.basis import Basis
from dashboard.components import wide_table
from dashboard.components.chosen import pick
from dashboard.presenters import concepts
from dashboard.views.samenwerking import fetched
from dashboard.views.samenwerking import scan_words as presenter
from dashboard.words import say
from ketenkpi.cooperation import Answers
from ketenkpi.research_model import load_scan
from ketenkpi.surfaces import language as reader

SIDE, TIME = "werkpleinen", "kwartalen"


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """Completeness and agreement of one Werkplein, the heat table, and one item explained."""
    answers = fetched.answers(basis, werkplein, quarter)
    if answers.filled:
        _agreement(answers)
    else:
        no_scan(werkplein, quarter)
    _heat(basis, werkplein, quarter)
    if answers.filled:
        _one_item(answers)


def no_scan(werkplein: str, quarter: int) -> None:
    """Says that there is no scan up to this quarter, and what to do."""
    language = reader()
    when = formats.quarter(quarter)
    text = say("samenwerking.no_scan_here", language, place=werkplein, quarter=when)
    st.html(f'<p class="kk-headline">{safe(text)}</p>')


def _agreement(answers: Answers) -> None:
    language = reader()
    st.header(say("samenwerking.agreement_title", language))
    said = [presenter.completeness_said(answers, language)]
    said += presenter.agreement_said(answers, language)
    paragraphs = "".join(f"<p>{safe(text)}</p>" for text in said)
    meaning = concepts.named("begrip.overeenstemming", language)
    defined = f'<p class="kk-note">{safe(say("samenwerking.defined", language))} {meaning}.</p>'
    st.html(f'<div class="kk-answer">{paragraphs}</div>{defined}')
    if len(answers.answering) > 1:
        told, table = presenter.differences(answers, language)
        st.html(f'<p class="kk-finding">{safe(told)}</p>')
        if not table.empty:
            wide_table.draw(table, told)
        with st.expander(say("samenwerking.agreement_parts", language)):
            name = say("samenwerking.agreement_title", language)
            wide_table.draw(presenter.agreement_table(answers, language), name)
    with st.expander(say("samenwerking.complete_title", language)):
        name = say("samenwerking.complete_title", language)
        wide_table.draw(presenter.completeness_table(answers, language), name)


def _heat(basis: Basis, werkplein: str, quarter: int) -> None:
    language = reader()
    st.header(say("samenwerking.heat", language))
    when = formats.quarter(quarter)
    names = {
        SIDE: say("samenwerking.by_werkpleinen", language, quarter=when),
        TIME: say("samenwerking.by_kwartalen", language, place=werkplein),
    }
    view = pick(
        st.container(),
        say("samenwerking.heat_by", language),
        list(names),
        "tabel",
        names.__getitem__,
    )
    if view == SIDE:
        columns = fetched.side_by_side(basis, reads.delivered(basis).werkpleinen, quarter)
    else:
        columns = fetched.over_time(basis, werkplein, quarter)
    if not columns:
        st.html(f'<p class="kk-headline">{safe(say("samenwerking.heat_none", language))}</p>')
        return
    address = {"deel": "scan", "plek": werkplein, "kwartaal": when, "tabel": view}
    st.html(f'<p class="kk-finding">{safe(presenter.heat_said(columns, language))}</p>')
    st.html(presenter.heat(columns, address, language))
    st.html(f'<p class="kk-note">{safe(say("samenwerking.heat_note", language))}</p>')


def _one_item(answers: Answers) -> None:
    language = reader()
    st.header(say("samenwerking.drill_title", language))
    items = load_scan().items
    item = pick(
        st.container(),
        say("samenwerking.head_item", language),
        list(items),
        "onderdeel",
        lambda key: items[key].name.in_(language),
    )
    st.html(
        f'<p class="kk-finding">{safe(items[item].question.in_(language))}</p>'
        f'<p class="kk-note">{concepts.named(f"onderdeel.{item}", language)}</p>'
    )
    wide_table.draw(presenter.drilled(answers, item, language), items[item].name.in_(language))
