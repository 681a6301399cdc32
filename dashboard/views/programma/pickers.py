"""Which place and quarter, on pages whose figures are not split by scheme."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard import formats, reads
from dashboard.basis import Basis
from dashboard.components.chosen import pick
from dashboard.components.pickers import nothing_yet, pick_place
from dashboard.words import say
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import Quarter


@dataclass(frozen=True, slots=True)
class PlaceAndQuarter:
    """What the reader chose: the code of a place and a quarter index."""

    place: str
    quarter: int


def chosen(basis: Basis) -> PlaceAndQuarter:
    """Draw both pickers and return the choice; says what to do when there is nothing to show."""
    language = reader()
    quarters = reads.delivered(basis).quarters
    if not quarters:
        nothing_yet()
    first, second = st.columns([2, 1])
    place = pick_place(first, say("overzicht.place", language), basis)
    texts = [formats.quarter(each) for each in reversed(quarters)]
    opening = formats.quarter(reads.opening(basis))
    label = say("overzicht.quarter", language)
    quarter = pick(second, label, texts, "kwartaal", default=opening)
    return PlaceAndQuarter(place, Quarter.parse(quarter).index)
