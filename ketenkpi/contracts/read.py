"""A file -> typed Parquet rows, or findings that say what to mend.

The stages run in order and a later one only when the earlier ones allow:
bestand (`intake`, `structure`), kop (`header`), cel and rij (`typed`, then
`explain` for flagged rows), rijen (duplicates). Persons are looked for before
anything is written (`privacy`). Nothing here stores: the caller gets a
staging file and decides.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ketenkpi.contracts import header, privacy, structure
from ketenkpi.contracts.cell import Manner
from ketenkpi.contracts.columns import look_over, no_lines, rewrite
from ketenkpi.contracts.contract import LINE, Contract, find_contract
from ketenkpi.contracts.dialect import Dialect, detect
from ketenkpi.contracts.explain import Reader
from ketenkpi.contracts.findings import Collector, Finding, Findings
from ketenkpi.contracts.doubts import decided_by_whole, doubtful
from ketenkpi.contracts.intake import ANYHOW, Blocked, Intake, Wanted, refusal, take_in
from ketenkpi.contracts.manners import Manners
from ketenkpi.contracts.months import (
    MonthRows,
    check_months,
    leave_out_earlier,
    months_of,
    rows_per_month,
)
from ketenkpi.contracts.questions import Answers, Question
from ketenkpi.contracts.source import Source
from ketenkpi.contracts.suspects import Suspects
from ketenkpi.contracts.typed import ROW, Pass, rows_in, ways
from ketenkpi.digest import sha256
from ketenkpi.settings import Settings

if TYPE_CHECKING:
    from ketenkpi.contracts.profile import Profile

# The rows that tell how columns are spelled; a later surprise costs a little time.
SAMPLE_ROWS = 2_000
Progress = Callable[[str, float], None]
Places = Callable[[str], str]


@dataclass(frozen=True)
class Reading:
    """What came of reading one file by one contract.

    `parquet` is the staging file with typed rows, None when nothing may be
    stored; of a file that reports nothing it has no rows. `rows_read` =
    `rows_stored` + `rows_rejected`; blank rows are in none of them. `sha256` is
    that of the bytes as delivered. `periods` are the months a monthly statistic
    names, from early to late, each with its rows read; empty where records name
    none. `manners` say per column how it was read, as far as anything decided it.
    `questions` must be answered before anything of the file is stored.
    """

    contract: str
    profile: str | None
    parquet: Path | None
    findings: Findings
    dialect: Dialect | None
    rows_read: int
    rows_stored: int
    rows_rejected: int
    sha256: str
    periods: tuple[MonthRows, ...] = ()
    manners: Mapping[str, Manner] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()

    def __post_init__(self) -> None:
        if self.rows_read != self.rows_stored + self.rows_rejected:
            raise ValueError("rows read must be rows stored plus rows rejected")


@dataclass(frozen=True)
class Ask:
    """What a caller wants of a file."""

    contract: Contract
    profile: Profile | None
    constants: Mapping[str, str]
    skip_faulty_rows: bool
    settings: Settings
    progress: Progress
    places: Places | None
    nothing: bool
    wanted: Wanted
    answers: Answers


def read(
    source: Path | bytes,
    contract: str,
    *,
    out: Path,
    settings: Settings,
    profile: str | None = None,
    constants: Mapping[str, str] | None = None,
    skip_faulty_rows: bool = False,
    progress: Progress | None = None,
    places: Places | None = None,
    today: date | None = None,
    nothing: bool = False,
    wanted: Wanted = ANYHOW,
    answers: Mapping[str, str] | None = None,
) -> Reading:
    """Check a file by `contract` and write its typed rows to `out`.

    `source` is a path or the bytes themselves. `profile` maps a file with
    other columns onto the contract; `constants` fills columns the profile
    leaves open. `places` gives the key of a place by its (tidied) name or code,
    so that two spellings of one place are one before keys are compared; without
    it names stay as they are. What happens after `today` (the day of delivery,
    by default that of the clock) is refused. With a blokkade or fout nothing is
    left in `out`, unless `skip_faulty_rows` asks to keep the good rows (never
    after a blokkade). `nothing`: a file without rows may say that there is nothing to
    report, where that is a number (`Contract.no_rows`); its `out` has no rows then.
    `wanted` says how the file is to be read, `answers` what is meant where it has two
    readings, by the name of the question ('dagvolgorde:instroom') or by its key for all.
    Raises UsageError for an unknown contract or profile.
    """
    from ketenkpi.contracts.profile import find_profile

    ask = Ask(
        find_contract(contract).on(today or date.today()),
        find_profile(profile) if profile else None,
        constants or {},
        skip_faulty_rows,
        settings,
        progress or (lambda stage, share: None),
        places,
        nothing,
        wanted,
        Answers(answers or {}),
    )
    course = _Course(ask, out, Collector(settings.limits.findings_listed_per_rule))
    with tempfile.TemporaryDirectory(prefix="intake-", dir=out.parent) as folder:
        staging = Path(folder)
        file = source if isinstance(source, Path) else _spooled(source, staging)
        # Hashing runs beside the checks on the bytes: both leave Python free.
        with ThreadPoolExecutor(1) as beside:
            hashed = beside.submit(sha256, file)
            try:
                _run(course, file, staging)
            except Blocked as stop:
                course.found.add(stop.finding)
    return _reading(course, hashed.result())


def _spooled(content: bytes, staging: Path) -> Path:
    path = staging / "upload"
    path.write_bytes(content)
    return path


@dataclass
class _Course:
    """How far one reading has come; filled in as the stages pass."""

    ask: Ask
    out: Path
    found: Collector
    dialect: Dialect | None = None
    rows_read: int = 0
    rows_rejected: int = 0
    periods: tuple[MonthRows, ...] = ()
    reports_nothing: bool = False
    manners: Manners = field(default_factory=Manners)
    questions: list[Question] = field(default_factory=list)


def _run(course: _Course, file: Path, staging: Path) -> None:
    """All stages in order, up to the first that stops the file."""
    ask, found = course.ask, course.found
    ask.progress("bestand", 0.0)
    intake = _intake(file, staging, ask)
    dialect = detect(intake, ask.profile.source_columns if ask.profile else ask.contract.names)
    if dialect is None:
        raise refusal("leeg_bestand")
    course.dialect = dialect
    places = _header(dialect, ask, found)
    asked = ask.profile.of_persons(dialect.header) if ask.profile else dialect.header
    found.add_all(privacy.check_header(asked, ask.contract, dialect.header_line))
    if found.blocked:
        return
    shape = structure.examine(intake.path, dialect, found)
    if shape is None:
        return
    if shape.rows == 0:
        _nothing(course)
        return
    source = Source(
        intake, dialect, shape, places, ask.contract, ask.profile, ask.constants, staging
    )
    try:
        _refuse_persons(source, found)
        if not found.blocked:
            _type_rows(course, source)
    except pl.exceptions.ComputeError:
        # A row too long beside one too short leaves the totals right; polars
        # then refuses the file and the rows are counted one by one.
        if structure.row_by_row(intake.path, dialect, found):
            raise


def _nothing(course: _Course) -> None:
    """A file without rows: nothing to report where that is a number, else refused."""
    contract = course.ask.contract
    if contract.no_rows is None:
        raise refusal("geen_rijen_geen_getal")
    if not course.ask.nothing or course.found.blocked:
        raise refusal("geen_rijen")
    pl.DataFrame(schema=contract.schema).write_parquet(course.out, compression="zstd")
    course.reports_nothing = True
    course.found.add(Finding("bestand", "advies", "niets_te_melden"))


def _intake(file: Path, staging: Path, ask: Ask) -> Intake:
    if ask.profile and ask.profile.format != "csv":
        return Intake(ask.profile.to_csv(file, staging / "profile.csv"), "utf-8")
    return take_in(file, staging, ask.settings.limits)


def _header(dialect: Dialect, ask: Ask, found: Collector) -> dict[str, int]:
    if ask.profile:
        wanted = required = ask.profile.source_columns
    else:
        wanted = ask.contract.names
        required = tuple(
            c.name for c in ask.contract.columns if c.required and c.name not in ask.constants
        )
    matched = header.match(
        dialect.header,
        wanted,
        required,
        found,
        line=dialect.header_line,
        report_extra=ask.profile is None,
    )
    found.add_all(question.finding() for question in matched.questions)
    return dict(matched.places)


def _refuse_persons(source: Source, found: Collector) -> None:
    head = source.scan(privacy.SAMPLE_ROWS).drop(ROW).collect()
    # A header may hold a name twice or none; then the place tells the column.
    names = source.dialect.header
    head.columns = [
        name if name and names.count(name) == 1 else f"#{place + 1}"
        for place, name in enumerate(names)
    ]
    found.add_all(privacy.check_sample(head, source.contract))


def _type_rows(course: _Course, source: Source) -> None:
    ask, out, found = course.ask, course.out, course.found
    ask.progress("cel", 0.1)
    done, course.manners = _pass_over(source, out, ask.answers)
    _say_absent(done, source, found)
    course.questions += doubtful(done, course.manners, source)
    ask.progress("rij", 0.6)
    explained = _explain(done, course.manners, source, found)
    blank = done.seen.blank + explained.blank
    _say_blank(done, explained, source, blank, found)
    if ask.places:
        _name_places(ask.contract, out, ask.places)
    ask.progress("rijen", 0.8)
    rejected = pl.concat([no_lines(), *_of_earlier_months(course, source, explained.faulty)])
    rejected = pl.concat([rejected, look_over(ask.contract, out, rejected, found)])
    course.rows_read = done.seen.rows - blank
    if course.rows_read == 0:
        _nothing(course)
        return
    if found.blocked and not (ask.skip_faulty_rows and _only_rows(found)):
        course.rows_rejected = course.rows_read
        return
    if len(rejected):
        _leave_out(out, rejected)
    course.rows_rejected = course.rows_read - rows_in(out)


def _pass_over(source: Source, out: Path, answers: Answers) -> tuple[Pass, Manners]:
    """Type all rows; once more where only the whole column tells how it is written."""
    contract = source.contract
    sample = source.texts(SAMPLE_ROWS).collect()
    manners = Manners.of_sample(contract, sample, answers)
    suspects = Suspects(source.staging)
    while True:
        chosen = ways(contract, sample, manners, ascii=source.intake.ascii)
        done = Pass(contract, chosen, source.first_line, suspects)
        done.write(source.texts(), out)
        whole = decided_by_whole(done, manners, source)
        if whole == manners:
            return done, manners
        manners = whole
        suspects.clear()


def _say_absent(done: Pass, source: Source, found: Collector) -> None:
    """One finding a column for each way in which filled cells say that there is no value."""
    for (column, rule), seen in done.seen.absent.items():
        line = seen.row + source.first_line
        params = {"count": seen.count}
        finding = Finding("cel", "advies", rule, line, None, column, seen.text, params)
        found.add(finding, seen.count)


def _say_blank(
    done: Pass, explained: _Explained, source: Source, blank: int, found: Collector
) -> None:
    """One finding for all blank rows, with their number and the first."""
    if blank == 0:
        return
    first = [row for row in (done.seen.first_blank, explained.first_blank) if row is not None]
    line = min(first) + source.first_line
    text_line = source.text_line(min(first))
    found.add(Finding("rij", "advies", "lege_regel", line, text_line, params={"count": blank}), blank)


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


def _of_earlier_months(course: _Course, source: Source, faulty: pl.Series) -> tuple[pl.Series, ...]:
    """Lines without a month, and lines whose case stands in a later month of the file too."""
    months = months_of(source)
    if months is None:
        return ()
    ask, found = course.ask, course.found
    course.periods = rows_per_month(months)
    wrong = check_months(months, found)
    known = pl.concat([faulty, wrong])
    return (wrong, leave_out_earlier(ask.contract, course.out, months, known, found))


@dataclass(frozen=True)
class _Explained:
    """Lines of rejected rows, and the rows that turned out to be blank."""

    faulty: pl.Series
    blank: int
    first_blank: int | None


def _explain(done: Pass, manners: Manners, source: Source, found: Collector) -> _Explained:
    """Add the findings of all rows kept aside."""
    reader = Reader(source.contract, manners)
    faulty: list[int] = []
    blank: list[int] = []
    for batch in done.suspects.batches():
        for row in batch.iter_rows(named=True):
            line = row[ROW] + source.first_line
            read_row = reader.findings(row, line, source.text_line(row[ROW]))
            if read_row.blank:
                blank.append(row[ROW])
                continue
            if not read_row.findings:
                raise AssertionError(f"line {line}: refused in bulk, accepted when read plainly")
            found.add_all(read_row.findings)
            if read_row.rejected:
                faulty.append(line)
    lines = pl.Series(LINE, faulty, dtype=pl.Int32)
    return _Explained(lines, len(blank), min(blank, default=None))


def _only_rows(found: Collector) -> bool:
    """Whether leaving out rows would leave nothing that stops the file."""
    return all(total.level != "blokkade" for total in found.findings().totals)


def _leave_out(out: Path, lines: pl.Series) -> None:
    """Rewrite the staging file without the rows on these lines."""
    rows = pl.scan_parquet(out)
    rewrite(out, rows.join(lines.to_frame(LINE).lazy(), on=LINE, how="anti", maintain_order="left"))


def _reading(course: _Course, hashed: str) -> Reading:
    for question in course.questions:
        course.found.add(question.finding())
    if course.questions:
        # Nothing is stored of a file that is not understood.
        course.rows_rejected = course.rows_read
    stored = course.rows_read - course.rows_rejected
    kept = (stored > 0 or course.reports_nothing) and not course.questions
    if not kept:
        course.out.unlink(missing_ok=True)
    return Reading(
        contract=course.ask.contract.key,
        profile=course.ask.profile.key if course.ask.profile else None,
        parquet=course.out if kept else None,
        findings=course.found.findings(),
        dialect=course.dialect,
        rows_read=course.rows_read,
        rows_stored=stored,
        rows_rejected=course.rows_rejected,
        sha256=hashed,
        periods=course.periods,
        manners={name: course.manners.of(name) for name in course.ask.contract.names},
        questions=tuple(course.questions),
    )
