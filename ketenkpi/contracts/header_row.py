"""Which row holds the names of the columns, by the names that are looked for.

Of the first twenty rows with text it is the one with most of those names; that
row tells the separator too, so that a comma in a title does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ketenkpi.contracts.dialect import Separator, column_name, name_key
from ketenkpi.contracts.ends import ROWS, Head, WrittenRow
from ketenkpi.contracts.findings import shorten
from ketenkpi.contracts.intake import refusal
from ketenkpi.contracts.near import likeness, without_unit
from ketenkpi.contracts.normal import normal

# A row other than the first is believed to be the header from two names on: one
# may be a word in a title or a value in a row of data.
ENOUGH = 2
# A cell of more is no name, and a row of more names is not compared one by one:
# 20,000 of them take 5 s.
LONGEST_NAME, MOST_COMPARED = 1_000, 500
# What is written with digits and signs only is a value, not a name.
_VALUE = re.compile(r"[\W\d_]*\d[\W\d_]*")
# '-----' below each name, as databases print it, or '(aantal)' below some.
_BELOW = re.compile(r"[-=_+*]{3,}|\(.*\)|\[.*\]")
# What some programs part columns with, and is not read.
STRANGE = ":^~#/"


@dataclass(frozen=True, slots=True)
class SoughtNames:
    """Keys of the names that are looked for, and of those no table can do without."""

    known: frozenset[str]
    required: frozenset[str]

    @property
    def enough(self) -> int:
        """How many of the names a row holds that is believed to be the header."""
        return min(ENOUGH, len(self.known) or ENOUGH)


@dataclass(frozen=True, slots=True)
class Header:
    """A row, or two joined, that may be the header.

    line: its row as a spreadsheet numbers it (the lower of two). joined: the names
    stand in two rows; below: the last row only underlines them. exact: how many
    sought names it holds; score: the same with half a point for each nearly one.
    above: the rows with text before it, by number.
    """

    cells: tuple[str, ...]
    row: WrittenRow
    line: int
    exact: int
    score: float
    joined: bool = False
    below: bool = False
    above: tuple[int, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(map(name_key, self.cells))


def find_header(
    head: Head, separators: Sequence[Separator], sought: SoughtNames, line: int | None
) -> tuple[Separator, Header] | None:
    """The header, and the separator under which it holds most of the names.

    line: which row it is, where that is said; None then when that row is blank.
    """
    headers = _headers(head, separators, sought, line, near=False)
    if max((one.exact for one in headers.values()), default=0) < max(
        ENOUGH, len(sought.required) / 2
    ):
        # Only now: comparing every cell with every name costs up to 50 ms.
        headers = _headers(head, separators, sought, line, near=True)

    def fit(separator: Separator) -> tuple[float, int, bool, int, int]:
        found = headers[separator]
        rows = head.first(separator)
        return (found.score, found.exact, separator == head.told, *_agreement(rows))

    if not headers:
        return None
    best = max(headers, key=fit)
    return best, _with_line_below(headers[best], head, best)


def _headers(
    head: Head,
    separators: Sequence[Separator],
    sought: SoughtNames,
    line: int | None,
    *,
    near: bool,
) -> dict[Separator, Header]:
    found = {}
    for separator in separators:
        rows = filled_rows(head, separator, line or 0)
        if line is not None:
            rows = [(number, row) for number, row in rows if number == line]
        if rows:
            found[separator] = _header(rows, sought, near=near, told=line is not None)
    return found


def filled_rows(head: Head, separator: Separator, line: int = 0) -> list[tuple[int, WrittenRow]]:
    """The first rows with text, or those up to row `line`, as a spreadsheet numbers them."""
    rows = enumerate(head.first(separator, max(line, ROWS)), 1 + head.blank)
    return [(number, row) for number, row in rows if row.filled]


def _header(
    rows: Sequence[tuple[int, WrittenRow]], sought: SoughtNames, *, near: bool, told: bool
) -> Header:
    if told:
        number, row = rows[0]
        return _scored(row.cells, row, number, sought, near=near)
    return _most_named(rows, sought, near=near) or _first_wide(rows, sought)


def _agreement(rows: Sequence[WrittenRow]) -> tuple[int, int]:
    """How many rows have the most usual number of cells, and that number; one cell is none."""
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1 and row.filled)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return times, width


def _most_named(
    rows: Sequence[tuple[int, WrittenRow]], sought: SoughtNames, *, near: bool
) -> Header | None:
    """The row, or two rows joined, with most of the sought names, if any has enough."""
    single = [_scored(row.cells, row, number, sought, near=near) for number, row in rows]
    best = max(single, key=lambda header: header.score)
    pairs = [
        _scored(_joined(upper.cells, lower.cells), lower, number, sought, near=near)
        for (before, upper), (number, lower) in pairwise(rows)
        if number == before + 1 and len(upper.cells) == len(lower.cells)
    ]
    joined = max(pairs, key=lambda header: header.score, default=best)
    if joined.score > max(best.score, ENOUGH):
        best = replace(joined, joined=True)
    if best.score < sought.enough:
        return None
    if sum(_VALUE.fullmatch(cell) is not None for cell in best.cells) >= best.exact:
        return None
    above = tuple(n for n, _ in rows if n < best.line - best.joined)
    return replace(best, above=above)


def _first_wide(rows: Sequence[tuple[int, WrittenRow]], sought: SoughtNames) -> Header:
    """Nothing is recognised: the first row, or the first below titles of one cell each."""
    wide = max(len(row.filled) for _, row in rows)
    for number, row in rows:
        if len(row.filled) > 1 or wide < 3:
            above = tuple(n for n, _ in rows if n < number)
            return replace(_scored(row.cells, row, number, sought, near=False), above=above)
    raise AssertionError("a head with text has a row with text")


def _with_line_below(header: Header, head: Head, separator: Separator) -> Header:
    """The header with the row right below it, where that only underlines it or names units."""
    for row in head.rows(separator):
        if row.end > header.row.end:
            texts = [normal(row.cells[place]) for place in row.filled]
            below = len(texts) > 1 and all(_BELOW.fullmatch(text) for text in texts)
            return replace(header, row=row, line=header.line + 1, below=True) if below else header
    return header


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        below if normal(below) else above for above, below in zip(upper, lower, strict=True)
    )


def _scored(
    cells: Sequence[str], row: WrittenRow, line: int, sought: SoughtNames, *, near: bool
) -> Header:
    names = tuple(column_name(cell[:LONGEST_NAME]) for cell in cells)
    keys = {name_key(name) for name in names if name}
    exact = len(keys & sought.known)
    score = exact + (0.5 * _nearly(names, sought.known - keys) if near else 0.0)
    return Header(names, row, line, exact, score)


def _nearly(names: Sequence[str], missing: frozenset[str]) -> int:
    """How many of the missing names stand there with a unit or a typing error."""
    if len(names) > MOST_COMPARED:
        return 0
    bare = {name_key(without_unit(name)) for name in names if name and not _VALUE.fullmatch(name)}
    return sum(one in bare or any(likeness(one, other) for other in bare) for one in missing)


def refuse_one_column(header: Header, sought: SoughtNames) -> None:
    """One cell in the row of names: its columns are parted by spaces, or by a sign unknown here."""
    name = header.cells[0]
    words = {name_key(word) for word in name.split()}
    if len(words & sought.known) >= ENOUGH:
        raise refusal("spaties_gescheiden", line=header.line)
    if name_key(name) not in sought.known:
        for sign in STRANGE:
            if len({name_key(word) for word in name.split(sign)} & sought.known) >= ENOUGH:
                raise refusal("scheidingsteken_vreemd", line=header.line, sign=sign)
        raise refusal("een_kolom", line=header.line, name=shorten(name))
