"""A file -> typed Parquet rows, or findings that say what to mend.

The stages run in order and a later one only when the earlier ones allow:
bestand (`intake`, `finder`, `structure`), kop (`header`), cel and rij (`typed`,
then `explain` for the rows kept aside), rijen (`columns`, `sums`). Persons are
looked for before anything is written (`privacy`). What has two readings is
asked. Nothing here stores: the caller gets a staging file and decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ketenkpi.contracts import days, header, privacy, structure
from ketenkpi.contracts.cell import Manner
from ketenkpi.contracts.contract import Contract, find_contract
from ketenkpi.contracts.course import Ask, Places, Progress, ReadingCourse
from ketenkpi.contracts.deadline import Deadline
from ketenkpi.contracts.declared import called, declared
from ketenkpi.contracts.dialect import Dialect
from ketenkpi.contracts.finder import FoundTable, find_table
from ketenkpi.contracts.findings import Collector, Findings
from ketenkpi.contracts.intake import ANYHOW, Blocked, Intake, Wanted, refusal
from ketenkpi.contracts.kinds import TextKind
from ketenkpi.contracts.months import MonthRows
from ketenkpi.contracts.not_applicable import CellStates
from ketenkpi.contracts.questions import Answers, Question
from ketenkpi.contracts.rows import no_rows, type_rows
from ketenkpi.contracts.source import TextSource
from ketenkpi.contracts.take_in import take_in
from ketenkpi.contracts.typed import ROW
from ketenkpi.digest import sha256
from ketenkpi.scratch import scratch, sweep
from ketenkpi.settings import Settings
from ketenkpi.shown import shown

# What says of a file that it has no rows.
NO_ROWS = frozenset({"geen_rijen", "geen_rijen_geen_getal", "niets_te_melden"})


@shown
@dataclass(frozen=True)
class Reading:
    """What came of reading one file by one contract.

    `parquet` is the staging file with typed rows, None when nothing may be
    stored; of a file that reports nothing it has no rows. `rows_read` =
    `rows_stored` + `rows_rejected`; blank rows are in none of them. `sha256` is
    that of the bytes as delivered. `periods` are the months a monthly statistic
    names, from early to late, each with its rows read; empty where records name
    none. `dialect` and `manners` (by column) say how the file was read, as far as
    anything decided it. `questions` must be answered before anything is stored.
    `states` count per column the cells that are filled, missing and not applicable,
    where a check counted them.
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
    states: tuple[CellStates, ...] = ()

    def __post_init__(self) -> None:
        if self.rows_read != self.rows_stored + self.rows_rejected:
            raise ValueError("rows read must be rows stored plus rows rejected")
        if self.questions and self.parquet is not None:
            raise ValueError("nothing of a file with open questions may be stored")
        if self.dialect is not None:
            object.__setattr__(self, "dialect", privacy.covered(self.dialect))

    @property
    def counted(self) -> bool:
        """Whether its rows were counted: what stops a file or asks about it may come before."""
        return self.rows_read > 0 or self.parquet is not None or self._has_no_rows

    @property
    def _has_no_rows(self) -> bool:
        return any(total.rule in NO_ROWS for total in self.findings.totals)


def asked_once(readings: Iterable[Reading]) -> tuple[Question, ...]:
    """What the readings of one file ask; two contracts ask the same of a file once."""
    return tuple({one.name: one for reading in readings for one in reading.questions}.values())


