"""The Werkpleinen where they lie: a tile a region, a line a Werkplein with what stands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape as safe
from urllib.parse import urlencode

from dashboard.basis import Basis
from dashboard.components import board, rug
from dashboard.components.pickers import PLACE, Choice
from dashboard.words import say
from ketenkpi.overview import load_first_screen
from ketenkpi.overview.answers import BoardCell
from ketenkpi.register import MapTile
from ketenkpi.surfaces import MARKS, colour, in_words

# One tile is no map.
FEWEST = 2


def as_html(
    basis: Basis,
    choice: Choice,
    regions: Mapping[str, Sequence[str]],
    tiles: Mapping[str, MapTile],
) -> str:
    """The regions that have a tile, then the Werkpleinen of the others; '' of fewer than two.

    regions: their Werkpleinen, '' without a region. tiles: where a region lies; who is not
    in it is placed nowhere.
    """
    if len(tiles) < FEWEST:
        return ""
    cells = board.rows(basis, choice.quarter, choice.cases).cells
    lines = {place: _line(choice, place, own) for place, own in cells.items()}
    top = min(each.row for each in tiles.values()) - 1
    left = min(each.column for each in tiles.values()) - 1
    drawn = "".join(
        f'<div style="grid-row:{at.row - top};grid-column:{at.column - left}">'
        f"<strong>{safe(name)}</strong>{_lines(regions[name], lines)}</div>"
        for name, at in tiles.items()
    )
    without = [place for name, places in regions.items() if name not in tiles for place in places]
    label = safe(say("werkpleinen.map"), quote=True)
    return (
        f'<div class="kk-map" tabindex="0" role="region" aria-label="{label}">{drawn}</div>'
        + _without(without, lines)
    )


def _lines(places: Sequence[str], lines: Mapping[str, str]) -> str:
    return f"<ul>{''.join(f'<li>{lines[place]}</li>' for place in places)}</ul>"


def _without(places: Sequence[str], lines: Mapping[str, str]) -> str:
    """Those whose region has no tile: a place is never guessed."""
    if not places:
        return ""
    head = safe(say("werkpleinen.unplaced"))
    return f'<div class="kk-unplaced"><strong>{head}</strong>{_lines(places, lines)}</div>'


def _line(choice: Choice, place: str, cells: Sequence[BoardCell]) -> str:
    """The name, which leads to its own screen, and each area that stands out with its sign."""
    address = safe(f"./?{urlencode(choice.address | {PLACE: place})}")
    areas = zip(load_first_screen().areas, cells, strict=True)
    marks = "".join(_mark(in_words(area.name), cell) for area, cell in areas)
    if not any(rug.short(cell.row) for cell in cells):
        marks = f" <small>{safe(say('werkpleinen.none'))}</small>"
    return f'<a class="kk-go" href="{address}">{safe(place)}{marks}</a>'


def _mark(area: str, cell: BoardCell) -> str:
    if cell.verdict is None:
        return ""
    word = safe(say(f"werkpleinen.{cell.verdict}"), quote=True)
    return (
        f' <span class="kk-verdict kk-{colour(cell.verdict)}" title="{word}">'
        f"{MARKS[cell.verdict]} {safe(area)}</span>"
    )
