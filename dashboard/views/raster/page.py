"""All figures: of one place below each other, or of all Werkpleinen in one table."""

from __future__ import annotations

import streamlit as st

from dashboard import reads, session
from dashboard.components import frame
from dashboard.components.pickers import nothing_yet
from dashboard.views.raster import fetched, rug, werkpleinen
from dashboard.words import say
from ketenkpi.indicators import load_indicators
from ketenkpi.wording import say as library_say

VIEW, VIEWS = "tab", ("plek", "werkpleinen", "regios")

language = session.language()
basis = session.basis()
title = st.container()
if not reads.delivered(basis).quarters:
    title.title(say("raster.title"))
    nothing_yet()
# A link from before the rug names a period, and leads to the table it was made of.
asked = st.query_params.get(VIEW, VIEWS["periode" in st.query_params])
view = asked if asked in VIEWS else VIEWS[0]
st.session_state[VIEW] = view


def turned() -> None:
    """Streamlit gives nothing when the tab that is on is clicked again."""
    st.query_params[VIEW] = st.session_state[VIEW] or view


areas = sorted({indicator.result_area for indicator in load_indicators().values()})
subjects = {fetched.EVERY: say("raster.all_subjects")} | {
    area: library_say(f"indicators.area_{area}", language) for area in areas
}
tabs = st.container()
if view == "plek":
    rug.draw(basis, title, subjects)
else:
    title.title(say("raster.title"))
    frame.example_notice(basis)
    werkpleinen.draw(basis, subjects, regions=view == "regios")
tabs.segmented_control(
    say("raster.view"),
    VIEWS,
    format_func={each: say(f"raster.view_{each}") for each in VIEWS}.__getitem__,
    key=VIEW,
    on_change=turned,
    label_visibility="collapsed",
)
