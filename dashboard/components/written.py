"""HTML of what an answer holds, written once while the answer is the same.

Answers are kept between clicks and frozen, so the very same table means the same text. A
table of a hundred Werkpleinen takes 20 ms to write, half of what a click on the first page
took; fifty people click at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboard.words import say
from ketenkpi.answer import Bullet, Table
from ketenkpi.surfaces import items_as_html, language, table_as_html
from ketenkpi.wording import Language

# Of a hundred rows each is 30 kB.
MOST = 128


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A part of an answer, known by being the very same: to compare all its cells costs as
    much as writing them. It is held, so no other can take its place in memory."""

    part: Any

    def __hash__(self) -> int:
        return id(self.part)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.part is self.part


def table(shown: Table, label: str) -> str:
    """`table_as_html` in the language of the reader."""
    return _table(_Same(shown), label, language())


def folded(html: str, name: str = "") -> str:
    """What is there for who asks for it, behind its name, as HTML, or the word for tables."""
    if not html:
        return ""
    head = name or say("page.table")
    return f'<details class="kk-fold"><summary>{head}</summary>{html}</details>'


def items(listed: tuple[Bullet, ...]) -> str:
    """`items_as_html` in the language of the reader."""
    return _items(_Same(listed), language()) if listed else ""


@lru_cache(MOST)
def _table(shown: _Same, label: str, reader: Language) -> str:
    return table_as_html(shown.part, label)


@lru_cache(MOST)
def _items(listed: _Same, reader: Language) -> str:
    return items_as_html(listed.part)
