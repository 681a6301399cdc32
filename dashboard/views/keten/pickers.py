"""Which part of the chain: place, quarters, scheme, target group and handover, in the address."""

from __future__ import annotations

import streamlit as st

from dashboard.basis import Basis
from dashboard.components.chosen import pick
from dashboard.components.pickers import bar, pick_cases, pick_place, pick_span
from dashboard.presenters import parts
from dashboard.views.keten import fetched
from dashboard.views.keten.fetched import EVERY, ChainAsked
from dashboard.words import say
from ketenkpi.chain import Chain, answers
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabularies import tasks_in_order

HANDOVER = "overdracht"


def chosen(basis: Basis) -> ChainAsked:
    """Draw the pickers and return the choice; there must be quarters with steps."""
    quarters = fetched.quarters(basis)
    first, second, third, fourth = bar()
    place = pick_place(first, basis)
    span = pick_span(second, quarters, parts.code(quarters))
    within = tuple(quarter for quarter in parts.span(span) if quarter in quarters)
    asked = max(within, default=quarters[-1])
    cases = pick_cases(third, fourth, basis, asked)
    return ChainAsked(place, within, cases.scheme, cases.group)


def handover(found: Chain) -> str:
    """Draw the choice of one handover; one that a link asks for can be chosen, made or not."""
    language = reader()
    there = [each.key for each in found.handovers]
    asked = st.query_params.get(HANDOVER, EVERY)
    if _is_handover(asked) and asked not in there:
        there.append(asked)
    order = _tasks()
    there.sort(key=lambda key: [order.index(code) for code in key.split(">")])
    return pick(
        st.container(),
        say("keten.handover"),
        [EVERY, *there],
        HANDOVER,
        lambda key: (
            say("keten.handover_all") if key == EVERY else answers.handover_name(key).in_(language)
        ),
    )


def _tasks() -> list[str]:
    """The tasks between which a client is handed over, in the order of the chain."""
    return [task.key for task in tasks_in_order("werk")]


def _is_handover(text: str) -> bool:
    codes = text.split(">")
    return len(codes) == 2 and set(codes) <= set(_tasks())
