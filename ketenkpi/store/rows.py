"""The rows that count now: of every delivery what no later delivery took over.

A row belongs to one place, one partner and one period, and only a later
delivery of the same partner at the same place takes it over. Two things that
somebody stated reach further: that cases moved from one Werkplein to another,
and that a partner's own deliveries take over what was delivered for all
partners together. Written in SQL for DuckDB, which reads the immutable Parquet
files itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.catalogue import Blobs, Circle, DeliveryRecord, Stated
from ketenkpi.contracts import NVT, find_contract
from ketenkpi.counts.engines import MEMORY_LIMIT
from ketenkpi.counts.sources import (
    CASE_CIRCLE,
    CLIENT_CIRCLE,
    PARTNER,
    SEEN_FROM,
    SEEN_UNTIL,
    SOURCES,
)
from ketenkpi.partner import TOGETHER, is_gemeente, may_hold
from ketenkpi.store.seen import ALWAYS, days, seen_since
from ketenkpi.store.series import SERIES, Series
from ketenkpi.vocabulary import WHOLE_QUARTER, Period, Quarter

if TYPE_CHECKING:
    import duckdb

# What no rows of a place and quarter mean: see `leeg` among the statements.
ZERO, UNKNOWN = "nul", "ontbreekt"
# An upload that has no number yet comes after all others of its period.
NEWEST = 2**62
# Contracts whose rows have a number of a case, and of these a pseudonym.
CASES, CLIENTS = frozenset({"trajecten", "stappen"}), frozenset({"trajecten"})
# What a partner's own deliveries take over of those of all together (see
# `neemt_over`): the same numbers, its own rows of the same quarters, or nothing.
# Taking over everything of a period replaces that delivery, so it is no rule.
SAME, OWN, ALL, NONE = "zelfde", "eigen", "alle", "geen"


@dataclass(frozen=True, slots=True)
class Circles:
    """Within which circle a source's numbers mean one thing; `here` goes before `usual`."""

    usual: Circle = "overal"
    here: tuple[tuple[str, Circle], ...] = ()


@dataclass(frozen=True, slots=True)
class RowsPart:
    """The rows of one upload that are candidates: those of the places still current.

    `places` are Werkpleinen with the partner a row names ('' where it names
    none); None means all rows of the file. `partner` delivered it. `moved` are
    pairs of places of which cases of the first go on at the second; `takes`
    what it takes over of all partners together, per place. `followed_before`:
    from when cases were followed wherever their number came back. `covers` are its
    places, each with the first and last quarter it speaks about; `nothing`: it has no
    rows, which says that nothing happened there; `silence_is_zero`: its source
    stated that of every place and quarter without rows.
    """

    contract: str
    path: Path
    places: frozenset[tuple[str, str]] | None
    quarter: int
    upload_id: int
    observed_from: date | None
    observed_until: date
    month: int = WHOLE_QUARTER
    partner: str = TOGETHER
    clients: Circles = Circles()
    cases: Circles = Circles()
    moved: frozenset[tuple[str, str]] = frozenset()
    takes: frozenset[tuple[str, str]] = frozenset()
    owned: tuple[str, ...] = ()
    followed_before: bool = False
    covers: frozenset[tuple[str, int, int]] = frozenset()
    nothing: bool = False
    silence_is_zero: bool = False


def parts_of(
    deliveries: Iterable[DeliveryRecord], rows: Blobs, stated: Stated
) -> tuple[RowsPart, ...]:
    """One part per upload of these deliveries, with what was stated about its source."""
    by_upload: dict[int, list[DeliveryRecord]] = {}
    for delivery in deliveries:
        by_upload.setdefault(delivery.upload.id, []).append(delivery)
    return tuple(_part(group, rows, stated) for group in by_upload.values())


def _part(deliveries: Sequence[DeliveryRecord], rows: Blobs, stated: Stated) -> RowsPart:
    upload = deliveries[0].upload
    whole = sum(delivery.rows for delivery in deliveries) == upload.rows_stored
    by_partner = SERIES[upload.contract].by_partner
    bare = RowsPart(
        contract=upload.contract,
        path=rows.path(upload.rows_blob),
        places=None
        if whole
        else frozenset((each.werkplein, "" if by_partner else each.partner) for each in deliveries),
        quarter=upload.quarter,
        upload_id=upload.id,
        observed_from=upload.observed_from,
        observed_until=upload.observed_until,
        month=upload.month,
        partner=deliveries[0].partner if by_partner else TOGETHER,
        covers=frozenset((each.werkplein, each.first_quarter, each.quarter) for each in deliveries),
        nothing=upload.rows_stored == 0,
    )
    return with_stated(bare, {delivery.werkplein for delivery in deliveries}, stated)


