"""An empty file to fill in, per kind of file, and what stands in each column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from dashboard.components import section
from dashboard.components.pickers import pick_contract
from dashboard.words import say
from ketenkpi import contracts
from ketenkpi.contracts import answers
from ketenkpi.surfaces import language as reader

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def draw() -> None:
    """The choice of a contract, its two templates and its data dictionary."""
    st.markdown(say("gegevens.templates_intro"))
    contract = pick_contract(say("gegevens.template"))
    with st.container(horizontal=True):
        for kind in ("csv", "xlsx"):
            st.download_button(
                say(f"gegevens.template_{kind}"),
                data=_made(contract, kind),
                file_name=f"sjabloon_{contract.key}.{kind}",
                mime=MIME[kind],
                key=f"sjabloon_{kind}",
                on_click="ignore",
            )
    st.subheader(say("gegevens.dictionary"))
    for each in answers.dictionary(contract):
        section.draw(each)


def _made(contract: contracts.Contract, kind: Literal["csv", "xlsx"]) -> Callable[[], bytes]:
    language = reader()
    return lambda: contracts.template(contract, kind, language)
