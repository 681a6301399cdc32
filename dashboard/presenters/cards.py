"""A figure as a card: value, interval, number of observations, and what changed."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from dashboard import formats
from dashboard.presenters import parts
from dashboard.presenters.figures import (
    TILES,
    Change,
    FigureRow,
    Figures,
    Tile,
    change,
    verdict,
)
from dashboard.theme import BLUE, GREY
from dashboard.words import say
from ketenkpi.indicators import Indicator, beside_said, beside_short, load_indicators
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

YEAR = 4
WIDTH, HEIGHT, MARGIN = 220, 36, 4


@dataclass(frozen=True)
class Card:
    """One card: the HTML to draw, and the change since the quarter before."""

    indicator: str
    name: str
    html: str
    previous: Change | None


def name_of(tile: Tile, language: Language) -> str:
    """The indicator's name, with the part that is shown when it has parts."""
    indicator = load_indicators()[tile.indicator]
    if tile not in TILES:
        return parts.full_name(indicator, tile.split, language)
    name = indicator.name.in_(language)
    return f"{name} ({say(f'page.split_{tile.split}', language)})" if tile.split else name


def card(
    tile: Tile,
    seen: Figures,
    place: str,
    quarter: int,
    language: Language,
    status: str,
    target: str = "",
) -> Card:
    """The card of one tile for one place and quarter; `target`: whether it was reached.

    A figure that is known later is that of the newest quarter it is known of, which
    the card names; it is no change in `quarter` then.
    """
    asked, quarter = quarter, seen.known_by(tile.indicator, place, quarter)
    figure = seen.get(tile.indicator, place, quarter)
    previous = _change(seen, tile, place, quarter, 1)
    moves = [previous, _change(seen, tile, place, quarter, YEAR)]
    name = name_of(tile, language)
    lines = [
        (colour(moved, tile.indicator), change_text(moved, figure, language))
        for moved in moves
        if moved
    ]
    # Of a figure that is not there the reason says enough: it is neither final nor provisional.
    settled = status if _shows(figure) else ""
    certain = " · ".join(filter(None, (range_line(figure, language).rstrip("."), settled)))
    html = "".join(
        (
            f'<h3>{escape(name)}</h3><p class="kk-value">{_value_html(figure, language)}</p>',
            _own_quarter(quarter, asked, language),
            f'<p class="kk-range">{escape(certain)}</p>',
            _sparkline(seen, tile.indicator, place, quarter),
            *(f'<p class="kk-change kk-{kind}">{escape(text)}</p>' for kind, text in lines),
            _last_known(seen, tile, place, quarter, language),
            f'<p class="kk-target">{escape(target)}</p>' if target else "",
            _beside_html(figure, language),
            _note_html(figure, language),
            _estimate_html(seen, tile, place, quarter, language),
            _shown_with(tile, language),
        )
    )
    now = previous if quarter == asked else None
    return Card(tile.indicator, name, f'<div class="kk-card">{html}</div>', now)


def _own_quarter(quarter: int, asked: int, language: Language) -> str:
    """Of a figure that is known later: the quarter it is of, and why not the chosen one."""
    if quarter == asked:
        return ""
    when, later = formats.quarter(quarter), formats.quarter(asked)
    text = say("overzicht.own_quarter", language, quarter=when, asked=later)
    return f'<p class="kk-beside">{escape(text)}</p>'


def value_text(figure: FigureRow | None, language: Language) -> str:
    """The value, or the words for not having one: never a zero in its place."""
    if figure is None:
        return say("page.not_in_any_file", language)
    if figure.at_least:
        low = formats.shown(figure.low, figure.unit, language)
        return say("page.at_least", language, value=low)
    if figure.between:
        low, high = (formats.bare(end, figure.unit, language) for end in (figure.low, figure.high))
        return library_say("indicators.between_people", language, low=low, high=high)
    if not figure.known:
        return say("page.no_figure", language)
    return formats.shown(figure.value, figure.unit, language)


def _shows(figure: FigureRow | None) -> bool:
    return figure is not None and bool(figure.known or figure.at_least or figure.between)


def _value_html(figure: FigureRow | None, language: Language) -> str:
    text = escape(value_text(figure, language))
    if not _shows(figure):
        return f'<span class="kk-missing">{text}</span>'
    return text


def range_line(figure: FigureRow | None, language: Language) -> str:
    """Interval and number of observations, or the reason there is no figure."""
    if figure is None:
        return library_say("indicators.reason_not_delivered", language)
    if figure.reason:
        return library_say(figure.reason, language)
    n = "" if figure.n is None else formats.number(figure.n, 0, language)
    if figure.exact:
        return say("page.full_count", language)
    if math.isnan(figure.low) and math.isnan(figure.high):
        assert figure.method, "a value without limits says why"
        return library_say(figure.method, language)
    ends = formats.interval(figure.low, figure.high, figure.unit, language)
    named = "page.interval_provisional" if figure.provisional else "page.interval_and_n"
    return say(named, language, interval=ends, n=n)


def _change(seen: Figures, tile: Tile, place: str, quarter: int, back: int) -> Change | None:
    before = quarter - back
    now, then = (seen.get(tile.indicator, place, q) for q in (quarter, before))
    return change(now, then, before)


def colour(moved: Change, indicator: str) -> str:
    """Good, bad or neutral; a change that may be chance is never good or bad."""
    return (
        verdict(moved, indicator)
        if moved.chance in ("beyond", "full_count", "counted")
        else "neutral"
    )