def with_stated(part: RowsPart, places: Iterable[str], stated: Stated) -> RowsPart:
    """A part with what was stated about its source at these places."""
    if not SERIES[part.contract].by_partner:
        return part
    here = sorted(places)
    partner, contract = part.partner, part.contract
    takes = (
        (place, stated.value("neemt_over", contract=contract, werkplein=place, partner=partner))
        for place in here
    )
    until = stated.value("verhuisd_tot", partner=TOGETHER)
    return replace(
        part,
        clients=_circles(stated, "kring", here, partner),
        cases=_circles(stated, "zaaknummers", here, partner),
        moved=frozenset(pair for pair in stated.moves() if pair[1] in here),
        takes=frozenset((place, how) for place, how in takes if how in (SAME, OWN)),
        owned=owned_values(contract, partner, stated),
        followed_before=until is not None and part.upload_id <= int(until),
        silence_is_zero=stated.value("leeg", contract=contract, partner=partner) == ZERO,
    )


def _circles(stated: Stated, kind: str, places: Sequence[str], partner: str) -> Circles:
    usual = stated.circle(kind, "", partner)
    told = ((place, stated.circle(kind, place, partner)) for place in places)
    return Circles(usual, tuple((place, circle) for place, circle in told if circle != usual))


def owned_values(contract: str, partner: str, stated: Stated) -> tuple[str, ...]:
    """What the column `Series.owner` says in rows that are this partner's; empty: nobody knows."""
    owner = SERIES[contract].owner
    role = role_of(partner, stated)
    if owner is None or role is None:
        return ()
    if owner != "regeling":
        return (role,)
    from ketenkpi.vocabularies import caseload_of

    return tuple(sorted(caseload_of(role)))


def role_of(partner: str, stated: Stated) -> str | None:
    """The role of a partner by its code: its own code, gemeente by its CBS code, or as stated."""
    if partner in ("uwv", "gemeente"):
        return partner
    if is_gemeente(partner):
        return "gemeente"
    return stated.value("rol", subject=partner)


@contextmanager
def working(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that spills into `folder`, with as little memory as counting uses."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(folder / "spill"),
        "memory_limit": MEMORY_LIMIT,
        "threads": 2,
    }
    with duckdb.connect(config=config) as connection:
        yield connection


