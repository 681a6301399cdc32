"""What is started: `python -m streamlit run dashboard/app.py`, or `ketenkpi serve`.

The pages themselves are in `main.py`, which Streamlit runs again for every
click; this module is loaded once.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.shell import ROUTES, Shell
from ketenkpi.errors import UserError

HERE = Path(__file__).resolve().parent
log = logging.getLogger(__name__)


@asynccontextmanager
async def warmed_up(app: object) -> AsyncIterator[None]:
    """Make the first page ready before its visitor comes.

    Imported here and not above: caches made before the server runs would be
    thrown away, with a warning.
    """
    from dashboard.warm_up import warm_up

    warm_up()
    yield


def explain(fault: Exception) -> bool:
    """Say on the page what went wrong: the user's fault with a remedy, our own as ours."""
    from dashboard import session
    from dashboard.words import say
    from ketenkpi.surfaces import reading

    language = session.language()
    if isinstance(fault, UserError):
        st.error(fault.message(language))
    else:
        log.error("page failed", exc_info=fault)
        # The page that said who reads is left already.
        with reading(language):
            st.error(say("page.own_fault"))
    return True


app = st.App(
    HERE / "main.py",
    lifespan=warmed_up,
    routes=ROUTES,
    middleware=[Middleware(Shell)],
    on_script_error=explain,
)
