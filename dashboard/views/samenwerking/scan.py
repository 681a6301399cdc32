"""The answers of the scan side by side, where the partners differ, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape as safe
from urllib.parse import urlencode

import streamlit as st

from dashboard.basis import Basis
from dashboard.components import section
from dashboard.components.chosen import pick
from dashboard.views.samenwerking import fetched, parts
from dashboard.words import say
from ketenkpi.answer import Cell, Number, Phrase, Section
from ketenkpi.concepts import named
from ketenkpi.cooperation import ScanAnswers, answers, questions_of
from ketenkpi.research_model import load_scan
from ketenkpi.surfaces import in_html, in_words, language
from ketenkpi.vocabulary import Quarter

SIDE, TIME = "werkpleinen", "kwartalen"
# Shades of a cell, from nothing to the whole scale.
SHADES = 5
# How an answer joins what several parties say.
PARTED = "cooperation.parted"


def draw(basis: Basis, werkplein: str, quarter: int) -> None:
    """Completeness and agreement of one Werkplein, all side by side, and one item explained."""
    found = fetched.answers(basis, werkplein, quarter)
    if found.filled:
        parts.draw(answers.scan_of(found), meant=["begrip.overeenstemming"])
    else:
        no_scan(werkplein, quarter)
    _side_by_side(basis, werkplein, quarter)
    if found.filled:
        _one_item(found)


def no_scan(werkplein: str, quarter: int) -> None:
    """Says that there is no scan up to this quarter, and what to do."""
    when = Quarter.from_index(quarter)
    text = say("samenwerking.no_scan_here", place=werkplein, quarter=when)
    st.html(f'<p class="kk-headline">{safe(text)}</p>')


def _side_by_side(basis: Basis, werkplein: str, quarter: int) -> None:
    when = str(Quarter.from_index(quarter))
    names = {
        SIDE: say("samenwerking.by_werkpleinen", quarter=when),
        TIME: say("samenwerking.by_kwartalen", place=werkplein),
    }
    label = say("samenwerking.side_by")
    view = pick(st.container(), label, list(names), "tabel", names.__getitem__)
    by_place = view == SIDE
    found = (
        fetched.of_places(basis, quarter)
        if by_place
        else fetched.of_quarters(basis, werkplein, quarter)
    )
    if not found.columns:
        none = say("samenwerking.side_by_none")
        st.html(f'<p class="kk-headline">{safe(none)}</p>')
        return
    st.header(in_words(found.section.title))
    section.draw(replace(found.section, table=None))
    address = {"deel": "scan", "plek": werkplein, "kwartaal": when, "tabel": view}
    column = "plek" if by_place else "kwartaal"
    heads = [_here(name, {**address, column: name}) for name in found.columns]
    st.html(shaded(found.section, heads, list(found.columns.values()), address))


def shaded(
    found: Section, heads: Sequence[str], columns: Sequence[ScanAnswers], address: Mapping[str, str]
) -> str:
    """The cells of a section, darker where the lowest mark is higher, below the groups of the scan.

    heads: of the columns, as HTML. address: what the links of the items keep.
    """
    assert found.table is not None, "there is a column"
    rows = dict(zip(load_scan().items, found.table.rows, strict=True))
    body = ""
    for group in load_scan().groups.values():
        name = in_html(named(f"groep.{group.key}"))
        body += (
            f'<tr class="kk-area"><th scope="colgroup" colspan="{len(heads) + 1}">'
            f"<span>{name}</span></th></tr>"
        )
        for item in load_scan().of(group.key):
            first, *answered = rows[item.key]
            cells = map(_lines, answered)
            assert not isinstance(first, Number), "an item has a name"
            head = _here(in_words(first), {**address, "onderdeel": item.key})
            drawn = "".join(
                f'<td class="{_shade(each, item.key)}{" kk-differs" if len(lines) > 1 else ""}">'
                f"{'<br>'.join(lines)}</td>"
                for each, lines in zip(columns, cells, strict=True)
            )
            body += f'<tr><th scope="row">{head}</th>{drawn}</tr>'
    corner = safe(in_words(found.table.columns[0].head))
    above = "".join(f'<th scope="col">{each}</th>' for each in heads)
    return (
        '<div class="kk-grid kk-heat" tabindex="0" role="region" '
        f'aria-label="{safe(in_words(found.title))}">'
        f'<table><thead><tr><th scope="col">{corner}</th>{above}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _lines(said: Cell) -> list[str]:
    """A cell as HTML: a line for each party where they answer differently."""
    assert not isinstance(said, Number), "all cells are words"
    if isinstance(said, Phrase) and said.key == PARTED:
        return [*_lines(said.fill["before"]), *_lines(said.fill["after"])]
    return [in_html(said).replace(" / ", "/")]


def _shade(found: ScanAnswers, item: str) -> str:
    lowest = [found.span(question).low for question in questions_of(item)]
    known = [value for value in lowest if value is not None]
    return f"kk-shade-{round(min(known) * (SHADES - 1))}" if known else "kk-none"


def _here(text: str, chosen: Mapping[str, str]) -> str:
    return f'<a href="./samenwerking?{safe(urlencode(chosen))}" target="_self">{safe(text)}</a>'


def _one_item(found: ScanAnswers) -> None:
    st.header(say("samenwerking.drill_title"))
    names = {key: item.name.in_(language()) for key, item in load_scan().items.items()}
    label = say("samenwerking.item")
    chosen = pick(st.container(), label, list(names), "onderdeel", names.__getitem__)
    parts.draw([answers.one_item(found, chosen)], meant=[f"onderdeel.{chosen}"])
