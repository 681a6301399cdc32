"""The policy theory: what it expects, and the figures of each phase beside it, box by box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from ketenkpi.answer import (
    Bullet,
    Cell,
    Column,
    Linked,
    Listed,
    Mark,
    Marked,
    Measured,
    Phrase,
    Said,
    Section,
    count_of,
    phrase,
    table_of,
)
from ketenkpi.indicators import part_name
from ketenkpi.programme.per_phase import Line, PhaseFigure, TheoryFigures
from ketenkpi.programme.theory import Arrow, Box
from ketenkpi.research_model import load_phases
from ketenkpi.vocabulary import in_both

MARKS: dict[str, Mark] = {"as_expected": "good", "against": "bad", "cannot_tell": "unknown"}


def theory(found: TheoryFigures) -> tuple[Section, ...]:
    """Of how many figures a later phase differs, and as expected or not; then each box."""
    said = found_in(found)
    arrows = tuple(Bullet(_arrow(each, found)) for each in found.theory.arrows)
    whole = Section(
        "theory",
        in_both("programme.theory"),
        (said, found.theory.caution),
        notes=(_phases(found),),
        items=(Bullet(in_both("programme.theory_arrows"), below=arrows),),
    )
    return (whole, *(_box(box, found) for box in found.theory.boxes.values()))


def found_in(found: TheoryFigures) -> Phrase:
    """Of how many figures a later phase differs, and as the theory expects or not."""
    read = Counter(line.reading.said for lines in found.lines.values() for line in lines)
    counts = {name: read[name] for name in ("as_expected", "against", "differs", "cannot_tell")}
    return phrase(
        "programme.theory_said",
        count=count_of(read.total()),
        **{name: count_of(count) for name, count in counts.items()},
    )


def _phases(found: TheoryFigures) -> Said:
    """How many Werkpleinen are in each phase, and of which the phase is not known."""
    told: Said = in_both("programme.theory_no_phases")
    if found.phases:
        counted = Listed(tuple(
            phrase("programme.theory_in_phase", phase=phase, figure=count_of(len(places)))
            for phase, places in found.phases.items()
        ))  # fmt: skip
        least = count_of(found.theory.least_werkpleinen)
        told = phrase("programme.theory_phases", phases=counted, least=least)
    if not found.unknown:
        return told
    return (told, phrase("programme.theory_phase_unknown", places=Listed(found.unknown)))


def _arrow(arrow: Arrow, found: TheoryFigures) -> Said:
    boxes = found.theory.boxes
    key = f"programme.theory_arrow_{'up' if arrow.sign == '+' else 'down'}"
    ends = {"start": boxes[arrow.start].name, "end": boxes[arrow.end].name}
    return phrase(key, section=arrow.section, **ends)


def _box(box: Box, found: TheoryFigures) -> Section:
    table = table_of(
        found.of(box),
        (_column("figure"), lambda line: named(line, found)),
        (_column("unit"), lambda line: in_both(f"units.{line.indicator.unit}")),
        *(_of_phase(place, phase) for place, phase in enumerate(found.phases)),
        (_column("reading"), reading),
        (_column("places"), _places),
        (_column("of_whom"), _of_whom),
    )
    return Section(box.key, box.name, None, table, notes=(meaning(box),))


def meaning(box: Box) -> Said:
    """What a box stands for, and in which section of the paper it is."""
    return (box.meaning, phrase("programme.theory_section", section=box.section))


def _column(key: str) -> Column:
    return Column(key, in_both(f"programme.theory_head_{key}"))


def _of_phase(place: int, phase: str) -> tuple[Column, Callable[[Line], Cell]]:
    head = phrase("programme.theory_phase", phase=phase, name=load_phases().phases[phase].name)
    return Column(f"phase_{phase}", head, "number"), lambda line: _figure(line, place)


def _figure(line: Line, place: int) -> Measured:
    return Measured(line.figures[place].figure, line.indicator.unit)


def named(line: Line, found: TheoryFigures) -> Said:
    """The figure by name, with its quarter where that is not the one asked."""
    indicator = line.indicator
    name = part_name(indicator, line.measure.part)
    link = Linked(name, "definities", {"indicator": indicator.key})
    if line.quarter == found.quarter:
        return link
    return phrase("programme.theory_of_quarter", name=link, quarter=line.quarter)


def in_phase(figure: PhaseFigure, line: Line) -> Said:
    """'fase 3a: 214 dagen (201 tot 229)'; that there is no figure where there is none."""
    return phrase("programme.theory_in_phase", phase=figure.phase, figure=_worded(figure, line))


def _worded(found: PhaseFigure, line: Line) -> Said:
    figure, unit = found.figure, line.indicator.unit
    if figure.value is None:
        return in_both("programme.theory_no_figure")
    value = Measured(figure, unit, "worded")
    if figure.low is None and figure.high is None:
        return value
    return (value, phrase("programme.limits", limits=Measured(figure, unit, "limits")))


def reading(line: Line) -> Marked:
    """What may be said of the first and the last phase, and no more."""
    found = line.reading
    mark = MARKS.get(found.said, "neutral")
    if found.said == "cannot_tell":
        assert found.reason is not None, "what cannot be told has a reason"
        said = phrase("programme.theory_cannot_tell", reason=in_both(found.reason))
        return Marked(mark, said)
    values = {figure.phase: figure.value for figure in line.figures}
    first, last = values[found.first or ""], values[found.last or ""]
    assert first is not None, "phases that were compared have figures"
    assert last is not None, "phases that were compared have figures"
    side = in_both(f"programme.theory_{'higher' if last > first else 'lower'}")
    told = {"first": found.first, "last": found.last, "side": side}
    return Marked(mark, phrase(f"programme.theory_{found.said}", **told))


def expected(line: Line) -> Said:
    """What the theory expects of it in a further phase, in two words."""
    return in_both(f"programme.theory_expected_{line.measure.expected}")


def verdict(line: Line) -> Said:
    """The same as `reading` in a word or two; nothing where nothing can be said."""
    found = line.reading.said
    if found == "cannot_tell":
        return None
    return Marked(MARKS.get(found, "neutral"), in_both(f"programme.theory_short_{found}"))


def _places(line: Line) -> Said:
    """Of how many of the Werkpleinen in each phase there are data."""
    return Listed(tuple(
        phrase(
            "programme.theory_delivered",
            phase=figure.phase,
            delivered=count_of(figure.delivered),
            of=count_of(len(figure.werkpleinen)),
        )
        for figure in line.figures
    ))  # fmt: skip


def _of_whom(line: Line) -> Said:
    return in_both(f"programme.theory_{'group' if line.narrowed else 'everybody'}")
