"""Numbers that lost the zeros they began with: 0001 became 1 in a spreadsheet on the way.

To this program 0001 and 1 are two cases, so a file that lost its zeros would
bring every case a second time. Whether they are the same only the uploader
knows; the answer is kept for the source and the column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.catalogue import DeliveryRecord, Stated, Statement
from ketenkpi.contracts import LINE, NVT, Finding, Findings, Reading, Total, find_contract
from ketenkpi.contracts.kinds import TextKind
from ketenkpi.contracts.questions import CASES_SHOWN, WORDS, Answers, Question
from ketenkpi.errors import UsageError
from ketenkpi.store.prepare import rows_of
from ketenkpi.store.rows import RowsPart, name, names, text
from ketenkpi.store.series import SERIES

if TYPE_CHECKING:
    import duckdb

SAME, OTHER = WORDS["voorloopnullen"]
# Of steps the number is that of a spell, so that both know how it is written.
TOGETHER_WITH = {"stappen": ("trajecten",)}
# A number without its zeros, and one with them.
BARE, PADDED = "'^[1-9][0-9]*$'", "'^0[0-9]*[1-9][0-9]*$'"


@dataclass(frozen=True)
class Restored:
    """A reading with the zeros back where that was answered, what is asked, what was stated."""

    reading: Reading
    questions: tuple[Question, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Asker:
    """Who asks: the answers of this upload, what was stated before, and whose numbers these are."""

    answers: Answers
    stated: Stated
    partner: str
    by: str

    def answer(self, contract: str, column: str) -> str | None:
        """What was answered about a column, now or for an earlier file of this source."""
        return self.now(column) or self.stated.value(
            "voorloopnullen", contract=contract, partner=self.partner, subject=column
        )

    def now(self, column: str) -> str | None:
        """What was answered with this file; raises UsageError for an answer there is not."""
        answer = self.answers.to("voorloopnullen", column)
        if answer not in (None, SAME, OTHER):
            raise UsageError("store.no_answer", answer=answer, known=f"{SAME}, {OTHER}")
        return answer


def numbered(contract: str) -> tuple[str, ...]:
    """The columns of a contract that hold numbers of cases, clients or staff."""
    if not SERIES[contract].by_partner:
        return ()
    return tuple(
        column.name
        for column in find_contract(contract).columns
        if isinstance(column.kind, TextKind) and column.kind.described in ("code", "pseudonym")
    )


def former_of(
    deliveries: Iterable[DeliveryRecord], contract: str, partner: str, places: Iterable[str]
) -> tuple[DeliveryRecord, ...]:
    """The last delivery of each of these places and kinds of rows that may hold the same numbers.

    A register is delivered whole each time, so the last one tells how numbers are
    written; to read all of them would cost the more the longer a source delivers.
    Steps may name no place and then belong to any spell of their partner.
    """
    here, kinds = frozenset(places), (contract, *TOGETHER_WITH.get(contract, ()))
    last: dict[tuple[str, str], DeliveryRecord] = {}
    for old in sorted(deliveries, key=lambda one: (one.slot.period.last_day, one.upload.id)):
        mine = old.contract in kinds and old.partner == partner and old.rows
        if mine and (old.werkplein in here or contract in TOGETHER_WITH):
            last[(old.contract, old.werkplein)] = old
    return tuple(last.values())


def restored(
    connection: duckdb.DuckDBPyConnection,
    reading: Reading,
    former: Sequence[RowsPart],
    asked: Asker,
) -> Restored:
    """Ask about every column that seems to have lost zeros, or put them back as was answered.

    A column lost them when it holds none itself and at least one of its numbers
    stands with zeros before it, and not without, in the `former` rows. Raises
    UsageError for an answer there is not.
    """
    questions: list[Question] = []
    statements: list[Statement] = []
    contract = reading.contract
    for column in numbered(contract) if reading.parquet and former else ():
        lost = _lost(connection, reading, former, column)
        if not lost.count:
            continue
        answer = asked.answer(contract, column)
        if answer is None:
            questions.append(lost.question(column))
        elif answer == SAME:
            reading = _put_back(connection, reading, former, column, lost)
        if asked.now(column) is not None and answer is not None:
            statements.append(
                Statement(
                    "voorloopnullen", answer, contract, partner=asked.partner, subject=column,
                    stated_by=asked.by,
                )
            )  # fmt: skip
    return Restored(reading, tuple(questions), tuple(statements))


@dataclass(frozen=True)
class _Lost:
    """How many numbers lost zeros, and the first of them as (now, before)."""

    count: int = 0
    first: tuple[tuple[str, str], ...] = ()

    def question(self, column: str) -> Question:
        shown = tuple(f"{before} / {now}" for now, before in self.first)
        return Question(
            "voorloopnullen", column, (SAME, OTHER), params=self.params(column), cases=shown
        )

    def params(self, column: str) -> dict[str, object]:
        now, before = self.first[0]
        return {"column": column, "count": self.count, "bare": now, "padded": before}


def _lost(
    connection: duckdb.DuckDBPyConnection, reading: Reading, former: Sequence[RowsPart], column: str
) -> _Lost:
    """Numbers of the file that lost zeros; temporary table `lost` holds all of them.

    None where a number of the file has zeros itself, or was written without them before.
    """
    cell = name(column)
    # Most files lost nothing: without a number with zeros before there is no need
    # to compare (1M numbers: 0.1 s instead of 3 s).
    if not _any(connection, _former(former, column), PADDED):
        return _Lost()
    here = f"SELECT {cell} AS n FROM {rows_of(reading)} WHERE {cell} IS NOT NULL"
    if not _any(connection, here, BARE) or _any(connection, here, PADDED):
        return _Lost()
    own = f"SELECT DISTINCT n FROM ({here})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE lost AS"
        f" WITH own AS ({own}), old AS (SELECT DISTINCT n FROM ({_former(former, column)})),"
        f" padded AS (SELECT n, ltrim(n, '0') AS bare FROM old"
        f" WHERE regexp_full_match(n, {PADDED}))"
        f" SELECT own.n AS now, min(padded.n) AS before FROM own JOIN padded"
        f" ON padded.bare = own.n WHERE own.n NOT IN (SELECT n FROM old) GROUP BY own.n"
        # Two former numbers that differ in zeros only: nobody can tell which.
        f" HAVING count(DISTINCT padded.n) = 1"
    )
    ((count,),) = connection.execute("SELECT count(*) FROM lost").fetchall()
    first = connection.execute(
        f"SELECT now, before FROM lost ORDER BY length(now), now LIMIT {CASES_SHOWN}"
    ).fetchall()
    return _Lost(count, tuple((str(now), str(before)) for now, before in first))


def _any(connection: duckdb.DuckDBPyConnection, numbers: str, shape: str) -> bool:
    """Whether any of these numbers has a shape."""
    query = f"SELECT 1 FROM ({numbers}) WHERE regexp_full_match(n, {shape}) LIMIT 1"
    return bool(connection.execute(query).fetchall())


def _former(former: Sequence[RowsPart], column: str) -> str:
    """SQL for the former numbers, as n, as they were delivered."""
    import pyarrow.parquet as pq

    # A file delivered before a contract got this column does not have it.
    named = [part for part in former if column in find_contract(part.contract).names]
    mine = [part for part in named if column in pq.read_schema(part.path).names]
    if not mine:
        return "SELECT NULL::VARCHAR AS n WHERE false"
    return " UNION ALL ".join(
        f"SELECT {name(column)} AS n FROM read_parquet({text(str(part.path))})"
        f" WHERE {name(column)} IS NOT NULL{_of_places(part)}"
        for part in mine
    )


def _of_places(part: RowsPart) -> str:
    if part.places is None:
        return ""
    return f" AND werkplein IN ({', '.join(text(place) for place, _ in sorted(part.places))})"


def _put_back(
    connection: duckdb.DuckDBPyConnection,
    reading: Reading,
    former: Sequence[RowsPart],
    column: str,
    lost: _Lost,
) -> Reading:
    """The rows with the numbers as they were written before, and new ones as wide as those."""
    cell = name(column)
    width = _width(connection, former, column)
    digits = f"regexp_full_match({cell}, {BARE}) AND length({cell}) < {width or 0}"
    padded = f"CASE WHEN {digits} THEN lpad({cell}, {width or 0}, '0') ELSE {cell} END"
    columns = names((*find_contract(reading.contract).names, NVT, LINE))
    out = Path(f"{reading.parquet}.{column}")
    connection.execute(
        f"COPY (SELECT {columns} FROM"
        f" (SELECT * REPLACE (coalesce(lost.before, {padded}) AS {cell}) FROM {rows_of(reading)}"
        f" LEFT JOIN lost ON lost.now = {cell}) ORDER BY {LINE})"
        f" TO {text(str(out))} (FORMAT parquet, COMPRESSION zstd)"
    )
    rule, value = "nullen_teruggezet", lost.first[0][0]
    params = lost.params(column)
    told = Finding("historie", "advies", rule, column=column, value=value, params=params)
    total = Total("historie", "advies", rule, column, 1)
    return replace(reading, parquet=out, findings=reading.findings + Findings((total,), (told,)))


def _width(
    connection: duckdb.DuckDBPyConnection, former: Sequence[RowsPart], column: str
) -> int | None:
    """How many digits all former numbers have; None where they differ or are no digits."""
    rows = connection.execute(
        f"SELECT min(length(n)), max(length(n)), bool_and(regexp_full_match(n, '^[0-9]+$'))"
        f" FROM ({_former(former, column)})"
    ).fetchall()
    least, most, digits = rows[0]
    return int(most) if digits and least == most else None
