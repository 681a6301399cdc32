"""What a pass left in doubt: decided by whole columns where they can, else asked.

The first rows decide how a column is written. A text with two readings that came
later, or was read by what the first rows showed, is only safe when the whole
column agrees: then the column is looked over once more, which few files need.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ketenkpi.contracts.cell import About, Manner
from ketenkpi.contracts.manners import Manners, decided, question
from ketenkpi.contracts.normal import normal
from ketenkpi.contracts.questions import Question
from ketenkpi.contracts.source import TextSource
from ketenkpi.contracts.typed import Pass


def decided_by_whole(done: Pass, manners: Manners, source: TextSource) -> Manners:
    """The manners as the whole columns show them, where the pass depended on one."""
    columns = sorted(
        {column for about, column in _leant(done) if not manners.answered(about, column)}
    )
    return manners.showing(_shown(source, columns)) if columns else manners


def _leant(done: Pass) -> Iterator[tuple[About, str]]:
    """The columns with texts that have two readings, and about what."""
    for column, about in sorted({*done.seen.doubts, *done.seen.leant}):
        yield about, column


def _shown(source: TextSource, names: list[str]) -> dict[str, Manner]:
    """What all texts of each of these columns show together; the file is read once more."""
    asked = (pl.col(name).drop_nulls().unique().implode() for name in names)
    distinct = source.texts().select(asked).collect(engine="streaming")
    kinds = {name: source.contract.column(name).kind for name in names}
    return {
        name: decided(kind.shows(normal(text)) for text in distinct[name].item())
        for name, kind in kinds.items()
    }


def doubtful(done: Pass, source: TextSource) -> list[Question]:
    """A question for every column with cells that nothing decides how to read."""
    return [
        question(
            about,
            column,
            {
                "column": column,
                "count": seen.count,
                "value": seen.text,
                "line": seen.row + source.first_line,
            },
        )
        for (column, about), seen in sorted(done.seen.doubts.items())
    ]
