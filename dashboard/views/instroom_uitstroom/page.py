"""Who comes and who goes: inflow, outflow and return, what the stock is made of, target groups."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import pages, session
from dashboard.basis import Basis
from dashboard.components import blocks, frame, pickers, rug
from dashboard.components.blocks import FigureShown
from dashboard.components.how import how_of
from dashboard.components.pickers import Choice
from dashboard.presenters import parts
from dashboard.views.instroom_uitstroom import fetched
from dashboard.words import say
from ketenkpi.charts.minis import MiniSize
from ketenkpi.overview import RugRow
from ketenkpi.overview.answers import certain_said
from ketenkpi.surfaces import in_html, in_words
from ketenkpi.surfaces import language as reader

STRIP, SPARK = MiniSize(110, 20), MiniSize(110, 24)


def draw(basis: Basis, choice: Choice, shown: fetched.FlowsShown) -> None:
    """The flows in a row of figures, the stock as a sum, and the target groups side by side."""
    rows = [FigureShown(row.tile.name, row, certain_said(row.now)) for row in shown.rows]
    blocks.figures(rows, shown.quarters, choice.quarter)
    with st.container(border=True):
        blocks.head(shown.stock.title, how=how_of(shown.stock))
        blocks.table(shown.stock)
    if choice.cases.group is None:
        leaving(basis, choice)
        with st.container(border=True):
            blocks.head(say("instroom_uitstroom.groups"), say("instroom_uitstroom.groups_legend"))
            st.html(by_group(basis, choice, shown.quarters))
    with st.container(horizontal=True):
        for tile, label in (("aandeel_reden:werk", "reasons"), ("instroom", "crisis")):
            st.page_link(
                pages.path("overzicht"),
                label=say(f"instroom_uitstroom.{label}"),
                query_params={"indicator": tile, "plek": choice.place},
            )


def leaving(basis: Basis, choice: Choice) -> None:
    """How soon each target group leaves: who is still there beside who left to work.

    Who sees figures only gets the share of those who left to work, which is released.
    """
    if basis.scope.detail != "rows":
        with st.container(border=True):
            released(basis, choice)
        return
    shown = fetched.leaving(basis, choice.place, choice.quarter, choice.cases.scheme)
    period = in_html(shown.period)
    for column, section in zip(
        st.columns(2, gap="medium"), (shown.stays, shown.to_work), strict=True
    ):
        with column.container(border=True, height="stretch"):
            legend = f"{period} · {say(f'instroom_uitstroom.legend_{section.key}')}"
            blocks.draw(section, legend, fetched.recipe(basis, choice, section.key))
    blocks.tables((shown.stays,))


def released(basis: Basis, choice: Choice) -> None:
    """What the released figures tell of target groups, and why there are no curves."""
    section = fetched.released(basis, choice.place, choice.quarter, choice.cases.scheme)
    blocks.draw(section)
    st.html(f'<p class="kk-note">{say("instroom_uitstroom.leaving_rows_needed")}</p>')


def by_group(basis: Basis, choice: Choice, quarters: tuple[int, ...]) -> str:
    """A row for each target group, a figure a column: number, course, the other places."""
    found = fetched.groups(basis, choice.place, choice.quarter, choice.cases.scheme)
    heads = "".join(
        f'<th scope="col">{safe(in_words(tile.name))}</th>' for tile in fetched.OF_GROUPS
    )
    body = "".join(
        f'<tr><th scope="row">{safe(parts.group_name(group, reader()))}</th>'
        f"{''.join(_cell(row, quarters, choice.quarter) for row in rows)}</tr>"
        for group, rows in found
    )
    first = safe(say("page.group"))
    return (
        '<div class="kk-grid kk-groups" tabindex="0" role="region" '
        f'aria-label="{safe(say("instroom_uitstroom.groups"))}"><table><thead><tr>'
        f'<th scope="col">{first}</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cell(row: RugRow, quarters: tuple[int, ...], quarter: int) -> str:
    older = rug.older(row, quarter)
    small = f"<small>{safe(older)}</small>" if older else ""
    pictures = rug.spark(row, quarters, SPARK) + rug.strip(row, None, STRIP)
    return f"<td>{safe(rug.value(row))}{small}{pictures}</td>"


basis = session.basis()
title = st.container()
choice = pickers.chosen(basis)
found = fetched.flows(basis, choice.place, choice.quarter, choice.cases)
with title:
    name = say("instroom_uitstroom.title")
    blocks.title_line(basis, choice, name, found.stock.finding)
frame.example_notice(basis)
draw(basis, choice, found)
