"""What is agreed between tasks against what is needed: a matrix, how far, and the list of gaps."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.basis import Basis
from dashboard.components.chosen import pick
from dashboard.components.how import HowMade, headed
from dashboard.presenters import parts as periods
from dashboard.views.samenwerking import fetched, matrix, parts, scan
from dashboard.words import say
from ketenkpi.answer import Cell, Measured, Section, Table
from ketenkpi.cooperation import Coordination, answers
from ketenkpi.research_model import Situation, load_dependence
from ketenkpi.surfaces import in_html, in_words, language
from ketenkpi.vocabulary import Text

OFF, ON = "uit", "aan"
BY_NAME = "paar"
YEAR = 4


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """The matrices of one Werkplein and quarter; clients are those of the year up to it."""
    if not fetched.answers(basis, werkplein, quarter).filled:
        scan.no_scan(werkplein, quarter)
        return
    left, right = st.columns(2)
    situations = load_dependence().situations
    names = {key: each.name.in_(language()) for key, each in situations.items()}
    label = say("samenwerking.situation")
    chosen = situations[pick(left, label, list(names), "situatie", names.__getitem__)]
    found = fetched.known(basis, werkplein, quarter, _time_factor(right)).coordination
    headed(
        f'<p class="kk-finding">{in_html(answers.situation_said(found, chosen.key))}</p>',
        _how(chosen),
    )
    year = periods.code(range(quarter - YEAR + 1, quarter + 1))
    st.html(matrix.as_html(found, chosen, {"plek": werkplein, "periode": year}))
    parts.draw([answers.coverage(found)])
    gaps = answers.gaps(found)
    st.header(in_words(gaps.title))
    parts.body(gaps if gaps.table is None else _ordered(found, gaps, gaps.table))


def _time_factor(where: DeltaGenerator) -> bool:
    """The switch of section 7.7 with its weight, kept in the address."""
    weight = in_words(Measured(load_dependence().time_factor.weight, "weight"))
    labels = {
        OFF: say("samenwerking.time_off"),
        ON: say("samenwerking.time_on", weight=weight),
    }
    label = say("samenwerking.time_factor")
    return pick(where, label, list(labels), "tijdfactor", labels.__getitem__) == ON


def _ordered(found: Coordination, gaps: Section, table: Table) -> Section:
    """The pairs in which something lacks, in the order that is picked."""
    names = {key: say(f"samenwerking.sort_{key}") for key in (*answers.SORTS, BY_NAME)}
    label = say("samenwerking.gaps_sort")
    order = pick(st.container(), label, list(names), "volgorde", names.__getitem__)
    if order != BY_NAME:
        return answers.gaps(found, order)
    # Names are sorted as they are read, in the language of the reader.
    rows = sorted(table.rows, key=_name)
    return replace(gaps, table=replace(table, rows=tuple(rows)))


def _name(row: tuple[Cell, ...]) -> str:
    assert isinstance(row[0], Text), "a pair has a name"
    return row[0].in_(language()).casefold()


def _how(situation: Situation) -> HowMade:
    """How to read the matrix of a situation, what the paper found there, and what is what."""
    model = load_dependence()
    legend = ["matrix_legend", "matrix_parties"]
    if not situation.ordered:
        legend.insert(1, "matrix_below")
    own = ("begrip.product", "begrip.proces", "begrip.arentsen", "begrip.tijdfactor")
    relations = (f"relatie.{key}" for key in model.relations)
    meant = [*own, *relations, *(f"situatie.{key}" for key in model.situations)]
    read = " ".join(say(f"samenwerking.{key}") for key in legend)
    paper = (situation.expected, situation.found, *situation.notes)
    return HowMade(in_words(situation.name), (read, *paper, *parts.defined(meant)))
