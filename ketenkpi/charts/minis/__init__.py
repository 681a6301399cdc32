"""Pictures so small that a hundred stand on one page: SVG as the source of an image.

A chart of three layers takes 33 ms to make and as long again in the browser, one of these
0.1 ms. Each has a chart of the same name for a notebook. An inline `<svg>` is taken out by
Streamlit's sanitiser; an image is not.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ketenkpi.charts.phases import OPACITY
from ketenkpi.charts.theme import BLUE, GREY, INK, PAPER, VERMILION

_SVG = "http:" + "//www.w3.org/2000/svg"  # the name of the format; nothing is fetched


@dataclass(frozen=True, slots=True)
class MiniSize:
    """Pixels of a mini picture; `margin` stays free on all sides."""

    width: int
    height: int
    margin: int = 4

    def __post_init__(self) -> None:
        if min(self.width, self.height) <= 2 * self.margin:
            raise ValueError(f"no room is left in {self.width} x {self.height}")

    def across(self, share: float) -> float:
        return self.margin + (self.width - 2 * self.margin) * share

    def up(self, share: float) -> float:
        return self.height - self.margin - (self.height - 2 * self.margin) * share


# Pixels of a lane of dots, left of the dots for its name, and below them for the two ends.
DOTS_LANE, DOTS_NAME, DOTS_ENDS = 12, 24, 15
SPARK, STRIP, BULLET = MiniSize(220, 36), MiniSize(200, 20), MiniSize(200, 20)
LANES = MiniSize(124, 18, margin=1)
# An image follows the theme of the system by itself, not that of the page.
_INKS = (
    "<style>text{font:600 11px sans-serif}"
    f".on{{fill:{PAPER['light']}}}.by{{fill:{INK['light']}}}"
    f"@media(prefers-color-scheme:dark){{.by{{fill:{INK['dark']}}}}}</style>"
)
# How dark a block of a phase is, by its code.
PHASE_SHADES = OPACITY
OwnMark = Literal["plain", "worse", "better"]


def spark(
    course: Mapping[int, float],
    quarters: Sequence[int],
    chosen: int,
    *,
    beside: Mapping[int, tuple[float, float]] | None = None,
    size: MiniSize = SPARK,
) -> str:
    """The course of one figure over the quarters, without axes; '' of fewer than two.

    course: the values by quarter (an index); a gap stays a gap. quarters: from the first to
    the last that is drawn. chosen: the quarter with a dot. beside: per quarter between what
    the others lie, as a grey band.
    """
    known = {at: course[at] for at in quarters if at in course}
    if len(known) < 2:
        return ""
    band = {at: ends for at, ends in (beside or {}).items() if at in quarters}
    every = [*known.values(), *(end for ends in band.values() for end in ends)]
    low, high, first = min(every), max(every), quarters[0]
    last = max(quarters[-1], first + 1)

    def at(quarter: int, value: float) -> str:
        x = size.across((quarter - first) / (last - first))
        return f"{x:.1f},{size.up(_share(value, low, high)):.1f}"

    marks = [
        _polygon([*(at(q, band[q][0]) for q in run), *(at(q, band[q][1]) for q in reversed(run))])
        for run in _runs(sorted(band))
    ]
    marks += [_line([at(q, known[q]) for q in run], GREY) for run in _runs(sorted(known))]
    if chosen in known:
        x, y = at(chosen, known[chosen]).split(",")
        marks.append(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{BLUE}"/>')
    return _image(marks, size)


def strip(
    others: Collection[float],
    own: float | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    mark: OwnMark = "plain",
    size: MiniSize = STRIP,
) -> str:
    """All places on one line, each a grey tick, with the own one and its interval.

    '' where nobody has a figure. The line runs from the least to the most of all drawn.
    mark: a blue dot; a vermilion diamond where it is worse, a blue square where it is better.
    """
    every = [each for each in (*others, own, low, high) if each is not None]
    if not every:
        return ""
    least, most, middle = min(every), max(every), size.height / 2

    def across(value: float) -> float:
        return size.across(_share(value, least, most))

    # One path for all: of a hundred places a tick each would be 10 kB a strip, this is 1.4.
    marks = [_ticks([across(each) for each in others], size)] if others else []
    colour = VERMILION if mark == "worse" else BLUE
    if low is not None and high is not None:
        ends = [f"{across(end):.1f},{middle:.1f}" for end in (low, high)]
        marks.append(_line(ends, colour, 2))
    if own is not None:
        marks.append(_own(mark, across(own), middle, colour))
    return _image(marks, size)


def dots(
    lanes: Mapping[str, Collection[float]],
    ends: Callable[[float], str],
    *,
    middle: Mapping[str, float],
    own: tuple[str, float] | None = None,
    width: int = 124,
) -> tuple[str, MiniSize]:
    """A lane of grey dots below each name, all on one scale, with how large it is.

    ends: how the least and the most are written below them. middle: an upright line in some
    of the lanes. own: the lane and value of the one dot that is blue. '' where no lane has
    any value; a lane without values is drawn empty.
    """
    size = MiniSize(width, DOTS_LANE * len(lanes) + DOTS_ENDS + 2, margin=0)
    every = [value for values in lanes.values() for value in values]
    if not every:
        return "", size
    least, most = min(every), max(every)

    def across(value: float) -> float:
        return DOTS_NAME + 5 + (width - DOTS_NAME - 10) * _share(value, least, most)

    marks = [_INKS]
    for at, (name, values) in enumerate(lanes.items()):
        y = DOTS_LANE * (at + 0.5)
        marks.append(_line([f"{DOTS_NAME},{y}", f"{width},{y}"], GREY, 0.4))
        marks.append(f'<text x="0" y="{y + 4}" class="by">{name}</text>')
        marks += [_dot(across(value), y, 3, GREY) for value in values]
        if name in middle:
            place = f'x="{across(middle[name]) - 1:.1f}" y="{y - 5}"'
            marks.append(f'<rect {place} width="2" height="10" class="by"/>')
        if own is not None and own[0] == name:
            marks.append(_dot(across(own[1]), y, 4, BLUE))
    low = f'<text x="{DOTS_NAME}" y="{size.height - 2}" class="by">{ends(least)}</text>'
    high = (
        f'<text x="{width}" y="{size.height - 2}" text-anchor="end" class="by">{ends(most)}</text>'
    )
    return _image([*marks, low, high], size), size


def lanes(
    periods: Sequence[tuple[int, int, str]],
    first: int,
    last: int,
    shade: Mapping[str, float],
    *,
    size: MiniSize = LANES,
) -> str:
    """What held when, from left to right: a block for each period with its code in it.

    periods: their first and last day (numbers of days) and code; first, last: the days
    drawn. shade: how dark the block of a code is, from 0 to 1; who is left out is white.
    '' without any period.
    """
    drawn = [(max(a, first), min(b, last), code) for a, b, code in periods if b >= first]
    drawn = [(a, b, code) for a, b, code in drawn if a <= last]
    if not drawn:
        return ""
    days = max(last - first, 1)
    marks = [_INKS]
    for begin, end, code in drawn:
        left, right = (size.across((day - first) / days) for day in (begin, end))
        dark = shade.get(code, 0)
        place = f'x="{left:.1f}" y="1" width="{max(right - left, 1):.1f}"'
        look = f'height="{size.height - 2}" fill="{BLUE}" fill-opacity="{dark}" stroke="{GREY}"'
        marks.append(f"<rect {place} {look}/>")
        if right - left > 7 * len(code) + 4:
            spot = f'x="{left + 4:.1f}" y="{size.height / 2 + 4:.1f}"'
            marks.append(f'<text {spot} class="{"on" if dark > 0.55 else "by"}">{code}</text>')
    return _image(marks, size)


def bullet(
    value: float | None,
    target: float,
    *,
    start: float | None = None,
    low: float | None = None,
    high: float | None = None,
    size: MiniSize = BULLET,
) -> str:
    """How far a goal is: a bar from zero to the value with its interval, a tick where it began,
    one for the goal."""
    ends = [each for each in (0.0, value, target, start, low, high) if each is not None]
    least, most = min(ends), max(ends)

    def across(share: float) -> float:
        return size.across(_share(share, least, most))

    marks = []
    if value is not None:
        left, right = sorted((across(0.0), across(value)))
        place = f'x="{left:.1f}" y="{size.height / 2 - 3:.1f}"'
        marks.append(f'<rect {place} width="{right - left:.1f}" height="6" fill="{BLUE}"/>')
    if low is not None and high is not None:
        middle = size.height / 2
        marks.append(_line([f"{across(e):.1f},{middle:.1f}" for e in (low, high)], GREY, 1.5))
    if start is not None:
        marks.append(_tick(across(start), size, GREY, 2))
    return _image([*marks, _tick(across(target), size, VERMILION, 2)], size)


def part(before: float, value: float, whole: float, *, size: MiniSize = STRIP) -> str:
    """One part of a whole, drawn where the parts above it end; below each other they are the whole.

    before: the sum of the parts above. '' of a whole that is zero.
    """
    if not whole:
        return ""
    left, right = (size.across(end / whole) for end in (before, before + value))
    place = f'x="{left:.1f}" y="{size.height / 2 - 5:.1f}" width="{max(right - left, 1):.1f}"'
    ends = [f"{size.across(end):.1f},{size.height / 2:.1f}" for end in (0, 1)]
    return _image([_line(ends, GREY, 1), f'<rect {place} height="10" fill="{BLUE}"/>'], size)


def _share(value: float, low: float, high: float) -> float:
    return (value - low) / (high - low) if high > low else 0.5


def _ticks(across: Sequence[float], size: MiniSize) -> str:
    top, bottom = size.margin, size.height - size.margin
    path = "".join(f"M{x:.1f} {top}V{bottom}" for x in across)
    return f'<path d="{path}" stroke="{GREY}" stroke-width="1.2"/>'


def _own(mark: OwnMark, x: float, y: float, colour: str) -> str:
    """A dot, a diamond (worse) or a square (better): told apart by shape as well."""
    if mark == "plain":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    turned = f' transform="rotate(45 {x:.1f} {y:.1f})"' if mark == "worse" else ""
    box = f'x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"'
    return f'<rect {box} fill="{colour}"{turned}/>'


def _dot(x: float, y: float, radius: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>'


def _tick(x: float, size: MiniSize, colour: str, width: float) -> str:
    ends = [f"{x:.1f},{size.margin}", f"{x:.1f},{size.height - size.margin}"]
    return _line(ends, colour, width)


def _line(points: Sequence[str], colour: str, width: float = 1.5) -> str:
    joined = " ".join(points)
    return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _polygon(points: Sequence[str]) -> str:
    return f'<polygon points="{" ".join(points)}" fill="{GREY}" fill-opacity="0.25"/>'


def _image(marks: Sequence[str], size: MiniSize) -> str:
    box = f'width="{size.width}" height="{size.height}" viewBox="0 0 {size.width} {size.height}"'
    svg = f'<svg xmlns="{_SVG}" {box}>{"".join(marks)}</svg>'
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _runs(quarters: Sequence[int]) -> Iterator[list[int]]:
    """Quarters in unbroken runs, so that a line never bridges a gap."""
    run: list[int] = []
    for quarter in quarters:
        if run and run[-1] != quarter - 1:
            yield run
            run = []
        run.append(quarter)
    if run:
        yield run
