"""The parts of the page on resources: each under its name, with a way to what it means."""

from __future__ import annotations

import streamlit as st

from dashboard import pages
from dashboard.basis import Basis
from dashboard.components import section
from dashboard.components.plain import plain
from dashboard.views.middelen import fetched
from dashboard.views.middelen.fetched import Division, ResourcesAsked
from dashboard.words import say
from ketenkpi.errors import UserError
from ketenkpi.resources import load_assumptions
from ketenkpi.wording import Language


def sections(
    basis: Basis, asked: ResourcesAsked, keys: tuple[str, ...], language: Language
) -> None:
    """These parts one below the other."""
    for key in keys:
        head(key, language)
        found = fetched.section(basis, asked, key)
        section.draw(found, fetched.recipe(basis, asked, key) if found.pictures else "")
        about(key)


def allocation(basis: Basis, asked: ResourcesAsked, division: Division, language: Language) -> None:
    """The amount divided, or why it cannot be."""
    try:
        found = fetched.allocation(basis, asked, division)
    except UserError as fault:
        st.warning(plain(fault.message(language)))
    else:
        section.draw(found)
    about("allocation")


def head(key: str, language: Language) -> None:
    st.header(load_assumptions().concepts[key].name.in_(language))


def about(key: str) -> None:
    """One click to what this is and to the section of the paper it comes from."""
    concept = load_assumptions().concepts[key]
    st.page_link(
        pages.path("definities"),
        label=say("middelen.definition", section=concept.section),
        query_params={"begrip": key},
    )
