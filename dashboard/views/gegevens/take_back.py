"""Take an upload back: choose it, see what that changes, give a reason, confirm."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.basis import Basis
from dashboard.components import awaited, section
from dashboard.components.awaited import Awaited
from dashboard.components.plain import plain
from dashboard.presenters import uploads
from dashboard.words import say
from ketenkpi.jobs import ToSeeWithdrawal, ToWithdraw
from ketenkpi.store import Withdrawal, answers
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader

CHOSEN, SHOWN, DONE = "intrekken_nummer", "intrekken_gevolgen", "ingetrokken"
ASKED = "intrekken_gevraagd"


def draw(basis: Basis, every: pd.DataFrame) -> None:
    """The list of uploads that count, and for the chosen one what taking it back does.

    every: all uploads in scope, as `Store.uploads` gives them.
    """
    language = reader()
    st.subheader(say("gegevens.withdraw"))
    if _is_taken_back():
        return
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
    found = _withdrawal(basis, chosen)
    if found is not None:
        _show(found)
        _confirm(basis, chosen)


def _withdrawal(basis: Basis, upload_id: int) -> Withdrawal | None:
    """What it would change in this state; None while a worker is at it."""

    def ask() -> str:
        return session.jobs().ask(ToSeeWithdrawal(upload_id), by="", scope=basis.scope)

    found = awaited.once(SHOWN, (upload_id, basis.key), ask)
    assert found is None or isinstance(found, Withdrawal), "it was asked for"
    return found


def _show(found: Withdrawal) -> None:
    if found.changes.revised:
        slots = in_words(answers.slots(found.changes.revised))
        st.warning(plain(say("gegevens.withdraw_definitive", slots=slots)))
    st.markdown(f"**{say('gegevens.withdraw_would')}**")
    if found.compared:
        section.draw(answers.changed(found.changes, uploads.SHOWN))
    st.markdown("  \n".join(map(plain, uploads.withdrawal_lines(found))))


def _confirm(basis: Basis, upload_id: int) -> None:
    with st.form("intrekken"):
        by = st.text_input(say("gegevens.by"), key="intrekker").strip()
        reason = st.text_area(say("gegevens.withdraw_reason"), key="intrekken_reden").strip()
        pressed = st.form_submit_button(say("gegevens.withdraw_submit"), type="primary")
    if pressed and by and reason:
        job_id = session.jobs().ask(ToWithdraw(upload_id, reason), by=by, scope=basis.scope)
        st.session_state[ASKED] = Awaited(upload_id, job_id)
        st.rerun()
    elif pressed:
        st.error(say("gegevens.withdraw_needs"))


def _is_taken_back() -> bool:
    """Whether a worker takes an upload back now; once it did, the page begins anew without it."""
    kept = awaited.under(ASKED)
    if kept is None:
        return False
    if awaited.answer_of(kept) is not None:
        del st.session_state[ASKED]
        st.session_state.pop(CHOSEN, None)
        st.session_state[DONE] = kept.key
        st.rerun()
    if kept.over:
        awaited.forget(ASKED)
    return not kept.over
