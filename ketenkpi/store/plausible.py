"""Amounts that do not follow on what was delivered before: stage historie, an explanation asked.

Three things somebody who knows the place sees at once: an amount that is ten
times what it was (a unit or a decimal sign), a stock that begins otherwise than
it ended, and a file that holds the rows of last quarter again. Each is said
with the place's own figures. What chance can do is not said: of small numbers
a difference counts from six standard deviations of a count on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketenkpi.catalogue import DeliveryRecord
from ketenkpi.contracts import LINE, Finding, Findings, Total, find_contract
from ketenkpi.contracts.contract import Contract
from ketenkpi.contracts.findings import Collector
from ketenkpi.contracts.kinds import NumberKind
from ketenkpi.contracts.row_rules import BalanceRule
from ketenkpi.store.rows import RowsPart, current_rows, name, names, text
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
        inside = "kwartaal" in contract.unique and SERIES[key].by_partner
        if not (inside and contract.amounts):
            return None
        key_of_row = tuple(each for each in contract.unique if each != "kwartaal")
        return cls(contract, SERIES[key].place, "kwartaal", key_of_row, contract.amounts)

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
    deliveries: Iterable[DeliveryRecord], new: RowsPart, places: Iterable[str]
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
    connection: duckdb.DuckDBPyConnection, new: RowsPart, former: Sequence[RowsPart], limit: int
) -> Findings:
    """What of a file does not follow on the `former` rows of the same source.

    Nothing for contracts without amounts per quarter. Also inside one file stocks
    must follow on each other and amounts on those of earlier quarters.
    """
    collector = Collector(limit)
    cells = Cells.of(new.contract)
    if cells is not None and not new.nothing:
        _prepare(connection, cells, new, former)
        collector.take(_slips(connection, cells, limit))
        for rule in cells.contract.rules:
            if isinstance(rule, BalanceRule):
                collector.take(_breaks(connection, cells, rule, limit))
                collector.take(_later_breaks(connection, cells, rule, limit))
        if former:
            collector.add_all(_repeats(connection, cells))
    elif former and SERIES[new.contract].by_quarter and not new.nothing:
        collector.add_all(_repeated_answers(connection, new, former))
    return collector.findings()


def _prepare(
    connection: duckdb.DuckDBPyConnection, cells: Cells, new: RowsPart, former: Sequence[RowsPart]
) -> None:
    """Temporary tables, in which `same` is the number of what a row is about.

    own: the rows of the file. past: those there are, of its places. known: of
    each quarter what was delivered, and where nothing was what the file says.
    state: of each quarter what the file says, and where it says nothing what was
    delivered.
    """
    columns = names((*cells.key, cells.quarter, *cells.amounts))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE own_texts AS SELECT {columns}, abs({LINE}) AS line,"
        f" {cells.same} AS about FROM read_parquet({text(str(new.path))})"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE numbered AS"
        " SELECT about, row_number() OVER () AS same FROM (SELECT DISTINCT about FROM own_texts)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE own AS SELECT * FROM own_texts JOIN numbered USING (about)"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE past AS SELECT same, kwartaal, {names(cells.amounts)}"
        f" FROM (SELECT *, {cells.same} AS about FROM ({current_rows(new.contract, former)}))"
        f" JOIN numbered USING (about)"
        f" WHERE kwartaal >= (SELECT min(kwartaal) - {BACK} FROM own)"
    )
    held = f"same, kwartaal, {names(cells.amounts)}"
    for table, first, second in (("known", "past", "own"), ("state", "own", "past")):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {held}, '{first}' AS source"
            f" FROM {first} UNION ALL SELECT {held}, '{second}' FROM {second}"
            f" ANTI JOIN {first} USING (same, kwartaal)"
        )


def _long(rows: str, cells: Cells, kept: str) -> str:
    """The filled amounts of rows one by one, as SQL: the columns `kept`, kolom and waarde."""
    amounts = ", ".join(f"{name(each)}::DOUBLE AS {name(each)}" for each in cells.amounts)
    source = f"SELECT {kept}, {amounts} FROM {rows}"
    return f"(UNPIVOT ({source}) ON {names(cells.amounts)} INTO NAME kolom VALUE waarde)"


# Rows beside those of the same in the two years before; of its own quarter only
# what was delivered.
EARLIER = (
    f"b.same = n.same AND b.kwartaal >= n.kwartaal - {BACK}"
    " AND (b.kwartaal < n.kwartaal OR (b.kwartaal = n.kwartaal AND b.source = 'past'))"
)


def _slips(connection: duckdb.DuckDBPyConnection, cells: Cells, limit: int) -> Findings:
    """Amounts from five times, or at most a fifth of, the median of the same row before.

    Of a quarter that was delivered before also its former amount counts, and
    where nothing was, the earlier quarters of the file itself. Most rows are within
    twice what was ever seen, so that only the others need a median (200,000 rows
    beside eight former files: 10 s, and 65 s with a median of every amount).
    """
    # What was nought before is no unit, and may be nought again.
    beyond = " OR ".join(
        f"(max(b.{cell}) > 0 AND any_value(n.{cell}) >= {BEYOND} * max(b.{cell}))"
        f" OR (min(b.{cell}) > 0 AND any_value(n.{cell}) <= min(b.{cell}) / {BEYOND})"
        for cell in map(name, cells.amounts)
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE worth AS SELECT n.line FROM own AS n JOIN known AS b"
        f" ON {EARLIER} GROUP BY n.line HAVING {beyond}"
    )
    suspects = "own SEMI JOIN worth USING (line)"
    earlier = f"known SEMI JOIN (SELECT same FROM {suspects}) USING (same)"
    counts = ", ".join(text(each) for each in cells.counts) or "''"
    chance = f"CASE WHEN kolom IN ({counts}) THEN {DEVIATIONS} * sqrt(usual) ELSE 0 END"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE slips AS WITH seen AS ("
        f"SELECT n.line, n.kwartaal, n.kolom, n.waarde,"
        f" median(b.waarde) AS usual, max(b.waarde) AS most, min(b.waarde) AS least,"
        f" list({{'q': b.kwartaal, 'v': b.waarde}} ORDER BY b.kwartaal) AS former"
        f" FROM {_long(suspects, cells, 'line, same, kwartaal')} AS n"
        f" JOIN {_long(earlier, cells, 'same, kwartaal, source')} AS b"
        f" ON b.kolom = n.kolom AND {EARLIER} GROUP BY n.line, n.kwartaal, n.kolom, n.waarde),"
        f" slip AS (SELECT *, greatest(waarde / usual, usual / nullif(waarde, 0)) AS ratio"
        f" FROM seen WHERE usual > {LEAST} AND waarde >= 0 AND ("
        f"(waarde >= {TIMES} * usual AND waarde >= usual + {chance} AND waarde >= {BEYOND} * most)"
        f" OR (waarde <= usual / {TIMES} AND waarde <= usual - {chance}"
        f" AND least > 0 AND waarde <= least / {BEYOND} AND (waarde > 0 OR kolom IN ({counts})))))"
        f" SELECT *, {_rule_sql()} AS rule FROM slip"
    )
    totals = connection.execute(
        "SELECT rule, kolom, count(*) FROM slips GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    rows = connection.execute(
        f"SELECT rule, kolom, waarde, usual, ratio, former, line, kwartaal, {names(cells.key)}"
        f" FROM slips JOIN own USING (line, kwartaal)"
        f" QUALIFY row_number() OVER (PARTITION BY rule ORDER BY line, kolom) <= {limit}"
        f" ORDER BY line, kolom"
    ).fetchall()
    listed = tuple(_slip(cells, row[:6], row[6:]) for row in rows)
    found = (Total("historie", "uitleg", rule, column, n) for rule, column, n in totals)
    return Findings(tuple(found), listed)


def _rule_sql() -> str:
    """The rule of a slip, as SQL: a unit where it is one, and which way it goes."""
    unit = " OR ".join(
        f"ratio BETWEEN {each / AROUND:.6f} AND {each * AROUND:.6f}" for each in UNITS
    )
    way = "CASE WHEN waarde > usual THEN 'groter' ELSE 'kleiner' END"
    return (
        f"CASE WHEN waarde = 0 THEN 'nul_geworden' WHEN {unit} THEN 'eenheid_' || {way}"
        f" ELSE 'veel_' || {way} END"
    )


def _slip(cells: Cells, seen: Sequence[Any], about: Sequence[Any]) -> Finding:
    rule, column, value, usual, ratio, former = seen
    times = min(UNITS, key=lambda unit: abs(unit / ratio - 1)) if ratio else ""
    params = _about(cells, about) | {
        "usual": _number(usual),
        "times": str(times) if rule.startswith("eenheid") else f"{ratio or 0:.0f}",
        "former": _former(former),
    }
    return Finding("historie", "uitleg", rule, about[0], None, column, _number(value), params)


def _former(former: Sequence[Mapping[str, Any]]) -> str:
    shown = former[-FORMER_SHOWN:]
    return "; ".join(f"{Quarter.from_index(each['q'])}: {_number(each['v'])}" for each in shown)


def _breaks(
    connection: duckdb.DuckDBPyConnection, cells: Cells, rule: BalanceRule, limit: int
) -> Findings:
    """Rows that begin otherwise than the quarter before ended, in this file or delivered before."""
    start, end = name(rule.start), name(rule.end)
    rows = connection.execute(
        f"SELECT own.{start} AS begins, any_value(state.{end}) AS ended, count(*) OVER () AS every,"
        f" own.line, own.kwartaal, {names(cells.key)} FROM own JOIN state"
        f" ON state.same = own.same AND state.kwartaal = own.kwartaal - 1"
        f" GROUP BY own.line, own.kwartaal, own.{start}, {names(cells.key)}"
        f" HAVING bool_and(abs(state.{end} - own.{start}) > {rule.tolerance})"
        f" ORDER BY own.line LIMIT {limit}"
    ).fetchall()

    def told(ended: float, quarter: int) -> dict[str, str]:
        before = str(Quarter.from_index(quarter) + -1)
        return {"end": rule.end, "ended": _number(ended), "before": before}

    return _broken_balance("begin_anders", rule.start, cells, rows, told)


def _later_breaks(
    connection: duckdb.DuckDBPyConnection, cells: Cells, rule: BalanceRule, limit: int
) -> Findings:
    """Rows that end otherwise than the quarter after them, which was delivered before, begins."""
    start, end = name(rule.start), name(rule.end)
    rows = connection.execute(
        f"SELECT own.{end} AS ends, any_value(later.{start}) AS begins, count(*) OVER () AS every,"
        f" own.line, own.kwartaal, {names(cells.key)} FROM own JOIN past AS later"
        f" ON later.same = own.same AND later.kwartaal = own.kwartaal + 1"
        f" ANTI JOIN own AS corrected ON corrected.same = own.same"
        f" AND corrected.kwartaal = own.kwartaal + 1"
        f" GROUP BY own.line, own.kwartaal, own.{end}, {names(cells.key)}"
        f" HAVING bool_and(abs(later.{start} - own.{end}) > {rule.tolerance})"
        f" ORDER BY own.line LIMIT {limit}"
    ).fetchall()

    def told(begins: float, quarter: int) -> dict[str, str]:
        after = str(Quarter.from_index(quarter) + 1)
        return {"start": rule.start, "begins": _number(begins), "after": after}

    return _broken_balance("einde_anders", rule.end, cells, rows, told)


def _broken_balance(
    rule: str,
    column: str,
    cells: Cells,
    rows: Sequence[Sequence[Any]],
    told: Callable[[float, int], dict[str, str]],
) -> Findings:
    """Amounts of `column` that are not those beside them, which `told` names.

    A row holds its own amount, the other, how many there are in all, and what it is about.
    """
    if not rows:
        return Findings()
    listed = []
    for own, other, _, *about in rows:
        difference = {"difference": _number(own - other)}
        params = _about(cells, about) | told(other, about[1]) | difference
        listed.append(
            Finding("historie", "uitleg", rule, about[0], None, column, _number(own), params)
        )
    total = Total("historie", "uitleg", rule, column, rows[0][2])
    return Findings((total,), tuple(listed))


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


def _repeated_answers(
    connection: duckdb.DuckDBPyConnection, new: RowsPart, former: Sequence[RowsPart]
) -> Iterator[Finding]:
    """Places of which all rows of a quarter are those of the quarter before: answers of people.

    Answers have no number to know one by, and of a thousand marks most are the same
    every quarter; so all of them have to be, as often as they were.
    """
    columns = [each for each in find_contract(new.contract).names if each != "kwartaal"]
    place = name(SERIES[new.contract].place)
    counted = f"SELECT {names(columns)}, kwartaal AS q, count(*) AS n"
    equal = " AND ".join(f"now.{name(c)} IS NOT DISTINCT FROM old.{name(c)}" for c in columns)
    rows = connection.execute(
        f"WITH now AS ({counted} FROM read_parquet({text(str(new.path))}) GROUP BY ALL),"
        f" old AS ({counted} FROM ({current_rows(new.contract, former)}) GROUP BY ALL),"
        f" alike AS (SELECT now.{place} AS place, now.q AS q, sum(least(now.n, old.n)) AS n"
        f" FROM now JOIN old ON old.q = now.q - 1 AND {equal} GROUP BY ALL),"
        f" size AS (SELECT {place} AS place, q, sum(n) AS n FROM now GROUP BY ALL),"
        f" was AS (SELECT {place} AS place, q + 1 AS q, sum(n) AS n FROM old GROUP BY ALL)"
        f" SELECT place, q, n FROM alike JOIN size USING (place, q, n) JOIN was USING (place, q, n)"
        f" WHERE n >= {REPEATED_LEAST} ORDER BY ALL"
    ).fetchall()
    for where, quarter, count in rows:
        now = Quarter.from_index(quarter)
        params = {
            "werkplein": str(where),
            "quarter": str(now),
            "before": str(now + -1),
            "count": int(count),
            "alike": int(count),
        }
        yield Finding("historie", "uitleg", "herhaald_kwartaal", value=str(where), params=params)


def _about(cells: Cells, row: Sequence[Any]) -> dict[str, Any]:
    """What a row (line, quarter and its key) is about: place, quarter, and its key as a text."""
    _, quarter, *values = row
    return {
        "werkplein": str(values[cells.key.index(cells.place)]),
        "quarter": str(Quarter.from_index(quarter)),
        "about": " / ".join(str(value) for value in values if value is not None),
    }


def _number(value: float) -> str:
    """A number as the file writes it: with a comma, without decimals where it has none."""
    return f"{round(float(value), 2):.12g}".replace(".", ",")
