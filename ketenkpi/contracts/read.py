"""A file -> typed Parquet rows, or findings that say what to mend.

The stages run in order and a later one only when the earlier ones allow:
bestand (`intake`, `structure`), kop (`header`), cel and rij (`typed`, then
`explain` for flagged rows), rijen (duplicates). Persons are looked for before
anything is written (`privacy`). Nothing here stores: the caller gets a
staging file and decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ketenkpi.contracts import header, privacy, structure
from ketenkpi.contracts.columns import look_over, rewrite
from ketenkpi.contracts.contract import LINE, Contract, find_contract
from ketenkpi.contracts.dialect import Dialect, detect
from ketenkpi.contracts.explain import Reader
from ketenkpi.contracts.findings import Collector, Finding, Findings
from ketenkpi.contracts.intake import ANYHOW, Blocked, Intake, Wanted, refusal, take_in
from ketenkpi.contracts.months import (
    MonthRows,
    check_months,
    leave_out_earlier,
    months_of,
    rows_per_month,
)
from ketenkpi.contracts.source import Source
from ketenkpi.contracts.suspects import SAMPLE_ROWS, Suspects
from ketenkpi.contracts.typed import (
    ROW,
    Spellings,
    rows_in,
    smallest_line,
    spellings,
    typed,
)
from ketenkpi.digest import sha256
from ketenkpi.scratch import scratch, sweep
from ketenkpi.settings import Settings

if TYPE_CHECKING:
    from ketenkpi.contracts.profile import Profile

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
    none.
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

    def __post_init__(self) -> None:
        if self.rows_read != self.rows_stored + self.rows_rejected:
            raise ValueError("rows read must be rows stored plus rows rejected")
        if self.dialect is not None:
            object.__setattr__(self, "dialect", privacy.covered(self.dialect))


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
    wanted: Wanted = ANYHOW


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
    `wanted` overrules what is found out about the file, and what its profile says.
    Raises UsageError for an unknown contract or profile.
    """
    from ketenkpi.contracts.profile import find_profile

    ask = Ask(
        (find_contract(contract) if isinstance(contract, str) else contract).on(
            today or date.today()
        ),
        find_profile(profile) if profile else None,
        constants or {},
        skip_faulty_rows,
        settings,
        progress or (lambda stage, share: None),
        places,
        nothing,
        wanted,
    )
    course = _Course(ask, out, Collector(settings.limits.findings_listed_per_rule))
    sweep(out.parent, "intake")
    with scratch(out.parent, "intake") as folder:
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
    wanted = ask.wanted.over(ask.profile.wanted) if ask.profile else ask.wanted
    return take_in(file, staging, ask.settings.limits, wanted)[0]


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
    suspects, chosen = _write(source, out)
    ask.progress("rij", 0.6)
    faulty, blank = _explain(suspects, found)
    _say_open_ends(source, chosen, found)
    if ask.places:
        _name_places(ask.contract, out, ask.places)
    ask.progress("rijen", 0.8)
    rejected = pl.concat([faulty, *_of_earlier_months(course, source, faulty)])
    rejected = pl.concat(
        [rejected, look_over(ask.contract, out, pl.concat([rejected, blank]), found)]
    )
    course.rows_read = rows_in(out) - len(blank)
    if course.rows_read == 0:
        _nothing(course)
        return
    if found.blocked and not (ask.skip_faulty_rows and _only_rows(found)):
        course.rows_rejected = course.rows_read
        return
    if smallest_line(out) < 0 or len(rejected):
        _clean(out, pl.concat([rejected, blank]))
    course.rows_rejected = course.rows_read - rows_in(out)


def _say_open_ends(source: Source, chosen: Spellings, found: Collector) -> None:
    """One finding a column in which dates meant that there is no end, with their number.

    Only a column in the thorough spelling can hold one, so only then is the
    text of the file looked at once more.
    """
    for column in source.contract.columns:
        raw = pl.col(column.name)
        missing = column.kind.missing(raw) if chosen[column.name].thorough else None
        if missing is None:
            continue
        rows = source.texts().filter(missing)
        asked = (pl.len().alias("rows"), pl.col(ROW).min(), raw.sort_by(ROW).first())
        seen = rows.select(*asked).collect(engine="streaming").row(0, named=True)
        if seen["rows"]:
            line, value = seen[ROW] + source.first_line, seen[column.name]
            params = {"count": seen["rows"]}
            found.add(
                Finding("cel", "advies", "open_einde", line, None, column.name, value, params)
            )


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


def _write(source: Source, out: Path) -> tuple[Suspects, Spellings]:
    """Write typed rows: plain spelling first, wider only where a person would read more.

    Returns the rows in which something is wrong, and how columns are spelled.
    """
    contract, ascii = source.contract, source.intake.ascii
    chosen = spellings(contract, source.texts(SAMPLE_ROWS).collect(), {}, ascii=ascii)
    _sink(source, chosen, out)
    while True:
        suspects = Suspects.of(source, out)
        wider = spellings(contract, suspects.sample(), chosen, ascii=ascii)
        if wider == chosen:
            return suspects, chosen
        chosen = wider
        _sink(source, chosen, out)


def _sink(source: Source, chosen: Spellings, out: Path) -> None:
    frame = typed(source.texts(), source.contract, chosen, source.first_line)
    frame.sink_parquet(out, compression="zstd", maintain_order=True, engine="streaming")


def _explain(suspects: Suspects, found: Collector) -> tuple[pl.Series, pl.Series]:
    """Add the findings of all suspect rows; returns the lines that are faulty and blank."""
    source = suspects.source
    reader = Reader(source.contract)
    faulty: list[int] = []
    blank: list[int] = []
    for batch in suspects.batches():
        for row in batch.iter_rows(named=True):
            line = row[ROW] + source.first_line
            read_row = reader.findings(row, line, source.text_line(row[ROW]))
            if not read_row.findings:
                raise AssertionError(f"line {line}: refused in bulk, accepted when read plainly")
            found.add_all(read_row.findings)
            if read_row.rejected:
                faulty.append(line)
            if read_row.blank:
                blank.append(line)
    return _lines(faulty), _lines(blank)


def _lines(numbers: list[int]) -> pl.Series:
    return pl.Series(LINE, numbers, dtype=pl.Int32)


def _only_rows(found: Collector) -> bool:
    """Whether leaving out rows would leave nothing that stops the file."""
    return all(total.level != "blokkade" for total in found.findings().totals)


def _clean(out: Path, leave_out: pl.Series) -> None:
    """Rewrite the staging file without these lines and with every `_line` positive."""
    rows = pl.scan_parquet(out).with_columns(pl.col(LINE).abs())
    if len(leave_out):
        rows = rows.join(
            leave_out.to_frame(LINE).lazy(), on=LINE, how="anti", maintain_order="left"
        )
    rewrite(out, rows)


def _reading(course: _Course, hashed: str) -> Reading:
    stored = course.rows_read - course.rows_rejected
    kept = stored > 0 or course.reports_nothing
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
    )
