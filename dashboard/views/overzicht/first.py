"""The first screen: the chain as one strip; below it what stands out, the phase and the goals."""

from __future__ import annotations

from html import escape as safe
from urllib.parse import urlencode

import streamlit as st

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components import blocks, goal_bars, rug
from dashboard.components.how import HowMade
from dashboard.components.lanes import lane
from dashboard.components.pickers import CHOSEN, Choice
from dashboard.components.walk import SEEN, YES
from dashboard.views.overzicht import fetched, fetched_first
from dashboard.words import say
from ketenkpi.charts.minis import MiniSize
from ketenkpi.cooperation.answers import target_group
from ketenkpi.overview import RugRow, Shown, Tile, load_first_screen
from ketenkpi.overview.answers import Signal
from ketenkpi.surfaces import in_html, in_words

STRIP, SPARK = MiniSize(150, 26), MiniSize(150, 40)
SIGNAL, LANE = MiniSize(380, 26), MiniSize(250, 18, margin=1)


def draw(basis: Basis, choice: Choice) -> None:
    """All of it for one place and quarter; phases and goals are those of a Werkplein."""
    chain(basis, choice)
    if reads.places(basis)[choice.place].kind != "werkplein":
        with st.container(border=True):
            signals(basis, choice)
        return
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, height="stretch"):
        signals(basis, choice)
    with right:
        with st.container(border=True):
            phases(basis, choice)
        with st.container(border=True, height="stretch"):
            goals(basis, choice)


def chain(basis: Basis, choice: Choice) -> None:
    """Each step with its wait or share, where it stands among all places, and its course."""
    found = fetched_first.chain(basis, choice.place, choice.quarter, choice.cases)
    shown = load_first_screen().chain
    cells = "".join(
        _step(choice, step, row, found) for step, row in zip(shown, found.rows, strict=True)
    )
    kind = "whole" if reads.places(basis)[choice.place].kind == "all" else "one"
    blocks.head(say("overzicht.chain"), say(f"overzicht.chain_legend_{kind}"))
    st.html(f'<nav class="kk-chain" aria-label="{safe(say("overzicht.chain"))}">{cells}</nav>')


def _step(choice: Choice, step: Shown, row: RugRow, found: fetched_first.PlaceRows) -> str:
    verdict = found.verdicts.get(row.tile)
    pictures = rug.strip(row, verdict, STRIP) + rug.spark(row, found.quarters, SPARK)
    told = _verdict(verdict) or safe(rug.elsewhere(row))
    older = rug.older(row, choice.quarter)
    measure = safe(f"{say(f'overzicht.measure_{row.tile.indicator}')} {older}".strip())
    return (
        f'<a class="kk-go" href="{_address(choice, row.tile)}">'
        f'<span class="kk-step">{in_html(step.name)}</span>'
        f'<span class="kk-value">{safe(rug.value(row))}</span>'
        f'<span class="kk-small">{measure}</span><span class="kk-small">{told}</span>{pictures}</a>'
    )


def signals(basis: Basis, choice: Choice) -> None:
    """At most five things that stand out, each a sentence with its small picture."""
    told = fetched.discussed(basis, choice.place, choice.quarter)
    how = HowMade(in_words(told.section.title), told.section.notes)
    blocks.head(told.section.title, how=how)
    below = "".join(f"<li>{in_html(each.of)}</li>" for each in told.section.items)
    kind = "list"
    if told.signals:
        found, kind = fetched_first.signals(basis, choice.place, choice.quarter), "signals"
        pairs = zip(told.signals, found.rows, strict=True)
        below = "".join(_signal(choice, each, row, found) for each, row in pairs)
    listed = f'<ul class="kk-{kind}">{below}</ul>' if below else ""
    st.html(f'<p class="kk-said">{in_html(told.section.finding)}</p>{listed}')


def _signal(choice: Choice, signal: Signal, row: RugRow, found: fetched_first.PlaceRows) -> str:
    """One that stands out: which way, where it lies among all, and beside what it was judged."""
    address = f"{_address(choice, row.tile)}&amp;{SEEN}={YES}"
    return (
        f'<li><a class="kk-go" href="{address}">'
        f"<b>{in_html(signal.tile.name)}: {in_html(signal.value)}</b> "
        f"<span>{in_html(signal.verdict)}</span>"
        f"{rug.strip(row, found.verdicts.get(row.tile), SIGNAL)}"
        f'<span class="kk-small">{in_html((signal.view, signal.cause))}</span></a></li>'
    )


def phases(basis: Basis, choice: Choice) -> None:
    """The registered phases of one Werkplein, a lane for each target group."""
    place = reads.places(basis)[choice.place].name
    blocks.head(say("overzicht.phase"), say("overzicht.phase_legend"))
    periods = reads.registered(basis).of(place)
    groups = dict.fromkeys(each.doelgroep for each in periods)
    lanes = []
    for group in groups:
        mine = [each for each in periods if each.doelgroep == group]
        name = in_words(target_group(group))
        drawn = lane(mine, choice.quarter, name, LANE)
        lanes.append(f"<dt>{safe(name)}</dt><dd>{drawn}</dd>")
    none = f'<p class="kk-note">{safe(say("overzicht.no_phases"))}</p>'
    st.html(f'<dl class="kk-lanes">{"".join(lanes)}</dl>' if lanes else none)


def goals(basis: Basis, choice: Choice) -> None:
    """Each goal as a bar to what was reached, with its interval and the goal itself."""
    blocks.head(say("overzicht.goals"), say("overzicht.goals_legend"))
    found = fetched_first.goals(basis, choice.place, choice.quarter)
    none = f'<p class="kk-note">{safe(say("overzicht.no_goals"))}</p>'
    st.html(goal_bars.as_html(found) or none)


def _verdict(verdict: str | None) -> str:
    return "" if verdict is None else safe(say(f"overzicht.verdict_{verdict}"))


def _address(choice: Choice, tile: Tile) -> str:
    """The same page with this figure chosen, for its course further down."""
    return safe(f"?{urlencode(choice.address | {CHOSEN: tile.code})}")
