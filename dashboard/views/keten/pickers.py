"""Which part of the chain: place, quarters, scheme, target group and handover, in the address."""

from __future__ import annotations

import streamlit as st

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components.chosen import pick
from dashboard.components.pickers import pick_place, pick_scheme, pick_span, with_asked
from dashboard.presenters import parts
from dashboard.views.keten import fetched
from dashboard.views.keten.fetched import EVERY, ChainAsked
from dashboard.words import say
from ketenkpi.chain import Chain, answers
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabularies import tasks_in_order, vocabularies

HANDOVER = "overdracht"


def chosen(basis: Basis) -> ChainAsked:
    """Draw the pickers and return the choice; there must be quarters with steps."""
    language, quarters = reader(), fetched.quarters(basis)
    known = vocabularies().groups.stored
    groups = with_asked(reads.groups(basis), "doelgroep", known)
    first, second, third, fourth = st.columns([3, 3, 2, 2])
    place = pick_place(first, say("keten.place"), basis)
    label = say("keten.period")
    span = pick_span(second, label, quarters, parts.code(quarters))
    within = tuple(quarter for quarter in parts.span(span) if quarter in quarters)
    asked = max(within, default=quarters[-1])
    scheme = pick_scheme(third, say("keten.scheme"), basis, asked)
    group = pick(
        fourth,
        say("keten.group"),
        [EVERY, *groups],
        "doelgroep",
        lambda key: say("keten.all_groups") if key == EVERY else parts.group_name(key, language),
    )
    return ChainAsked(
        place,
        within,
        scheme,
        None if group == EVERY else group,
    )


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
