"""What is compared: which Werkplein, which figure, when, with whom; kept in the address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components.chosen import pick, pick_several
from dashboard.components.pickers import CHOSEN, bar, pick_cases, pick_werkplein, switch_look
from dashboard.presenters import parts
from dashboard.views.vergelijken.fetched import (
    ADJUST,
    GROUPS,
    NOT_ADJUSTED,
    ComparisonAsked,
    known,
    ways,
)
from dashboard.words import say
from ketenkpi.comparison import not_compared
from ketenkpi.indicators import Indicator, load_indicators, look_of, split_name
from ketenkpi.overview.answers import in_order
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import Quarter

# A share of many cases, which can be adjusted for who the clients are.
FIRST_SEEN = "aandeel_werk"
GROUP, MORE = "groep", "ook"
# Four pictures below each other are what a reader holds in mind.
MOST_MORE = 3


def chosen(basis: Basis) -> tuple[ComparisonAsked, tuple[ComparisonAsked, ...]]:
    """Draw the pickers; returns what is asked of the first figure, and of those below it."""
    place, period, scheme, clients = bar()
    row = st.container(key="kk_compared")
    figure, group, adjust = row.columns([9, 4, 4], gap="small")
    subject = pick_werkplein(place, basis)
    indicator = _indicator(basis, figure)
    found = known(basis, indicator.key).parts
    further = _further(
        parts=bool(found), look=look_of(indicator.key, load_indicators()) is not None
    )
    part = _part(next(further), found, indicator) if found else None
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
    *before, last = further
    for where in before:
        switch_look(where, indicator.key)
    return made, _more(basis, last, made)


def _further(*, parts: bool, look: bool) -> Iterator[DeltaGenerator]:
    """A place for the part and the way of looking of a figure that has them, then the last."""
    return iter(st.columns([5] * parts + [12] * look + [8], gap="small"))


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
    options = [NOT_ADJUSTED, *ways(basis, indicator.key)]
    assert set(options) <= set(ADJUST)
    none = "cannot" if len(options) == 1 else NOT_ADJUSTED
    return pick(
        where,
        say("vergelijken.adjust"),
        options,
        "correctie",
        lambda key: say(f"vergelijken.adjust_{none if key == NOT_ADJUSTED else key}"),
    )


def _more(
    basis: Basis, where: DeltaGenerator, asked: ComparisonAsked
) -> tuple[ComparisonAsked, ...]:
    """Draw the picker of further figures; the same question of each, at its usual part."""
    language = reader()
    every = {
        key: one
        for key, one in load_indicators(own=basis.store.own_indicators).items()
        if not_compared(one) is None and key != asked.indicator
    }
    keys = pick_several(
        where,
        say("vergelijken.more"),
        parts.listed(every, language),
        MORE,
        lambda key: parts.listed_name(every[key], language),
        most=MOST_MORE,
    )
    return tuple(_of_other(basis, asked, every[key]) for key in keys)


def _of_other(basis: Basis, asked: ComparisonAsked, indicator: Indicator) -> ComparisonAsked:
    there = known(basis, indicator.key)
    usual = next(iter(in_order(there.parts, indicator, reader())), None)
    return replace(
        asked,
        indicator=indicator.key,
        part=usual,
        quarters=_same_time(asked.quarters, there.quarters, indicator),
        adjust=asked.adjust if asked.adjust in ways(basis, indicator.key) else NOT_ADJUSTED,
    )


def _same_time(
    asked: tuple[int, ...], having: tuple[int, ...], indicator: Indicator
) -> tuple[int, ...]:
    """The same quarters; of what has no sum over them the newest of these that is known."""
    if "kwartaal" in indicator.additive_over or not asked:
        return asked
    return (max(set(asked) & set(having), default=asked[-1]),)
