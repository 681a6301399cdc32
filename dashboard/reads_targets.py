"""Norms and targets beside what was realised, kept like the reads in `reads.py`."""

from __future__ import annotations

import streamlit as st

from dashboard import reads
from dashboard.presenters import targets as presenter
from dashboard.reads import HASH, KEPT
from dashboard.session import Basis
from ketenkpi.indicators import load_indicators
from ketenkpi.wording import Language


@st.cache_resource(max_entries=KEPT, show_spinner=False, hash_funcs=HASH)
def beside_targets(
    basis: Basis, code: str, quarter: int, language: Language
) -> presenter.Targets | None:
    """The table of one place; None where no indicator has a target at all."""
    place = reads.places(basis)[code]
    rows = reads.judged(basis, quarter)
    rows = rows[rows["werkplein"].isin(reads.werkpleinen(basis, place))]
    if rows["target"].isna().all():
        return None
    findings = [each.message(language) for each in basis.store.target_findings(basis.scope)]
    several = place.kind != "werkplein"
    return presenter.Targets(
        presenter.said(rows, place.label(language), quarter, language),
        presenter.table(rows, load_indicators(), several, language),
        tuple(findings),
    )
