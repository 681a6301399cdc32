"""Which place, quarter and scheme: chosen above every page of figures, kept in its address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import pages, reads
from dashboard.basis import Basis
from dashboard.components.chosen import choose, pick
from dashboard.presenters import parts
from dashboard.words import say
from ketenkpi.asked import LOOKS
from ketenkpi.contracts import Contract, load_contracts
from ketenkpi.indicators import counterpart, load_indicators, look_of
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabularies import stored_scheme, vocabularies
from ketenkpi.vocabulary import Quarter

ALL_SCHEMES = "alle"
# Under which the address of a page holds the figure that is looked at.
CHOSEN = "indicator"
LOOK = "kijk"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose; `scheme` None is all of them."""

    place: str
    quarter: int
    scheme: str | None

    @property
    def quarter_text(self) -> str:
        return str(Quarter.from_index(self.quarter))


def chosen(basis: Basis) -> Choice:
    """Draw the pickers and return the choice; says what to do when there is nothing to show."""
    if not reads.delivered(basis).quarters:
        nothing_yet()
    first, second, third = st.columns([2, 1, 1])
    place = pick_place(first, say("overzicht.place"), basis)
    quarter = pick_quarter(second, basis)
    scheme = pick_scheme(third, say("overzicht.scheme"), basis, quarter)
    return Choice(place, quarter, scheme)


def pick_quarter(column: DeltaGenerator, basis: Basis) -> int:
    """Draw the picker of the quarters that were delivered, the newest first; returns its index."""
    texts = [str(Quarter.from_index(each)) for each in reversed(reads.delivered(basis).quarters)]
    opening = str(Quarter.from_index(reads.opening(basis)))
    label = say("overzicht.quarter")
    return Quarter.parse(pick(column, label, texts, "kwartaal", default=opening)).index


def pick_place(column: DeltaGenerator, label: str, basis: Basis) -> str:
    """Draw the picker of a place and return its code."""
    places = reads.places(basis)
    return pick(column, label, list(places), "plek", lambda code: in_words(places[code].said))


def pick_scheme(column: DeltaGenerator, label: str, basis: Basis, quarter: int) -> str | None:
    """Draw the picker of a scheme and return its stored key; None is all of them.

    A scheme has the name it has in `quarter`; an address may use any of its names.
    """
    language = reader()
    known, asked = vocabularies().schemes, st.query_params.get("regeling")
    if asked is not None and stored_scheme(asked) != asked:
        st.query_params["regeling"] = stored_scheme(asked)
    chosen = pick(
        column,
        label,
        [ALL_SCHEMES, *with_asked(reads.schemes(basis), "regeling", known.stored)],
        "regeling",
        lambda key: (
            say("overzicht.all_schemes")
            if key == ALL_SCHEMES
            else parts.scheme_name(key, quarter, language)
        ),
    )
    return None if chosen == ALL_SCHEMES else chosen


def with_asked(there: Sequence[str], name: str, known: Sequence[str]) -> list[str]:
    """What can be chosen, with what the address asks for: a link to nothing says so."""
    asked = st.query_params.get(name)
    if asked is None or asked not in known or asked in there:
        return list(there)
    return [*there, asked]


def pick_span(column: DeltaGenerator, label: str, quarters: Sequence[int], default: str) -> str:
    """Draw the picker of a span of `quarters` and return its code."""
    return pick(
        column,
        label,
        parts.spans(quarters, st.query_params.get("periode")),
        "periode",
        lambda span: parts.span_name(span, quarters),
        default=default,
    )


def nothing_yet() -> NoReturn:
    """Say what to do when there is nothing to show, and stop there."""
    st.info(say("page.nothing_delivered"))
    st.page_link(pages.path("gegevens"), label=say("page.to_data"))
    st.stop()


def switch_look(where: DeltaGenerator, indicator: str) -> None:
    """Draw the switch between looking back and a cohort, of a figure that has both.

    It chooses the figure that asks the same the other way; the address names that figure.
    """
    known = load_indicators()
    look = look_of(indicator, known)
    if look is None:
        return
    named = {each: say(f"page.look_{each}") for each in LOOKS}
    others = {each: counterpart(indicator, each, known) for each in LOOKS}
    st.session_state[LOOK] = look

    def turned() -> None:
        # Streamlit gives nothing when the way that is on is clicked again.
        choose(CHOSEN, others[st.session_state[LOOK] or look])

    where.segmented_control(
        say("page.look"),
        LOOKS,
        format_func=named.__getitem__,
        key=LOOK,
        on_change=turned,
    )


def pick_contract(label: str) -> Contract:
    """One kind of file by name, the one nearly every figure is made of first."""
    language, known = reader(), load_contracts()
    names = {key: contract.name.in_(language) for key, contract in known.items()}
    order = sorted(known, key=lambda key: (key != "trajecten", names[key].casefold()))
    return known[pick(st.container(), label, order, "contract", names.__getitem__)]
