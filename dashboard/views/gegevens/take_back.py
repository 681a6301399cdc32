"""Take an upload back: choose it, see what that changes, give a reason, confirm."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.basis import Basis
from dashboard.components import section
from dashboard.components.plain import plain
from dashboard.presenters import uploads
from dashboard.words import say
from ketenkpi.errors import UserError
from ketenkpi.store import Withdrawal, answers
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader

CHOSEN, SHOWN, DONE = "intrekken_nummer", "intrekken_gevolgen", "ingetrokken"


def draw(basis: Basis, every: pd.DataFrame) -> None:
    """The list of uploads that count, and for the chosen one what taking it back does.

    every: all uploads in scope, as `Store.uploads` gives them.
    """
    language = reader()
    st.subheader(say("gegevens.withdraw"))
    done = st.session_state.pop(DONE, None)
    if done is not None:
        st.success(say("gegevens.withdraw_done", id=done))
    named = uploads.withdrawable(every, language)
    if not named:
        return
    st.markdown(say("gegevens.withdraw_intro"))
    chosen = st.selectbox(
        say("gegevens.withdraw_which"),
        list(named),
        index=None,
        format_func=named.__getitem__,
        placeholder=say("gegevens.withdraw_choose"),
        key=CHOSEN,
    )
    if chosen is None:
        return
    try:
        found = _withdrawal(basis, chosen)
    except UserError as fault:
        st.error(plain(fault.message(language)))
        return
    _show(found)
    _confirm(basis, chosen)


def _withdrawal(basis: Basis, upload_id: int) -> Withdrawal:
    """What it would change, computed once for this state however often the page runs."""
    key = (upload_id, basis.key)
    kept = st.session_state.get(SHOWN)
    if kept is None or kept[0] != key:
        with st.spinner(say("gegevens.withdraw_computing")):
            found = basis.store.withdrawal(upload_id, scope=basis.scope)
        kept = st.session_state[SHOWN] = (key, found)
    result: Withdrawal = kept[1]
    return result


def _show(found: Withdrawal) -> None:
    if found.changes.revised:
        slots = in_words(answers.slots(found.changes.revised))
        st.warning(plain(say("gegevens.withdraw_definitive", slots=slots)))
    st.markdown(f"**{say('gegevens.withdraw_would')}**")
    if found.compared:
        section.draw(answers.changed(found.changes, uploads.SHOWN))
    st.markdown("  \n".join(map(plain, uploads.withdrawal_lines(found))))


def _confirm(basis: Basis, upload_id: int) -> None:
    language = reader()
    with st.form("intrekken"):
        by = st.text_input(say("gegevens.by"), key="intrekker").strip()
        reason = st.text_area(say("gegevens.withdraw_reason"), key="intrekken_reden").strip()
        pressed = st.form_submit_button(say("gegevens.withdraw_submit"), type="primary")
    if not pressed:
        return
    if not by or not reason:
        st.error(say("gegevens.withdraw_needs"))
        return
    try:
        with st.spinner(say("gegevens.withdraw_busy")):
            basis.store.withdraw_upload(upload_id, by=by, reason=reason, scope=basis.scope)
    except UserError as fault:
        st.error(plain(fault.message(language)))
        return
    st.session_state[DONE] = upload_id
    del st.session_state[CHOSEN]
    st.rerun()