def name(column: str) -> str:
    """A column name as SQL."""
    return '"' + column.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL."""
    return "'" + value.replace("'", "''") + "'"


def names(columns: Iterable[str]) -> str:
    """Column names as a list in SQL."""
    return ", ".join(name(column) for column in columns)


def place_of(series: Series) -> str:
    """The place a row belongs to, as SQL."""
    if series.or_place is None:
        return name(series.place)
    return f"coalesce({name(series.place)}, {name(series.or_place)})"


def partner_of(series: Series) -> str:
    """The partner a row is from, as SQL; '' where partners deliver together."""
    return "''" if series.partner is None else name(series.partner)


def current_rows(contract: str, parts: Sequence[RowsPart], wanted: str = "") -> str:
    """SQL for the rows of `contract` that count, in the columns of the contract.

    wanted: a condition that each delivery of a row meets or none does, so that what is
    not asked for need not be put in order: on places, or on numbers of cases.

    Besides these it gives `_nvt`, the names of columns that do not apply in a row,
    `_gezien_tot`: the day up to which the delivery a row comes from was observed,
    and `_gezien_vanaf`: the first day of observation of all deliveries that held
    the case, null when the whole past is known. Not only of the last: a case that
    was followed since January and is delivered again in April has been at risk
    since January, and if only the cases that ended early kept that, ending would
    look too common. Where partners deliver apart also `_partner`, and of cases
    `_zaak` and `_kring`: see above.
    """
    mine = sorted((p for p in parts if p.contract == contract), key=_order)
    series = SERIES[contract]
    extra = [*_extra(series)]
    columns = names((*find_contract(contract).names, NVT, *extra))
    if not mine:
        return f"SELECT {columns}, 0 AS {SEEN_FROM}, 0 AS {SEEN_UNTIL} FROM ({_no_rows(series)})"
    union = candidates(contract, mine, wanted)
    if len(mine) > 1:
        for taken_over in (_by_later, _by_old_rule, _by_moving, _by_own_deliveries):
            union = taken_over(union, series, mine)
        union = _followed_on(union, series, mine)
    seen = f"nullif(_vanaf, {ALWAYS})::INTEGER AS {SEEN_FROM}, _tot AS {SEEN_UNTIL}"
    return f"SELECT {columns}, {seen} FROM ({union})"


def current_rows_at(
    contract: str, parts: Sequence[RowsPart], places: Collection[str], wanted: str = "true"
) -> str:
    """SQL for the rows of `current_rows` at these places; files of other places are not read.

    wanted: as for `current_rows`, beside the places.
    """
    mine = [part for part in parts if part.contract == contract]
    here = at_places(SERIES[contract], places)
    if any(part.followed_before for part in mine):
        # Cases were followed wherever their number came back, so by no place at all.
        return f"SELECT * FROM ({current_rows(contract, mine, wanted)}) WHERE {here}"
    reached = with_moved(places, mine)
    asked = f"{at_places(SERIES[contract], reached)} AND {wanted}"
    rows = current_rows(contract, parts_at(mine, reached), asked)
    return rows if reached == set(places) else f"SELECT * FROM ({rows}) WHERE {here}"


def parts_at(parts: Iterable[RowsPart], places: Collection[str]) -> tuple[RowsPart, ...]:
    """The parts that speak of any of these places."""
    wanted = set(places)
    return tuple(part for part in parts if wanted & {place for place, _, _ in part.covers})


def with_moved(places: Iterable[str], parts: Sequence[RowsPart]) -> frozenset[str]:
    """These places, and those that cases moved to or came from."""
    pairs = {pair for part in parts for pair in part.moved}
    found = set(places)
    while more := {one for pair in pairs if found & set(pair) for one in pair} - found:
        found |= more
    return frozenset(found)


def _order(part: RowsPart) -> tuple[int, int, int]:
    """By the end of the period, then by when it came: of June and the second quarter the later."""
    month = part.month or (part.quarter % 4 + 1) * 3
    return (part.quarter, month, part.upload_id)


def _extra(series: Series) -> tuple[str, ...]:
    """The columns about the source that rows of this contract get."""
    found = [PARTNER] if series.by_partner else []
    found += [CASE_CIRCLE] if series.contract in CASES else []
    found += [CLIENT_CIRCLE] if series.contract in CLIENTS else []
    return tuple(found)


def candidates(contract: str, parts: Sequence[RowsPart], wanted: str = "") -> str:
    """SQL for the rows of all deliveries of `contract`, also those that a later one took over."""
    mine = sorted((p for p in parts if p.contract == contract), key=_order)
    if not mine:
        return _no_rows(SERIES[contract])
    begins = seen_since(mine) if SERIES[contract].looks_back else [{} for _ in mine]
    every = enumerate(zip(mine, begins, strict=True))
    return " UNION ALL ".join(_candidates(part, at, wanted, begin) for at, (part, begin) in every)


def _candidates(part: RowsPart, rank: int, wanted: str, since: Mapping[int, Sequence[str]]) -> str:
    series = SERIES[part.contract]
    begin = _begin(part, since)
    conditions = [f"({wanted})"] if wanted else []
    if part.places is not None:
        chosen = ", ".join(f"({text(p)}, {text(q)})" for p, q in sorted(part.places))
        conditions.append(f"({place_of(series)}, {partner_of(series)}) IN ({chosen})")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    told = {
        PARTNER: text(part.partner),
        CASE_CIRCLE: _circle(part, part.cases),
        CLIENT_CIRCLE: _circle(part, part.clients),
    }
    extra = "".join(f", {told[column]} AS {column}" for column in _extra(series))
    month = part.month if series.whole else WHOLE_QUARTER
    return (
        f"SELECT {_columns(part)}{extra}, {rank} AS _orde, {begin} AS _vanaf,"
        f" {days(part.observed_until)}::INTEGER AS _tot, {part.quarter} AS _levering,"
        f" {month} AS _maand, {str(part.followed_before).lower()} AS _oud"
        f" FROM read_parquet({text(str(part.path))}){where}"
    )


def _begin(part: RowsPart, since: Mapping[int, Sequence[str]]) -> str:
    """The first day of which a case is known, as SQL: of one that ran already that of its file."""
    series = SERIES[part.contract]
    own = ALWAYS if part.observed_from is None else days(part.observed_from)
    if not since:
        return str(own)
    anew = f"least({names(series.events)}) >= DATE '{part.observed_from}'"
    told = " ".join(
        f"WHEN {anew} AND {place_of(series)} IN ({', '.join(map(text, places))}) THEN {day}"
        for day, places in since.items()
    )
    return f"CASE {told} ELSE {own} END"


def _circle(part: RowsPart, circles: Circles) -> str:
    """The circle of a row's numbers, as SQL: a text that only rows of the same circle share."""
    place = name(SERIES[part.contract].place)
    forms: Mapping[Circle, str] = {
        "overal": "''",
        "werkplein": place,
        "partner": f"{place} || {text('/' + part.partner)}",
    }
    usual = forms[circles.usual]
    if not circles.here:
        return usual
    told = " ".join(f"WHEN {text(where)} THEN {forms[circle]}" for where, circle in circles.here)
    return f"CASE {place} {told} ELSE {usual} END"


