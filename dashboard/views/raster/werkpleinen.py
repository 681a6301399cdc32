"""The tabs with a row a figure and a column a place: every Werkplein, or every region."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components.chosen import checked, pick
from dashboard.components.how import HowMade, headed
from dashboard.views.raster import fetched
from dashboard.words import say
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter

TOGETHER = "samen:"


def draw(basis: Basis, subjects: dict[str, str], *, regions: bool) -> None:
    """The pickers of the grid, what stands out in it, and the grid itself.

    regions: whether these are the columns, and not the Werkpleinen.
    """
    if regions and not fetched.columns(basis, None):
        st.info(say("regio.none"))
        return
    asked = _asked(basis, subjects, regions)
    shown = fetched.shown(basis, asked)
    keys = ["intro", *([] if regions else ["legend_signal"]), "legend_quarter", "legend_missing"]
    notes = (*map(in_words, shown.notes), *(say(f"raster.{key}") for key in keys))
    said = f'<p class="kk-finding">{escape(in_words(shown.said))}</p>'
    headed(said, HowMade(say("raster.title"), notes))
    st.html(fetched.drawn(basis, asked))


def _asked(basis: Basis, subjects: dict[str, str], regions: bool) -> fetched.GridAsked:
    periods = _periods(basis)
    first, second, third = st.columns(3)
    period = pick(
        first,
        say("raster.period"),
        list(periods),
        "periode",
        lambda code: in_words(fetched.period(*periods[code])),
        default=str(Quarter.from_index(reads.opening(basis))),
    )
    region = None if regions else _region(basis, second)
    subject = pick(
        third if region else second,
        say("raster.subject"),
        list(subjects),
        "onderwerp",
        subjects.__getitem__,
    )
    every_part = checked(st.container(), say("raster.parts"), "onderdelen")
    return fetched.GridAsked(*periods[period], region, subject, every_part)


def _periods(basis: Basis) -> dict[str, tuple[int, bool]]:
    """Each quarter, and the last four together where there are so many."""
    quarters = reads.delivered(basis).quarters
    found = {str(Quarter.from_index(each)): (each, False) for each in reversed(quarters)}
    if len(quarters) >= fetched.YEAR:
        found[TOGETHER + str(Quarter.from_index(quarters[-1]))] = (quarters[-1], True)
    return found


def _region(basis: Basis, where: DeltaGenerator) -> str:
    """The code of the region whose Werkpleinen are shown, or of all together."""
    named = {
        code: in_words(place.said) if place.kind == "region" else say("raster.all_regions")
        for code, place in reads.places(basis).items()
        if place.kind != "werkplein"
    }
    return pick(where, say("raster.region"), list(named), "regio", named.__getitem__)
