"""The grid as HTML: a row leads to the course of a figure, a column to a Werkplein."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape as safe
from urllib.parse import urlencode

from dashboard.words import say
from ketenkpi.indicators import load_indicators
from ketenkpi.overview.answers import Grid, GridCell, GridRow
from ketenkpi.surfaces import MARKS, colour, in_words, language
from ketenkpi.vocabulary import in_both


def as_html(found: Grid, address: Mapping[str, str], codes: Mapping[str, str]) -> str:
    """A table that scrolls inside itself; address: what a link keeps, such as the quarter.
    codes: how an address names the places.

    Streamlit's own tables stand still in neither their first column nor their head,
    and their cells take no mark beside a number.
    """
    columns = "".join(
        f'<th scope="col">{_link(place, address, plek=codes[place])}</th>' for place in found.places
    )
    body = "".join(
        _heading(area, len(found.places)) + "".join(_row(row, address) for row in _by_name(rows))
        for area, rows in found.areas
    )
    figure = safe(say("raster.figure"))
    return (
        f'<div class="kk-grid" tabindex="0" role="region" aria-label="{_title()}"><table>'
        f'<thead><tr><th scope="col">{figure}</th>{columns}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _title() -> str:
    return safe(say("raster.title"))


def _by_name(rows: tuple[GridRow, ...]) -> list[GridRow]:
    known = load_indicators()
    names = {key: one.name.in_(language()).casefold() for key, one in known.items()}
    return sorted(rows, key=lambda row: names.get(row.tile.indicator, ""))


def _heading(area: str, columns: int) -> str:
    text = in_words(in_both(f"indicators.area_{area}"))
    text = safe(text[0].upper() + text[1:])
    cell = f'<th scope="colgroup" colspan="{columns + 1}"><span>{text}</span></th>'
    return f'<tr class="kk-area">{cell}</tr>'


def _row(row: GridRow, address: Mapping[str, str]) -> str:
    link = _link(in_words(row.name), address, indicator=row.tile.code)
    beside = safe(", ".join(map(in_words, row.beside)))
    cells = "".join(map(_cell, row.cells))
    return f'<tr><th scope="row">{link}<small>{beside}</small></th>{cells}</tr>'


def _cell(cell: GridCell) -> str:
    text = safe(in_words(cell.text))
    if cell.state != "known":
        return f'<td class="kk-none{" kk-between" if cell.state == "between" else ""}">{text}</td>'
    if cell.verdict is None:
        return f"<td>{text}</td>"
    mark = safe(f"{MARKS[cell.verdict]} {in_words(cell.sign)}")
    return (
        f'<td class="kk-{colour(cell.verdict)}"><strong>{text}</strong><small>{mark}</small></td>'
    )


def _link(text: str, address: Mapping[str, str], **chosen: str) -> str:
    query = urlencode({**address, **chosen})
    return f'<a href="./?{safe(query)}" target="_self">{safe(text)}</a>'
