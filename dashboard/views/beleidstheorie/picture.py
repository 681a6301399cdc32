"""The policy theory as a picture: numbered boxes, a small dot plot for each figure in them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.components.mini import image
from ketenkpi.answer import Measured
from ketenkpi.charts import minis
from ketenkpi.programme import Box, Line, TheoryFigures
from ketenkpi.programme.answers import expected, named, reading, verdict
from ketenkpi.surfaces import in_html, in_words

LETTERS = "abcdefgh"


def picture(theory: TheoryFigures, label: str, own: str | None) -> str:
    """The boxes with their figures. `label` names the picture to who cannot see it.

    own: the Werkplein whose dot is blue.
    """
    boxes = tuple(theory.theory.boxes.values())
    drawn = "".join(_box(_number(box, boxes), box, theory, own) for box in boxes)
    return f'<div class="kk-theory" role="group" aria-label="{escape(label)}">{drawn}</div>'


def _number(box: Box, boxes: Sequence[Box]) -> str:
    """Its place in the chain; boxes that stand in one place are told apart by a letter."""
    beside = [each for each in boxes if each.column == box.column]
    letter = LETTERS[beside.index(box)] if len(beside) > 1 else ""
    return f"{box.column}{letter}"


def _box(number: str, box: Box, theory: TheoryFigures, own: str | None) -> str:
    mine = theory.of(box)
    lines = "".join(_line(line, theory, own) for line in mine)
    return (
        f'<section class="kk-box kk-box-{len(mine)}"><h2>{number} {in_html(box.name)}</h2>'
        f"<ul>{lines}</ul></section>"
    )


def _line(line: Line, theory: TheoryFigures, own: str | None) -> str:
    name, told = in_html(named(line, theory)), in_html(expected(line))
    return (
        f"<li><b>{name}</b><small>{told}</small>{_dots(line, theory, own)}"
        f"<small>{in_html(verdict(line))}</small></li>"
    )


def _dots(line: Line, theory: TheoryFigures, own: str | None) -> str:
    """A row of dots a phase; the words for having none where nobody has a figure."""
    source, size = minis.dots(
        {phase: line.values(phase) for phase in theory.phases},
        lambda value: in_words(Measured(value, line.indicator.unit, "bare")),
        middle=_middles(line, theory),
        own=_own(line, own),
    )
    if not source:
        return f"<small>{in_html(reading(line).of)}</small>"
    return image(source, in_words(reading(line).of), size)


def _middles(line: Line, theory: TheoryFigures) -> dict[str, float]:
    least = theory.theory.least_werkpleinen
    found = {phase: line.middle(phase, least) for phase in theory.phases}
    return {phase: middle for phase, middle in found.items() if middle is not None}


def _own(line: Line, own: str | None) -> tuple[str, float] | None:
    for place in line.places:
        if place.werkplein == own and place.figure.value is not None:
            return place.phase, place.figure.value
    return None