def _columns(part: RowsPart) -> str:
    """The columns of the contract and `_nvt`; one that was not there yet at the time is empty."""
    import pyarrow.parquet as pq

    held = set(pq.read_schema(part.path).names)
    return ", ".join(
        name(column) if column in held else _nothing(column)
        for column in (*find_contract(part.contract).names, NVT)
    )


def _nothing(column: str) -> str:
    # A column of nothing but NULL would be one of whole numbers.
    return f"NULL{'::VARCHAR' if column == NVT else ''} AS {name(column)}"


def _followed_on(rows: str, series: Series, parts: Sequence[RowsPart]) -> str:
    """Rows followed on over the periods of which their partner had nothing to report.

    Only where that follows on what was observed: what happened in between is not known.
    """
    if not series.events or not series.by_partner:
        return rows
    for part in parts:
        if not part.nothing:
            continue
        for place, first, _ in sorted(part.covers):
            begin = Period.of_slot(part.quarter, part.month).first_day
            begin = min(begin, Quarter.from_index(first).first_day) if not part.month else begin
            mine = f"{PARTNER} = {text(part.partner)} AND {place_of(series)} = {text(place)}"
            on = f"{mine} AND _tot >= {days(begin) - 1} AND _tot < {days(part.observed_until)}"
            until = f"CASE WHEN {on} THEN {days(part.observed_until)}::INTEGER ELSE _tot END"
            rows = f"SELECT * REPLACE ({until} AS _tot) FROM ({rows})"
    return rows


def _by_later(rows: str, series: Series, parts: Sequence[RowsPart]) -> str:
    """Of rows of one partner with the same key those of its last delivery; nulls are equal."""
    own = (PARTNER, "_maand") if series.by_partner else ()
    key = (*series.supersedes, *own)
    same = " AND ".join(f"every.{name(c)} IS NOT DISTINCT FROM last.{name(c)}" for c in key)
    # Grouped and joined: of a million cases in two thirds of the time that windows take.
    return (
        f"WITH every AS MATERIALIZED ({rows}), last AS (SELECT {names(key)},"
        f" max(_orde) AS _laatste, min(_vanaf) AS _eerste FROM every GROUP BY {names(key)})"
        f" SELECT every.* REPLACE (_eerste AS _vanaf) FROM every JOIN last"
        f" ON {same} AND _orde = _laatste"
    )


def _by_old_rule(rows: str, series: Series, parts: Sequence[RowsPart]) -> str:
    """Cases followed wherever their number came back: only among uploads from before 0004."""
    if not series.moved_by or not any(part.followed_before for part in parts):
        return rows
    filled = " AND ".join(f"{name(column)} IS NOT NULL" for column in series.moved_by)
    old, group = f"_oud AND {filled}", f"PARTITION BY {names(('_oud', *series.moved_by))}"
    begin = f"CASE WHEN {old} THEN min(_vanaf) OVER ({group}) ELSE _vanaf END"
    latest = f"NOT ({old}) OR _orde = max(_orde) OVER ({group})"
    return f"SELECT * REPLACE ({begin} AS _vanaf) FROM ({rows}) QUALIFY {latest}"


