"""About ketenkpi: its version, how accessible it is, and what changed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import ketenkpi
from dashboard import session
from dashboard.words import say
from ketenkpi.settings import CONFIG

NEWEST = 12


def changes(file: Path) -> list[str]:
    """The newest changes, each a sentence or two, as the changelog tells them."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")][:NEWEST]


session.language()
st.title(say("over.title"))
st.html(f'<p class="kk-headline">{say("over.version", version=ketenkpi.__version__)}</p>')
st.header(say("over.accessible"))
for part in ("tested", "keyboard", "known", "report"):
    st.html(f'<p class="kk-said">{say(f"over.accessible_{part}")}</p>')
st.header(say("over.changes"))
st.html(f'<p class="kk-note">{say("over.changes_note")}</p>')
with st.expander(say("over.changes_show")):
    st.markdown("\n".join(f"- {each}" for each in changes(CONFIG.parent / "CHANGELOG.md")))
