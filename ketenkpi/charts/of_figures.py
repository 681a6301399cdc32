"""Charts of the frames that the library gives: what an analyst draws in one line.

Each makes the very picture that the dashboard draws of the same figures: the answer is made
by the subject it is of, and drawn by the same chart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from ketenkpi.answer import Picture, Section, phrase
from ketenkpi.asked import nearest_names
from ketenkpi.charts.axes import ChartStyle
from ketenkpi.charts.pictured import drawing, drawing_of
from ketenkpi.charts.rug import as_rows
from ketenkpi.charts.theme import Mode
from ketenkpi.comparison.answers import compared
from ketenkpi.comparison.answers import control as control_answer
from ketenkpi.cooperation.answers import phase_bands
from ketenkpi.errors import UsageError
from ketenkpi.indicators import load_indicators
from ketenkpi.overview import (
    EVERYWHERE,
    UNSPLIT,
    Delivered,
    PlacedFigures,
    Tile,
    notes_beside,
    placed_figures,
    rug_row,
    seen_by_tile,
    text_of,
)
from ketenkpi.overview.answers import Course, course_section
from ketenkpi.overview.delivered import Settled
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabulary import Quarter, in_both, quarter_index
from ketenkpi.wording import Language

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.catalogue import FigureNote
    from ketenkpi.comparison import Comparison, PeerGroup
    from ketenkpi.cooperation import Timeline

PLACES = ("werkplein", "regio")


def trend(
    figures: pd.DataFrame,
    place: str | None = None,
    *,
    indicator: str | None = None,
    part: str | None = None,
    quarter: object | None = None,
    deliveries: pd.DataFrame | None = None,
    phases: Timeline | None = None,
    regions: Mapping[str, str] | None = None,
    notes: Iterable[FigureNote] = (),
    mode: Mode = "light",
    language: Language = "nl",
) -> alt.LayerChart:
    """One figure of one place over the quarters, with its interval, and its peers in grey.

    figures: rows of `indicators` or of `Store.figures` by kwartaal, and by werkplein or
    regio unless of all together; of the store also with what may still change. place,
    indicator and part (a value of what it is split by) may be left out where there is only
    one. quarter: the one that stands out (2009K1, or an index), the newest known when None.
    deliveries: of `Store.deliveries`, to draw what is not final yet as hollow points (of
    regions with `Store.regions`); without them that is what the figures say may change.
    phases: of `Store.phases`, drawn below those of a Werkplein. notes: of
    `Store.annotations`; those beside this figure are marked at their quarter.

    Raises UsageError for figures that are not by quarter, and for a place, indicator, part
    or quarter that is not among them, with the nearest names.
    """
    _drawable(figures)
    tile = _tile(figures, indicator, part)
    column = next((name for name in PLACES if name in figures), None)
    seen = placed_figures(figures, column, [tile])
    name = EVERYWHERE if column is None else _one("place", place, seen.places)
    werkplein = name if column == "werkplein" else None
    found = Course(
        tile,
        seen,
        name,
        name or in_both("overview.all_places"),
        _quarter(seen, tile, name, quarter),
        _settled(figures, column, name)
        if deliveries is None
        else _delivered(deliveries, tile, column, name, regions or {}),
        notes=notes_beside(notes, werkplein, tile.indicator, seen.quarters),
    )
    (picture,) = course_section(found).pictures
    below = _below(phases, werkplein, seen.quarters)
    return _chart(picture, mode, language, below)


def rug(
    figures: pd.DataFrame,
    place: str | None = None,
    *,
    quarter: object | None = None,
    mode: Mode = "light",
    language: Language = "nl",
) -> alt.LayerChart:
    """Every figure of one place below each other: its value, its course, and all places.

    figures: rows of `indicators` or of `Store.figures` by werkplein (or regio) and kwartaal;
    each value of what an indicator is split by is a row of its own. quarter: the one that
    is told of, the newest when None. Raises UsageError as `trend` does.
    """
    _drawable(figures)
    column = next((name for name in PLACES if name in figures), None)
    if column is None:
        raise UsageError("charts.by_place")
    tiles = [_as_tile(key, split) for key, split in _kinds(figures)]
    seen = seen_by_tile(figures, tiles, column)
    name = _one("place", place, sorted({each for one in seen.values() for each in one.places}))
    quarters = {each for one in seen.values() for each in one.quarters}
    when = max(quarters) if quarter is None else quarter_index(quarter)
    if when not in quarters:
        raise UsageError("charts.unknown_quarter", quarter=Quarter.from_index(when))
    found = [rug_row(seen[tile], tile, name, when) for tile in tiles]
    with reading(language):
        said = in_words(phrase("charts.rug_alt", place=name, quarter=Quarter.from_index(when)))
        made = drawing_of("rug", "number", as_rows(found, name), said)
        return made.chart(ChartStyle(mode, language))


def _kinds(figures: pd.DataFrame) -> list[tuple[str, Any]]:
    """Each indicator with each part it has here, in the order of the rows."""
    pairs = figures[["indicator", "split"]].drop_duplicates()
    return list(pairs.itertuples(index=False, name=None))


def _as_tile(key: str, split: object) -> Tile:
    return Tile(key, None if split == UNSPLIT else text_of(split))


def control(
    chart: pd.DataFrame,
    place: str | None = None,
    *,
    indicator: str,
    phases: Timeline | None = None,
    mode: Mode = "light",
    language: Language = "nl",
) -> alt.LayerChart:
    """One figure of one Werkplein against its own limits of chance.

    chart: of `comparison.control_chart`, with the columns target and area_since of
    `Store.control`. phases: of `Store.phases`, drawn below it. Raises UsageError for a
    Werkplein or indicator that is not there.
    """
    known = load_indicators()
    definition = known[_one("indicator", indicator, known)]
    name = _one("place", place, sorted(chart["werkplein"].unique()))
    mine = chart[chart["werkplein"] == name]
    section = control_answer(mine, definition.unit, indicator=definition.name)
    below = _below(phases, name, [int(each) for each in mine["kwartaal"]])
    return _chart(section.pictures[0], mode, language, below)


def spread(
    made: Comparison,
    group: PeerGroup | None = None,
    *,
    mode: Mode = "light",
    language: Language = "nl",
) -> alt.LayerChart:
    """Every place of a comparison by name, with its interval; that of `group` in blue."""
    return _compared("spread", made, group, mode, language)


def funnel(
    made: Comparison,
    group: PeerGroup | None = None,
    *,
    mode: Mode = "light",
    language: Language = "nl",
) -> alt.LayerChart:
    """Every place of a comparison against the limits that its number of cases allows."""
    return _compared("funnel", made, group, mode, language)


def ranks(
    made: Comparison,
    group: PeerGroup | None = None,
    *,
    mode: Mode = "light",
    language: Language = "nl",
) -> alt.LayerChart:
    """Between which two ranks each place of a comparison stands, as far as can be known."""
    return _compared("order", made, group, mode, language)


def of_section(
    sections: Iterable[Section],
    key: str,
    number: int = 0,
    *,
    mode: Mode = "light",
    language: Language = "nl",
) -> alt.LayerChart:
    """A picture of one part of an answer, such as of `ketenkpi.cooperation.answers.sections`.

    key: of the part. number: which of its pictures, the first unless said. Raises
    UsageError for a part or picture that is not there, with the nearest that are.
    """
    drawn = {each.key: each.pictures for each in sections if each.pictures}
    _one("section", key, tuple(drawn))
    if number not in range(len(drawn[key])):
        raise UsageError("charts.unknown_number", number=number, key=key, there=len(drawn[key]))
    return of_picture(drawn[key][number], mode=mode, language=language)


def of_picture(
    picture: Picture, *, mode: Mode = "light", language: Language = "nl"
) -> alt.LayerChart:
    """The chart of a picture of any answer."""
    return _chart(picture, mode, language)


def _drawable(figures: pd.DataFrame) -> None:
    if "kwartaal" not in figures:
        raise UsageError("charts.by_quarter")
    if figures.empty:
        raise UsageError("charts.no_figures")
    if figures["kwartaal"].dtype.kind not in "iu":
        raise UsageError("charts.labelled")


def _compared(
    kind: str, made: Comparison, group: PeerGroup | None, mode: Mode, language: Language
) -> alt.LayerChart:
    sections = compared(made, group, made.indicator.name, None)
    pictures = {each.kind: each for section in sections for each in section.pictures}
    if kind not in pictures:
        raise UsageError("charts.nothing_compared", indicator=made.indicator.key)
    return _chart(pictures[kind], mode, language)


def _chart(
    picture: Picture, mode: Mode, language: Language, below: Picture | None = None
) -> alt.LayerChart:
    with reading(language):
        return drawing(picture, mode, below).chart(ChartStyle(mode, language))


def _below(phases: Timeline | None, place: str | None, quarters: Sequence[int]) -> Picture | None:
    return None if phases is None or place is None else phase_bands(phases, place, quarters)


def _delivered(
    deliveries: pd.DataFrame,
    tile: Tile,
    column: str | None,
    place: str,
    regions: Mapping[str, str],
) -> Callable[[int], Settled]:
    """How final each quarter is, by what was delivered of the Werkpleinen in the place."""
    state = Delivered.of(deliveries)
    inside = {
        "werkplein": (place,),
        "regio": tuple(name for name in state.werkpleinen if regions.get(name) == place),
        None: state.werkpleinen,
    }[column]
    return lambda at: state.settled(tile.indicator, inside, at)


def _tile(figures: pd.DataFrame, indicator: str | None, part: str | None) -> Tile:
    key = _one("indicator", indicator, figures["indicator"].unique())
    parts = figures.loc[figures["indicator"] == key, "split"].dropna().unique()
    return Tile(key, _one("part", part, parts) if len(parts) or part else None)


def _quarter(seen: PlacedFigures, tile: Tile, place: str, quarter: object | None) -> int:
    if quarter is not None:
        index = quarter_index(quarter)
        if index not in seen.quarters:
            raise UsageError("charts.unknown_quarter", quarter=quarter)
        return index
    known = [at for at, each in seen.series(tile.indicator, place) if each.shown]
    return max(known, default=seen.quarters[-1])


def _settled(figures: pd.DataFrame, column: str | None, place: str) -> Callable[[int], Settled]:
    """How final each quarter is, by what the store says of its figures."""
    mine = figures if column is None else figures[figures[column] == place]
    moving = mine["provisional"] if "provisional" in mine else mine["kwartaal"] < 0
    open_ = set(mine.loc[moving.astype(bool), "kwartaal"])
    return lambda at: "provisional" if at in open_ else "final"


def _one(what: str, asked: str | None, among: Iterable[str]) -> str:
    """The one that is meant; raises UsageError where it is not there, or there are several."""
    there = [str(each) for each in among]
    if asked is None and len(there) == 1:
        return there[0]
    if asked in there:
        return str(asked)
    named = ", ".join(map(repr, nearest_names(asked or "", there)))
    key = f"charts.which_{what}" if asked is None else f"charts.unknown_{what}"
    raise UsageError(key, asked=asked, near=named)
