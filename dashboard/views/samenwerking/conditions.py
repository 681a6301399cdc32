"""Principles, conditions, channels and what helps or hinders, as the partners see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape as safe

import pandas as pd
import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from dashboard import charts, formats, session
from dashboard.basis import Basis
from dashboard.presenters import concepts
from dashboard.views.samenwerking import conditions_words as presenter
from dashboard.views.samenwerking import fetched
from dashboard.words import say
from ketenkpi.research_model import load_scan
from ketenkpi.store import Cooperation
from ketenkpi.surfaces import language as reader

CARD_WIDTH = 260


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """The four groups of the scan, each with its finding, picture and table."""
    language = reader()
    found = fetched.known(basis, werkplein, quarter)
    st.html(f'<p class="kk-note">{safe(presenter.scan_said(found.answers, language))}</p>')
    if not found.answers.answering:
        return
    _principles(found)
    _conditions(found)
    _channels(found)
    _factors(found)


def _principles(found: Cooperation) -> None:
    language = reader()
    said = presenter.group_said(found.answers, "toonkamer", language)
    _head("toonkamer", said)
    _pictures(
        "toonkamer",
        found,
        said,
        lambda: presenter.principles_html(found.principles, found.answers, language),
    )
    _below("toonkamer", say("voorwaarden.toonkamer_note", language))


def _conditions(found: Cooperation) -> None:
    language = reader()
    said = presenter.group_said(found.answers, "powell", language)
    _head("powell", said)
    gaps = presenter.conditions_said(found.conditions, language)
    st.html(f'<ul class="kk-list">{"".join(f"<li>{safe(text)}</li>" for text in gaps)}</ul>')
    _pictures("powell", found, said, _items(found, "powell"))
    quarters = [formats.quarter(each) for each in found.scans]
    with st.grid(min_column_width=CARD_WIDTH, border=True) as grid:
        for each in found.conditions:
            item = load_scan().items[each.item].name.in_(language)
            rows = presenter.course_rows(each, language)
            if rows.empty:
                continue
            with grid.cell():
                st.markdown(say("voorwaarden.course", language, item=item))
                finding = presenter.course_said(each, language)
                st.html(f'<p class="kk-note">{safe(finding)}</p>')
                chart = charts.course(
                    rows,
                    quarters=quarters,
                    parties=_parties(rows),
                    ticks=range(presenter.top("powell") + 1),
                    alt=say("voorwaarden.course_alt", language, item=item, said=finding),
                    mode=session.mode(),
                    language=language,
                )
                st.vega_lite_chart(chart.data, chart.spec, alt=chart.alt)
    _below("powell", say("voorwaarden.powell_note", language))


def _channels(found: Cooperation) -> None:
    language = reader()
    said = presenter.channels_said(found.channels, language)
    _head("kanalen", said)
    _pictures("kanalen", found, said, _items(found, "kanalen"))
    _below("kanalen", "")


def _factors(found: Cooperation) -> None:
    language = reader()
    said = presenter.balances_said(found.balances, language)
    _head("factoren", said)
    picture, table = tabs("factoren")
    if picture.open:
        rows = presenter.factor_rows(found.answers, language)
        chart = charts.balance(
            rows,
            parties=_parties(rows),
            top=presenter.top("factoren"),
            sides=(say("voorwaarden.helps", language), say("voorwaarden.hinders", language)),
            alt=" ".join(said),
            mode=session.mode(),
            language=language,
        )
        picture.vega_lite_chart(chart.data, chart.spec, alt=chart.alt)
    if table.open:
        table.html(presenter.factors_html(found.answers, language))
    _below("factoren", say("voorwaarden.factoren_note", language))


def _head(group: str, said: Sequence[str]) -> None:
    language = reader()
    st.header(say(f"voorwaarden.{group}", language))
    st.html("".join(f'<p class="kk-finding">{safe(text)}</p>' for text in said))


def _items(found: Cooperation, group: str) -> Callable[[], str]:
    language = reader()
    return lambda: presenter.items_html(found.answers, group, language)


def _pictures(
    group: str,
    found: Cooperation,
    said: Sequence[str],
    table_html: Callable[[], str],
) -> None:
    """The marks of a group and its table in tabs; only the open one is drawn."""
    language = reader()
    picture, table = tabs(group)
    if picture.open:
        rows = presenter.mark_rows(found.answers, group, language)
        chart = charts.marks(
            rows,
            parties=_parties(rows),
            ticks=range(presenter.top(group) + 1),
            alt=" ".join(said),
            mode=session.mode(),
            language=language,
        )
        picture.vega_lite_chart(chart.data, chart.spec, alt=chart.alt)
    if table.open:
        table.html(table_html())


def _parties(rows: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(rows["party"]))


def tabs(group: str) -> Sequence[TabContainer]:
    """A tab for the picture and one for the table; only what is open need be drawn."""
    language = reader()
    labels = [say(f"voorwaarden.tab_{tab}", language) for tab in ("picture", "table")]
    return st.tabs(labels, key=f"weergave_{group}", on_change="rerun")


def _below(group: str, note: str) -> None:
    """What to know when reading, and where it is defined."""
    language = reader()
    section = load_scan().groups[group].section
    source = safe(say("voorwaarden.source", language, section=section))
    link = concepts.named(concepts.code("groep", group), language)
    texts = ([safe(note)] if note else []) + [f"{source} {link}"]
    st.html("".join(f'<p class="kk-note">{text}</p>' for text in texts))
