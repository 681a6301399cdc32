"""What is agreed between tasks against what is needed: three matrices and the list of gaps."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import formats
from dashboard.basis import Basis
from dashboard.components import wide_table
from dashboard.components.chosen import pick
from dashboard.views.samenwerking import agreements_words as presenter
from dashboard.views.samenwerking import fetched, scan
from dashboard.views.samenwerking import names as names
from dashboard.words import say
from ketenkpi.research_model import load_dependence
from ketenkpi.surfaces import language as reader

OFF, ON = "uit", "aan"


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """The matrices of one Werkplein and quarter; clients are those of the year up to it."""
    language = reader()
    if not fetched.answers(basis, werkplein, quarter).filled:
        scan.no_scan(werkplein, quarter)
        return
    left, right = st.columns(2)
    situations = load_dependence().situations
    situation = pick(
        left,
        say("samenwerking.head_situation", language),
        list(situations),
        "situatie",
        lambda key: situations[key].name.in_(language),
    )
    factor = _time_factor(right)
    drawn = fetched.matrix(basis, werkplein, quarter, factor, situation, language)
    st.html(
        f'<div class="kk-answer">{"".join(f"<p>{safe(text)}</p>" for text in drawn.said)}</div>'
    )
    st.html(drawn.html)
    legend = ["matrix_legend", "matrix_parties"]
    if not situations[situation].ordered:
        legend.insert(1, "matrix_below")
    text = " ".join(say(f"samenwerking.{key}", language) for key in legend)
    items = "".join(f"<li>{safe(note)}</li>" for note in drawn.notes)
    st.html(
        f'<p class="kk-note">{safe(text)}</p>{presenter.explained(language)}'
        f'<ul class="kk-list">{items}</ul>'
    )
    _gaps(basis, werkplein, quarter, factor)


def _time_factor(where: st.delta_generator.DeltaGenerator) -> bool:
    """The switch of section 7.7 with its weight, kept in the address."""
    language = reader()
    known = load_dependence().time_factor
    pairs = [pair.name.in_(language) for pair in load_dependence().pairs if pair.key in known.pairs]
    weight = formats.number(known.weight, 1, language)
    labels = {
        OFF: say("samenwerking.time_off", language),
        ON: say("samenwerking.time_on", language, weight=weight),
    }
    chosen = pick(
        where,
        say("samenwerking.time_factor", language),
        list(labels),
        "tijdfactor",
        labels.__getitem__,
    )
    if chosen == ON:
        where.html(
            f'<p class="kk-note">{safe(known.why.in_(language))} '
            + safe(
                say(
                    "samenwerking.time_factor_help",
                    language,
                    weight=weight,
                    pairs=names.joined(pairs, language),
                    section=known.section,
                )
            )
            + "</p>"
        )
    return chosen == ON


def _gaps(basis: Basis, werkplein: str, quarter: int, factor: bool) -> None:
    language = reader()
    found = fetched.known(basis, werkplein, quarter, factor).coordination
    st.header(say("samenwerking.gaps", language))
    st.html(f'<p class="kk-finding">{safe(presenter.gaps_said(found, language))}</p>')
    if not found.gaps:
        return
    order = pick(
        st.container(),
        say("samenwerking.gaps_sort", language),
        presenter.SORTS,
        "volgorde",
        lambda key: say(f"samenwerking.sort_{key}", language),
    )
    wide_table.draw(presenter.gaps(found, order, language), say("samenwerking.gaps", language))
