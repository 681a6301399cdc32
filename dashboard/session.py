"""Who is looking, in which language and which colours, and where this installation keeps things.

What a reader chose on a page lives in the address of that page, so that a link
shows another reader the same. Nothing here is an authorisation: that is the
`Scope` every read takes.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.basis import Basis
from dashboard.cached import opened_once
from dashboard.shell import COOKIE, chosen_language
from ketenkpi.charts import Mode
from ketenkpi.jobs import JobQueue
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.wording import Language


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


@opened_once
def _opened(home: str, url: str) -> Store:
    return open_store(Settings.load(Path(home), url))


def store() -> Store:
    """The store of this installation; one for all sessions."""
    settings = Settings.load()
    return _opened(str(settings.home), settings.database_url)


def jobs() -> JobQueue:
    """What is asked of workers: whatever takes longer than a page may."""
    return JobQueue(store())


def basis() -> Basis:
    """For whom and from which state everything on this run is read."""
    opened = store()
    return Basis(opened, scope(), opened.version)
