"""Which place, quarter and scheme: chosen above every page of figures, kept in its address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import unquote

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import pages, reads, session
from dashboard.basis import Basis
from dashboard.components import frame
from dashboard.components.chosen import choose, chosen_of, pick
from dashboard.presenters import parts
from dashboard.words import say
from ketenkpi.asked import LOOKS
from ketenkpi.contracts import Contract, load_contracts
from ketenkpi.indicators import counterpart, load_indicators, look_of
from ketenkpi.overview import CountedCases
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabularies import stored_scheme, vocabularies
from ketenkpi.vocabulary import Quarter

EVERY = "alle"
PLACE, SCHEME, GROUP = "plek", "regeling", "doelgroep"
BAR, LAST_CASES = "kk_bar", "kk_last_cases"
# Under which the address of a page holds the figure that is looked at.
CHOSEN = "indicator"
LOOK = "kijk"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose in the bar: the code of a place, a quarter, which cases."""

    place: str
    quarter: int
    cases: CountedCases

    @property
    def quarter_text(self) -> str:
        return str(Quarter.from_index(self.quarter))

    @property
    def address(self) -> dict[str, str]:
        """The same choice in the address of any page, without what is not narrowed."""
        narrowed = {SCHEME: self.cases.scheme, GROUP: self.cases.group}
        asked = {name: key for name, key in narrowed.items() if key}
        return {PLACE: self.place, "kwartaal": self.quarter_text} | asked


def chosen(basis: Basis) -> Choice:
    """Draw the pickers and return the choice; says what to do when there is nothing to show."""
    if not reads.delivered(basis).quarters:
        nothing_yet()
    first, second, third, fourth = bar()
    place = pick_place(first, basis)
    quarter = pick_quarter(second, basis)
    return Choice(place, quarter, pick_cases(third, fourth, basis, quarter))


def bar() -> tuple[DeltaGenerator, ...]:
    """The bar of every page: place, period, scheme and target group beside each other."""
    return tuple(st.container(key=BAR).columns([5, 4, 4, 4], gap="small"))


def pick_cases(
    left: DeltaGenerator, right: DeltaGenerator, basis: Basis, quarter: int
) -> CountedCases:
    """Draw the pickers of a scheme and a target group; which cases are counted.

    Who sees figures only has no cell of both (`config/disclosure.yaml` does not cross
    them): what was chosen last holds, the other falls back to all, and that is told.
    """
    crossed = basis.scope.detail != "rows" and _keep_the_last()
    cases = CountedCases(pick_scheme(left, basis, quarter), pick_group(right, basis))
    if crossed:
        st.html(f'<p class="kk-note" role="status">{say("page.not_crossed")}</p>')
    return cases


def unused(cases: CountedCases) -> None:
    """Say which of what was chosen narrows nothing on this page; nothing where all is."""
    chosen = {"scheme": cases.scheme, "group": cases.group}
    names = [say(f"page.{name}").lower() for name, key in chosen.items() if key is not None]
    if names:
        text = say("page.not_narrowed", names=", ".join(names))
        st.html(f'<p class="kk-note" role="status">{text}</p>')


def _keep_the_last() -> bool:
    """Of two that are chosen the one that was there falls back to all; whether it had to."""
    now = {name: chosen_of(name) for name in (SCHEME, GROUP)}
    if EVERY in now.values() or None in now.values():
        st.session_state[LAST_CASES] = now
        return False
    before = st.session_state.get(LAST_CASES, {})
    older = next((name for name in now if before.get(name) == now[name]), GROUP)
    choose(older, EVERY)
    # An address that asks for both asks for less than it did.
    st.query_params[older] = EVERY
    st.session_state[LAST_CASES] = now | {older: EVERY}
    return True


def pick_quarter(column: DeltaGenerator, basis: Basis) -> int:
    """Draw the picker of the quarters that were delivered, the newest first; returns its index."""
    texts = [str(Quarter.from_index(each)) for each in reversed(reads.delivered(basis).quarters)]
    opening = str(Quarter.from_index(reads.opening(basis)))
    label = say("page.quarter")
    return Quarter.parse(pick(column, label, texts, "kwartaal", default=opening)).index


def pick_place(column: DeltaGenerator, basis: Basis) -> str:
    """Draw the picker of a place and return its code."""
    places = reads.places(basis)
    label, codes = say("page.place"), list(places)
    return pick(
        column, label, codes, PLACE, lambda code: in_words(places[code].said), default=remembered()
    )


def remembered() -> str | None:
    """The place that this reader looked at last, as the browser kept it; None for who is new."""
    kept = st.context.cookies.get(PLACE)
    return None if kept is None else unquote(kept)


def pick_werkplein(column: DeltaGenerator, basis: Basis) -> str:
    """Draw the picker of one Werkplein and return its name."""
    names = reads.delivered(basis).werkpleinen
    # A region, or all together: what those pages show that this one cannot.
    wider = {
        code: in_words(place.said)
        for code, place in reads.places(basis).items()
        if place.kind != "werkplein"
    }
    label = say("page.werkplein")
    return pick(column, label, names, PLACE, default=remembered(), elsewhere=wider)


def pick_group(column: DeltaGenerator, basis: Basis) -> str | None:
    """Draw the picker of a target group and return its stored key; None is all of them."""
    language, known = reader(), vocabularies().groups.stored
    chosen = pick(
        column,
        say("page.group"),
        [EVERY, *with_asked(reads.groups(basis), GROUP, known)],
        GROUP,
        lambda key: say("page.all_groups") if key == EVERY else parts.group_name(key, language),
    )
    return None if chosen == EVERY else chosen


def pick_scheme(column: DeltaGenerator, basis: Basis, quarter: int) -> str | None:
    """Draw the picker of a scheme and return its stored key; None is all of them.

    A scheme has the name it has in `quarter`; an address may use any of its names.
    """
    language = reader()
    known, asked = vocabularies().schemes, st.query_params.get(SCHEME)
    if asked is not None and stored_scheme(asked) != asked:
        st.query_params[SCHEME] = stored_scheme(asked)
    chosen = pick(
        column,
        say("page.scheme"),
        [EVERY, *with_asked(reads.schemes(basis), SCHEME, known.stored)],
        SCHEME,
        lambda key: (
            say("page.all_schemes") if key == EVERY else parts.scheme_name(key, quarter, language)
        ),
    )
    return None if chosen == EVERY else chosen


def with_asked(there: Sequence[str], name: str, known: Sequence[str]) -> list[str]:
    """What can be chosen, with what the address asks for: a link to nothing says so."""
    asked = st.query_params.get(name)
    if asked is None or asked not in known or asked in there:
        return list(there)
    return [*there, asked]


def pick_span(column: DeltaGenerator, quarters: Sequence[int], default: str) -> str:
    """Draw the picker of a span of `quarters` and return its code."""
    return pick(
        column,
        say("page.period"),
        parts.spans(quarters, st.query_params.get("periode")),
        "periode",
        lambda span: parts.span_name(span, quarters),
        default=default,
    )


def nothing_yet() -> NoReturn:
    """Say which file to deliver when there is nothing to show, and stop there."""
    found = session.basis()
    anything = reads.delivered(found).contracts
    st.info(frame.files_lacking(found) if anything else say("page.nothing_delivered"))
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
