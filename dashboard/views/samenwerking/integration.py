"""How far the partners are integrated: the line, each level and criterion, and their course."""

from __future__ import annotations

from html import escape as safe

import pandas as pd
import streamlit as st

from dashboard import charts, formats, session
from dashboard.basis import Basis
from dashboard.presenters import concepts
from dashboard.views.samenwerking import conditions_words as conditions
from dashboard.views.samenwerking import fetched
from dashboard.views.samenwerking import integration_words as presenter
from dashboard.views.samenwerking.conditions import tabs
from dashboard.words import say
from ketenkpi.cooperation import CRITERIA, LEVELS, degrees
from ketenkpi.research_model import load_scan
from ketenkpi.store import Cooperation
from ketenkpi.surfaces import language as reader

CARD_WIDTH = 320
TICKS = range(0, 101, 25)
# The criteria are a group of the scan; the levels are those of its table 4.
GROUPS = {LEVELS: "tabel_4", CRITERIA: "criteria"}


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """First where the Werkplein stands, then what that is made of."""
    language = reader()
    found = fetched.known(basis, werkplein, quarter)
    st.html(f'<p class="kk-note">{safe(conditions.scan_said(found.answers, language))}</p>')
    if not found.answers.answering:
        return
    _line(found)
    before = presenter.scan_before(found.answers, found.scans)
    earlier = () if before is None else degrees(fetched.answers(basis, werkplein, before))
    for by in (CRITERIA, LEVELS):
        _parts(found, by, before, presenter.part_rows(found.degrees, earlier, by, language))
    _course(found)


def _line(found: Cooperation) -> None:
    language = reader()
    st.header(say("integratie.position", language))
    said = presenter.position_said(found.werkplein, found.position, language)
    st.html(f'<p class="kk-finding">{safe(said)}</p>')
    rows = presenter.line_rows(found.degrees, language)
    if not rows.empty:
        chart = charts.strategies(
            rows,
            presenter.bands(language),
            parties=list(rows["party"]),
            alt=said,
            mode=session.mode(),
            language=language,
        )
        st.vega_lite_chart(chart.data, chart.spec, alt=chart.alt)
    links = " · ".join(
        concepts.named(concepts.code("strategie", each), language)
        for each in ("mutual_adjustment", "alliance", "corporate")
    )
    st.html(
        f'<p class="kk-note">{safe(say("integratie.position_note", language))}</p>'
        f'<p class="kk-note">{links}</p>'
    )


def _parts(found: Cooperation, by: str, before: int | None, rows: pd.DataFrame) -> None:
    language = reader()
    st.header(say(f"integratie.{by}", language))
    mine = presenter.of(found.degrees, by)
    said = [presenter.degree_said(degree, language) for degree in mine]
    st.html("".join(f'<p class="kk-finding">{safe(text)}</p>' for text in said))
    picture, table = tabs(f"integratie_{by}")
    if picture.open:
        chart = charts.marks(
            rows,
            parties=list(dict.fromkeys(rows["party"])),
            ticks=TICKS,
            alt=" ".join(said),
            mode=session.mode(),
            language=language,
        )
        picture.vega_lite_chart(chart.data, chart.spec, alt=chart.alt)
        picture.html(f'<p class="kk-note">{safe(_ghost(before))}</p>')
    if table.open:
        table.html(presenter.parts_html(found.degrees, by, language))
    group = load_scan().groups[GROUPS[by]]
    source = safe(say("voorwaarden.source", language, section=group.section))
    link = concepts.named(concepts.code("begrip", "integratie"), language)
    st.html(
        f'<p class="kk-note">{safe(say("integratie.weights_note", language))}</p>'
        f'<p class="kk-note">{source} {link}</p>'
    )


def _ghost(before: int | None) -> str:
    language = reader()
    if before is None:
        return say("integratie.no_ghost", language)
    return say("integratie.ghost", language, quarter=formats.quarter(before))


def _course(found: Cooperation) -> None:
    language = reader()
    st.header(say("integratie.course", language))
    quarters = [formats.quarter(each) for each in found.scans]
    with st.grid(min_column_width=CARD_WIDTH, border=True) as grid:
        for by in (LEVELS, CRITERIA):
            rows = presenter.course_rows(found.degree_course, by, language)
            if rows.empty:
                continue
            with grid.cell():
                said = presenter.course_said(rows, language)
                st.markdown(say(f"integratie.course_{by}", language))
                st.html(f'<p class="kk-note">{safe(said)}</p>')
                chart = charts.course(
                    rows,
                    quarters=quarters,
                    parties=list(dict.fromkeys(rows["party"])),
                    ticks=TICKS,
                    alt=said,
                    mode=session.mode(),
                    language=language,
                )
                st.vega_lite_chart(chart.data, chart.spec, alt=chart.alt)