def read(
    source: Path | bytes,
    contract: str | Contract,
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
    after a blokkade, nor with an open question). `nothing`: a file without rows may
    say that there is nothing to report, where that is a number (`Contract.no_rows`);
    its `out` has no rows then. `wanted` says how the file is to be read and `answers`
    what is meant where it has two readings, by the name of the question
    ('dagvolgorde:instroom') or by its key for all; both go before the profile's.
    Raises UsageError for an unknown contract or profile.
    """
    from ketenkpi.contracts.profile import find_profile

    by = find_profile(profile) if profile else None
    asked = find_contract(contract) if isinstance(contract, str) else contract
    ask = Ask(
        asked.on(today or date.today()),
        by,
        constants or {},
        skip_faulty_rows,
        settings,
        progress or (lambda stage, share: None),
        places,
        nothing,
        wanted if by is None else wanted.over(by.wanted),
        Answers({**(by.answers if by else {}), **(answers or {})}),
    )
    collector = Collector(settings.limits.findings_listed_per_rule)
    course = ReadingCourse(ask, out, collector, Deadline.after(settings.limits.text_seconds))
    sweep(out.parent, "intake")
    with scratch(out.parent, "intake") as folder:
        staging = Path(folder)
        file = source if isinstance(source, Path) else _spooled(source, staging)
        # Hashing runs beside the checks on the bytes: both leave Python free.
        with ThreadPoolExecutor(1) as beside:
            hashed = beside.submit(sha256, file)
            beside.submit(days.warm)
            try:
                _run(course, file, staging)
            except Blocked as stop:
                course.found.add(stop.finding)
                course.rows_rejected = course.rows_read
    return _reading(course, hashed.result())


def _spooled(content: bytes, staging: Path) -> Path:
    path = staging / "upload"
    path.write_bytes(content)
    return path


def _run(course: ReadingCourse, file: Path, staging: Path) -> None:
    """All stages in order, up to the first that stops the file."""
    ask, found = course.ask, course.found
    ask.progress("bestand", 0.0)
    texts = _texts(file, staging, ask)
    named = privacy.check_sheets(text.sheet for text in texts)
    table = _table(course, texts)
    if table is None:
        found.add_all(named)
        # Names of sheets are the answers to the question which one is meant.
        course.questions = [] if named else course.questions
        return
    dialect = course.dialect = table.dialect
    found.add_all((*table.intake.findings, *table.findings))
    places = _header(course, dialect)
    names = ask.profile.of_persons(dialect.header) if ask.profile else dialect.header
    # A name of a person stops the file, but what else is of persons is told with it.
    unread = found.stopped
    found.add_all(named)
    found.add_all(privacy.check_header(names, ask.contract, dialect.header_line))
    if unread or places is None:
        return
    shape = structure.examine(
        table.intake.path,
        dialect,
        found,
        required_cells=_required_cells(ask, places),
        answers=ask.answers,
        limits=ask.settings.limits,
    )
    if shape is None:
        return
    course.deadline.keep()
    course.questions += shape.questions
    _say_noticed(course, table, places, shape)
    if shape.rows == 0:
        no_rows(course)
        return
    source = TextSource(
        table.intake, dialect, shape, places, ask.contract, ask.profile, ask.constants, staging
    )
    _refuse_persons(source, found, ask.answers)
    if not found.stopped:
        type_rows(course, source)


def _say_noticed(
    course: ReadingCourse, table: FoundTable, places: Mapping[str, int], shape: structure.Structure
) -> None:
    """What was noticed in the sheet, as far as it is about the rows and columns that are read."""
    if not table.intake.notes:
        return
    from ketenkpi.contracts.workbook import UNREADABLE, TableArea, noticed

    header, line = table.dialect.header, table.dialect.header_line
    width = max((place for place, name in enumerate(header, 1) if name), default=0)
    columns = {place + 1: name for name, place in places.items()}
    area = TableArea(line + 1, line + shape.rows, width, columns)
    for finding, count in noticed(table.intake.notes, area):
        # A column of numbers or days refuses such a cell itself, on its line.
        if finding.rule != UNREADABLE or _takes_any_text(course.ask, finding.column):
            course.found.add(finding, count)


def _takes_any_text(ask: Ask, column: str | None) -> bool:
    """Whether a column may be of free text or codes; of one of a profile nobody knows yet."""
    known = column is not None and ask.profile is None
    return not known or isinstance(ask.contract.column(column or "").kind, TextKind)


def _texts(file: Path, staging: Path, ask: Ask) -> tuple[Intake, ...]:
    """The texts in a file that may hold its table: itself, or the sheets of a workbook."""
    if ask.profile and ask.profile.layout is not None:
        return (Intake(ask.profile.to_csv(file, staging / "profile.csv"), "utf-8"),)
    return take_in(file, staging, ask.settings.limits, ask.wanted)


def _table(course: ReadingCourse, intakes: tuple[Intake, ...]) -> FoundTable | None:
    """The table among the texts; None with a question, which sheet is meant."""
    ask = course.ask
    if ask.profile:
        known = required = ask.profile.source_columns
    else:
        known, required = ask.contract.names, _required(ask)
    table = find_table(intakes, known, required, ask.wanted, ask.answers)
    if table is None:
        raise refusal("leeg_bestand")
    if isinstance(table, Question):
        course.questions.append(table)
        return None
    return table


def _required(ask: Ask) -> tuple[str, ...]:
    return tuple(c.name for c in ask.contract.columns if c.required and c.name not in ask.constants)


def _header(course: ReadingCourse, dialect: Dialect) -> Mapping[str, int] | None:
    """Where the columns stand; None when a question is about one no row can do without."""
    ask = course.ask
    wanted = ask.profile.source_columns if ask.profile else ask.contract.names
    required = wanted if ask.profile else _required(ask)
    matched = header.match(
        dialect.header,
        wanted,
        required,
        course.found,
        line=dialect.header_line,
        report_extra=ask.profile is None,
        answers=ask.answers,
    )
    course.questions += matched.questions
    needed = any(question.subject in required for question in matched.questions)
    return None if needed else matched.places


def _required_cells(ask: Ask, places: Mapping[str, int]) -> int:
    """How many leading cells hold every required column; 0 when a profile says what is read."""
    if ask.profile:
        return 0
    return 1 + max((places[name] for name in _required(ask)), default=-1)


def _refuse_persons(source: TextSource, found: Collector, answers: Answers) -> None:
    head = source.first.drop(ROW)
    # A header may hold a name twice or none, and a row more cells than the header
    # has names; then the place tells the column.
    names = source.dialect.header
    head.columns = [
        names[place] if place < len(names) and names.count(names[place]) == 1 and names[place]
        else f"#{place + 1}"
        for place in range(head.width)
    ]  # fmt: skip
    # A column of the contract is looked at again, and says then what was declared of it.
    again = {column for columns in called(source).values() for column in columns}
    found.add_all(
        finding
        for finding in privacy.check_sample(head, source.contract, declared(source, answers))
        if finding.rule != privacy.DECLARATION or finding.column not in again
    )


def _reading(course: ReadingCourse, hashed: str) -> Reading:
    for question in course.questions:
        course.found.add(question.finding())
    if course.questions:
        # Nothing is stored of a file that has two readings.
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
        manners=course.manners.told(course.ask.contract),
        questions=tuple(course.questions),
    )
