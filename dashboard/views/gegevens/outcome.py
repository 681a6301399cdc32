"""What came of delivering a file: what it changed, or what it would change and waits for a yes."""

from __future__ import annotations

import streamlit as st

from dashboard import formats, pages
from dashboard.components.plain import plain
from dashboard.presenters import uploads
from dashboard.words import say
from ketenkpi.harmless import harmless_frame
from ketenkpi.store import UploadResult, partner_names
from ketenkpi.surfaces import language as reader


def stored(result: UploadResult) -> None:
    """That it counts now: for when, of whom, how many rows, and which figures moved."""
    language = reader()
    st.success(
        say(
            "gegevens.stored",
            language,
            period=result.period,
            partner=plain(partner_names(result.partners, language)),
            rows=formats.number(result.rows_stored, 0, language),
            rejected=formats.number(result.rows_rejected, 0, language),
            sha=result.readings[0].sha256[:16],
        )
    )
    if result.unexplained:
        st.warning(say("uitleg.waits", language, count=len(result.unexplained)))
    st.page_link(pages.path("overzicht"), label=say("gegevens.to_overview", language))
    _changes(result, "gegevens.changes_did")


def would_change(result: UploadResult) -> None:
    """What storing it would change: what it replaces, earlier periods, rows and figures."""
    for sentence in _warnings(result):
        st.warning(plain(sentence))
    _changes(result, "gegevens.changes_would")


def agreed(result: UploadResult) -> str | None:
    """The reason ('' where none is needed) once what would change was agreed to, else None."""
    language = reader()
    reason = ""
    if result.needs_reason:
        reason = st.text_area(say("gegevens.reason", language), key="reden").strip()
    label = "gegevens.replace" if result.replaces else "gegevens.agree"
    if not st.button(say(label, language), type="primary", key="vervangen"):
        return None
    if result.needs_reason and not reason:
        st.error(say("gegevens.reason_needed", language))
        return None
    return reason


def _warnings(result: UploadResult) -> list[str]:
    language = reader()
    found = []
    if result.needs_reason:
        slots = uploads.slots_text(result.changes.revised, language)
        found.append(say("gegevens.needs_revision", language, slots=slots))
    elif result.replaces:
        slots = uploads.slots_text(result.replaces, language)
        found.append(say("gegevens.needs_replace", language, slots=slots))
    earlier = uploads.earlier_lines(result.changes, language)
    if earlier:
        found.append(" ".join([say("gegevens.needs_earlier", language), *earlier]))
    return found


def _changes(result: UploadResult, title: str) -> None:
    language = reader()
    st.subheader(say(title, language))
    lines = uploads.row_lines(result.changes, language)
    lines += uploads.changes_lines(result.changes, language)
    st.markdown("  \n".join(plain(line) for line in lines))
    table = uploads.changes_table(result.changes, language)
    if not table.empty:
        st.dataframe(harmless_frame(table), hide_index=True)
