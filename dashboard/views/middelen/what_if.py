"""The form that moves fte or budget; the scenario stands in the address of the page."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.basis import Basis
from dashboard.components import section
from dashboard.components.plain import plain
from dashboard.views.middelen import fetched
from dashboard.views.middelen.fetched import ResourcesAsked
from dashboard.views.middelen.parts import about
from dashboard.words import say
from ketenkpi.errors import UserError
from ketenkpi.resources import PARTNERS, UNITS, Cell, Scenario, ScenarioMove, WhatIf, read_amount
from ketenkpi.resources.answers import move_said, short
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import in_both
from ketenkpi.wording import Language

NAME, KEPT = "scenario", "kept_scenario"


def draw(basis: Basis, asked: ResourcesAsked, language: Language) -> None:
    """The moves so far with what they change, and a form for the next one."""
    text = _text()
    st.html(f'<p class="kk-note">{say("middelen.what_if_intro")}</p>')
    try:
        start = fetched.tried(basis, asked, "")
        found = fetched.tried(basis, asked, text)
    except UserError as fault:
        # A link may hold moves that are not possible (any more) in this choice.
        st.warning(plain(fault.message(language)))
        if text:
            st.button(say("middelen.restart"), on_click=_keep, args=("",))
        return
    _moves(found)
    with st.form("verplaatsing", border=True):
        pressed = _form(start, language)
    if pressed is not None:
        _add(basis, asked, found.scenario, pressed, language)
    if found.scenario.moves:
        section.draw(fetched.what_if(basis, asked, text))
    else:
        st.info(say("middelen.what_if_empty"))
    about("what_if")


def _text() -> str:
    """The scenario in the address, else the one of earlier in this session."""
    asked = st.query_params.get(NAME)
    if asked is not None and asked != st.session_state.get("written_scenario"):
        _keep(asked)
    text: str = st.session_state.setdefault(KEPT, "")
    if text:
        st.query_params[NAME] = text
    elif asked is not None:
        del st.query_params[NAME]
    st.session_state["written_scenario"] = text
    return text


def _keep(text: str) -> None:
    st.session_state[KEPT] = text


def _moves(found: WhatIf) -> None:
    moves = found.scenario.moves
    for number, move in enumerate(moves, start=1):
        st.markdown(f"{number}\\. {plain(in_words(move_said(move)))}")
    if moves:
        with st.container(horizontal=True):
            st.button(
                say("middelen.undo"),
                on_click=_keep, args=(found.scenario.without_last().text,),
            )  # fmt: skip
            st.button(say("middelen.restart"), on_click=_keep, args=("",))


def _form(start: WhatIf, language: Language) -> tuple[str, str, Cell, Cell] | None:
    """Unit, amount as typed, and both places, once the button was pressed."""
    first, second = st.columns(2)
    unit = first.selectbox(
        say("middelen.unit"), UNITS, key="verplaats_eenheid",
        format_func={unit: say(f"middelen.unit_{unit}") for unit in UNITS}.__getitem__,
    )  # fmt: skip
    amount = second.text_input(say("middelen.amount_moved"), "1", key="verplaats_bedrag")
    left, right = st.columns(2)
    source = _cell(left, "van", start, language)
    target = _cell(right, "naar", start, language)
    pressed = st.form_submit_button(say("middelen.move_button"))
    return (str(unit), amount, source, target) if pressed else None


def _cell(where: DeltaGenerator, end: str, start: WhatIf, language: Language) -> Cell:
    cells = [each.cell for each in start.cells]
    where.markdown(f"**{say(f'middelen.move_{end}')}**")
    werkplein = where.selectbox(
        in_both("resources.head_werkplein").in_(language),
        list(dict.fromkeys(cell.werkplein for cell in cells)),
        key=f"{end}_werkplein",
    )
    partner = where.selectbox(
        in_both("resources.head_partner").in_(language), PARTNERS, key=f"{end}_partner",
        format_func=lambda code: short("organisatie", code).in_(language),
    )  # fmt: skip
    task = where.selectbox(
        in_both("resources.head_task").in_(language),
        list(dict.fromkeys(cell.task for cell in cells)),
        key=f"{end}_taak", format_func=lambda code: short("taak", code).in_(language),
    )  # fmt: skip
    return Cell(str(werkplein), str(partner), str(task))


def _add(
    basis: Basis,
    asked: ResourcesAsked,
    scenario: Scenario,
    pressed: tuple[str, str, Cell, Cell],
    language: Language,
) -> None:
    """Add the move when it can be made; else say why not, and change nothing."""
    unit, amount, source, target = pressed
    try:
        longer = scenario.with_move(ScenarioMove(unit, read_amount(amount), source, target))
        fetched.tried(basis, asked, longer.text)
    except UserError as fault:
        st.error(plain(fault.message(language)))
        return
    _keep(longer.text)
    st.rerun()
