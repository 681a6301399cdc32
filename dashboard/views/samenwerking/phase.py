"""The phase of one Werkplein by three sources, and the phases of all Werkpleinen over time."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import session
from dashboard.basis import Basis
from dashboard.components import wide_table
from dashboard.components.chosen import pick
from dashboard.presenters import concepts
from dashboard.presenters.phase_band import group_name
from dashboard.views.samenwerking import fetched
from dashboard.views.samenwerking import phase_words as presenter
from dashboard.words import say
from ketenkpi.research_model import load_phases
from ketenkpi.surfaces import language as reader


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """What the register, the scan and the steps say, what does not agree, and the timeline."""
    language = reader()
    found = fetched.picture(basis, werkplein, quarter, language)
    st.header(say("samenwerking.phase_title", language))
    st.html(
        f'<div class="kk-answer">{"".join(f"<p>{safe(text)}</p>" for text in found.said)}</div>'
    )
    _findings(found)
    if found.reasons:
        st.subheader(say("samenwerking.reasons", language))
        st.html(f'<p class="kk-note">{safe(say("samenwerking.reasons_note", language))}</p>')
        st.html(found.reasons)
    if not found.checks.empty:
        st.subheader(say("samenwerking.checks", language))
        st.html(f'<p class="kk-note">{safe(say("samenwerking.checks_note", language))}</p>')
        wide_table.draw(found.checks, say("samenwerking.checks", language))
    _defined()
    _timeline(basis, werkplein, quarter)


def _findings(found: presenter.Picture) -> None:
    language = reader()
    st.subheader(say("samenwerking.findings", language))
    if not found.findings:
        st.html(f'<p class="kk-headline">{safe(say("samenwerking.findings_none", language))}</p>')
        return
    items = "".join(f"<li>{safe(text)}</li>" for text in found.findings)
    st.html(f'<ul class="kk-list">{items}</ul>')


def _defined() -> None:
    language = reader()
    codes = [f"fase.{key}" for key in load_phases().phases]
    codes += [f"teken.{key}" for key in load_phases().signs]
    links = ", ".join(concepts.named(code, language) for code in codes)
    st.html(f'<p class="kk-note">{safe(say("samenwerking.defined", language))} {links}.</p>')


def _timeline(basis: Basis, werkplein: str, quarter: int) -> None:
    language = reader()
    st.header(say("samenwerking.lanes", language))
    groups = presenter.groups(fetched.register(basis))
    if not groups:
        st.html(f'<p class="kk-headline">{safe(say("samenwerking.lanes_none", language))}</p>')
        return
    group = pick(
        st.container(),
        say("samenwerking.head_groups", language),
        groups,
        "doelgroep",
        lambda key: group_name(key, language),
    )
    asked = (basis, werkplein, quarter, group, language, session.mode())
    found = fetched.lanes(*asked)
    st.html(f'<p class="kk-finding">{safe(found.said)}</p>')
    labels = [say(f"overzicht.{name}", language) for name in ("tab_chart", "tab_table")]
    chart, table = st.tabs(labels, key="weergave_fase", on_change="rerun")
    if chart.open:
        chart.vega_lite_chart(found.chart.data, found.chart.spec, alt=found.chart.alt)
        chart.html(f'<p class="kk-note">{safe(say("samenwerking.lanes_note", language))}</p>')
    if table.open:
        with table:
            wide_table.draw(found.table, say("samenwerking.lanes", language))
