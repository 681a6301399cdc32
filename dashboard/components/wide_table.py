"""A table of sentences that scrolls inside itself, with its first column in view."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st


def draw(table: pd.DataFrame, label: str) -> None:
    """`table` with its index as headings of the rows; `label` names it to who cannot see it.

    Not `st.dataframe`: that is a canvas, on which sentences are cut off.
    """
    names = [str(table.index.name), *map(str, table.columns)]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{escape(str(first))}</th>'
        + "".join(f"<td>{escape(str(text))}</td>" for text in rest)
        + "</tr>"
        for first, *rest in table.itertuples()
    )
    st.html(
        f'<div class="kk-grid kk-words" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
