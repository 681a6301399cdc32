"""About ketenkpi: its version, the first walk, the accessibility statement, and what is new."""

from __future__ import annotations

from html import escape as safe
from itertools import groupby
from pathlib import Path

import streamlit as st

import ketenkpi
from dashboard import session
from dashboard.components.walk import ON, WALK
from dashboard.views.over.news import load_news
from dashboard.words import say
from ketenkpi.answer import Bullet, in_full
from ketenkpi.settings import CONFIG
from ketenkpi.surfaces import items_as_html

NEWEST = 12


def changes(file: Path) -> list[str]:
    """The newest changes, each a sentence or two, as the changelog tells them."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")][:NEWEST]


def news() -> list[Bullet]:
    """What is new for who reads or delivers, an entry a day."""
    by_day = groupby(load_news(), key=lambda each: each.day)
    return [Bullet(in_full(day), tuple(each.text for each in found)) for day, found in by_day]


def walk_again() -> str:
    """The link that brings the first walk back."""
    text = safe(say("over.walk"))
    link = f'<a class="kk-go" href="./?{WALK}={ON}">{text}</a>'
    return f'<p class="kk-links">{link}</p>'


session.language()
st.title(say("over.title"))
st.html(f'<p class="kk-headline">{say("over.version", version=ketenkpi.__version__)}</p>')
st.html(walk_again())
st.header(say("over.changes"), anchor="nieuw")
st.html(items_as_html(news()))
with st.expander(say("over.changes_show")):
    st.markdown("\n".join(f"- {each}" for each in changes(CONFIG.parent / "CHANGELOG.md")))
st.header(say("over.accessible"), anchor="toegankelijkheid")
for part in ("status", "tested", "keyboard", "small", "known", "report"):
    st.html(f'<p class="kk-said">{say(f"over.accessible_{part}")}</p>')
