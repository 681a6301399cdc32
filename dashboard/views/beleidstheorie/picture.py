"""The policy theory as a picture: a chain of boxes with arrows between, outcomes below it."""

from __future__ import annotations

from html import escape

from ketenkpi.programme import Box, Line, TheoryFigures
from ketenkpi.programme.answers import in_phase, meaning, named, reading
from ketenkpi.surfaces import in_html


def anchor(key: str) -> str:
    """Where on the page the table of a box stands."""
    return f"vak-{key}"


def picture(theory: TheoryFigures, label: str) -> str:
    """The boxes with their figures. `label` names the picture to who cannot see it."""
    boxes = theory.theory.boxes.values()
    last = max(box.column for box in boxes)
    chain = [_box(box, theory) for box in boxes if box.column < last]
    outcomes = "".join(_box(box, theory) for box in boxes if box.column == last)
    between = '<div class="kk-arrow" aria-hidden="true"></div>'
    return (
        f'<div class="kk-theory" role="group" aria-label="{escape(label)}">'
        f'<div class="kk-boxes">{between.join(chain)}</div>'
        f'<div class="kk-arrow kk-down" aria-hidden="true"></div>'
        f'<div class="kk-boxes">{outcomes}</div></div>'
    )


def _box(box: Box, theory: TheoryFigures) -> str:
    lines = "".join(_line(line, theory) for line in theory.of(box))
    return (
        f'<section class="kk-box"><h2><a href="#{anchor(box.key)}">{in_html(box.name)}</a></h2>'
        f'<p class="kk-note">{in_html(meaning(box))}</p><ul>{lines}</ul></section>'
    )


def _line(line: Line, theory: TheoryFigures) -> str:
    figures = "".join(f"<li>{in_html(in_phase(each, line))}</li>" for each in line.figures)
    name, told = in_html(named(line, theory)), in_html(reading(line))
    return f'<li>{name}<ul class="kk-phases">{figures}</ul><p>{told}</p></li>'
