"""What stands on every page: navigation, language, and that example data is invented.

Streamlit runs this file again for every click.
"""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components import frame
from dashboard.pages import OPENING, QUESTIONS
from dashboard.words import say
from ketenkpi.surfaces import reading

language = session.language()
with reading(language):
    st.set_page_config(page_title=say("page.title"), layout="wide")
    page = st.navigation(
        {
            say(f"page.question_{question}"): [
                frame.page(name, default=name == OPENING) for name in names
            ]
            for question, names in QUESTIONS.items()
        },
        # Else Streamlit hides what comes after the twelfth page, Gegevens among it.
        expanded=True,
    )
    frame.draw(page)
    page.run()
    frame.source()
