"""The tab with all figures of all Werkpleinen: a row a figure, a column a Werkplein."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components.chosen import checked, pick
from dashboard.views.raster import fetched
from dashboard.words import say
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter

TOGETHER = "samen:"


def draw(basis: Basis, subjects: dict[str, str]) -> None:
    """The pickers of the grid, what stands out in it, and the grid itself."""
    st.html(f'<p class="kk-note">{escape(say("raster.intro"))}</p>')
    asked = _asked(basis, subjects)
    shown = fetched.shown(basis, asked)
    st.html(f'<p class="kk-finding">{escape(in_words(shown.said))}</p>')
    st.html(fetched.drawn(basis, asked))
    legend = (
        say(f"raster.{name}") for name in ("legend_signal", "legend_quarter", "legend_missing")
    )
    notes = (*map(in_words, shown.notes), *legend)
    st.html("".join(f'<p class="kk-note">{escape(text)}</p>' for text in notes))


def _asked(basis: Basis, subjects: dict[str, str]) -> fetched.GridAsked:
    periods, regions = _periods(basis), _regions(basis)
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
    every_part = checked(st.container(), say("raster.parts"), "onderdelen")
    return fetched.GridAsked(*periods[period], region, subject, every_part)


def _periods(basis: Basis) -> dict[str, tuple[int, bool]]:
    """Each quarter, and the last four together where there are so many."""
    quarters = reads.delivered(basis).quarters
    found = {str(Quarter.from_index(each)): (each, False) for each in reversed(quarters)}
    if len(quarters) >= fetched.YEAR:
        found[TOGETHER + str(Quarter.from_index(quarters[-1]))] = (quarters[-1], True)
    return found


def _regions(basis: Basis) -> dict[str, str]:
    return {
        code: in_words(place.said) if place.kind == "region" else say("raster.all_regions")
        for code, place in reads.places(basis).items()
        if place.kind != "werkplein"
    }
