"""Values of which an explanation is asked: explain one, and read what was explained."""

from __future__ import annotations

import streamlit as st

from dashboard.basis import Basis
from dashboard.components import section
from dashboard.components.plain import plain
from dashboard.words import say
from ketenkpi.errors import UserError
from ketenkpi.store import OddValue, answers
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import in_both

# As many as fit on a page; the command line and --json give all.
SHOWN = 50
WAITING, CHOSEN, DONE = "uitleg_open", "uitleg_nummer", "uitleg_bewaard"


def draw(basis: Basis) -> None:
    """What waits for an explanation, for who sees rows, and for everybody what was explained."""
    points = _waiting(basis) if basis.scope.detail == "rows" else ()
    kept = basis.store.explanations(basis.scope)
    if not points and not kept:
        return
    st.subheader(in_words(in_both("store.explain_title")))
    if st.session_state.pop(DONE, False):
        st.success(say("uitleg.kept_now"))
    if points:
        section.draw(answers.waiting(points, SHOWN))
        _explain(basis, points)
    if kept:
        made = answers.explained(kept)
        st.markdown(f"**{in_words(made.title)}**")
        section.draw(made)


def _waiting(basis: Basis) -> tuple[OddValue, ...]:
    """Read once for this state however often the page runs."""
    language = reader()
    found = st.session_state.get(WAITING)
    if found is None or found[0] != basis.key:
        try:
            points = basis.store.to_explain(basis.scope)
        except UserError as fault:
            # Rows that are gone or damaged: the rest of the page stays readable.
            st.error(plain(fault.message(language)))
            return ()
        found = st.session_state[WAITING] = (basis.key, points)
    result: tuple[OddValue, ...] = found[1]
    return result


def _explain(basis: Basis, points: tuple[OddValue, ...]) -> None:
    language = reader()
    numbers = dict(enumerate(points, start=1))
    with st.form("uitleggen"):
        chosen = st.selectbox(
            say("uitleg.which"),
            list(numbers),
            format_func=lambda number: _label(number, numbers[number]),
            key=CHOSEN,
        )
        words = st.text_area(say("uitleg.words"), key="uitleg_tekst")
        by = st.text_input(say("gegevens.by"), key="uitlegger").strip()
        pressed = st.form_submit_button(say("uitleg.submit"), type="primary")
    if not pressed:
        return
    if not by:
        st.error(say("uitleg.needs_name"))
        return
    try:
        basis.store.explain({numbers[chosen].name: words}, by=by, scope=basis.scope)
    except UserError as fault:
        st.error(plain(fault.message(language)))
        return
    st.session_state[DONE] = True
    st.rerun()


def _label(number: int, point: OddValue) -> str:
    """A value that waits for an explanation, as it is chosen from a list."""
    return f"{number}. {point.column or point.rule}, {point.row}"
