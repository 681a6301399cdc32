"""A choice that stands in the address of the page, so that a link shows the same.

Streamlit's own `bind` writes the label into the address, which differs per
language; here it is the code. Every choice is written, the default too: a link
from before a new quarter arrived must not show that new quarter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_tab_container import TabContainer

from dashboard.words import say

# What an address asked for and nobody knows, with the label of its field; told once.
UNKNOWN = "kk_unknown"
TICKED = "ja"


def pick(
    where: DeltaGenerator,
    label: str,
    options: Sequence[str],
    name: str,
    format_func: Callable[[str], str] = str,
    default: str | None = None,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Draw a selectbox whose value lives in the address as `name`; returns the chosen option.

    An address with an unknown value shows `default`, else the first option, and the
    frame tells of it. elsewhere: values that other pages show and this one cannot, by
    name. A page without the name in its address shows what was chosen earlier in this
    session.
    """
    asked = st.query_params.get(name)
    if asked is not None and asked_for(name):
        if asked in options:
            choose(name, asked)
        else:
            key = "elsewhere_value" if asked in elsewhere else "unknown_value"
            told = (key, label, elsewhere.get(asked, asked))
            st.session_state.setdefault(UNKNOWN, []).append(told)
    kept = st.session_state.get(_kept(name))
    # What a page cannot show stays chosen for the pages that can.
    usual = default if default is not None and default in options else options[0]
    st.session_state[name] = kept if kept in options else usual
    # Named now, for who reads this page; Streamlit asks again when nobody does.
    named = {option: format_func(option) for option in options}
    value: str = where.selectbox(
        label, options, format_func=named.__getitem__, key=name, on_change=_changed, args=(name,)
    )
    if asked != value:
        st.query_params[name] = value
    st.session_state[_written(name)] = value
    return value


def tabs(labels: Mapping[str, str], name: str, key: str) -> dict[str, TabContainer]:
    """Draw tabs, of which the open one stands in the address as `name`; gives each by its code.

    labels: of each code, the first of which is open at first and is not written. key: under
    which the session holds the label of the open one.
    """
    asked, first = st.query_params.get(name), next(iter(labels))
    if asked is not None and asked in labels and asked_for(name):
        st.session_state[key] = labels[asked]
    drawn = st.tabs(list(labels.values()), key=key, on_change="rerun")
    made = dict(zip(labels, drawn, strict=True))
    now = next((code for code, tab in made.items() if tab.open), first)
    if asked != now and (asked is not None or now != first):
        st.query_params[name] = now
    st.session_state[_written(name)] = now
    return made


def checked(where: DeltaGenerator, label: str, name: str, explained: str | None = None) -> bool:
    """Draw a checkbox that stands in the address as `name` while it is ticked."""
    asked = st.query_params.get(name, "")
    # Also where Back took it out of the address.
    if asked != st.session_state.get(_written(name), ""):
        st.session_state[name] = asked == TICKED
    ticked = where.checkbox(label, key=name, help=explained)
    if ticked and asked != TICKED:
        st.query_params[name] = TICKED
    elif not ticked and asked:
        del st.query_params[name]
    st.session_state[_written(name)] = TICKED if ticked else ""
    return ticked


def pick_several(
    where: DeltaGenerator,
    label: str,
    options: Sequence[str],
    name: str,
    format_func: Callable[[str], str] = str,
    *,
    most: int,
) -> tuple[str, ...]:
    """As `pick`, of none up to `most` options, with a comma between them in the address.

    With none chosen the address does not name it. No option may have a comma in it.
    """
    asked = st.query_params.get(name, "")
    if asked and asked_for(name):
        there = asked.split(",")
        if unknown := [each for each in there if each not in options]:
            told = ("unknown_value", label, ", ".join(unknown))
            st.session_state.setdefault(UNKNOWN, []).append(told)
        choose(name, asked)
    kept = str(st.session_state.get(_kept(name), "")).split(",")
    st.session_state[name] = [each for each in dict.fromkeys(kept) if each in options][:most]
    named = {option: format_func(option) for option in options}
    value: list[str] = where.multiselect(
        label,
        options,
        format_func=named.__getitem__,
        key=name,
        max_selections=most,
        placeholder=say("page.choose_several", count=most),
        on_change=lambda: choose(name, ",".join(st.session_state[name])),
    )
    text = ",".join(value)
    if text:
        st.query_params[name] = text
    elif name in st.query_params:
        del st.query_params[name]
    st.session_state[_written(name)] = text
    return tuple(value)


def asked_for(name: str) -> bool:
    """Whether the address asks for a value of `name` that this page did not write there itself."""
    asked = st.query_params.get(name)
    return asked is not None and asked != st.session_state.get(_written(name))


def choose(name: str, value: str) -> None:
    """Choose `value` from elsewhere on the page, before its selectbox is drawn."""
    st.session_state[_kept(name)] = value


def chosen_of(name: str) -> str | None:
    """What will be chosen when its selectbox is drawn: asked by the address, else earlier."""
    asked = st.query_params.get(name)
    if asked is not None and asked_for(name):
        return asked
    kept: str | None = st.session_state.get(_kept(name))
    return kept


def _changed(name: str) -> None:
    choose(name, st.session_state[name])


def _kept(name: str) -> str:
    return f"kept_{name}"


def _written(name: str) -> str:
    return f"written_{name}"
