"""Where the table stands: which sheet, which row holds the names, which last rows are no data.

A table in the wild has titles above it, notes below it and a sheet of
explanation before it. It is found by the names of the columns that are looked
for: the row among the first twenty that holds most of them is the header.
What is passed over is said, and can be overruled (`Wanted`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ketenkpi.contracts.dialect import SEPARATORS, Dialect, Separator, column_name, name_key
from ketenkpi.contracts.ends import ROWS, Head, Row, head_of
from ketenkpi.contracts.findings import Finding, shorten
from ketenkpi.contracts.foot import foot_of
from ketenkpi.contracts.intake import ANYHOW, Intake, Wanted, refusal
from ketenkpi.contracts.near import likeness, without_unit
from ketenkpi.contracts.normal import normal
from ketenkpi.contracts.questions import NOT_ANSWERED, Answers, Question

# A row other than the first is believed to be the header from two names on: one
# may be a word in a title or a value in a row of data.
ENOUGH = 2
# A cell of more is no name, and a row of more names is not compared one by one:
# 20,000 of them take 5 s.
LONGEST_NAME, MOST_COMPARED = 1_000, 500
_SIGNS = re.compile(r"[;,\t|\"]")
# What is written with digits and signs only is a value, not a name.
_VALUE = re.compile(r"[\W\d_]*\d[\W\d_]*")


# '-----' below each name, as databases print it, or '(aantal)' below some.
_BELOW = re.compile(r"[-=_+*]{3,}|\(.*\)|\[.*\]")


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found: in which text, how it is written, and what was passed over."""

    intake: Intake
    dialect: Dialect
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sought:
    """Keys of the names that are looked for, and of those no table can do without."""

    known: frozenset[str]
    required: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Header:
    """A row, or two joined, that may be the header.

    line: its row as a spreadsheet numbers it (the lower of two). joined: the names
    stand in two rows; below: the last row only underlines them. exact: how many
    sought names it holds; score: the same with half a point for each nearly one.
    above: the rows with text before it, by number.
    """

    cells: tuple[str, ...]
    row: Row
    line: int
    exact: int
    score: float
    joined: bool = False
    below: bool = False
    above: tuple[int, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(map(name_key, self.cells))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A table in one text, as far as its header goes."""

    intake: Intake
    head: Head
    separator: Separator
    header: _Header

    @property
    def has_rows(self) -> bool:
        """Whether anything stands below the header."""
        below = (row for row in self.head.rows(self.separator) if row.end > self.header.row.end)
        return not self.head.whole or any(row.filled for row in below)


def find_table(
    intakes: Sequence[Intake],
    known: Collection[str],
    required: Collection[str],
    wanted: Wanted = ANYHOW,
    answers: Answers = NOT_ANSWERED,
) -> Table | Question | None:
    """The table in a text file or in the sheets of a workbook, by the columns sought.

    known: the names of all columns, required: of those no row can do without.
    A question when several sheets fit equally; None when nothing holds any text.
    Raises Blocked when what is `wanted` is not there, or when the columns of a
    text are not separated at all.
    """
    sought = _Sought(frozenset(map(name_key, known)), frozenset(map(name_key, required)))
    among = _sheet_named(wanted.sheet, intakes) if wanted.sheet else intakes
    seen = [_candidate(intake, sought, wanted) for intake in among]
    candidates = [candidate for candidate in seen if candidate is not None]
    if not candidates:
        return None
    fitting = _fitting(candidates, sought)
    chosen = fitting[0]
    if len(fitting) > 1:
        named = _named(answers.to("blad"), fitting)
        if named is None:
            sheets = tuple(candidate.intake.sheet for candidate in fitting)
            return Question("blad", answers=sheets, params={"count": len(sheets)})
        chosen = named
    return _table(chosen, intakes, sought)


def _sheet_named(name: str, intakes: Sequence[Intake]) -> Sequence[Intake]:
    """The sheet of that name; a text file has none and is taken as it is."""
    sheets = [intake.sheet for intake in intakes if intake.sheet]
    found = [one for one in intakes if normal(one.sheet).casefold() == normal(name).casefold()]
    if sheets and not found:
        raise refusal("blad_onbekend", sheet=name, sheets=", ".join(sheets))
    return found or intakes


def _named(name: str | None, candidates: Sequence[_Candidate]) -> _Candidate | None:
    for candidate in candidates:
        if (
            name is not None
            and normal(name).casefold() == normal(candidate.intake.sheet).casefold()
        ):
            return candidate
    return None


def _fitting(candidates: Sequence[_Candidate], sought: _Sought) -> list[_Candidate]:
    """The candidates between which nothing decides, mostly one.

    A sheet with rows goes before one without, one with every required column
    before one that lacks any, then the one that is not hidden, then most names.
    Of two with every required column, more optional ones decide nothing: both
    hold rows that would count.
    """

    def rank(candidate: _Candidate) -> tuple[bool, float, bool, bool]:
        whole = bool(sought.required) and sought.required <= candidate.header.keys
        names = candidate.header.score
        some = names >= min(ENOUGH, len(sought.known) or 1)
        return (
            whole and candidate.has_rows,
            0.0 if whole and candidate.has_rows else names,
            some and candidate.has_rows,
            not candidate.intake.hidden,
        )

    ranks = [rank(candidate) for candidate in candidates]
    best = max(ranks)
    fitting = [one for one, its in zip(candidates, ranks, strict=True) if its == best]
    # Without a name found or a row below it, none of them is worth a question.
    return fitting if best[0] or best[2] else fitting[:1]


def _candidate(intake: Intake, sought: _Sought, wanted: Wanted) -> _Candidate | None:
    head = head_of(intake.path, max(wanted.header_line or 0, ROWS))
    if not normal(_SIGNS.sub("", head.text)):
        return None
    separators = _separators(intake, head, wanted)
    headers = _headers(head, separators, sought, wanted.header_line, near=False)
    if max(one.exact for one in headers.values()) < max(ENOUGH, len(sought.required) / 2):
        # Only now: comparing every cell with every name costs up to 50 ms.
        headers = _headers(head, separators, sought, wanted.header_line, near=True)

    def fit(separator: Separator) -> tuple[float, int, bool, int, int]:
        found = headers[separator]
        rows = head.first(separator)
        return (found.score, found.exact, separator == head.told, *_agreement(rows))

    best = max(headers, key=fit)
    return _Candidate(intake, head, best, _with_line_below(headers[best], head, best))


def _headers(
    head: Head, separators: Sequence[Separator], sought: _Sought, line: int | None, *, near: bool
) -> dict[Separator, _Header]:
    return {sign: _header(head, sign, sought, line, near=near) for sign in separators}


def _separators(intake: Intake, head: Head, wanted: Wanted) -> Sequence[Separator]:
    if intake.sheet:
        return (";",)
    if wanted.separator is None:
        return SEPARATORS
    asked = [separator for separator in SEPARATORS if separator == wanted.separator]
    if not asked:
        raise refusal("scheidingsteken_onbekend", sign=wanted.separator)
    return asked


def _agreement(rows: Sequence[Row]) -> tuple[int, int]:
    """How many rows have the most usual number of cells, and that number; one cell is none."""
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1 and row.filled)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return times, width


def _header(
    head: Head, separator: Separator, sought: _Sought, line: int | None, *, near: bool
) -> _Header:
    """The row that names the columns; `line` says which one it is."""
    rows = [
        (number, row)
        for number, row in enumerate(head.first(separator, max(line or 0, ROWS)), 1 + head.blank)
        if row.filled
    ]
    if line is not None:
        told = [row for number, row in rows if number == line]
        if not told:
            raise refusal("kopregel_leeg", line=line, lines=_listed(n for n, _ in rows))
        return _scored(told[0].cells, told[0], line, sought, near=near)
    return _most_named(rows, sought, near=near) or _first_wide(rows, sought)


def _most_named(rows: Sequence[tuple[int, Row]], sought: _Sought, *, near: bool) -> _Header | None:
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
    if best.score < min(ENOUGH, len(sought.known) or ENOUGH):
        return None
    if sum(_VALUE.fullmatch(cell) is not None for cell in best.cells) >= best.exact:
        return None
    above = tuple(n for n, _ in rows if n < best.line - best.joined)
    return replace(best, above=above)


def _first_wide(rows: Sequence[tuple[int, Row]], sought: _Sought) -> _Header:
    """Nothing is recognised: the first row, or the first below titles of one cell each."""
    wide = max(len(row.filled) for _, row in rows)
    for number, row in rows:
        if len(row.filled) > 1 or wide < 3:
            above = tuple(n for n, _ in rows if n < number)
            return replace(_scored(row.cells, row, number, sought, near=False), above=above)
    raise AssertionError("a head with text has a row with text")


def _with_line_below(header: _Header, head: Head, separator: Separator) -> _Header:
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


def _scored(cells: Sequence[str], row: Row, line: int, sought: _Sought, *, near: bool) -> _Header:
    names = tuple(column_name(cell[:LONGEST_NAME]) for cell in cells)
    keys = {name_key(name) for name in names if name}
    exact = len(keys & sought.known)
    score = exact + (0.5 * _nearly(names, sought.known - keys) if near else 0.0)
    return _Header(names, row, line, exact, score)


def _nearly(names: Sequence[str], missing: frozenset[str]) -> int:
    """How many of the missing names stand there with a unit or a typing error."""
    if len(names) > MOST_COMPARED:
        return 0
    bare = {name_key(without_unit(name)) for name in names if name and not _VALUE.fullmatch(name)}
    return sum(one in bare or any(likeness(one, other) for other in bare) for one in missing)


def _table(chosen: _Candidate, intakes: Sequence[Intake], sought: _Sought) -> Table:
    head, header = chosen.head, chosen.header
    if len(header.cells) == 1 and len(sought.required) > 1:
        _refuse_one_column(header, sought)
    foot = foot_of(
        chosen.intake.path,
        chosen.separator,
        head.bytes_to(header.row),
        [row for row in head.first(chosen.separator) if row.end > header.row.end],
        len(header.cells),
        [place for place, name in enumerate(header.cells) if name_key(name) in sought.required],
    )
    dialect = Dialect(
        encoding=chosen.intake.encoding,
        separator=chosen.separator,
        line_end="CRLF" if "\r\n" in head.text else "LF",
        header=header.cells,
        header_line=header.line,
        skip_lines=head.lines + header.row.lines,
        sheet=chosen.intake.sheet,
        foot=foot.texts,
        end=foot.begin,
    )
    return Table(chosen.intake, dialect, tuple(_said(chosen, intakes)))


def _refuse_one_column(header: _Header, sought: _Sought) -> None:
    """One cell in the row of names: its columns are parted by spaces, or by a sign unknown here."""
    name = header.cells[0]
    words = {name_key(word) for word in name.split()}
    if len(words & sought.known) >= ENOUGH:
        raise refusal("spaties_gescheiden", line=header.line)
    if name_key(name) not in sought.known:
        for sign in ":^~#/":
            if len({name_key(word) for word in name.split(sign)} & sought.known) >= ENOUGH:
                raise refusal("scheidingsteken_vreemd", line=header.line, sign=sign)
        raise refusal("een_kolom", line=header.line, name=shorten(name))


def _said(chosen: _Candidate, intakes: Sequence[Intake]) -> Iterable[Finding]:
    header, sheet = chosen.header, chosen.intake.sheet
    if header.above:
        count, lines = len(header.above), _listed(header.above)
        yield _advice("titelregels", "kop", header.line - header.below, count=count, lines=lines)
    if header.joined:
        first = header.line - header.below - 1
        yield _advice("kop_over_twee_regels", "kop", header.line, first=first, second=first + 1)
    if header.below:
        yield _advice("regel_onder_kop", "kop", header.line)
    if chosen.intake.hidden:
        yield _advice("verborgen_blad_gelezen", "bestand", None, sheet=sheet)
    hidden = [one.sheet for one in intakes if one.hidden and one.sheet != sheet]
    if hidden:
        params = {"sheet": sheet, "count": len(hidden), "sheets": ", ".join(hidden)}
        yield _advice("verborgen_bladen", "bestand", None, **params)


def _advice(rule: str, stage: str, line: int | None, **params: object) -> Finding:
    return Finding("kop" if stage == "kop" else "bestand", "advies", rule, line, params=params)


def _listed(lines: Iterable[int]) -> str:
    return ", ".join(map(str, lines))