def change_text(
    moved: Change, figure: FigureRow | None, language: Language, form: str = "change"
) -> str:
    """A change as a card shows it (form 'change') or as a sentence (form 'said')."""
    assert figure is not None, "a change has a figure"
    since = formats.quarter(moved.since)
    if not formats.is_visible(moved.value, figure.unit):
        return say(f"page.{form}_none", language, since=since)
    size = formats.difference(moved.value, figure.unit, language)
    chance = say(f"page.chance_{moved.chance}", language)
    key = f"page.{form}_up" if moved.rose else f"page.{form}_down"
    return say(key, language, size=size, since=since, chance=chance)


def _last_known(seen: Figures, tile: Tile, place: str, quarter: int, language: Language) -> str:
    """For a figure that is not there (yet): the latest earlier one that is."""
    figure = seen.get(tile.indicator, place, quarter)
    earlier = [(q, f) for q, f in seen.series(tile.indicator, place) if q < quarter and f.known]
    if (figure is not None and figure.known) or not earlier:
        return ""
    when, last = earlier[-1]
    value = formats.shown(last.value, last.unit, language)
    text = say("page.last_known", language, value=value, quarter=formats.quarter(when))
    return f'<p class="kk-change kk-neutral">{escape(text)}</p>'


def _beside_html(figure: FigureRow | None, language: Language) -> str:
    text = beside_text(figure, language, beside_short)
    return f'<p class="kk-beside">{escape(text)}</p>' if text else ""


def _note_html(figure: FigureRow | None, language: Language) -> str:
    if figure is None or not figure.known or figure.note is None:
        return ""
    # The whole sentence stands below, where the figure is explained.
    text = say(f"page.{figure.note.rpartition('.')[2]}", language)
    return f'<p class="kk-beside">{escape(text)}</p>'


def _estimate_html(seen: Figures, tile: Tile, place: str, quarter: int, language: Language) -> str:
    key = load_indicators()[tile.indicator].estimated_by
    own = seen.get(tile.indicator, place, quarter)
    if key is None or own is None or not own.known:
        return ""
    text = estimate_text(seen.get(key, place, quarter), language)
    return f'<p class="kk-beside">{escape(text)}</p>' if text else ""


def estimate_text(figure: FigureRow | None, language: Language) -> str:
    """What all invited clients would say, with the response; '' where it is not estimated."""
    if figure is None or (figure.reason is None and not figure.known):
        return ""
    if not figure.known:
        reason = library_say(str(figure.reason), language).rstrip(".")
        return say("page.not_estimated", language, reason=reason)
    response = figure.numerator / figure.denominator
    text = say(
        "page.estimated",
        language,
        value=formats.shown(figure.value, figure.unit, language),
        interval=formats.interval(figure.low, figure.high, figure.unit, language),
        invited=formats.number(figure.denominator, 0, language),
        response=formats.shown(response, "share", language),
    )
    return f"{text} {note_text(figure, language)}".strip()


def note_text(figure: FigureRow | None, language: Language) -> str:
    """What to know beside a figure, such as how far clients could be linked; '' for nothing."""
    if figure is None or not figure.known or figure.note is None:
        return ""
    return library_say(figure.note, language)


def _shown_with(tile: Tile, language: Language) -> str:
    known = load_indicators()
    names = [known[key].name.in_(language) for key in known[tile.indicator].shown_with]
    if not names:
        return ""
    text = say("overzicht.shown_with", language, names=", ".join(names))
    return f'<p class="kk-beside">{escape(text)}</p>'


def beside_text(
    figure: FigureRow | None,
    language: Language,
    form: Callable[[Indicator, str, Language], str] = beside_said,
) -> str:
    """The figure beside, with what it is; '' where there is none, or it shows the same.

    Where nothing is open or unknown both are the same number, and neither is biased.
    """
    if figure is None or math.isnan(figure.beside):
        return ""
    value = formats.shown(figure.beside, figure.unit, language)
    if figure.known and value == formats.shown(figure.value, figure.unit, language):
        return ""
    return form(load_indicators()[figure.indicator], value, language)


def _sparkline(seen: Figures, indicator: str, place: str, quarter: int) -> str:
    # Decoration: the sentence and the chart below hold the same, so it has an
    # empty alt and screen readers pass it by. An inline <svg> is taken out by
    # Streamlit's sanitiser; an image is not.
    known = {q: f.value for q, f in seen.series(indicator, place) if f.known}
    if len(known) < 2:
        return f'<p class="kk-spark" style="height:{HEIGHT}px"></p>'
    low, high = min(known.values()), max(known.values())
    first, last = seen.quarters[0], seen.quarters[-1]

    def at(q: int) -> str:
        x = MARGIN + (WIDTH - 2 * MARGIN) * (q - first) / (last - first)
        share = (known[q] - low) / (high - low) if high > low else 0.5
        return f"{x:.1f},{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * share:.1f}"

    lines = "".join(
        f'<polyline points="{" ".join(at(q) for q in run)}" fill="none" stroke="{GREY}" '
        'stroke-width="1.5"/>'
        for run in _runs(sorted(known))
    )
    dot = ""
    if quarter in known:
        x, y = at(quarter).split(",")
        dot = f'<circle cx="{x}" cy="{y}" r="3.5" fill="{BLUE}"/>'
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    svg = f'<svg xmlns="{_SVG}" {size}>{lines}{dot}</svg>'
    source = base64.b64encode(svg.encode()).decode()
    return f'<img class="kk-spark" alt="" src="data:image/svg+xml;base64,{source}">'


_SVG = "http:" + "//www.w3.org/2000/svg"  # the name of the format; nothing is fetched


def _runs(quarters: list[int]) -> list[list[int]]:
    """Quarters in unbroken runs, so that a line never bridges a gap."""
    runs: list[list[int]] = []
    for quarter in quarters:
        if runs and runs[-1][-1] == quarter - 1:
            runs[-1].append(quarter)
        else:
            runs.append([quarter])
    return runs
