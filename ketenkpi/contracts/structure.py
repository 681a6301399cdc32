"""Does every row have as many cells as the header? Counted on the bytes, before any parsing.

CSV readers pad short rows and cut long ones in silence, so the shape of a file
must be proven first: every row, exactly (`row_shapes`), 0.08 s for 137 MB. Two
things spreadsheets do are read and said once: separators behind the last
column, and empty cells left out at the end of sixteen rows at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ketenkpi.contracts.dialect import Dialect
from ketenkpi.contracts.findings import Collector, Finding
from ketenkpi.contracts.intake import refusal
from ketenkpi.contracts.questions import NOT_ANSWERED, Answers, Question
from ketenkpi.contracts.row_shapes import Block, Mask, Offence, Places, Rows
from ketenkpi.settings import Limits, Settings

# Excel writes a CSV sixteen rows at a time, each as wide as the widest of them.
# Source: Microsoft Support, "Column delimiters are missing in Excel spreadsheet
# that is saved as text" (KB 77295).
EXCEL_ROWS = 16
BLANKS = (ord(" "), ord("\t"))
# More rows of a wrong length than this are counted, not made findings of.
LISTED = 1000


@dataclass(frozen=True)
class Structure:
    """A proven shape: number of data rows, which are blank, and where text lines shift.

    `rows` counts blank rows too, but not those behind the data (`Dialect.foot`).
    `width` is the number of cells of the widest row. `blank_rows` holds the
    numbers (0 = first data row) of rows without any text, `short_rows` how many
    have fewer cells than the header, their last cells being empty. `inner_rows`
    holds the number of every row with line breaks inside a cell, `inner_breaks`
    how many; both empty mostly. `quoted` tells whether any quotation mark
    occurs. With open `questions` nothing may be stored.
    """

    rows: int
    quoted: bool
    inner_rows: Places
    inner_breaks: Places
    width: int = 0
    blank_rows: Places = field(default_factory=lambda: np.empty(0, np.int64))
    short_rows: int = 0
    questions: tuple[Question, ...] = ()

    def text_shift(self, row: int) -> int:
        """How many more lines of text than rows lie before data row `row`."""
        return int(self.inner_breaks[: np.searchsorted(self.inner_rows, row)].sum())


def examine(
    path: Path,
    dialect: Dialect,
    found: Collector,
    *,
    required_cells: int = 0,
    answers: Answers = NOT_ANSWERED,
    limits: Limits | None = None,
) -> Structure | None:
    """The proven structure of a file; None after findings (each row of wrong length).

    `required_cells` is how many leading cells hold all required columns, 0 when
    all do: rows that have those and miss later ones are asked about. Raises
    Blocked where a line end is half a one or a limit is passed.
    """
    limits = limits or Settings.load().limits
    if len(dialect.header) > limits.columns:
        raise refusal("te_veel_kolommen", columns=len(dialect.header), limit=limits.columns)
    walk = Rows(
        path,
        dialect.separator,
        skip_lines=dialect.skip_lines,
        end=dialect.end,
        longest=limits.row_bytes,
    )
    seen = _Seen(dialect)
    for block in walk:
        seen.take(block)
        if seen.rows > limits.rows:
            raise refusal("te_veel_rijen", limit=limits.rows)
    if walk.offence:
        _say_offence(walk.offence, dialect, found)
        return None
    for number, text in enumerate(dialect.foot):
        line = dialect.header_line + 1 + seen.rows + number
        if text:
            found.add(Finding("bestand", "advies", "voetregel", line=line, value=text))
    return _judged(seen, dialect, found, required_cells, answers, cut=not walk.line_end)


def _say_offence(offence: Offence, dialect: Dialect, found: Collector) -> None:
    if offence.rule == "losse_regelterugloop":
        raise refusal(offence.rule, line=offence.text_line)
    line = dialect.header_line + 1 + offence.row
    text_line = offence.text_line if offence.text_line != line else None
    found.add(Finding("bestand", "blokkade", offence.rule, line=line, text_line=text_line))


@dataclass
class _Seen:
    """The rows that are not like the others, gathered block by block."""

    dialect: Dialect
    rows: int = 0
    quoted: bool = False
    width: int = 0
    beyond: int = 0
    first_beyond: int = 0
    _blank: list[Places] = field(default_factory=list)
    _short: list[Places] = field(default_factory=list)
    _long: list[Places] = field(default_factory=list)
    _inner: list[Places] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wanted = _named(self.dialect)
        self._separator = self.dialect.separator.encode()

    def take(self, block: Block) -> None:
        """Look at the rows of one block."""
        cells, most = block.cells, len(self.dialect.header)
        self.rows += cells.size
        self.quoted |= block.quoted
        self.width = max(self.width, int(cells.max()))
        if block.breaks.size:
            rows, times = np.unique(block.breaks, return_counts=True)
            self._inner.append(np.stack((rows + block.first, times)))
        if self.width > self.wanted:
            self._beyond(block)
        odd = np.flatnonzero(cells < self.wanted if self.wanted > 1 else cells == 1)
        if odd.size:
            blank = _blank(block, odd)
            self._blank.append(odd[blank] + block.first)
            if self.wanted > 1:
                short = odd[~blank]
                self._short.append(np.stack((short + block.first, cells[short])))
        longer = np.flatnonzero(cells > most)
        if longer.size:
            filled = longer[~_empty_behind(block, longer, cells[longer] - most, self._separator)]
            self._long.append(np.stack((filled + block.first, cells[filled])))

    def _beyond(self, block: Block) -> None:
        beyond = np.flatnonzero(block.cells > self.wanted)
        if beyond.size and not self.beyond:
            self.first_beyond = block.first + int(beyond[0])
        self.beyond += int(beyond.size)

    @property
    def blank(self) -> Places:
        """The blank rows."""
        return np.concatenate([np.empty(0, np.int64), *self._blank])

    @property
    def short(self) -> Places:
        """Rows with fewer cells than names in the header, over how many cells they have."""
        return _joined(self._short)

    @property
    def long(self) -> Places:
        """The same for rows with text beyond the header."""
        return _joined(self._long)

    @property
    def inner(self) -> Places:
        """Rows with line breaks inside a cell, over how many."""
        return _joined(self._inner)


def _joined(pairs: list[Places]) -> Places:
    return np.concatenate([np.empty((2, 0), np.int64), *pairs], axis=1)


def _named(dialect: Dialect) -> int:
    """How many columns the header names: separators behind the last name name none."""
    return max((n for n, name in enumerate(dialect.header, start=1) if name), default=1)


def _blank(block: Block, rows: Places) -> Mask:
    """Whether each of these rows holds nothing, or nothing but blanks."""
    begins, ends = block.begins[rows], block.ends[rows]
    blank = np.asarray(begins == ends, np.bool_)
    perhaps = ~blank & (block.cells[rows] == 1) & np.isin(block.text[begins], BLANKS)
    for place in np.flatnonzero(perhaps).tolist():
        blank[place] = not block.text[begins[place] : ends[place]].tobytes().strip()
    return blank


def _empty_behind(block: Block, rows: Places, surplus: Places, separator: bytes) -> Mask:
    """Whether the cells of each row beyond the header are all empty.

    Mostly the row ends in as many separators, which is seen for all rows at
    once; a row with blanks or quotation marks there is looked at alone.
    """
    ends = block.ends[rows]
    empty = np.ones(rows.size, np.bool_)
    for place in range(int(surplus.max())):
        asked = np.flatnonzero(empty & (surplus > place))
        empty[asked] = block.text[ends[asked] - 1 - place] == separator[0]
        if not empty.any():
            break
    for place in np.flatnonzero(~empty).tolist():
        row = block.text[block.begins[rows[place]] : ends[place]].tobytes()
        behind = row.rsplit(separator, int(surplus[place]))[1:]
        empty[place] = all(_is_empty(cell) for cell in behind)
    return empty


def _is_empty(cell: bytes) -> bool:
    text = cell.strip(b" \t")
    quoted = len(text) > 1 and text[:1] == text[-1:] == b'"'
    return not (text[1:-1].strip() if quoted else text)


def _judged(
    seen: _Seen,
    dialect: Dialect,
    found: Collector,
    required_cells: int,
    answers: Answers,
    *,
    cut: bool,
) -> Structure | None:
    short = seen.short
    questions: tuple[Question, ...] = ()
    too_short = short[:, :0]
    if short.size and not _dropped_by_excel(seen, dialect):
        if cut and short.shape[1] == 1 and short[0, 0] == seen.rows - 1:
            _say_rows("bestand_afgekapt", short, seen, dialect, found)
            return None
        too_short, questions = _asked(seen, dialect, required_cells, answers)
    _say_rows("regel_te_kort", too_short, seen, dialect, found)
    _say_rows("regel_te_lang", seen.long, seen, dialect, found)
    if too_short.size or seen.long.size:
        return None
    _say_noticed(seen, dialect, found, padded=not questions)
    inner, breaks = seen.inner
    return Structure(
        rows=seen.rows,
        quoted=seen.quoted,
        inner_rows=inner,
        inner_breaks=breaks,
        width=seen.width,
        blank_rows=seen.blank,
        short_rows=short.shape[1],
        questions=questions,
    )


def _asked(
    seen: _Seen, dialect: Dialect, required_cells: int, answers: Answers
) -> tuple[Places, tuple[Question, ...]]:
    """The rows that are too short whatever is answered, and what is to be asked of the others."""
    short = seen.short
    few = short[1] < min(required_cells or seen.wanted, seen.wanted)
    answer = answers.to("korte_regels")
    if few.all() or answer == "nee":
        return short, ()
    if answer == "ja":
        return short[:, few], ()
    may = short[:, ~few]
    params = {
        "count": may.shape[1],
        "line": dialect.header_line + 1 + int(may[0, 0]),
        "missing": ", ".join(dialect.header[int(may[1].min()) : seen.wanted]),
    }
    return short[:, few], (Question("korte_regels", answers=("ja", "nee"), params=params),)


def _dropped_by_excel(seen: _Seen, dialect: Dialect) -> bool:
    """Whether the short rows are whole groups of sixteen, each of one width."""
    first = dialect.header_line + 1
    rows, cells = seen.short
    groups, starts, sizes = np.unique(
        (rows + first - 1) // EXCEL_ROWS, return_index=True, return_counts=True
    )
    if (np.maximum.reduceat(cells, starts) != np.minimum.reduceat(cells, starts)).any():
        return False
    blank = (seen.blank + first - 1) // EXCEL_ROWS
    sizes += np.searchsorted(blank, groups, "right") - np.searchsorted(blank, groups)
    # The last group ends with the data.
    wanted = np.minimum(EXCEL_ROWS, first - 1 + seen.rows - groups * EXCEL_ROWS)
    return bool((sizes == wanted).all())


def _say_rows(rule: str, rows: Places, seen: _Seen, dialect: Dialect, found: Collector) -> None:
    """A blocking finding for each of these rows; beyond the first thousand only counted."""
    for number, (row, cells) in enumerate(rows[:, :LISTED].T.tolist(), start=1):
        params = {"cells": cells, "wanted": seen.wanted}
        line = dialect.header_line + 1 + row
        finding = Finding("bestand", "blokkade", rule, line=line, params=params)
        found.add(finding, times=1 if number < LISTED else rows.shape[1] - LISTED + 1)


def _say_noticed(seen: _Seen, dialect: Dialect, found: Collector, *, padded: bool) -> None:
    """What was read although it is not as it should be: once, with the number of rows."""
    noticed = []
    if seen.beyond:
        # Every row of a sheet is written as wide as its widest.
        rule = "naast_tabel" if dialect.sheet else "scheiding_aan_eind"
        noticed.append((rule, seen.beyond, seen.first_beyond))
    if seen.short.size and padded:
        noticed.append(("regels_aangevuld", seen.short.shape[1], int(seen.short[0, 0])))
    for rule, count, row in noticed:
        line = None if rule == "naast_tabel" else dialect.header_line + 1 + row
        found.add(Finding("bestand", "advies", rule, line=line, params={"count": count}))
