"""Rows of texts as lines of plain text, their columns lined up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from operator import le
from textwrap import wrap

GAP = "  "
# A column of words is made as narrow as its longest word, but one longer than this is broken.
LONGEST = 24


def lined_up(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[int] = (),
    within: int | None = None,
) -> str:
    """`heads`, a rule and `rows`; the columns in `right` are aligned to the right.

    within: as many signs as a line may have, where that can be: words go on below
    each other in their column, numbers stay whole. None: as wide as it is.
    """
    lines = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    if within is not None and sum(widths) + len(GAP) * (len(widths) - 1) > within:
        widths = _narrowed(lines, widths, right, within - len(GAP) * (len(widths) - 1))
    texts = ["\n".join(_lines(line, widths, right)) for line in lines]
    return "\n".join([texts[0], GAP.join("-" * width for width in widths), *texts[1:]])


def _narrowed(
    lines: Sequence[Sequence[str]], wide: Sequence[int], right: Sequence[int], room: int
) -> list[int]:
    """The widths of columns that share `room`: what is short keeps its width. wide: as they are."""
    heads, *rows = lines
    widths = list(wide)
    for place in right:
        # The head of a number may go on below itself.
        words = map(len, heads[place].split())
        widths[place] = max([*words, *(len(row[place]) for row in rows)], default=0)
    left = room - sum(widths[place] for place in right)
    of_words = [place for place in range(len(heads)) if place not in right]
    for done, place in enumerate(sorted(of_words, key=widths.__getitem__)):
        longest = max(len(word) for line in lines for word in line[place].split() or [""])
        share = left // (len(of_words) - done)
        widths[place] = min(widths[place], max(share, min(longest, LONGEST)))
        left -= widths[place]
    return widths


def _lines(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> list[str]:
    """One row, as many lines as its highest cell has."""
    if all(map(le, map(len, cells), widths)):
        return [_line(cells, widths, right)]
    parts = [
        wrap(cell, width, break_on_hyphens=False) if len(cell) > width else [cell]
        for cell, width in zip(cells, widths, strict=True)
    ]
    return [_line(line, widths, right) for line in zip_longest(*parts, fillvalue="")]


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if place in right else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return GAP.join(padded).rstrip()
