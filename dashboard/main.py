"""What stands on every page: navigation, language, and that example data is invented.

Streamlit runs this file again for every click.
"""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components import frame
from dashboard.words import say
from ketenkpi.surfaces import reading

language = session.language()
with reading(language):
    st.set_page_config(page_title=say("page.title"), layout="wide")
    page = st.navigation(
        {
            say("page.section_figures"): [
                frame.page("overzicht", default=True),
                frame.page("raster"),
                frame.page("vergelijken"),
                frame.page("keten"),
                frame.page("samenwerking"),
                frame.page("middelen"),
            ],
            say("page.section_programme"): [
                frame.page("programma"),
                frame.page("beleidstheorie"),
            ],
            say("page.section_data"): [
                frame.page("gegevens"),
                frame.page("definities"),
            ],
        }
    )
    frame.draw()
    page.run()
