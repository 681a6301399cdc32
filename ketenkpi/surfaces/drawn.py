"""A table as heads and cells of text: what text, HTML and a workbook all lay out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ketenkpi.answer import Cell, Column, Table, have_limits
from ketenkpi.surfaces.digits import unsigned
from ketenkpi.surfaces.reader import language
from ketenkpi.surfaces.written import Words, cell, in_words
from ketenkpi.units import rounded
from ketenkpi.wording import say

Kind = Literal["words", "number", "why"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Heads, the kind of each column, and rows of texts; the first column heads the rows.

    note: what stands between brackets in the cells, '' where nothing does.
    """

    heads: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


def drawn(table: Table, words: Words = in_words) -> Drawn:
    """A table in the reader's language; a column in which nothing stands is left out.

    words: what writes heads and cells of words.
    Behind the last one stands why figures are lacking, where any is.
    """
    heads = [*(words(column.head) for column in table.columns), say("surfaces.why", language())]
    kinds: list[Kind] = ["words" if column.unit is None else "number" for column in table.columns]
    kinds.append("why")
    columns = [
        _texts([row[at] for row in table.rows], column, words)
        for at, column in enumerate(table.columns)
    ]
    columns.append([*map(words, table.lacking)])
    kept = [at for at, texts in enumerate(columns) if any(texts)]
    return Drawn(
        tuple(heads[at] for at in kept),
        tuple(kinds[at] for at in kept),
        tuple(zip(*(columns[at] for at in kept), strict=True)) if kept else ((),) * len(table.rows),
        _note(table),
    )


def _texts(cells: Sequence[Cell], column: Column, words: Words) -> list[str]:
    """The cells of a column; one that stands in many rows is one object, and is written once."""
    known: dict[int, str] = {}
    for each in cells:
        if id(each) not in known:
            known[id(each)] = cell(each, column, words)
    return [known[id(each)] for each in cells]


def _note(table: Table) -> str:
    between = (
        have_limits(row[at] for row in table.rows)
        for at, column in enumerate(table.columns)
        if column.unit is not None and column.form == "value"
    )
    if not any(between):
        return ""
    # Up to three decimals, as far as they are not zero: 95, but 99,828.
    level = rounded(table.level, 3, scale=100).normalize()
    return say("surfaces.between_brackets", language(), level=unsigned(level, language()))
