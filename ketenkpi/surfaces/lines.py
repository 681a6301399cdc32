"""Rows of texts as lines of plain text, their columns lined up."""

from __future__ import annotations

from collections.abc import Sequence

GAP = "  "


def lined_up(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """`heads`, a rule and `rows`; the columns in `right` are aligned to the right."""
    lines = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    texts = [_line(line, widths, right) for line in lines]
    return "\n".join([texts[0], GAP.join("-" * width for width in widths), *texts[1:]])


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if place in right else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return GAP.join(padded).rstrip()
