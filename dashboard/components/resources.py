"""The parts of the page on resources: a finding above its pictures, the table beside them."""

from __future__ import annotations

from html import escape as safe

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import pages, reads_resources, session
from dashboard.basis import Basis
from dashboard.charts import Chart
from dashboard.components.plain import plain
from dashboard.presenters.resources_words import Section, Table
from dashboard.reads_resources import Asked, Division
from dashboard.words import say
from ketenkpi.errors import UserError
from ketenkpi.resources import load_assumptions
from ketenkpi.wording import Language

# Tables with more columns than this stand below the pictures.
NARROW = 7


def sections(basis: Basis, asked: Asked, names: tuple[str, ...], language: Language) -> None:
    """These parts one below the other."""
    for name in names:
        head(name, language)
        draw(reads_resources.section(basis, asked, name, language, session.mode()), language)
        about(name, language)


def allocation(basis: Basis, asked: Asked, division: Division, language: Language) -> None:
    """The amount divided, or why it cannot be."""
    try:
        found = reads_resources.allocation(basis, asked, division, language, session.mode())
    except UserError as fault:
        st.warning(plain(fault.message(language)))
    else:
        draw(found, language)
    about("allocation", language)


def head(name: str, language: Language) -> None:
    st.header(load_assumptions().concepts[name].name.in_(language))


def draw(found: Section, language: Language) -> None:
    """A finding, its pictures with the table beside or below, and the notes."""
    st.html(f'<p class="kk-finding">{safe(found.finding)}</p>')
    name = load_assumptions().concepts[found.concept].name.in_(language)
    table = numbers(found.table, name)
    if len(found.charts) == 1 and len(found.table.frame.columns) <= NARROW:
        left, right = st.columns([2, 3], gap="medium")
        _picture(left, found.charts[0])
        right.html(table)
    else:
        for where, chart in zip(st.columns(max(1, len(found.charts))), found.charts, strict=False):
            _picture(where, chart)
        st.html(table)
    st.html("".join(f'<p class="kk-note">{safe(note)}</p>' for note in found.notes))


def _picture(where: DeltaGenerator, chart: Chart) -> None:
    where.vega_lite_chart(chart.data, chart.spec, alt=chart.alt)


def numbers(table: Table, label: str) -> str:
    """A table that scrolls inside itself: numbers to the right, words to the left.

    label names it to who cannot see it.
    """
    frame, first_head = table.frame, str(table.frame.index.name)

    def kind(name: str, of_reasons: str) -> str:
        if name == table.why:
            return f' class="{of_reasons}"'
        return ' class="kk-text"' if name in table.words else ""

    heads = "".join(
        f'<th scope="col"{kind(name, "kk-text")}>{safe(name)}</th>' for name in frame.columns
    )
    rows = "".join(
        f'<tr><th scope="row">{safe(str(first))}</th>'
        + "".join(
            f"<td{kind(name, 'kk-why')}>{safe(str(text))}</td>"
            for name, text in zip(frame.columns, rest, strict=True)
        )
        + "</tr>"
        for first, *rest in frame.itertuples()
    )
    return (
        f'<div class="kk-grid kk-numbers" tabindex="0" role="region" aria-label="{safe(label)}">'
        f'<table><thead><tr><th scope="col">{safe(first_head)}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def about(name: str, language: Language) -> None:
    """One click to what this is and to the section of the paper it comes from."""
    concept = load_assumptions().concepts[name]
    st.page_link(
        pages.path("definities"),
        label=say("middelen.definition", language, section=concept.section),
        query_params={"begrip": name},
    )
