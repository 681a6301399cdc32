"""The policy theory as a picture of boxes and arrows, and its figures per phase as tables."""

from __future__ import annotations

from html import escape

import pandas as pd

from dashboard import formats
from dashboard.presenters import parts
from dashboard.presenters.links import to_definition
from dashboard.words import say
from ketenkpi.programme import Arrow, Box, Line, PhaseFigure, TheoryFigures
from ketenkpi.research_model import load_phases
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say


def anchor(box: Box) -> str:
    """Where on the page the table of a box stands."""
    return f"vak-{box.key}"


def _titled(line: Line, theory: TheoryFigures, language: Language) -> str:
    """The figure by name, with its quarter where that is not the one asked."""
    name = name_of(line, language)
    if line.quarter == theory.quarter:
        return name
    return say("beleidstheorie.of_quarter", language, name=name, quarter=str(line.quarter))


def said(theory: TheoryFigures, language: Language) -> str:
    """Of how many figures a later phase differs as expected, otherwise, or cannot be told."""
    every = [line.reading.said for lines in theory.lines.values() for line in lines]
    counts = {name: every.count(name) for name in ("as_expected", "against", "cannot_tell")}
    differs = every.count("differs")
    return say("beleidstheorie.said", language, count=len(every), differs=differs, **counts)


def phases_said(theory: TheoryFigures, language: Language) -> str:
    """How many Werkpleinen are in each phase, and of how many the phase is not known."""
    counted = ", ".join(
        say("beleidstheorie.in_phase", language, phase=phase, count=len(places))
        for phase, places in theory.phases.items()
    )
    least = theory.theory.least_werkpleinen
    told = say("beleidstheorie.no_phases", language)
    if counted:
        told = say("beleidstheorie.phases", language, phases=counted, least=least)
    if not theory.unknown:
        return told
    named = ", ".join(theory.unknown)
    return f"{told} {say('beleidstheorie.phase_unknown', language, places=named)}"


def picture(theory: TheoryFigures, language: Language) -> str:
    """The chain of boxes with an arrow between, and the outcomes in a row below it."""
    boxes = theory.theory.boxes.values()
    last = max(box.column for box in boxes)
    chain = [_box(box, theory, language) for box in boxes if box.column < last]
    outcomes = "".join(_box(box, theory, language) for box in boxes if box.column == last)
    between = '<div class="kk-arrow" aria-hidden="true"></div>'
    label = escape(say("beleidstheorie.title", language))
    return (
        f'<div class="kk-theory" role="group" aria-label="{label}">'
        f'<div class="kk-boxes">{between.join(chain)}</div>'
        f'<div class="kk-arrow kk-down" aria-hidden="true"></div>'
        f'<div class="kk-boxes">{outcomes}</div></div>'
    )


def arrows(theory: TheoryFigures, language: Language) -> str:
    """What the theory says of each arrow, as a list."""
    items = "".join(
        f"<li>{escape(_arrow(each, theory, language))}</li>" for each in theory.theory.arrows
    )
    return f'<ul class="kk-list">{items}</ul>'


def _arrow(arrow: Arrow, theory: TheoryFigures, language: Language) -> str:
    boxes = theory.theory.boxes
    key = f"beleidstheorie.arrow_{'up' if arrow.sign == '+' else 'down'}"
    ends = {"start": boxes[arrow.start].name, "end": boxes[arrow.end].name}
    words = {name: text.in_(language) for name, text in ends.items()}
    return say(key, language, section=arrow.section, **words)


def _box(box: Box, theory: TheoryFigures, language: Language) -> str:
    name = escape(box.name.in_(language))
    lines = "".join(_in_box(line, theory, language) for line in theory.of(box))
    return (
        f'<section class="kk-box"><h2><a href="#{anchor(box)}">{name}</a></h2>'
        f'<p class="kk-note">{escape(meaning(box, language))}</p><ul>{lines}</ul></section>'
    )


def meaning(box: Box, language: Language) -> str:
    """What a box stands for, and in which section of the paper it is."""
    section = say("beleidstheorie.section", language, section=box.section)
    return f"{box.meaning.in_(language)} {section}"


def _in_box(line: Line, theory: TheoryFigures, language: Language) -> str:
    link = to_definition(line.indicator.key, _titled(line, theory, language))
    figures = "".join(f"<li>{escape(_short(each, line, language))}</li>" for each in line.figures)
    mark = {"as_expected": "good", "against": "bad"}.get(line.reading.said, "neutral")
    told = escape(reading(line, language))
    return f'<li>{link}<ul class="kk-phases">{figures}</ul><p class="kk-{mark}">{told}</p></li>'


def name_of(line: Line, language: Language) -> str:
    """The indicator, with the part it is about."""
    return parts.full_name(line.indicator, line.measure.part, language)


def _short(figure: PhaseFigure, line: Line, language: Language) -> str:
    if figure.value is None:
        text = say("beleidstheorie.no_figure", language)
    else:
        text = _with_limits(figure, line, language)
    return say("beleidstheorie.in_box", language, phase=figure.phase, figure=text)


def _with_limits(figure: PhaseFigure, line: Line, language: Language) -> str:
    assert figure.value is not None, "only a figure has limits"
    unit = line.indicator.unit
    value = formats.shown(figure.value, unit, language)
    limits = formats.interval(_nan(figure.low), _nan(figure.high), unit, language)
    return say("doelen.with_interval", language, value=value, interval=limits) if limits else value


def _nan(value: float | None) -> float:
    return float("nan") if value is None else value


def reading(line: Line, language: Language) -> str:
    """What may be said of the first and the last phase, and no more."""
    found = line.reading
    if found.said == "cannot_tell":
        reason = library_say(found.reason or "", language)
        return say("beleidstheorie.cannot_tell", language, reason=reason)
    by_phase = {figure.phase: figure.value for figure in line.figures}
    first, last = by_phase[found.first or ""], by_phase[found.last or ""]
    assert first is not None, "phases that were compared have figures"
    assert last is not None, "phases that were compared have figures"
    side = say(f"beleidstheorie.{'higher' if last > first else 'lower'}", language)
    key = f"beleidstheorie.{found.said}"
    return say(key, language, first=found.first, last=found.last, side=side)


def table(box: Box, theory: TheoryFigures, language: Language) -> pd.DataFrame:
    """The figures of one box: a row per figure, a column per phase, and what may be said."""
    phases = load_phases().phases
    heads = [
        say("beleidstheorie.phase_head", language, phase=phase,
            name=phases[phase].name.in_(language))
        for phase in theory.phases
    ]  # fmt: skip
    names = [
        say("beleidstheorie.figure", language),
        *heads,
        say("beleidstheorie.reading", language),
        say("beleidstheorie.of_whom", language),
    ]
    rows = [
        (
            _titled(line, theory, language),
            *(_cell(figure, line, language) for figure in line.figures),
            reading(line, language),
            say(f"beleidstheorie.{'group' if line.narrowed else 'everybody'}", language),
        )
        for line in theory.of(box)
    ]
    frame = pd.DataFrame(rows, columns=names)
    return frame.set_index(frame.columns[0])


def _cell(figure: PhaseFigure, line: Line, language: Language) -> str:
    places = say(
        "beleidstheorie.places",
        language,
        delivered=figure.delivered,
        of=len(figure.werkpleinen),
    )
    if figure.value is None:
        return f"{library_say(figure.reason or '', language)} {places}"
    return f"{_with_limits(figure, line, language)}. {places}"
