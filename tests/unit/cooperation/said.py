"""What an answer about cooperation says to a reader."""

from __future__ import annotations

from ketenkpi.answer import Said, Section
from ketenkpi.surfaces import in_words, reading
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.wording import Language


def told(said: Said, language: Language = "nl") -> str:
    with reading(language):
        return in_words(said)


def cells(section: Section, head: str, language: Language = "nl") -> list[str]:
    """What stands in one column of the table of a section, by its head."""
    assert section.table is not None
    with reading(language):
        shown = drawn(section.table)
    return [row[shown.heads.index(head)] for row in shown.rows]
