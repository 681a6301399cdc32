"""What came of delivering a file: what it changed, or what it would change and waits for a yes."""

from __future__ import annotations

import streamlit as st

from dashboard import pages
from dashboard.components import section
from dashboard.components.plain import plain
from dashboard.presenters import uploads
from dashboard.words import say
from ketenkpi.store import UploadResult, answers, partner_names
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader


def stored(result: UploadResult) -> None:
    """That it counts now: for when, of whom, how many rows, and which figures moved."""
    language = reader()
    st.success(
        say(
            "gegevens.stored",
            period=result.period,
            partner=plain(partner_names(result.partners, language)),
            rows=uploads.counted(result.rows_stored),
            rejected=uploads.counted(result.rows_rejected),
            sha=result.readings[0].sha256[:16],
        )
    )
    if result.unexplained:
        st.warning(say("uitleg.waits", count=len(result.unexplained)))
    st.page_link(pages.path("overzicht"), label=say("gegevens.to_overview"))
    _changes(result, "gegevens.changes_did")


def would_change(result: UploadResult) -> None:
    """What storing it would change: what it replaces, earlier periods, rows and figures."""
    for sentence in _warnings(result):
        st.warning(plain(sentence))
    _changes(result, "gegevens.changes_would")


def agreed(result: UploadResult) -> str | None:
    """The reason ('' where none is needed) once what would change was agreed to, else None."""
    reason = ""
    if result.needs_reason:
        reason = st.text_area(say("gegevens.reason"), key="reden").strip()
    label = "gegevens.replace" if result.replaces else "gegevens.agree"
    if not st.button(say(label), type="primary", key="vervangen"):
        return None
    if result.needs_reason and not reason:
        st.error(say("gegevens.reason_needed"))
        return None
    return reason


def _warnings(result: UploadResult) -> list[str]:
    found = []
    if result.needs_reason:
        slots = in_words(answers.slots(result.changes.revised))
        found.append(say("gegevens.needs_revision", slots=slots))
    elif result.replaces:
        slots = in_words(answers.slots(result.replaces))
        found.append(say("gegevens.needs_replace", slots=slots))
    earlier = answers.earlier(result.changes)
    if earlier:
        found.append(" ".join([say("gegevens.needs_earlier"), in_words(earlier)]))
    return found


def _changes(result: UploadResult, title: str) -> None:
    st.subheader(say(title))
    section.draw(answers.changed(result.changes, uploads.SHOWN))
