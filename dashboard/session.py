"""Who is looking, in which language and which colours, and where this installation keeps things.

What a reader chose on a page lives in the address of that page, so that a link
shows another reader the same. Nothing here is an authorisation: that is the
`Scope` every read takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.shell import COOKIE, chosen_language
from dashboard.theme import Mode
from ketenkpi.indicators import definitions_state
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabularies import own_state
from ketenkpi.wording import Language


@dataclass(frozen=True)
class Basis:
    """For whom and from which state of the store everything on one run is read.

    Two of these with the same home, scope, version, own indicators and own words
    read the same, so `key` is what the caches go by.
    """

    store: Store
    scope: Scope
    version: int

    @property
    def key(self) -> tuple[object, ...]:
        own = (definitions_state(self.store.own_indicators), own_state())
        return (str(self.store.settings.home), self.scope.key, self.version, own)


def language() -> Language:
    """The language of this run: in the address, else chosen before, else Dutch."""
    asked = st.query_params.get(COOKIE)
    kept = st.context.cookies.get(COOKIE)
    return chosen_language(f"{COOKIE}={asked}" if asked else "", f"{COOKIE}={kept}" if kept else "")


def mode() -> Mode:
    """Whether the page is light or dark; charts need to know, because ink depends on it."""
    return "dark" if st.context.theme.type == "dark" else "light"


def scope() -> Scope:
    """What this reader may see. On one's own computer that is everything."""
    return Scope.everything()


@st.cache_resource(show_spinner=False)
def _opened(home: str, url: str) -> Store:
    return open_store(Settings.load(Path(home), url))


def store() -> Store:
    """The store of this installation; one for all sessions."""
    settings = Settings.load()
    return _opened(str(settings.home), settings.database_url)


def basis() -> Basis:
    """For whom and from which state everything on this run is read."""
    opened = store()
    return Basis(opened, scope(), opened.version)