def _by_moving(rows: str, series: Series, parts: Sequence[RowsPart]) -> str:
    """Cases that went on at another Werkplein, where somebody said that they did.

    When two Werkpleinen went up in one and both had the same number, nobody can
    tell whose case goes on: then both stay.
    """
    if not series.moved_by:
        return rows
    place = name(series.place)
    filled = " AND ".join(f"{name(column)} IS NOT NULL" for column in series.moved_by)
    group = f"PARTITION BY {names((*series.moved_by, PARTNER))}"
    pairs = sorted(pair for part in parts for pair in part.moved)
    for target in sorted({after for _, after in pairs}):
        sources = ", ".join(text(before) for before, after in pairs if after == target)
        came = f"{filled} AND {place} IN ({sources})"
        last = f"max(_orde) FILTER (WHERE {place} = {text(target)}) OVER ({group})"
        one = " = ".join(
            f"{end}({place}) FILTER (WHERE {place} IN ({sources})) OVER ({group})"
            for end in ("min", "max")
        )
        gone = f"coalesce({came} AND {last} > _orde AND {one}, false)"
        begin = (
            f"CASE WHEN {filled} AND {place} = {text(target)}"
            f" THEN min(_vanaf) OVER ({group}) ELSE _vanaf END"
        )
        rows = f"SELECT * REPLACE ({begin} AS _vanaf) FROM ({rows}) QUALIFY NOT {gone}"
    return rows


def _by_own_deliveries(rows: str, series: Series, parts: Sequence[RowsPart]) -> str:
    """What was delivered for all together and a partner delivers itself since, as was stated."""
    for part in parts:
        for where, how in sorted(part.takes):
            codes = ", ".join(text(code) for code in may_hold(part.partner))
            of_all = f"{PARTNER} IN ({codes}) AND {place_of(series)} = {text(where)}"
            if how == SAME:
                rows = _taken_by_number(rows, series, part, of_all)
            elif series.owner is not None and part.owned:
                mine = ", ".join(text(value) for value in part.owned)
                same = f"_levering = {part.quarter} AND {name(series.owner)} IN ({mine})"
                rows = f"SELECT * FROM ({rows}) WHERE NOT coalesce({of_all} AND {same}, false)"
    return rows


def _taken_by_number(rows: str, series: Series, part: RowsPart, of_all: str) -> str:
    group = f"PARTITION BY {names(series.supersedes)}"
    mine = f"{PARTNER} = {text(part.partner)}"
    last = f"max(_orde) FILTER (WHERE {mine}) OVER ({group})"
    begin = f"CASE WHEN {mine} THEN min(_vanaf) OVER ({group}) ELSE _vanaf END"
    gone = f"coalesce({of_all} AND {last} > _orde, false)"
    return f"SELECT * REPLACE ({begin} AS _vanaf) FROM ({rows}) QUALIFY NOT {gone}"


def _no_rows(series: Series) -> str:
    columns = (*find_contract(series.contract).names, NVT, *_extra(series))
    empty = ", ".join(_nothing(column) for column in columns)
    return f"SELECT {empty} WHERE false"


def counted_of(contract: str, rows: str) -> str:
    """SQL for the columns of `current_rows` that tallies are made of."""
    source = SOURCES[contract]
    used = (*source.needed, *source.optional, *source.dates, *source.whole, *source.decimal)
    held = {*find_contract(contract).names, *_extra(SERIES[contract]), SEEN_FROM, SEEN_UNTIL}
    columns = names(column for column in (*used, *source.flags) if column in held)
    return f"SELECT {columns} FROM ({rows})"


def write_rows(connection: duckdb.DuckDBPyConnection, query: str, out: Path) -> Path:
    """Write what a query gives to Parquet; returns `out`."""
    connection.execute(f"COPY ({query}) TO {text(str(out))} (FORMAT parquet)")
    return out


def order_of(part: RowsPart) -> tuple[int, int]:
    """The end of the period a part is of: a later one goes before it."""
    return _order(part)[:2]


def at_places(series: Series, places: Iterable[str]) -> str:
    """The condition, as SQL, that a row belongs to one of these places."""
    listed = ", ".join(text(place) for place in sorted(places))
    return f"{place_of(series)} IN ({listed})" if listed else "false"
