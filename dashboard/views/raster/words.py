"""All figures of all Werkpleinen: a table to read across, by subject and name, never by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import pandas as pd

from dashboard import formats
from dashboard.presenters import parts
from dashboard.presenters.cards import name_of
from dashboard.presenters.figures import TILES, UNSPLIT, FigureRow, Tile, figure_of
from dashboard.presenters.signals import CLASSES, SYMBOLS
from dashboard.words import say
from ketenkpi.comparison import most_telling
from ketenkpi.indicators import Indicator
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

DOES_NOT_APPLY = frozenset(
    {"indicators.reason_norm_not_in_force", "indicators.reason_denominator_zero"}
)
NOT_DELIVERED = "indicators.reason_not_delivered"
SUPPRESSED = "disclosure."
# Units that the figure itself shows, or that need no word.
UNSAID = frozenset({"number", "share", "euro"})
Row = Mapping[tuple[str, str | None, str], FigureRow]
Quarters = Mapping[tuple[str, str | None], int]
Marks = Mapping[tuple[str, str | None, str], tuple[str, str]]


@dataclass(frozen=True)
class Grid:
    """The finding in a sentence, and the table as HTML."""

    said: str
    html: str
    notes: tuple[str, ...] = ()


def marks_of(found: pd.DataFrame) -> Marks:
    """Per figure and Werkplein the verdict and the view of its least likely sure signal."""
    return {
        (row["indicator"], _text(row["split"]), place): (row["verdict"], row["view"])
        for place in sorted(set(found.loc[found["sure"], "werkplein"]))
        for row in most_telling(found, place, len(found)).to_dict("records")
    }


def cells_of(frame: pd.DataFrame) -> Row:
    """The figures of a frame of `Store.figures`, per indicator, part and Werkplein."""
    return {
        (str(row["indicator"]), _text(row["split"]), str(row["werkplein"])): figure_of(row)
        for row in frame.to_dict("records")
    }


def quarters_of(frame: pd.DataFrame, quarter: int) -> Quarters:
    """The quarters of figures (indicator and part) that are not known of the chosen one yet."""
    other = frame[frame["kwartaal"] != quarter]
    named = other[["indicator", "split", "kwartaal"]].drop_duplicates()
    return {
        (str(row["indicator"]), _text(row["split"])): int(row["kwartaal"])
        for row in named.to_dict("records")
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def notes_of(
    cells: Row,
    known: Mapping[str, Indicator],
    places: Sequence[str],
    subject: str | None,
    language: Language,
) -> tuple[str, ...]:
    """What to know beside figures of the table, each once with the names of those figures."""
    noted: dict[str, set[str]] = {}
    for (key, _, place), figure in cells.items():
        if place not in places or subject not in (None, known[key].result_area):
            continue
        about = figure.note if figure.known else figure.reason if figure.between else None
        if about:
            noted.setdefault(about, set()).add(known[key].name.in_(language))
    return tuple(
        say(
            "raster.note",
            language,
            names=", ".join(sorted(names, key=str.casefold)),
            note=library_say(about, language),
        )
        for about, names in sorted(noted.items())
    )


def tiles_of(
    cells: Row, marks: Marks, known: Mapping[str, Indicator], every_part: bool, language: Language
) -> Iterator[tuple[str, list[Tile]]]:
    """Per subject the rows: each figure, with all its parts, or the usual one and marked ones."""
    marked = {(indicator, part) for indicator, part, _ in marks}
    there: dict[str, set[str]] = {}
    for indicator, part, _ in cells:
        there.setdefault(indicator, set()).update([part] if part and part != UNSPLIT else [])
    for area in sorted({indicator.result_area for indicator in known.values()}):
        rows: list[Tile] = []
        names = {key: one.name.in_(language) for key, one in known.items()}
        for key in sorted(there, key=lambda key: names[key].casefold()):
            if known[key].result_area != area:
                continue
            found = parts.in_order(there[key], known[key], language)
            usual = [t.split for t in TILES if t.indicator == key and t.split in found]
            first = (usual or found)[:1]
            chosen = [p for p in found if every_part or p in first or (key, p) in marked]
            rows += [Tile(key, part) for part in chosen or (None,)]
        if rows:
            yield area, rows


def grid(
    cells: Row,
    marks: Marks,
    known: Mapping[str, Indicator],
    shipped: Mapping[str, Indicator],
    places: Sequence[str],
    subject: str | None,
    every_part: bool,
    quarters: Quarters,
    address: Mapping[str, str],
    language: Language,
) -> tuple[str, int, int, int]:
    """The table, and how many cells have a value, have none, and have a mark.

    places: the columns, by name; subject: one result area, None for all; quarters: of
    rows that are of another quarter than the chosen one;
    address: what a link keeps, such as the quarter.
    """
    table = _Table(cells, marks, known, places, quarters, address, language)
    body = []
    for area, tiles in tiles_of(cells, marks, known, every_part, language):
        if subject in (None, area):
            body.append(table.heading(area))
            body += [table.row(tile, own=tile.indicator not in shipped) for tile in tiles]
    label = escape(say("raster.title", language))
    html = (
        f'<div class="kk-grid" tabindex="0" role="region" aria-label="{label}">'
        f"<table>{table.head()}<tbody>{''.join(body)}</tbody></table></div>"
    )
    return html, table.filled, table.missing, table.marked


@dataclass
class _Table:
    cells: Row
    marks: Marks
    known: Mapping[str, Indicator]
    places: Sequence[str]
    quarters: Quarters
    address: Mapping[str, str]
    language: Language
    filled: int = 0
    missing: int = 0
    marked: int = 0

    def head(self) -> str:
        columns = "".join(
            f'<th scope="col">{self._link(place, plek=place)}</th>' for place in self.places
        )
        figure = escape(say("raster.figure", self.language))
        return f'<thead><tr><th scope="col">{figure}</th>{columns}</tr></thead>'

    def heading(self, area: str) -> str:
        text = library_say(f"indicators.area_{area}", self.language)
        span = len(self.places) + 1
        text = escape(text[0].upper() + text[1:])
        cell = f'<th scope="colgroup" colspan="{span}"><span>{text}</span></th>'
        return f'<tr class="kk-area">{cell}</tr>'

    def row(self, tile: Tile, own: bool) -> str:
        name = name_of(tile, self.language)
        if own:
            name = say("raster.own", self.language, name=name)
        cells = "".join(self.cell(tile, place) for place in self.places)
        link = self._link(name, indicator=tile.code)
        unit = self.known[tile.indicator].unit
        said = "" if unit in UNSAID else say(f"chart.unit_{unit}", self.language)
        beside = escape(", ".join(filter(None, (said, self.quarter(tile)))))
        return f'<tr><th scope="row">{link}<small>{beside}</small></th>{cells}</tr>'

    def quarter(self, tile: Tile) -> str:
        """The quarter of a row, where that is another than the chosen one."""
        moved = self.quarters.get((tile.indicator, tile.split))
        return (
            ""
            if moved is None
            else say("raster.of_quarter", self.language, quarter=formats.quarter(moved))
        )

    def cell(self, tile: Tile, place: str) -> str:
        key = (tile.indicator, tile.split, place)
        figure = self.cells.get(key) or self.cells.get((tile.indicator, UNSPLIT, place))
        text = cell_text(figure, self.language)
        if figure is None or not figure.known:
            self.missing += 1
            wide = " kk-between" if figure is not None and figure.between else ""
            return f'<td class="kk-none{wide}">{escape(text)}</td>'
        self.filled += 1
        if key not in self.marks:
            return f"<td>{escape(text)}</td>"
        self.marked += 1
        verdict, view = self.marks[key]
        mark = " ".join(
            (
                SYMBOLS[verdict],
                say(f"raster.word_{verdict}", self.language),
                say(f"raster.view_{view}", self.language),
            )
        )
        return (
            f'<td class="kk-{CLASSES[verdict]}"><strong>{escape(text)}</strong>'
            f"<small>{escape(mark)}</small></td>"
        )

    def _link(self, text: str, **chosen: str) -> str:
        query = urlencode({**self.address, **chosen})
        return f'<a href="./?{escape(query)}" target="_self">{escape(text)}</a>'


def cell_text(figure: FigureRow | None, language: Language) -> str:
    """A value, or which kind of no value: never empty, and never a zero that is none."""
    if figure is None or figure.reason == NOT_DELIVERED:
        return say("raster.not_delivered", language)
    if figure.known:
        return formats.bare(figure.value, figure.unit, language)
    if figure.between:
        low, high = (formats.bare(end, figure.unit, language) for end in (figure.low, figure.high))
        return library_say("indicators.between_people", language, low=low, high=high)
    if figure.at_least:
        low = formats.bare(figure.low, figure.unit, language)
        return say("raster.at_least", language, value=low)
    reason = figure.reason or ""
    if reason.startswith(SUPPRESSED):
        return say("raster.suppressed", language)
    return say(f"raster.not_{'applicable' if reason in DOES_NOT_APPLY else 'known'}", language)
