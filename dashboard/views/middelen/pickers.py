"""Which resources: place, quarters, subject and what is typed, all kept in the address."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.basis import Basis
from dashboard.components.chosen import pick
from dashboard.components.pickers import bar, pick_cases, pick_place, pick_span, unused
from dashboard.presenters import parts
from dashboard.views.middelen import fetched
from dashboard.views.middelen.fetched import Division, ResourcesAsked
from dashboard.words import say
from ketenkpi.errors import UserError
from ketenkpi.resources import PARTNERS, UNITS, read_amount
from ketenkpi.resources.answers import key_name
from ketenkpi.surfaces import in_words
from ketenkpi.wording import Language

SUBJECTS = ("geld", "mensen", "opbrengst", "verdelen", "wat_als")
BOTH = "samen"


def chosen(basis: Basis, language: Language) -> tuple[ResourcesAsked, str]:
    """Draw the pickers; returns what was asked and the subject. There must be resources."""
    quarters = fetched.quarters(basis)
    first, second, third, fourth = bar()
    place = pick_place(first, basis)
    span = pick_span(second, quarters, parts.usual_span(quarters, quarters))
    unused(pick_cases(third, fourth, basis, quarters[-1]))
    subject = pick(
        st.container(),
        say("middelen.subject"),
        SUBJECTS,
        "onderwerp",
        lambda key: say(f"middelen.subject_{key}"),
    )
    within = tuple(quarter for quarter in parts.span(span) if quarter in quarters)
    rate = _rate(language) if subject == "opbrengst" else ""
    return ResourcesAsked(place, within, rate), subject


def _rate(language: Language) -> str:
    """An hourly rate as it was typed; '' when it is no amount, which is said."""
    where, _ = st.columns([1, 2])
    text = entered(where, say("middelen.rate"), "tarief", "")
    if not text:
        return ""
    try:
        read_amount(text)
    except UserError as fault:
        st.warning(fault.message(language))
        return ""
    return text


def division(basis: Basis, asked: ResourcesAsked) -> Division:
    """What to divide, in which unit, by which key, and whose clients count."""
    first, second, third, fourth = st.columns(4)
    key = pick(
        first,
        say("middelen.key"),
        fetched.keys(basis, asked),
        "sleutel",
        lambda key: in_words(key_name(key)),
    )
    present = fetched.present_fte(basis, asked)
    amount = entered(second, say("middelen.amount"), "verdeel", present)
    unit = pick(
        third,
        say("middelen.unit"),
        UNITS,
        "eenheid",
        lambda unit: say(f"middelen.unit_{unit}"),
    )
    partner = pick(
        fourth,
        say("middelen.partner"),
        [BOTH, *PARTNERS],
        "partner",
        lambda partner: say(f"middelen.partner_{partner}"),
    )
    return Division(key, amount, unit, None if partner == BOTH else partner)


def entered(where: DeltaGenerator, label: str, name: str, default: str) -> str:
    """Draw a field whose text lives in the address as `name`; returns the text."""
    kept = f"kept_{name}"
    asked = st.query_params.get(name)
    if asked is not None and asked != st.session_state.get(f"written_{name}"):
        st.session_state[kept] = asked
    st.session_state[name] = st.session_state.setdefault(kept, default)
    text: str = where.text_input(label, key=name, on_change=_typed, args=(name,)).strip()
    if asked != text:
        st.query_params[name] = text
    st.session_state[f"written_{name}"] = text
    return text


def _typed(name: str) -> None:
    st.session_state[f"kept_{name}"] = st.session_state[name]
