"""The first walk through the product: a few steps with where each is done, ticked when it was.

It stands above the first page while nothing but invented data is there, until the reader
hides it; page Over ketenkpi brings it back. What such a link says is kept in a cookie by the
browser (`page.js`).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape as safe
from urllib.parse import urlencode

import streamlit as st

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.components.pickers import CHOSEN, Choice
from dashboard.words import say
from ketenkpi.overview import EXAMPLE

WALK, ON, OFF = "rondleiding", "aan", "uit"
SEEN, YES = "signaal", "ja"
# Any figure has a chart to write a note at; this one everybody knows.
NOTED_AT = "uitstroom"


@dataclass(frozen=True, slots=True)
class WalkStep:
    """One thing to do, what page it is done on, and whether it was.

    address: None where it cannot be done yet.
    """

    key: str
    done: bool
    address: str | None


@dataclass(frozen=True, slots=True)
class WalkState:
    """What an installation holds: files that are not the example, agreements, notes."""

    delivered: bool
    agreed: bool
    noted: bool


@cached
def state(basis: Basis) -> WalkState:
    """What of the walk everybody here has done."""
    by = basis.store.deliveries(basis.scope)["delivered_by"].dropna()
    return WalkState(
        bool((by != EXAMPLE).any()),
        not basis.store.targets(basis.scope).empty,
        bool(basis.store.annotations(basis.scope)),
    )


def steps(
    found: WalkState, choice: Choice | None, signal: str | None, *, chosen: bool, seen: bool
) -> list[WalkStep]:
    """The walk of one reader.

    choice: in the bar, None while nothing is delivered; chosen: whether that is one
    Werkplein; signal: the first figure that stands out there; seen: whether one was opened.
    """
    if choice is None:
        later = ("place", "signal", "agree", "note")
        return [
            WalkStep("deliver", False, "./gegevens"),
            *(WalkStep(key, False, None) for key in later),
        ]
    here, board = f"./?{urlencode(choice.address)}", "./werkpleinen"
    return [
        WalkStep("deliver", found.delivered, "./gegevens"),
        WalkStep("place", chosen, board),
        WalkStep("signal", seen, f"{here}&{CHOSEN}={signal}&{SEEN}={YES}" if signal else board),
        WalkStep("agree", found.agreed, "./programma"),
        WalkStep("note", found.noted, f"{here}&{CHOSEN}={NOTED_AT}"),
    ]


def draw(basis: Basis, choice: Choice | None, signals: tuple[str, ...] = ()) -> None:
    """The walk, where it is to be seen. signals: codes of the figures that stand out."""
    seen, wanted = _said(SEEN) == YES, _said(WALK)
    if wanted == OFF or (wanted != ON and state(basis).delivered):
        return
    place = None if choice is None else reads.places(basis)[choice.place]
    chosen = place is not None and place.kind == "werkplein"
    first = next(iter(signals), None)
    st.html(_written(steps(state(basis), choice, first, chosen=chosen, seen=seen)))


def _said(name: str) -> str | None:
    """What a link of this reader said, now, earlier in this session, or before it."""
    if name in st.query_params:
        st.session_state[name] = st.query_params[name]
        del st.query_params[name]
    kept: str | None = st.session_state.get(name)
    return kept or st.context.cookies.get(name)


def _written(found: list[WalkStep]) -> str:
    done = say("rondleiding.done_of", done=sum(each.done for each in found), all=len(found))
    away = f'<a class="kk-go" href="./?{WALK}={OFF}">{_say("hide")}</a>'
    listed = "".join(map(_step, found))
    return (
        f'<section class="kk-walk" aria-label="{_say("title")}">'
        f"<h2>{_say('title')} <small>{safe(done)}</small> {away}</h2><ol>{listed}</ol></section>"
    )


def _step(step: WalkStep) -> str:
    text = _say(step.key)
    if step.done:
        return f"<li>{text} <small>✓ {_say('done')}</small></li>"
    if step.address is None:
        return f"<li>{text}</li>"
    return f'<li><a class="kk-go" href="{safe(step.address)}">{text}</a></li>'


def _say(key: str) -> str:
    return safe(say(f"rondleiding.{key}"))
