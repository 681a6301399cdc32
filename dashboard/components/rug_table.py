"""Figures of one place below each other: value, interval, course, place among all, verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape as safe
from urllib.parse import urlencode

from dashboard.components import rug
from dashboard.words import say
from ketenkpi.answer import Mark, Measured
from ketenkpi.charts.minis import MiniSize
from ketenkpi.overview import RugRow, Tile
from ketenkpi.overview.answers import certain_said
from ketenkpi.surfaces import MARKS, colour, in_words
from ketenkpi.vocabulary import in_both

SPARK, STRIP = MiniSize(140, 23), MiniSize(190, 20)
COLUMNS = ("figure", "now", "interval", "course", "places", "verdict")


@dataclass(frozen=True)
class RugShown:
    """Rows by result area, the quarters of a course, and the verdict of each that has one."""

    areas: tuple[tuple[str, tuple[RugRow, ...]], ...]
    quarters: tuple[int, ...]
    quarter: int
    verdicts: Mapping[Tile, Mark] = field(default_factory=dict)


def as_html(found: RugShown, address: Mapping[str, str], asked: str = "") -> str:
    """The table in a box of its own, so that head and first column stand still.

    address: what a link to the course of a figure keeps. asked: a part of the names shown,
    '' for all.
    """
    heads = "".join(f'<th scope="col">{safe(say(f"rug.head_{key}"))}</th>' for key in COLUMNS)
    body = "".join(_area(area, _named(rows, asked), found, address) for area, rows in found.areas)
    if not body:
        return f'<p class="kk-note" role="status">{safe(say("rug.nothing_found"))}</p>'
    label = safe(say("rug.label"), quote=True)
    return (
        f'<div class="kk-rug" tabindex="0" role="region" aria-label="{label}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _named(rows: Iterable[RugRow], asked: str) -> list[RugRow]:
    """The rows whose name has what was asked in it, by name."""
    names = {row.tile: in_words(row.tile.name).casefold() for row in rows}
    wanted = asked.strip().casefold()
    kept = [row for row in rows if wanted in names[row.tile]]
    # The parts of an indicator stay in the order they came in.
    return sorted(kept, key=lambda row: _bare_name(row.tile))


def _bare_name(tile: Tile) -> str:
    return in_words(Tile(tile.indicator).name).casefold()


def _area(area: str, rows: Sequence[RugRow], found: RugShown, address: Mapping[str, str]) -> str:
    if not rows:
        return ""
    known = [row for row in rows if row.now is not None and row.now.shown]
    head = ""
    if area:
        text = in_words(in_both(f"indicators.area_{area}"))
        head = _whole_row("area", f"<span>{safe(text[0].upper() + text[1:])}</span>")
    lines = "".join(_row(row, found, address) for row in known)
    return head + lines + _without([row for row in rows if row not in known])


def _whole_row(kind: str, text: str) -> str:
    return f'<tr class="kk-{kind}"><th scope="colgroup" colspan="{len(COLUMNS)}">{text}</th></tr>'


def _without(rows: Sequence[RugRow]) -> str:
    """How many have no value, and behind it which and why."""
    if not rows:
        return ""
    items = "".join(
        f"<li>{safe(in_words(row.tile.name))}: {safe(in_words(certain_said(row.now)))}</li>"
        for row in rows
    )
    count = safe(say("rug.without", count=len(rows)))
    return (
        f'<tr class="kk-fold"><td colspan="{len(COLUMNS)}"><details><summary>{count}</summary>'
        f"<ul>{items}</ul></details></td></tr>"
    )


def _row(row: RugRow, found: RugShown, address: Mapping[str, str]) -> str:
    verdict = found.verdicts.get(row.tile)
    query = safe(urlencode({**address, "indicator": row.tile.code}))
    older = safe(rug.older(row, found.quarter))
    aside = f" <small>{older}</small>" if older else ""
    name = f'<a class="kk-go" href="./?{query}">{safe(in_words(row.tile.name))}</a>{aside}'
    spark = rug.spark(row, found.quarters, SPARK)
    strip = rug.strip(row, verdict, STRIP)
    return (
        f'<tr><th scope="row">{name}</th><td class="kk-now">{safe(rug.value(row))}</td>'
        f'<td class="kk-ends">{safe(_interval(row))}</td><td class="kk-course">{spark}</td>'
        f"<td>{strip}</td><td>{_verdict(verdict)}</td></tr>"
    )


def _interval(row: RugRow) -> str:
    """The ends of the interval; '' of what is counted in full."""
    now = row.now
    if now is None or not now.known or now.figure.low is None:
        return ""
    return in_words(Measured(now.figure, now.unit, "limits"))


def _verdict(verdict: Mark | None) -> str:
    if verdict is None:
        return ""
    word = in_words(in_both(f"overview.word_{verdict}"))
    return f'<span class="kk-verdict kk-{colour(verdict)}">{MARKS[verdict]} {safe(word)}</span>'
