"""Amounts that do not follow on what was delivered before: stage historie, an explanation asked.

Three things somebody who knows the place sees at once: an amount that is ten
times what it was (a unit or a decimal sign), a stock that begins otherwise than
it ended, and a file that holds the rows of last quarter again. Each is said
with the place's own figures. What chance can do is not said: of small numbers
a difference counts from six standard deviations of a count on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketenkpi.catalogue import DeliveryRecord
from ketenkpi.contracts import LINE, Finding, Findings, find_contract
from ketenkpi.contracts.contract import Contract
from ketenkpi.contracts.findings import Collector
from ketenkpi.contracts.kinds import NumberKind
from ketenkpi.contracts.row_rules import Balance
from ketenkpi.store.rows import Part, current_rows, name, names, text
from ketenkpi.store.series import SERIES
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import duckdb

# Two years: long enough for a median that one odd quarter does not move.
BACK = 8
# From five times the own median on; ten, a hundred and a thousand times (within
# a factor 1.5) are slips of a unit and named as such.
TIMES = 5
UNITS, AROUND = (10, 100, 1000, 10_000), 1.5
# Twice what was ever seen in these two years: what peaks every year is known.
BEYOND = 2
# A count varies by chance with the square root of its mean.
DEVIATIONS = 6
# Half of the median has to stand on something: under this nothing is compared.
LEAST = 0.000_001
# A file of nine in ten the same rows is last quarter's, as far as its amounts
# add up to twenty; answers of people repeat from twenty on.
REPEATS, REPEATED_LEAST = 0.9, 20
FORMER_SHOWN = 4


@dataclass(frozen=True)
class Cells:
    """Where the amounts of a contract stand: `key` is what a row is about, without its quarter."""

    contract: Contract
    place: str
    quarter: str
    key: tuple[str, ...]
    amounts: tuple[str, ...]

    @classmethod
    def of(cls, key: str) -> Cells | None:
        """Of contracts that hold amounts per place and quarter; None of others."""
        contract = find_contract(key)
        amounts = tuple(
            column.name
            for column in contract.columns
            if isinstance(column.kind, NumberKind)
            and column.kind.high is None
            and column.name not in contract.unique
        )
        inside = "kwartaal" in contract.unique and SERIES[key].by_partner
        if not (inside and amounts):
            return None
        key_of_row = tuple(each for each in contract.unique if each != "kwartaal")
        return cls(contract, SERIES[key].place, "kwartaal", key_of_row, amounts)

    @property
    def counts(self) -> tuple[str, ...]:
        """The amounts that are whole numbers, so that chance moves them."""
        kinds = {column.name: column.kind for column in self.contract.columns}
        return tuple(
            each
            for each in self.amounts
            if isinstance(kind := kinds[each], NumberKind) and kind.whole
        )

    @property
    def same(self) -> str:
        """The key of a row as one text in SQL, in which an empty cell is a value too."""
        return " || chr(31) || ".join(f"coalesce({name(each)}::VARCHAR, '')" for each in self.key)


def former_of(
    deliveries: Iterable[DeliveryRecord], new: Part, places: Iterable[str]
) -> tuple[DeliveryRecord, ...]:
    """The deliveries that tell the history of a file: the same contract, partner and places.

    Only those that reach into the two years before its first quarter.
    """
    here = frozenset(places)
    first = min((first for _, first, _ in new.covers), default=new.quarter) - BACK
    return tuple(
        old
        for old in deliveries
        if (old.contract, old.partner) == (new.contract, new.partner)
        and old.werkplein in here
        and old.quarter >= first
    )


def look(
    connection: duckdb.DuckDBPyConnection, new: Part, former: Sequence[Part], limit: int
) -> Findings:
    """What of a file does not follow on the `former` rows of the same source.

    Nothing for contracts without amounts per quarter, and nothing where the
    file is the first of its place: inside one file stocks must follow on each
    other too.
    """
    collector = Collector(limit)
    cells = Cells.of(new.contract)
    if cells is not None and not new.nothing:
        _prepare(connection, cells, new, former)
        collector.add_all(_slips(connection, cells))
        for rule in cells.contract.rules:
            if isinstance(rule, Balance):
                collector.add_all(_breaks(connection, cells, rule))
        if former:
            collector.add_all(_repeats(connection, cells))
    return collector.findings()


def _prepare(
    connection: duckdb.DuckDBPyConnection, cells: Cells, new: Part, former: Sequence[Part]
) -> None:
    """Temporary tables: `own` the rows of the file, `past` those there are, of its places."""
    columns = names((*cells.key, cells.quarter, *cells.amounts))
    rows = f"read_parquet({text(str(new.path))})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE own AS SELECT {columns}, abs({LINE}) AS line,"
        f" {cells.same} AS same FROM {rows}"
    )
    kept = f"{name(cells.place)} IN (SELECT {name(cells.place)} FROM own)"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE past AS SELECT {columns}, {cells.same} AS same"
        f" FROM ({current_rows(new.contract, former)}) WHERE {kept}"
        f" AND kwartaal >= (SELECT min(kwartaal) - {BACK} FROM own)"
    )


def _long(table: str, cells: Cells, extra: str = "") -> str:
    """The filled amounts of a table one by one, as SQL: same, kwartaal, kolom, waarde."""
    amounts = ", ".join(f"{name(each)}::DOUBLE AS {name(each)}" for each in cells.amounts)
    source = f"SELECT same, kwartaal{extra}, {amounts} FROM {table}"
    return f"(UNPIVOT ({source}) ON {names(cells.amounts)} INTO NAME kolom VALUE waarde)"


def _slips(connection: duckdb.DuckDBPyConnection, cells: Cells) -> Iterator[Finding]:
    """Amounts from five times, or at most a fifth of, the median of the same row before.

    Of a quarter that was delivered before also its former amount counts, and
    where nothing was, the earlier quarters of the file itself.
    """
    counts = ", ".join(text(each) for each in cells.counts) or "''"
    chance = f"CASE WHEN kolom IN ({counts}) THEN {DEVIATIONS} * sqrt(usual) ELSE 0 END"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE before AS"
        f" SELECT *, true AS delivered FROM {_long('past', cells)} UNION ALL"
        f" SELECT *, false FROM {_long('own', cells)} AS o WHERE NOT EXISTS (SELECT 1 FROM past"
        f" WHERE past.same = o.same AND past.kwartaal = o.kwartaal)"
    )
    rows = connection.execute(
        f"WITH seen AS (SELECT n.line, n.same, n.kwartaal, n.kolom, n.waarde,"
        f" median(b.waarde) AS usual, max(b.waarde) AS most, min(b.waarde) AS least,"
        f" list({{'q': b.kwartaal, 'v': b.waarde}} ORDER BY b.kwartaal) AS former"
        f" FROM {_long('own', cells, ', line')} AS n JOIN before AS b"
        f" ON b.same = n.same AND b.kolom = n.kolom AND b.kwartaal >= n.kwartaal - {BACK}"
        f" AND (b.kwartaal < n.kwartaal OR (b.delivered AND b.kwartaal = n.kwartaal))"
        f" GROUP BY ALL)"
        f" SELECT line, kolom, waarde, usual, former FROM seen"
        f" WHERE usual > {LEAST} AND waarde >= 0 AND ("
        f" (waarde >= {TIMES} * usual AND waarde >= usual + {chance} AND waarde >= {BEYOND} * most)"
        f" OR (waarde <= usual / {TIMES} AND waarde <= usual - {chance}"
        f" AND waarde <= least / {BEYOND} AND (waarde > 0 OR kolom IN ({counts}))))"
        f" ORDER BY line, kolom"
    ).fetchall()
    about = _about(connection, cells, {line for line, *_ in rows})
    for line, column, value, usual, former in rows:
        rule, times = _named(value, usual)
        params = about[line] | {
            "usual": _number(usual),
            "times": times,
            "former": _former(former),
        }
        yield Finding("historie", "uitleg", rule, line, None, column, _number(value), params)


def _named(value: float, usual: float) -> tuple[str, str]:
    """The rule for a value beside what is usual, and how many times it is larger or smaller."""
    if not value:
        return "nul_geworden", ""
    ratio = max(value / usual, usual / value)
    unit = next((each for each in UNITS if each / AROUND <= ratio <= each * AROUND), None)
    way = "groter" if value > usual else "kleiner"
    return (f"eenheid_{way}", str(unit)) if unit else (f"veel_{way}", f"{ratio:.0f}")


def _former(former: Sequence[Mapping[str, Any]]) -> str:
    shown = former[-FORMER_SHOWN:]
    return "; ".join(f"{Quarter.from_index(each['q'])}: {_number(each['v'])}" for each in shown)


def _breaks(
    connection: duckdb.DuckDBPyConnection, cells: Cells, rule: Balance
) -> Iterator[Finding]:
    """Rows that begin otherwise than the quarter before ended, in this file or delivered before."""
    start, end = name(rule.start), name(rule.end)
    rows = connection.execute(
        f"WITH state AS (SELECT same, kwartaal, {end} AS ended FROM own UNION ALL"
        f" SELECT same, kwartaal, {end} FROM past WHERE NOT EXISTS (SELECT 1 FROM own"
        f" WHERE own.same = past.same AND own.kwartaal = past.kwartaal))"
        f" SELECT own.line, own.{start}, any_value(ended) FROM own JOIN state"
        f" ON state.same = own.same AND state.kwartaal = own.kwartaal - 1"
        f" GROUP BY own.line, own.{start}"
        f" HAVING bool_and(abs(ended - own.{start}) > {rule.tolerance}) ORDER BY own.line"
    ).fetchall()
    about = _about(connection, cells, {line for line, *_ in rows})
    for line, begins, ended in rows:
        params = about[line] | {
            "end": rule.end,
            "ended": _number(ended),
            "before": str(Quarter.parse(about[line]["quarter"]) + -1),
            "difference": _number(begins - ended),
        }
        yield Finding(
            "historie", "uitleg", "begin_anders", line, None, rule.start, _number(begins), params
        )


def _repeats(connection: duckdb.DuckDBPyConnection, cells: Cells) -> Iterator[Finding]:
    """Places of which a quarter has the amounts that were delivered for the quarter before."""
    place = name(cells.place)
    equal = " AND ".join(
        f"own.{name(each)} IS NOT DISTINCT FROM past.{name(each)}" for each in cells.amounts
    )
    weight = " + ".join(f"coalesce(abs(own.{name(each)}), 0)" for each in cells.amounts)
    rows = connection.execute(
        f"SELECT own.{place}, own.kwartaal, count(*) AS n, count(*) FILTER ({equal}) AS alike"
        f" FROM own LEFT JOIN past ON past.same = own.same AND past.kwartaal = own.kwartaal - 1"
        f" GROUP BY ALL HAVING alike >= {REPEATS} * n"
        f" AND coalesce(sum({weight}) FILTER ({equal}), 0) >= {REPEATED_LEAST} ORDER BY ALL"
    ).fetchall()
    for where, quarter, count, alike in rows:
        now = Quarter.from_index(quarter)
        params = {
            "werkplein": str(where),
            "quarter": str(now),
            "before": str(now + -1),
            "count": count,
            "alike": alike,
        }
        yield Finding("historie", "uitleg", "herhaald_kwartaal", value=str(where), params=params)


def _about(
    connection: duckdb.DuckDBPyConnection, cells: Cells, lines: Iterable[int]
) -> dict[int, dict[str, Any]]:
    """What rows of the file are about: their place and quarter, and all of their key as a text."""
    chosen = ", ".join(str(line) for line in sorted(lines))
    if not chosen:
        return {}
    rows = connection.execute(
        f"SELECT line, kwartaal, {names(cells.key)} FROM own WHERE line IN ({chosen})"
    ).fetchall()
    place = cells.key.index(cells.place)
    return {
        line: {
            "werkplein": str(values[place]),
            "quarter": str(Quarter.from_index(quarter)),
            "about": " / ".join(str(value) for value in values if value is not None),
        }
        for line, quarter, *values in rows
    }


def _number(value: float) -> str:
    """A number as the file writes it: with a comma, without decimals where it has none."""
    return f"{round(float(value), 2):.12g}".replace(".", ",")
