"""What is wrong with a file or was noticed about it: totals, the list, and the report to keep."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.components.plain import plain
from dashboard.presenters import uploads
from dashboard.words import say
from ketenkpi.contracts import Findings
from ketenkpi.harmless import harmless_frame
from ketenkpi.surfaces import language as reader


def draw(findings: Findings, filename: str, title: str = "findings") -> None:
    """The findings under a heading of their own; nothing where there are none.

    title: the end of the sentence `gegevens.<title>`, and what tells two lists
    on one page apart.
    """
    language = reader()
    if not findings.totals:
        return
    count = uploads.counted(findings.count())
    st.subheader(say(f"gegevens.{title}", count=count))
    if any(total.count > 1 for total in findings.totals):
        st.dataframe(
            harmless_frame(findings.totals_frame(language)), hide_index=True, key=f"{title}_totals"
        )
    listed = findings.as_frame(language)
    if len(listed) > uploads.SHOWN or findings.count() > len(listed):
        shown = min(len(listed), uploads.SHOWN)
        st.markdown(say("gegevens.findings_capped", shown=shown))
    st.table(_readable(listed.head(uploads.SHOWN)))
    st.download_button(
        say("gegevens.report"),
        data=lambda: _report(findings),
        file_name=f"{Path(filename).stem}_meldingen.xlsx",
        on_click="ignore",
        key=f"{title}_report",
    )


def _readable(listed: Any) -> Any:
    """The list as text for people: no column that is empty, missing numbers as nothing."""
    text = listed.astype("object").where(listed.notna(), "").astype(str)
    text = text.replace(r"\.0$", "", regex=True).map(plain)
    filled = text.loc[:, (text != "").any()]
    return filled.set_index(filled.columns[0])


def _report(findings: Findings) -> bytes:
    language = reader()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "meldingen.xlsx"
        findings.to_xlsx(path, language)
        return path.read_bytes()
