"""What stands on every page: navigation, language, and that example data is invented.

Streamlit runs this file again for every click.
"""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components import frame
from dashboard.words import say

language = session.language()
st.set_page_config(page_title=say("page.title", language), layout="wide")
page = st.navigation(
    {
        say("page.section_figures", language): [
            frame.page("overzicht", language, default=True),
            frame.page("raster", language),
            frame.page("vergelijken", language),
            frame.page("keten", language),
            frame.page("samenwerking", language),
            frame.page("middelen", language),
        ],
        say("page.section_programme", language): [
            frame.page("programma", language),
            frame.page("beleidstheorie", language),
        ],
        say("page.section_data", language): [
            frame.page("gegevens", language),
            frame.page("definities", language),
        ],
    }
)
frame.draw(language)
page.run()
