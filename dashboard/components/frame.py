"""The frame around every page: the language switch, the notice on example data."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import Page

from dashboard import pages, reads, session
from dashboard.basis import Basis
from dashboard.components.chosen import UNKNOWN
from dashboard.shell import COOKIE
from dashboard.words import say
from ketenkpi.comparison import may_change_said
from ketenkpi.contracts import load_contracts
from ketenkpi.surfaces import in_html
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

# Under which a session holds the page that is shown.
SHOWN = "kk_page"


def page(name: str, *, default: bool = False) -> Page:
    """The page `name`, at the address of that name, with its own title in `language`."""
    title = say(f"{name}.title")
    return st.Page(pages.path(name), title=title, url_path=name, default=default)


def draw(shown: Page) -> None:
    """What stands on every page before its own content; of which page is kept for the run."""
    st.session_state[SHOWN] = shown.url_path or pages.OPENING
    language = reader()
    other: Language = "en" if language == "nl" else "nl"
    # A full load of the page, because the language also stands in its HTML.
    kept = {k: v for k, v in st.query_params.to_dict().items() if k != COOKIE}
    address = "?" + urlencode({**kept, COOKIE: other})
    text = say("page.other_language")
    st.sidebar.html(
        f'<a class="kk-language" lang="{other}" href="{address}" target="_self">{text}</a>'
    )


def source() -> None:
    """Where what stands above comes from; only paper shows it."""
    st.html(f'<p class="kk-source">{escape(reads.source_of(session.basis()))}</p>')


def example_notice(basis: Basis) -> None:
    """Says that what is shown is invented, and what the address asks for that is not there."""
    for key, label, value in st.session_state.pop(UNKNOWN, []):
        text = say(f"page.{key}", label=label, value=value)
        st.html(f'<p class="kk-note" role="status">{escape(text)}</p>')
    if reads.delivered(basis).invented:
        st.html(f'<p class="kk-notice">{say("page.example_data")}</p>')
    if lacking := files_lacking(basis):
        st.html(f'<p class="kk-note">{escape(lacking)}</p>')


def files_lacking(basis: Basis) -> str:
    """Which files this page is made of that nobody delivered yet; '' where all are there."""
    made_of = pages.MADE_OF.get(st.session_state[SHOWN], ())
    known, either = load_contracts(), say("page.either")
    names = [
        either.join(known[key].name.in_(reader()) for key in files)
        for files in reads.delivered(basis).files_lacking(made_of)
    ]
    return say("page.files_lacking", names="; ".join(names)) if names else ""


def may_change(quarters: Sequence[Quarter]) -> None:
    """Of which quarters later deliveries may still change what stands below."""
    said = may_change_said(quarters)
    if said:
        st.html(f'<p class="kk-note">{in_html(said)}</p>')
