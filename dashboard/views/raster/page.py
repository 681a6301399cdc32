"""All figures of all Werkpleinen of a quarter, to see at a glance where to look."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import reads, session
from dashboard.components import frame
from dashboard.components.chosen import pick
from dashboard.components.pickers import nothing_yet
from dashboard.views.raster import fetched
from dashboard.words import say
from ketenkpi.indicators import load_indicators
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import say as library_say

TOGETHER = "samen:"

language = session.language()
basis = session.basis()
st.title(say("raster.title"))
quarters = reads.delivered(basis).quarters
if not quarters:
    nothing_yet()
frame.example_notice(basis)
st.markdown(say("raster.intro"))

newest = quarters[-1]
periods = {str(Quarter.from_index(q)): (q, False) for q in reversed(quarters)}
if len(quarters) >= fetched.YEAR:
    periods[TOGETHER + str(Quarter.from_index(newest))] = (newest, True)
regions = {
    code: in_words(place.said) if place.kind == "region" else say("raster.all_regions")
    for code, place in reads.places(basis).items()
    if place.kind != "werkplein"
}
areas = sorted({indicator.result_area for indicator in load_indicators().values()})
subjects = {fetched.EVERY: say("raster.all_subjects")} | {
    area: library_say(f"indicators.area_{area}", language) for area in areas
}
first, second, third = st.columns(3)
period = pick(
    first,
    say("raster.period"),
    list(periods),
    "periode",
    lambda code: in_words(fetched.period(*periods[code])),
    default=str(Quarter.from_index(reads.opening(basis))),
)
region = pick(second, say("raster.region"), list(regions), "regio", regions.__getitem__)
subject = pick(third, say("raster.subject"), list(subjects), "onderwerp", subjects.__getitem__)
every_part = st.checkbox(say("raster.parts"), key="onderdelen")
asked = fetched.GridAsked(*periods[period], region, subject, every_part)
shown = fetched.shown(basis, asked)
st.html(f'<p class="kk-finding">{escape(in_words(shown.said))}</p>')
st.html(fetched.drawn(basis, asked))
legend = (say(f"raster.{name}") for name in ("legend_signal", "legend_quarter", "legend_missing"))
st.html(
    "".join(
        f'<p class="kk-note">{escape(text)}</p>' for text in (*map(in_words, shown.notes), *legend)
    )
)
