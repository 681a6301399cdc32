"""Definitions: every indicator as its definition says it, the data dictionary, and concepts."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components.chosen import pick
from dashboard.presenters import definitions
from dashboard.words import say
from ketenkpi.contracts import load_contracts
from ketenkpi.indicators import load_indicators, worked_text
from ketenkpi.resources import load_assumptions

language = session.language()
st.title(say("definities.title", language))
TABS = {"indicator": "tab_indicators", "contract": "tab_columns", "begrip": "tab_concepts"}
labels = {name: say(f"definities.{key}", language) for name, key in TABS.items()}
# A link names one thing to look up: its tab opens.
asked = next((name for name in TABS if name in st.query_params), "indicator")
figures, columns, concepts = st.tabs(list(labels.values()), default=labels[asked])
with figures:
    known = load_indicators()
    by_name = sorted(known, key=lambda key: known[key].name.in_(language).casefold())
    indicator = pick(
        st.container(),
        say("definities.indicator", language),
        by_name,
        "indicator",
        lambda key: definitions.listed_name(known[key], language),
    )
    st.header(definitions.listed_name(known[indicator], language))
    st.html(definitions.indicator_html(known[indicator], language))
    example = worked_text(indicator)
    if example is not None:
        st.subheader(say("definities.worked", language))
        st.html(f'<p class="kk-note">{say("definities.worked_note", language)}</p>')
        st.container(key="kk-worked").markdown(example)
with columns:
    contracts = load_contracts()
    contract = pick(
        st.container(),
        say("definities.contract", language),
        definitions.in_order(contracts, language),
        "contract",
        lambda key: contracts[key].name.in_(language),
    )
    st.header(contracts[contract].name.in_(language))
    st.html(definitions.contract_html(contracts[contract], language))
    st.table(definitions.columns_table(contracts[contract], language))
    st.subheader(say("definities.rules", language))
    st.table(definitions.rules_table(contracts[contract], language))
with concepts:
    every = load_assumptions().concepts
    concept = pick(
        st.container(),
        say("definities.concept", language),
        list(every),
        "begrip",
        lambda key: every[key].name.in_(language),
    )
    st.header(every[concept].name.in_(language))
    st.html(definitions.concept_html(every[concept], language))
    for key in every[concept].indicators:
        st.page_link(
            "views/definities.py",
            label=definitions.listed_name(known[key], language),
            query_params={"indicator": key},
        )
