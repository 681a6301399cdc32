"""What is compared: which Werkplein, which figure, when, with whom; kept in the address."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components.chosen import pick
from dashboard.components.pickers import (
    CHOSEN,
    bar,
    nothing_yet,
    pick_cases,
    pick_werkplein,
    switch_look,
)
from dashboard.presenters import parts
from dashboard.views.vergelijken.fetched import ADJUST, GROUPS, ComparisonAsked, known
from dashboard.words import say
from ketenkpi.comparison import answers, of_cohort
from ketenkpi.indicators import Indicator, load_indicators, split_name
from ketenkpi.overview.answers import in_order
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import Quarter

# A share of many cases, which can be adjusted for who the clients are.
FIRST_SEEN = "aandeel_werk"
GROUP = "groep"
BY_GROUP, BY_MODEL = "groepen", "model"


def chosen(basis: Basis) -> ComparisonAsked:
    """Draw the pickers and return the choice; says what to do when there is nothing to compare."""
    names = reads.delivered(basis).werkpleinen
    if not names:
        nothing_yet()
    place, period, scheme, clients = bar()
    figure, right, group, adjust = st.columns([5, 4, 4, 4], gap="small")
    subject = pick_werkplein(place, basis)
    indicator = _indicator(basis, figure)
    found = known(basis, indicator.key).parts
    part = _part(right, found, indicator) if found else None
    quarters = _quarters(basis, period, indicator)
    asked = max(quarters, default=reads.delivered(basis).quarters[-1])
    made = ComparisonAsked(
        subject=subject,
        indicator=indicator.key,
        part=part,
        quarters=quarters,
        cases=pick_cases(scheme, clients, basis, asked),
        group=_group(basis, group),
        adjust=_adjust(basis, adjust, indicator),
    )
    switch_look(st.container(), indicator.key)
    return made


def _indicator(basis: Basis, where: DeltaGenerator) -> Indicator:
    language = reader()
    known = load_indicators(own=basis.store.own_indicators)
    # What may not be added over Werkpleinen, a number of people, stands beside no other.
    every = {key: one for key, one in known.items() if "werkplein" in one.additive_over}
    key = pick(
        where,
        say("vergelijken.indicator"),
        parts.listed(every, language),
        CHOSEN,
        lambda key: parts.listed_name(every[key], language),
        default=FIRST_SEEN,
    )
    return every[key]


def _part(where: DeltaGenerator, found: tuple[str, ...], indicator: Indicator) -> str:
    language = reader()
    return pick(
        where,
        say("vergelijken.part"),
        in_order(found, indicator, language),
        "onderdeel",
        lambda part: split_name(indicator, part).in_(language),
    )


def _quarters(basis: Basis, where: DeltaGenerator, indicator: Indicator) -> tuple[int, ...]:
    """The quarters taken together; of a stock, which has no sum over them, one quarter."""
    quarters = reads.delivered(basis).quarters
    having = known(basis, indicator.key).quarters
    if "kwartaal" not in indicator.additive_over:
        newest = having[-1] if having else quarters[-1]
        single = [str(Quarter.from_index(quarter)) for quarter in reversed(quarters)]
        label, usual = say("page.quarter"), str(Quarter.from_index(newest))
        return (Quarter.parse(pick(where, label, single, "kwartaal", default=usual)).index,)
    span = pick(
        where,
        say("page.period"),
        parts.spans(quarters, st.query_params.get("periode")),
        "periode",
        lambda span: parts.span_name(span, quarters),
        default=parts.usual_span(quarters, having),
    )
    return tuple(quarter for quarter in parts.span(span) if quarter in quarters)


def _group(basis: Basis, where: DeltaGenerator) -> str:
    own = [group.name for group in basis.store.saved_groups(basis.scope)]

    def named(code: str) -> str:
        if code in GROUPS:
            return say(f"vergelijken.group_{code}")
        return say("vergelijken.group_own", name=code)

    return pick(where, say("vergelijken.group"), [*GROUPS, *own], GROUP, named)


def _adjust(basis: Basis, where: DeltaGenerator, indicator: Indicator) -> str:
    """Whether to allow for who the clients are; only the ways this figure and reader can."""
    options = ["geen"]
    if basis.scope.detail == "rows" and answers.adjustable(indicator):
        options.append(BY_GROUP)
        options += [BY_MODEL] if of_cohort(indicator) else []
    assert set(options) <= set(ADJUST)
    none = "cannot" if len(options) == 1 else options[0]
    return pick(
        where,
        say("vergelijken.adjust"),
        options,
        "correctie",
        lambda key: say(f"vergelijken.adjust_{none if key == options[0] else key}"),
    )
