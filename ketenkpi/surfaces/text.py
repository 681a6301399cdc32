"""Answers as plain text, columns lined up; reads well in a terminal and in a mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ketenkpi.answer import Bullet, Section, Table
from ketenkpi.surfaces.drawn import Drawn, drawn
from ketenkpi.surfaces.lines import lined_up
from ketenkpi.surfaces.written import in_words


def sections_as_text(sections: Iterable[Section], within: int | None = None) -> str:
    """Sections one below the other; a note that several share stands below the last of them.

    within: the width of a terminal, to which tables are kept; None: as wide as they are.
    """
    # Of a section only its text is kept: of all figures the tables are ten times as large.
    told = [_told(each, within) for each in sections]
    last = {note: at for at, (_, notes) in enumerate(told) for note in notes}
    return "\n\n".join(
        "\n".join([text, *_below([note for note, place in last.items() if place == at])])
        for at, (text, _) in enumerate(told)
    )


def _told(section: Section, within: int | None) -> tuple[str, list[str]]:
    """A section without its notes, and these."""
    head, finding = in_words(section.title), in_words(section.finding)
    shown = None if section.table is None else drawn(section.table)
    lines = [head, "=" * len(head), *([finding] if finding else [])]
    table = [] if shown is None else [*([""] if finding else []), _lines(shown, within)]
    listed = ["", *items_as_lines(section.items)] if section.items else []
    note = [shown.note] if shown and shown.note else []
    return "\n".join([*lines, *table, *listed]), [*note, *map(in_words, section.notes)]


def _below(notes: Sequence[str]) -> list[str]:
    return ["", *(f"- {note}" for note in notes)] if notes else []


def items_as_lines(items: Iterable[Bullet]) -> list[str]:
    """Entries line by line, those below one two places further in."""
    return [line for bullet in items for line in _bullet(bullet)]


def _bullet(bullet: Bullet) -> list[str]:
    below = [*map(in_words, bullet.lines), *items_as_lines(bullet.below)]
    return [f"- {in_words(bullet.of)}", *(f"  {line}" for line in below if line)]


def table_as_text(table: Table) -> str:
    """A table with a rule below its heads; numbers stand to the right."""
    shown = drawn(table)
    lines = _lines(shown)
    return f"{lines}\n{shown.note}" if shown.note else lines


def _lines(shown: Drawn, within: int | None = None) -> str:
    right = [at for at, kind in enumerate(shown.kinds) if kind == "number"]
    return lined_up(shown.heads, shown.rows, right, within)
