"""`count`: typed rows of any contracts -> all their tallies."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from ketenkpi.counts import aggregates, assemble, steps, vacancies
from ketenkpi.counts.assemble import OBSERVED
from ketenkpi.counts.caseload import mix_parts
from ketenkpi.counts.cells import NAMES, PerWerkplein, Survey, Window, attach, survey, windows
from ketenkpi.counts.circles import CIRCLES, Circle, circle_of_case, circle_of_client
from ketenkpi.counts.cube import Counts
from ketenkpi.counts.engines import Engine, Frame, Rows, engine_called
from ketenkpi.counts.frames_in import to_count
from ketenkpi.counts.labour_force import labour_force_parts
from ketenkpi.counts.names import under_one_key
from ketenkpi.counts.parts import CountedPart
from ketenkpi.counts.persons import person_parts
from ketenkpi.counts.phases import phase_parts
from ketenkpi.counts.sources import CASE_CIRCLE, CLIENT_CIRCLE, NOT_COUNTED, PARTNER, SOURCES
from ketenkpi.counts.spells import CARRIED, LATENESS, client_parts, has_late, spell_parts
from ketenkpi.counts.tally import TALLIES
from ketenkpi.errors import UsageError
from ketenkpi.terms import days_of
from ketenkpi.vocabulary import AnyQuarter, Quarter, as_quarters

# A return counts up to so many days after leaving, when nobody says otherwise.
RETURN_WINDOWS = (days_of("half_jaar"), days_of("jaar"))


@dataclass(frozen=True)
class CountRequest:
    """Everything about a count that is not a row.

    `known`: the windows of Werkpleinen of which not all rows are given, by source ('keten'
    or 'vacatures') and Werkplein; `by_client`: only the tallies by client (`BY_CLIENT`), or
    only the others; all when None.
    """

    return_windows: tuple[int, ...]
    observed_from: PerWerkplein = None
    observed_until: PerWerkplein = None
    circle: Circle = "werkplein"
    known: Mapping[tuple[str, str], Window] = field(default_factory=dict)
    by_client: bool | None = None


@dataclass(frozen=True)
class Counting:
    """A count on its way: one tally after another, so that not all need be in memory.

    `observed` as in `Counts`; `named` are the tallies of the contracts that were given.
    `parts` gives every tally once, but `duur` in parts that have no kind in common.
    """

    observed: pa.Table
    named: tuple[str, ...]
    parts: Iterator[tuple[str, pa.Table]]


@dataclass(frozen=True)
class CountSection:
    """Parts that share one table of cells (None where frames carry their own names).

    `by_client`: they are all of tallies by client; else none is. `done`: a kept frame that
    no section after this one needs.
    """

    parts: Iterator[CountedPart]
    cells: Survey | None = None
    by_client: bool = False
    done: Frame | None = None


# Sections with the window of every Werkplein, and how wide the circle of its clients is.
Watched: TypeAlias = tuple[list[CountSection], dict[str, Window], Mapping[str, str]]


def count(
    tables: Mapping[str, Rows],
    *,
    engine: str | None = None,
    observed_until: PerWerkplein = None,
    observed_from: PerWerkplein = None,
    return_windows: Sequence[int] = RETURN_WINDOWS,
    quarters: tuple[AnyQuarter, AnyQuarter] | None = None,
    circle: Circle = "werkplein",
    check: bool = True,
) -> Counts:
    """Count rows into additive tallies.

    `tables` maps a contract to its rows: a Path to Parquet or several, or a frame of pandas,
    polars (eager or lazy), DuckDB, Arrow or whatever else Narwhals knows. Rows
    obey the rules of the contract, as in a file (`kk.check`), and count as they are
    read; a column that counting does not need may be absent. Parquet that `read`
    wrote has been checked. With `check` False rows are taken for typed ones and
    counted as they stand, whatever rule they break. `engine` is 'duckdb' (default), 'polars' or
    'pandas'; all give the same counts. `observed_until` and `observed_from` are
    one day, or a day per Werkplein; a Werkplein that is not named is followed
    up to the last day on which anything happened there, and from an unknown
    day. Columns `_gezien_tot` and `_gezien_vanaf` in the rows come first; where
    rows of a Werkplein have the latter, a row without it has its whole past known. What is
    dated after the observed period has not been observed. `quarters` keeps the
    tallies of the first up to and including the last quarter named.

    `circle` says how far a pseudonym is one person: at one 'werkplein', or
    'overal' where all places are known to number clients together; a column
    `_kring` in the rows comes first. Returns are seen within it and no further.
    A case number is one case everywhere, or within the circle that a column `_zaak`
    of the rows names; a step joins a spell of its own circle only.

    A tally whose contract is not given is absent from the result. Raises
    FrameRefused, which holds the findings, when rows break a rule; UsageError for
    an unknown contract or engine, what is no frame, or a column that is needed or
    of another type; UserError when a row lacks its Werkplein, regeling or doelgroep.
    """
    if unknown := sorted(set(tables) - set(SOURCES) - NOT_COUNTED):
        raise UsageError(
            "counts.unknown_contract", contract=unknown[0], known=", ".join(sorted(SOURCES))
        )
    if circle not in CIRCLES:
        raise UsageError("counts.unknown_circle", circle=circle, known=", ".join(CIRCLES))
    days, between = tuple(sorted(set(return_windows))), _first_and_last(quarters)
    request = CountRequest(days, observed_from, observed_until, circle)
    made: dict[str, list[pa.Table]] = {}
    with counting(tables, request, engine, check=check) as found:
        for name, table in found.parts:
            made.setdefault(name, []).append(_within(table, between))
    for name in found.named:
        made.setdefault(name, [])
    joined = {name: assemble.joined(TALLIES[name], parts) for name, parts in made.items()}
    return Counts(joined, found.observed, request.return_windows, between)


@contextmanager
def counting(
    tables: Mapping[str, Rows],
    request: CountRequest,
    engine: str | None = None,
    *,
    check: bool,
) -> Iterator[Counting]:
    """Count rows tally by tally; see `count`. The parts are to be taken while this is open."""
    with (
        tempfile.TemporaryDirectory(prefix="ketenkpi-count-") as folder,
        closing(engine_called(engine)) as chosen,
    ):
        rows = {
            name: to_count(tables[name], source, Path(folder), check=check)
            for name, source in SOURCES.items()
            if name in tables
        }
        frames = {
            name: under_one_key(chosen.open(each, SOURCES[name]), SOURCES[name])
            for name, each in rows.items()
        }
        named = tuple(name for name, tally in TALLIES.items() if tally.contract in frames)
        found, observed = _all_sections(chosen, frames, request)
        yield Counting(observed, named, _finished(chosen, found))


def _all_sections(
    engine: Engine, frames: Mapping[str, Frame], request: CountRequest
) -> tuple[list[CountSection], pa.Table]:
    sections: list[CountSection] = []
    observed: list[dict[str, object]] = []
    for name, made in (("keten", _chain), ("vacatures", _vacancies)):
        parts, window, circles = made(engine, frames, request)
        sections += parts
        observed += [
            {
                "source": name,
                "werkplein": place,
                "since": w.since,
                "look_back": w.look_back,
                "until": w.until,
                "kring": circles.get(place),
            }
            for place, w in window.items()
        ]
    sections += _aggregates(engine, frames)
    if "fasen" in frames:
        sections.append(CountSection(phase_parts(engine, frames["fasen"], request.observed_until)))
    wanted = [each for each in sections if request.by_client in (None, each.by_client)]
    return wanted, pa.Table.from_pylist(observed, OBSERVED)


def _chain(engine: Engine, frames: Mapping[str, Frame], request: CountRequest) -> Watched:
    """`trajecten` and `stappen`, which are followed up to the same day."""
    rows: dict[str, Frame] = {}
    cells: dict[str, Survey] = {}
    if "trajecten" in frames:
        rows["trajecten"] = frames["trajecten"].with_columns(
            nw.col("doelgroep").fill_null("onbekend"), circle_of_case()
        )
        cells["trajecten"] = survey(
            engine,
            rows["trajecten"],
            "trajecten",
            SOURCES["trajecten"].dates,
            (CLIENT_CIRCLE, CASE_CIRCLE, PARTNER),
        )
    shared = "trajecten" in rows and not cells["trajecten"].one_per_place(PARTNER)
    if "trajecten" in rows:
        deliverer = nw.col(PARTNER).fill_null("") if shared else nw.lit("")
        rows["trajecten"] = rows["trajecten"].with_columns(deliverer.alias("bij"))
    if "stappen" in frames:
        known = steps.known_spells(engine, rows.get("trajecten"), shared=shared)
        beside = engine.keep(steps.beside_spells(frames["stappen"], known))
        rows["stappen"] = steps.with_spell(engine, beside, known)
        cells["stappen"] = survey(engine, rows["stappen"], "stappen", SOURCES["stappen"].dates)
    window = _windows("keten", list(cells.values()), request)
    sections: list[CountSection] = []
    if "trajecten" in rows:
        sections += _of_spells(engine, rows["trajecten"], cells["trajecten"], window, request)
    if "stappen" in rows:
        sections += _of_steps(engine, rows["stappen"], known, cells["stappen"], window)
        engine.let_go(beside)
    clients = cells["trajecten"].narrowest(request.circle) if "trajecten" in rows else {}
    return sections, window, clients


def _of_spells(
    engine: Engine,
    rows: Frame,
    cells: Survey,
    window: Mapping[str, Window],
    request: CountRequest,
) -> list[CountSection]:
    circles = cells.circles(request.circle)
    if circles is None:
        rows = rows.with_columns(circle_of_client(request.circle))
    if not (cells.one_per_cell(CASE_CIRCLE) and cells.one_per_cell(PARTNER)):
        rows = rows.with_columns(_whole_number())
    kept = attach(engine, rows, cells, window, CARRIED, circles)
    again = client_parts(engine, kept, window, request.return_windows)
    return [
        CountSection(spell_parts(engine, kept, cells, window), cells),
        CountSection(again, cells, by_client=True),
        CountSection(person_parts(engine, kept, cells, window), done=kept),
    ]


def _of_steps(
    engine: Engine,
    rows: Frame,
    known: steps.KnownSpells,
    cells: Survey,
    window: Mapping[str, Window],
) -> list[CountSection]:
    kept = attach(engine, rows, cells, window, steps.CARRIED)
    return [
        CountSection(steps.step_parts(engine, kept, known.every, cells, window), cells),
        CountSection(mix_parts(engine, kept, cells)),
        CountSection(steps.circle_parts(engine, kept, cells)),
    ]


def _windows(source: str, cells: Sequence[Survey], request: CountRequest) -> dict[str, Window]:
    found = windows(cells, request.observed_from, request.observed_until)
    return {place: request.known.get((source, place), mine) for place, mine in found.items()}


def _whole_number() -> nw.Expr:
    # Spells of one client from one day follow their number, then their cell. Two of one cell
    # with the same number, of different partners, would follow the order in which an engine
    # reads them. The cell stands before the partner, so that the order of two spells is the
    # same whichever other rows are counted with them.
    parts = ("traject_id", *NAMES, "zaak")
    texts = (*(nw.col(name) for name in parts), nw.col(PARTNER).fill_null(""))
    return nw.concat_str(*texts, separator="\x1f").alias("traject_id")


def _vacancies(engine: Engine, frames: Mapping[str, Frame], request: CountRequest) -> Watched:
    if "vacatures" not in frames:
        return [], {}, {}
    rows = frames["vacatures"].with_columns(
        nw.lit("alle").alias("regeling"), nw.lit("alle").alias("doelgroep")
    )
    cells = survey(engine, rows, "vacatures", SOURCES["vacatures"].dates)
    window = _windows("vacatures", [cells], request)
    kept = attach(engine, rows, cells, window, vacancies.CARRIED)
    parts = vacancies.vacancy_parts(engine, kept, cells, window, late=has_late(window))
    return [CountSection(parts, cells)], window, {}


def _aggregates(engine: Engine, frames: Mapping[str, Frame]) -> Iterator[CountSection]:
    if "stand_stroom" in frames:
        yield CountSection(aggregates.stock_flow_parts(frames["stand_stroom"]))
    if "tevredenheid" in frames:
        yield CountSection(aggregates.satisfaction_parts(engine, frames["tevredenheid"]))
    if "klachten" in frames:
        yield CountSection(aggregates.complaint_parts(frames["klachten"]))
    if "middelen" in frames:
        yield CountSection(aggregates.resource_parts(frames["middelen"]))
    if "werkpleinen" in frames:
        yield CountSection(labour_force_parts(engine, frames["werkpleinen"]))
    if "samenwerking" in frames:
        yield CountSection(aggregates.scan_parts(frames["samenwerking"]))


def _finished(engine: Engine, sections: Sequence[CountSection]) -> Iterator[tuple[str, pa.Table]]:
    """Each tally when its last part is counted, so that the one before can be let go.

    Parts of a tally follow each other, but for durations, which are made of spells and of
    steps: their kinds differ. What of them has no usable duration comes last.
    """
    of, parts = ("", ""), list[pa.Table]()
    wrong: list[pa.Table] = []
    seen: set[tuple[str, str]] = set()
    for name, kind, table in _counted(engine, sections):
        if name == "duur":
            table, invalid = assemble.split_invalid(table, [LATENESS.soort])
            wrong.append(invalid)
        if name == "duur_ongeldig":
            wrong.append(table)
            continue
        if (name, kind) != of:
            if parts:
                yield of[0], assemble.joined(TALLIES[of[0]], parts)
            of, parts = (name, kind), []
            if of in seen:
                raise AssertionError(f"parts of {of} do not follow each other")
            seen.add(of)
        parts.append(table)
    if parts:
        yield of[0], assemble.joined(TALLIES[of[0]], parts)
    if wrong:
        yield "duur_ongeldig", assemble.joined(TALLIES["duur_ongeldig"], wrong)


def _counted(
    engine: Engine, sections: Sequence[CountSection]
) -> Iterator[tuple[str, str, pa.Table]]:
    """Every part: its tally, the kind where it has one, its rows."""
    for section in sections:
        names = section.cells.names if section.cells else None
        for part in section.parts:
            rows = engine.collect(part.frame)
            done = assemble.complete(TALLIES[part.tally], rows, names, part.constants)
            yield part.tally, str(part.constants.get("soort", "")), done
        if section.done is not None:
            engine.let_go(section.done)


def _first_and_last(
    quarters: tuple[AnyQuarter, AnyQuarter] | None,
) -> tuple[Quarter, Quarter] | None:
    if quarters is None:
        return None
    first, last = as_quarters(quarters)
    return first, last


def _within(table: pa.Table, quarters: tuple[Quarter, Quarter] | None) -> pa.Table:
    if quarters is None:
        return table
    first, last = (quarter.index for quarter in quarters)
    inside = pc.and_(
        pc.greater_equal(table["kwartaal"], first), pc.less_equal(table["kwartaal"], last)
    )
    return table.filter(inside)
