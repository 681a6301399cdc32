"""Submitting a draft of the scan as a delivery, or throwing it away."""

from __future__ import annotations

import streamlit as st

from dashboard.basis import Basis
from dashboard.components.plain import plain
from dashboard.views.samenwerking import form_words
from dashboard.views.samenwerking.form_words import said
from ketenkpi.answer import count_of
from ketenkpi.errors import UserError
from ketenkpi.store import FilledScan, Scan, SubmittedScan, answers
from ketenkpi.surfaces import in_words, language
from ketenkpi.vocabulary import Quarter

# What the last press of a button came to, with the scan it was about.
ASKED, DONE = "scan_gevraagd", "scan_gedaan"


def show_done(scan: Scan) -> None:
    """What was submitted or thrown away just now, once."""
    done = st.session_state.get(DONE)
    if done is not None and done[0] == scan:
        st.success(plain(done[1]))
        del st.session_state[DONE]


def draw(basis: Basis, filled: FilledScan, by: str) -> None:
    """Both buttons, and what has to be mended or agreed with first; nothing without a draft."""
    if not filled.pending:
        return
    st.header(said("submit_head"))
    st.html(f'<p class="kk-note">{said("submit_note")}</p>')
    with st.container(horizontal=True):
        submit = st.button(said("submit"), type="primary", disabled=not by, key="scan_indienen")
        with st.popover(said("discard"), disabled=not by):
            count = in_words(count_of(len(filled.pending)))
            st.markdown(said("discard_sure", count=count))
            if st.button(said("discard_yes"), key="scan_weggooien"):
                _discard(basis, filled.scan, by)
    if submit:
        _submit(basis, filled.scan, by)
    asked = st.session_state.get(ASKED)
    if asked is not None and asked[0] == filled.scan:
        _answered(basis, filled.scan, asked[1], by)


def _submit(
    basis: Basis,
    scan: Scan,
    by: str,
    instead: bool = False,
    reason: str | None = None,
) -> None:
    """Ask the store. When it counts now, the page starts again with the new figures."""
    try:
        with st.spinner(said("submitting")):
            submitted = basis.store.submit_draft(
                scan.werkplein,
                Quarter.from_index(scan.quarter),
                scan.filler,
                by=by,
                replace=instead,
                revision_reason=reason,
                scope=basis.scope,
            )
    except UserError as fault:
        st.error(plain(fault.message(language())))
        return
    if submitted.result.status in ("stored", "unchanged"):
        _finish(scan, form_words.done_text(scan, submitted))
    st.session_state[ASKED] = (scan, submitted)


def _discard(basis: Basis, scan: Scan, by: str) -> None:
    quarter = Quarter.from_index(scan.quarter)
    try:
        count = basis.store.discard_draft(
            scan.werkplein, quarter, scan.filler, by=by, scope=basis.scope
        )
    except UserError as fault:
        st.error(plain(fault.message(language())))
        return
    number = in_words(count_of(count))
    _finish(scan, said("discarded", count=number))


def _finish(scan: Scan, said: str) -> None:
    st.session_state[DONE] = (scan, said)
    st.session_state.pop(ASKED, None)
    st.rerun()


def _answered(basis: Basis, scan: Scan, submitted: SubmittedScan, by: str) -> None:
    """What has to be mended, or what would be replaced."""
    result = submitted.result
    if result.status == "refused":
        lines = form_words.findings_lines(submitted)
        st.error("\n\n".join([said("not_submitted"), *map(plain, lines)]))
        return
    lines = [said("ask_replace", slots=in_words(answers.slots(result.replaces)))]
    lines += map(in_words, answers.rows_changed(result.changes))
    st.warning("\n\n".join(map(plain, lines)))
    reason = None
    if result.needs_reason:
        st.warning(said("ask_reason"))
        reason = st.text_area(said("reason"), key="scan_reden").strip()
    ready = bool(by) and (reason is None or bool(reason))
    if st.button(said("replace"), disabled=not ready, key="scan_vervangen"):
        _submit(basis, scan, by, instead=True, reason=reason)
