"""Definitions: every indicator as its definition says it, the data dictionary, and concepts."""

from __future__ import annotations

import re
from datetime import date

import streamlit as st

from dashboard import session
from dashboard.components import pairs, section
from dashboard.components.chosen import asked_for, pick, tabs
from dashboard.components.pickers import pick_contract
from dashboard.words import say
from ketenkpi.answer import Section
from ketenkpi.concepts import answers as concepts
from ketenkpi.concepts import names
from ketenkpi.contracts import answers as contract_answers
from ketenkpi.indicators import answers, load_indicators, reviews, worked_text
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import in_both
from ketenkpi.wording import LIBRARY

OPEN = "uitleg"
# How an address names a tab; one that names a thing to look up opens its tab as well.
PART = "deel"
# A cell of a worked example that holds the code of a reason.
REASONS = frozenset(LIBRARY.keys())
REASON = re.compile(r"(?<=\| )[a-z_]+(?= *\|)")


def indicators() -> None:
    """One indicator, and the sum done by hand."""
    language = reader()
    known = load_indicators()
    by_name = sorted(known, key=lambda key: known[key].name.in_(language).casefold())
    indicator = pick(
        st.container(),
        say("definities.indicator"),
        by_name,
        "indicator",
        lambda key: answers.listed_name(known[key]).in_(language),
    )
    _fields(answers.definition(known[indicator]))
    example = worked_text(indicator)
    if example is not None:
        with st.expander(say("definities.worked"), key="kk-worked"):
            st.html(f'<p class="kk-note">{say("definities.worked_note")}</p>')
            st.markdown(REASON.sub(_reason, example))


def _reason(cell: re.Match[str]) -> str:
    """Why there is no figure, as it is said; any other word as it stands."""
    key = f"indicators.reason_{cell[0]}"
    return in_words(in_both(key)) if key in REASONS else cell[0]


def columns() -> None:
    """One kind of file: what a row is, its columns, the rules between them."""
    contract = pick_contract(say("definities.contract"))
    for each in contract_answers.dictionary(contract):
        st.header(in_words(each.title))
        section.draw(each)


def model() -> None:
    """One concept of the research model."""
    language = reader()
    code = pick(
        st.container(),
        say("definities.concept"),
        sorted(names(), key=lambda each: concepts.listed_name(each).in_(language).casefold()),
        "begrip",
        lambda each: concepts.listed_name(each).in_(language),
    )
    _fields(concepts.definition(code))


def review() -> None:
    """Which definitions wait for people to check them."""
    found = answers.reviews_due(reviews(load_indicators().values(), date.today()))
    st.header(in_words(found.title))
    section.draw(found, folded=True)


def _fields(found: Section) -> None:
    st.header(in_words(found.title))
    st.html(pairs.as_html(found.items))


TABS = {
    "indicator": ("tab_indicators", indicators),
    "contract": ("tab_columns", columns),
    "begrip": ("tab_concepts", model),
    "nakijken": ("tab_review", review),
}
language = session.language()
st.title(say("definities.title"))
labels = {name: say(f"definities.{key}") for name, (key, _) in TABS.items()}
# A link names one thing to look up: its tab opens.
for name, label in labels.items():
    if asked_for(name):
        st.session_state[OPEN] = label
for name, tab in tabs(labels, PART, OPEN).items():
    if tab.open:
        for other in TABS:
            if other != name and other in st.query_params:
                del st.query_params[other]
        with tab:
            TABS[name][1]()
