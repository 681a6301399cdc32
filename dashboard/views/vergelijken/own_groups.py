"""Groups of Werkpleinen that an installation keeps for itself: saved in a form, and removed."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components.chosen import choose
from dashboard.components.plain import plain
from dashboard.views.vergelijken.pickers import GROUP
from dashboard.words import say
from ketenkpi.errors import UserError
from ketenkpi.surfaces import language as reader

SAVED = "groep_bewaard"


def draw(basis: Basis) -> None:
    """The form, what came of it, and the groups there are."""
    st.html(f'<p class="kk-note">{say("vergelijken.own_intro")}</p>')
    done = st.session_state.pop(SAVED, None)
    if done is not None:
        st.success(say("vergelijken.own_saved", name=plain(done)))
    _form(basis)
    _kept(basis)


def _form(basis: Basis) -> None:
    language = reader()
    with st.form("eigen_groep", border=False):
        left, right = st.columns(2)
        name = left.text_input(say("vergelijken.own_name"), key="groep_naam")
        by = right.text_input(say("vergelijken.own_by"), key="groep_door")
        members = st.multiselect(
            say("vergelijken.own_members"),
            reads.delivered(basis).werkpleinen,
            key="groep_leden",
            placeholder=say("vergelijken.own_choose"),
        )
        asked = st.form_submit_button(say("vergelijken.own_save"))
    if not asked:
        return
    if not (name.strip() and by.strip() and members):
        st.error(say("vergelijken.own_needs"))
        return
    try:
        basis.store.save_group(name, members, by=by.strip(), scope=basis.scope)
    except UserError as fault:
        st.error(plain(fault.message(language)))
        return
    choose(GROUP, name.strip())
    st.query_params[GROUP] = name.strip()
    st.session_state[SAVED] = name.strip()
    st.rerun()


def _kept(basis: Basis) -> None:
    for group in basis.store.saved_groups(basis.scope):
        with st.container(horizontal=True, vertical_alignment="center"):
            members = ", ".join(group.members)
            line = say("vergelijken.own_list", name=group.name, members=members)
            st.html(f"<p>{safe(line)}</p>")
            st.button(
                say("vergelijken.own_remove", name=plain(group.name)),
                key=f"groep_weg_{group.name}",
                on_click=_remove,
                args=(basis, group.name, group.saved_by),
            )


def _remove(basis: Basis, name: str, by: str) -> None:
    basis.store.remove_group(name, by=by, scope=basis.scope)
