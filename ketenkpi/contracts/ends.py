"""The first and the last rows of a text file: all that its table is found by.

A file may be larger than memory, and whether every row obeys is proven
elsewhere (`structure`); here only the two ends are read, and bounded. Rows end
at LF alone, as polars ends them: `splitlines` and the csv module also end them
at CR, VT, FF, U+0085 and U+2028.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ketenkpi.contracts.dialect import SEPARATORS, Separator
from ketenkpi.contracts.normal import normal

PIECE = 1 << 16
# Twenty rows of a hundred columns with long texts fit twice.
MOST = 1 << 22
ROWS = 20
# A note over more lines than this is a mark that somebody forgot to close.
LONGEST_NOTE = 50
BOM = "\ufeff"
# What a row without text is made of, a mark of byte order among it.
NOTHING = b';,\t|" \r\n\xef\xbb\xbf'


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row: its cells as they stand, and the lines of text and characters up to its end."""

    cells: tuple[str, ...]
    lines: int
    end: int

    @property
    def filled(self) -> tuple[int, ...]:
        """The places of the cells in which a person sees something."""
        return _filled(self.cells)


def _filled(cells: tuple[str, ...]) -> tuple[int, ...]:
    # The beginning of a cell mostly tells, and a cell may be as long as the file.
    return tuple(at for at, cell in enumerate(cells) if normal(cell[:100]) or normal(cell[100:]))


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a text file.

    text: from the first row on, so without marks of byte order and without a
    line 'sep=;', which Excel obeys and does not number. told: the separator of
    that line. lines and size: the lines and bytes before `text`; blank: the rows
    among them, which hold nothing. whole: the text runs to the end of the file.
    """

    text: str
    told: Separator | None
    lines: int
    size: int
    whole: bool
    blank: int = 0

    def rows(self, separator: Separator) -> Iterator[WrittenRow]:
        """The rows, but for a last one that was cut off, unless it is the first with text."""
        filled = False
        for row in _rows(self.text, separator):
            if self.whole or row.end < len(self.text) or not filled:
                yield row
            filled = filled or bool(row.filled)

    def first(self, separator: Separator, filled: int = ROWS) -> tuple[WrittenRow, ...]:
        """The rows up to the twentieth that is not blank."""
        found = []
        for row in self.rows(separator):
            found.append(row)
            filled -= bool(row.filled)
            if not filled:
                break
        return tuple(found)

    def bytes_to(self, row: WrittenRow) -> int:
        """The bytes of the file up to the end of a row."""
        return self.size + len(self.text[: row.end].encode("utf-8"))


def head_of(path: Path, rows: int = ROWS) -> Head:
    """The beginning of a UTF-8 file: as far as `rows` rows that are not blank reach, bounded.

    Blank rows before the first are passed over, however many there are.
    """
    with path.open("rb") as file:
        content = file.read(PIECE)
        lines = size = 0
        while content and not content.strip(NOTHING):
            whole_rows = content.rfind(b"\n") + 1
            more = file.read(PIECE)
            if not more or not whole_rows:
                break
            lines += content.count(b"\n")
            size += whole_rows
            content = content[whole_rows:] + more
        while len(content) < MOST and _lines_with_text(content) <= rows:
            more = file.read(len(content) or PIECE)
            if not more:
                break
            content += more
        whole = not file.read(1)
    head = _head(content.decode("utf-8", errors="ignore"), whole)
    return replace(head, lines=head.lines + lines, size=head.size + size, blank=lines)


def _lines_with_text(content: bytes) -> int:
    return sum(1 for line in content.split(b"\n") if line.strip(NOTHING))


def _head(content: str, whole: bool) -> Head:
    text = content.lstrip(BOM)
    told = None
    lines = 0
    first, found, rest = text.partition("\n")
    for separator in SEPARATORS:
        if found and first.rstrip("\r").strip('"').casefold() == f"sep={separator}":
            text, told, lines = rest.lstrip(BOM), separator, 1
    return Head(text, told, lines, len(content[: len(content) - len(text)].encode("utf-8")), whole)


@dataclass(frozen=True, slots=True)
class Last:
    """One of the last rows: its cells, and the byte of the file at which it begins."""

    cells: tuple[str, ...]
    begin: int

    @property
    def filled(self) -> tuple[int, ...]:
        """The places of the cells in which a person sees something."""
        return _filled(self.cells)


def last_rows(path: Path, separator: Separator, begin: int, filled: int) -> list[Last]:
    """The last rows from byte `begin` on, in their order: as many as hold `filled` with text.

    Read backwards within the last 64 kB, where no quotation mark tells whether it
    opens or closes: a row is complete once its marks come in pairs.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        start = max(begin, size - PIECE)
        file.seek(start)
        lines = file.read().split(b"\n")
    if not lines[-1]:
        lines.pop()
        size -= 1
    if start > begin:
        del lines[0]
    found = []
    for row in _backwards(lines, size, separator):
        found.append(row)
        filled -= bool(row.filled)
        if not filled:
            break
    return found[::-1]


def _backwards(lines: list[bytes], end: int, separator: Separator) -> Iterator[Last]:
    """The rows from the last one on; `end` is the byte at which its text ends."""
    part: list[bytes] = []
    for line in reversed(lines):
        part.insert(0, line)
        if len(part) > LONGEST_NOTE:
            return
        whole = b"\n".join(part)
        if whole.count(b'"') % 2 == 0:
            yield from _rows_back(whole.decode("utf-8", errors="replace"), end, separator)
            end -= len(whole) + 1
            part = []


def _rows_back(text: str, end: int, separator: Separator) -> Iterator[Last]:
    """The row of a text, or its rows from the last on where no marks hold its lines together."""
    begin = end - len(text.encode("utf-8"))
    if not text:
        yield Last(("",), begin)
    rows = [*_rows(text, separator)]
    for number in range(len(rows) - 1, -1, -1):
        before = text[: rows[number - 1].end] if number else ""
        yield Last(rows[number].cells, begin + len(before.encode("utf-8")))


def _rows(text: str, separator: Separator) -> Iterator[WrittenRow]:
    """The rows of a text; quotation marks hold a cell together where they wrap it whole."""
    place = lines = 0
    while place < len(text):
        cells, place, breaks = _cells(text, place, separator)
        place = text.find("\n", place) + 1 or len(text)
        lines += breaks + 1
        yield WrittenRow(cells, lines, place)


def _cells(text: str, place: int, separator: Separator) -> tuple[tuple[str, ...], int, int]:
    """The cells of the row that begins at `place`, where the last ends, and breaks inside them."""
    pattern = _cell(separator)
    cells: list[str] = []
    breaks = 0
    while True:
        found = pattern.match(text, place)
        assert found is not None, "a cell may hold nothing"
        quoted, bare = found.groups()
        cells.append(bare.removesuffix("\r") if quoted is None else quoted.replace('""', '"'))
        breaks += (quoted or "").count("\n")
        place = found.end()
        if not text.startswith(separator, place):
            return tuple(cells), place, breaks
        place += 1


@cache
def _cell(separator: Separator) -> re.Pattern[str]:
    end = re.escape(separator)
    return re.compile(rf'"([^"]*+(?:""[^"]*+)*+)"(?=[{end}]|\r?(?:\n|\Z))|([^{end}\n]*)')
