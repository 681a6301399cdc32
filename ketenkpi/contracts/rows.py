"""Stages *cel*, *rij* and *rijen*: a proven text becomes typed rows in the staging file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ketenkpi.contracts import sums
from ketenkpi.contracts.columns import look_over, no_lines, rewrite
from ketenkpi.contracts.contract import LINE, Contract
from ketenkpi.contracts.course import Places, ReadingCourse
from ketenkpi.contracts.deadline import Deadline
from ketenkpi.contracts.declared import declared
from ketenkpi.contracts.doubts import decided_by_whole, doubtful
from ketenkpi.contracts.explain import Reader, Row
from ketenkpi.contracts.findings import Collector, Finding
from ketenkpi.contracts.intake import refusal
from ketenkpi.contracts.manners import Manners
from ketenkpi.contracts.months import (
    check_months,
    leave_out_earlier,
    months_of,
    rows_per_month,
)
from ketenkpi.contracts.questions import Answers
from ketenkpi.contracts.source import TextSource
from ketenkpi.contracts.suspects import Suspects
from ketenkpi.contracts.typed import ROW, Pass, rows_in, ways

# The rows that tell how columns are spelled; a later surprise costs a little time.
SAMPLE_ROWS = 10_000
# Of these every text is read for what it shows of its column.
SHOWING_ROWS = 200
# Rows that are kept in memory because they may be totals; a file in which more
# rows than these have no place has another fault.
MOST_TOTALS = 10_000


def no_rows(course: ReadingCourse) -> None:
    """A file without rows: nothing to report where that is a number, else refused."""
    contract = course.ask.contract
    if contract.no_rows is None:
        raise refusal("geen_rijen_geen_getal")
    if not course.ask.nothing or course.found.blocked:
        raise refusal("geen_rijen")
    pl.DataFrame(schema=contract.schema).write_parquet(course.out, compression="zstd")
    course.reports_nothing = True
    course.found.add(Finding("bestand", "advies", "niets_te_melden"))


def type_rows(course: ReadingCourse, source: TextSource) -> None:
    """Write the good rows of `source`, and find all that is wrong with the others."""
    ask, out, found = course.ask, course.out, course.found
    ask.progress("cel", 0.1)
    done, course.manners = _pass_over(source, out, ask.answers, course.deadline)
    _say_absent(done, source, found)
    doubts = doubtful(done, source)
    course.questions += doubts
    ask.progress("rij", 0.6)
    explained = _explain(done, source, found, course.manners)
    blank = done.seen.blank + explained.blank
    _say_blank(done, explained, source, blank, found)
    _say_headers(explained.headers, source, found)
    course.rows_read = done.seen.rows - blank - len(explained.headers)
    if doubts:
        # A cell in doubt has no value yet, so rows cannot be compared by it.
        found.add_all(explained.without(no_lines()))
        return
    _require_all(done, out, blank, explained)
    if ask.places:
        _name_places(ask.contract, out, ask.places)
    course.deadline.keep()
    ask.progress("rijen", 0.8)
    totals = _leave_out_sums(course, explained)
    rejected = pl.concat([totals, *_of_earlier_months(course, source, explained.faulty)])
    rejected = pl.concat([rejected, _look_over(course, source, rejected, done.short)])
    if course.rows_read == 0:
        no_rows(course)
        return
    if found.blocked and (found.stopped or not ask.skip_faulty_rows):
        course.rows_rejected = course.rows_read
        return
    if len(rejected):
        _leave_out(out, rejected)
    course.rows_rejected = course.rows_read - rows_in(out)


def _require_all(done: Pass, out: Path, blank: int, explained: _Explained) -> None:
    """Fails loudly unless every row is written, or told to be rejected, blank or column names."""
    left_out = blank + len(explained.headers) + len(explained.faulty)
    if rows_in(out) + left_out != done.seen.rows:
        raise AssertionError(
            f"{done.seen.rows} rows, {rows_in(out)} written and {left_out} left out with a reason"
        )


def _pass_over(
    source: TextSource, out: Path, answers: Answers, deadline: Deadline
) -> tuple[Pass, Manners]:
    """Type all rows; once more where only the whole column tells how it is written."""
    contract = source.contract
    sample = source.sample(SAMPLE_ROWS)
    manners = Manners.of_sample(contract, sample.head(SHOWING_ROWS), answers)
    while True:
        chosen = ways(contract, sample, manners)
        suspects = Suspects(source.staging)
        done = Pass(contract, chosen, source.first_line, suspects, deadline)
        done.write(source.texts(), out)
        deadline.keep()
        whole = decided_by_whole(done, manners, source)
        if whole == manners:
            return done, manners
        manners = whole


def _say_absent(done: Pass, source: TextSource, found: Collector) -> None:
    """One finding a column for each way in which filled cells say that there is no value."""
    for (column, rule), seen in sorted(done.seen.absent.items()):
        line = seen.row + source.first_line
        params = {"count": seen.count}
        finding = Finding("cel", "advies", rule, line, None, column, seen.text, params)
        found.add(finding, seen.count)


@dataclass(frozen=True)
class _Total:
    """A refused row that may be a total, and what is wrong with it as a row."""

    row: sums.Refused
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Explained:
    """What came of the rows kept aside.

    faulty: the lines of rejected rows. headers: rows of the file, counted from 0,
    that repeat the names of the columns. totals: rows that may be totals, with what
    is wrong with them, which is only said when they are no sums.
    """

    faulty: pl.Series
    blank: int
    first_blank: int | None
    headers: tuple[int, ...]
    totals: tuple[_Total, ...]

    def frame(self, contract: Contract, places: Places | None) -> pl.DataFrame:
        """The rows that may be totals, typed as far as they can be read."""
        rows = sums.refused_totals(contract, (total.row for total in self.totals))
        if places is None or rows.is_empty():
            return rows
        named = {text: places(text) for text in self._places(contract)}
        return rows.with_columns(pl.col(name).replace(named) for name in contract.places)

    def _places(self, contract: Contract) -> set[str]:
        """The names of places in these rows that may be one."""
        return {
            str(row.values[name])
            for row in (total.row for total in self.totals)
            for name in contract.places
            if name not in row.faults and row.values[name] is not None
        }

    def without(self, excused: pl.Series) -> list[Finding]:
        """What is wrong with the rows that may be totals, but for those on these lines."""
        lines = set(excused)
        return [f for total in self.totals if total.row.line not in lines for f in total.findings]


def _explain(done: Pass, source: TextSource, found: Collector, manners: Manners) -> _Explained:
    """Add the findings of all rows kept aside, but for rows that may be totals."""
    reader, may_be_total = Reader(source.contract, manners), sums.may_be_total(source.contract)
    faulty: list[int] = []
    blank: list[int] = []
    headers: list[int] = []
    totals: list[_Total] = []
    for batch in done.suspects.batches():
        done.deadline.keep()
        for texts in batch.iter_rows(named=True):
            line = texts[ROW] + source.first_line
            row = reader.findings(texts, line, source.text_line(texts[ROW]))
            if row.blank:
                blank.append(texts[ROW])
                continue
            if row.header:
                headers.append(texts[ROW])
                continue
            if not row.findings and not row.doubtful:
                raise AssertionError(f"line {line}: refused in bulk, accepted when read plainly")
            refused = _as_refused(row, texts)
            if row.rejected and len(totals) < MOST_TOTALS and may_be_total(refused):
                totals.append(_Total(refused, row.findings))
            else:
                found.add_all(row.findings)
            if row.rejected:
                faulty.append(line)
    lines = pl.Series(LINE, faulty, dtype=pl.Int32)
    return _Explained(lines, len(blank), min(blank, default=None), tuple(headers), tuple(totals))


def _as_refused(row: Row, texts: Mapping[str, str | None]) -> sums.Refused:
    faults = {f.column for f in row.findings if f.stage == "cel" and f.column is not None}
    return sums.Refused(row.line, texts, row.values, faults)


def _say_blank(
    done: Pass, explained: _Explained, source: TextSource, blank: int, found: Collector
) -> None:
    """One finding for all blank rows, with their number and the first."""
    if blank == 0:
        return
    first = min(row for row in (done.seen.first_blank, explained.first_blank) if row is not None)
    line, text_line = first + source.first_line, source.text_line(first)
    finding = Finding("rij", "advies", "lege_regel", line, text_line, params={"count": blank})
    found.add(finding, blank)


def _say_headers(rows: tuple[int, ...], source: TextSource, found: Collector) -> None:
    """One finding for all rows that repeat the names of the columns, with the first."""
    if not rows:
        return
    first = min(rows)
    finding = Finding(
        "rij", "advies", "kop_herhaald", first + source.first_line, source.text_line(first),
        params={"count": len(rows)},
    )  # fmt: skip
    found.add(finding, len(rows))


def _name_places(contract: Contract, out: Path, places: Places) -> None:
    """Put the key of every place in the staging file; rewritten only when a name differs.

    Over a million rows the distinct names take 0.01 s.
    """
    changed = []
    for name in contract.places:
        texts = pl.scan_parquet(out).select(pl.col(name).drop_nulls().unique())
        named = {text: places(text) for text in texts.collect(engine="streaming").to_series()}
        other = {text: key for text, key in named.items() if key != text}
        if other:
            changed.append(pl.col(name).replace(other))
    if changed:
        rewrite(out, pl.scan_parquet(out).with_columns(changed))


def _leave_out_sums(course: ReadingCourse, explained: _Explained) -> pl.Series:
    """Lines of rows that are sums of others and do not count; a question where nobody said so."""
    contract, found = course.ask.contract, course.found
    rows = pl.scan_parquet(course.out)
    refused = explained.frame(contract, course.ask.places)
    looked = sums.look(contract, rows, refused, course.ask.answers)
    if looked.question is not None:
        course.questions.append(looked.question)
    found.add_all(looked.findings)
    found.add_all(explained.without(looked.excused))
    return looked.leave_out


def _of_earlier_months(
    course: ReadingCourse, source: TextSource, faulty: pl.Series
) -> tuple[pl.Series, ...]:
    """Lines without a month, and lines whose case stands in a later month of the file too."""
    months = months_of(source)
    if months is None:
        return ()
    contract, found = course.ask.contract, course.found
    course.periods = rows_per_month(months)
    wrong = check_months(months, found)
    known = pl.concat([faulty, wrong])
    return (wrong, leave_out_earlier(contract, course.out, months, known, found))


def _look_over(
    course: ReadingCourse, source: TextSource, leave_out: pl.Series, short: frozenset[str]
) -> pl.Series:
    ask = course.ask
    answers = declared(source, ask.answers)
    return look_over(ask.contract, course.out, leave_out, course.found, answers, short)


def _leave_out(out: Path, lines: pl.Series) -> None:
    """Rewrite the staging file without the rows on these lines."""
    gone = lines.unique().to_frame(LINE).lazy()
    rewrite(out, pl.scan_parquet(out).join(gone, on=LINE, how="anti", maintain_order="left"))
