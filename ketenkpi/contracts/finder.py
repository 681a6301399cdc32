"""Where the table stands: which sheet, which row holds the names, which last rows are no data.

A table in the wild has titles above it, notes below it and a sheet of
explanation before it. It is found by the names of the columns that are looked
for: the row among the first twenty that holds most of them is the header.
What is passed over is said, and can be overruled (`Wanted`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ketenkpi.contracts.dialect import SEPARATORS, Dialect, Separator, name_key
from ketenkpi.contracts.ends import ROWS, Head, head_of
from ketenkpi.contracts.findings import Finding
from ketenkpi.contracts.foot import foot_of
from ketenkpi.contracts.header_row import (
    Header,
    SoughtNames,
    filled_rows,
    find_header,
    refuse_one_column,
)
from ketenkpi.contracts.intake import ANYHOW, Intake, Wanted, refusal
from ketenkpi.contracts.normal import normal
from ketenkpi.contracts.questions import NOT_ANSWERED, Answers, Question

_SIGNS = re.compile(r"[;,\t|\"]")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table that was found: in which text, how it is written, and what was passed over."""

    intake: Intake
    dialect: Dialect
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A table in one text, as far as its header goes."""

    intake: Intake
    head: Head
    separator: Separator
    header: Header

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
) -> FoundTable | Question | None:
    """The table in a text file or in the sheets of a workbook, by the columns sought.

    known: the names of all columns, required: of those no row can do without.
    A question when several sheets fit equally; None when nothing holds any text.
    Raises Blocked when what is `wanted` is not there, or when the columns of a
    text are not separated at all.
    """
    sought = SoughtNames(frozenset(map(name_key, known)), frozenset(map(name_key, required)))
    among = _sheet_named(wanted.sheet, intakes) if wanted.sheet else intakes
    seen = [_candidate(intake, sought, wanted) for intake in among]
    candidates = [candidate for candidate in seen if candidate is not None]
    if not candidates:
        if wanted.header_line is not None:
            _refuse_line(wanted.header_line, among, wanted)
        return None
    fitting = _fitting(candidates, sought)
    chosen = fitting[0]
    if len(fitting) > 1:
        # One that is hidden may be named too, though it is not offered beside others.
        named = _named(answers.to("blad"), candidates)
        if named is None:
            return _which_sheet(fitting)
        return _table(named, intakes, sought)
    beside = [one for one in candidates if one is not chosen and _has_some(one, sought)]
    return _table(chosen, intakes, sought, beside)


def _which_sheet(fitting: Sequence[_Candidate]) -> Question:
    """One question, with the sheets in their order; it says so where all are hidden."""
    hidden = all(candidate.intake.hidden for candidate in fitting)
    sheets = tuple(candidate.intake.sheet for candidate in fitting)
    return Question("blad", answers=sheets, variant="verborgen" if hidden else "")


def _has_some(candidate: _Candidate, sought: SoughtNames) -> bool:
    """Whether a sheet that can be seen seems to hold rows of the delivery too.

    A list of codes, a table of totals or an explanation of the columns has some of
    the names as well; half of those that no row can do without is more.
    """
    header = candidate.header
    required = 2 * len(sought.required & header.keys) >= len(sought.required)
    seen = not candidate.intake.hidden and candidate.has_rows
    return seen and required and header.score >= sought.enough


def _sheet_named(name: str, intakes: Sequence[Intake]) -> Sequence[Intake]:
    """The sheet of that name; a text file has none and is taken as it is."""
    sheets = [intake.sheet for intake in intakes if intake.sheet]
    found = [one for one in intakes if _same(one.sheet, name)]
    if sheets and not found:
        raise refusal("blad_onbekend", sheet=name, sheets=", ".join(sheets))
    return found or intakes


def _named(name: str | None, candidates: Sequence[_Candidate]) -> _Candidate | None:
    for candidate in candidates if name is not None else ():
        if _same(candidate.intake.sheet, name or ""):
            return candidate
    return None


def _same(one: str, other: str) -> bool:
    return normal(one).casefold() == normal(other).casefold()


def _fitting(candidates: Sequence[_Candidate], sought: SoughtNames) -> list[_Candidate]:
    """The candidates between which nothing decides, mostly one.

    A sheet with rows goes before one without, one with every required column
    before one that lacks any, then the one that is not hidden, then most names.
    Of two with every required column, more optional ones decide nothing: both
    hold rows that would count.
    """

    def rank(candidate: _Candidate) -> tuple[bool, float, bool, bool]:
        whole = bool(sought.required) and sought.required <= candidate.header.keys
        names = candidate.header.score
        return (
            whole and candidate.has_rows,
            0.0 if whole and candidate.has_rows else names,
            names >= sought.enough and candidate.has_rows,
            not candidate.intake.hidden,
        )

    ranks = [rank(candidate) for candidate in candidates]
    best = max(ranks)
    fitting = [one for one, its in zip(candidates, ranks, strict=True) if its == best]
    # Without a name found or a row below it, none of them is worth a question.
    return fitting if best[0] or best[2] else fitting[:1]


def _candidate(intake: Intake, sought: SoughtNames, wanted: Wanted) -> _Candidate | None:
    """The table in one text; None without text, or without any on the row that is wanted."""
    head = _head(intake, wanted)
    found = find_header(head, _separators(intake, wanted), sought, wanted.header_line)
    if found is None or not normal(_SIGNS.sub("", head.text)):
        return None
    return _Candidate(intake, head, *found)


def _head(intake: Intake, wanted: Wanted) -> Head:
    return head_of(intake.path, max(wanted.header_line or 0, ROWS))


def _refuse_line(line: int, intakes: Sequence[Intake], wanted: Wanted) -> None:
    """None of the texts has a header where it is said to be: a refusal if any has rows."""
    for intake in intakes:
        rows = filled_rows(_head(intake, wanted), _separators(intake, wanted)[0])
        if rows:
            raise refusal("kopregel_leeg", line=line, lines=_listed(n for n, _ in rows))


def _separators(intake: Intake, wanted: Wanted) -> Sequence[Separator]:
    if intake.sheet:
        return (";",)
    if wanted.separator is None:
        return SEPARATORS
    asked = [separator for separator in SEPARATORS if separator == wanted.separator]
    if not asked:
        raise refusal("scheidingsteken_onbekend", sign=wanted.separator)
    return asked


def _table(
    chosen: _Candidate,
    intakes: Sequence[Intake],
    sought: SoughtNames,
    beside: Sequence[_Candidate] = (),
) -> FoundTable:
    head, header = chosen.head, chosen.header
    if len(header.cells) == 1 and len(sought.required) > 1:
        refuse_one_column(header, sought)
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
    return FoundTable(chosen.intake, dialect, tuple(_said(chosen, intakes, beside)))


def _said(
    chosen: _Candidate, intakes: Sequence[Intake], beside: Sequence[_Candidate]
) -> Iterable[Finding]:
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
    others = [one.intake.sheet for one in beside]
    for rule, sheets in (("verborgen_bladen", hidden), ("andere_bladen", others)):
        if sheets:
            params = {"sheet": sheet, "count": len(sheets), "sheets": ", ".join(sheets)}
            yield _advice(rule, "bestand", None, **params)


def _advice(rule: str, stage: str, line: int | None, **params: object) -> Finding:
    return Finding("kop" if stage == "kop" else "bestand", "advies", rule, line, params=params)


def _listed(lines: Iterable[int]) -> str:
    return ", ".join(map(str, lines))
