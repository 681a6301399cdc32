"""A file without rows, and quarters without rows in a file: did nothing happen, or nothing come?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ketenkpi.catalogue import NewDelivery, Snapshot, Stated
from ketenkpi.contracts import Reading
from ketenkpi.contracts.questions import CASES_SHOWN, Question
from ketenkpi.scope import Scope
from ketenkpi.store.brought import Brought
from ketenkpi.store.prepare import Span
from ketenkpi.store.result import Request
from ketenkpi.store.rows import UNKNOWN, ZERO, name, text
from ketenkpi.store.series import SERIES
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import duckdb

# Places that stand as buttons; another may be given as well.
PLACES_SHOWN = 20


def reports_nothing(reading: Reading) -> bool:
    """Whether a file without rows says that there is nothing to report."""
    return reading.parquet is not None and reading.rows_read == 0


def nothing_of(places: Iterable[str], span: Span, partner: str) -> tuple[NewDelivery, ...]:
    """What a file without rows brings for each of these places: a delivery of no rows."""
    here = span.period.quarter.index
    first = Quarter.of(span.observed_from).index if span.observed_from else here
    return tuple(NewDelivery(place, False, min(first, here), 0, partner) for place in places)


def which_place(
    readings: Sequence[Reading], snapshot: Snapshot, request: Request
) -> Question | None:
    """Whether it must be asked of which place a file without rows is."""
    empty = [reading.contract for reading in readings if reports_nothing(reading)]
    if not empty:
        return None
    found = {d.werkplein for d in snapshot.deliveries if d.contract in empty and not d.shared}
    mine = sorted(place for place in found if _inside(request.scope, place))
    return Question("plaats", answers=tuple(mine[:PLACES_SHOWN]), open=True)


def _inside(scope: Scope, place: str) -> bool:
    return scope.werkpleinen is None or place in scope.werkpleinen


def silence_of(contract: str, partner: str, request: Request, stated: Stated) -> str | None:
    """What no rows of a place and quarter mean in files of this source: as answered, or stated."""
    if SERIES[contract].told_by is None:
        return None
    answer = request.answers.to("leeg", contract)
    return answer or stated.value("leeg", contract=contract, partner=partner)


def from_the_first(deliveries: Sequence[NewDelivery]) -> tuple[NewDelivery, ...]:
    """Where silence is zero every place is spoken of from the first quarter of the file."""
    first = min((each.first_quarter for each in deliveries), default=0)
    return tuple(replace(each, first_quarter=first) for each in deliveries)


def which_silence(
    connection: duckdb.DuckDBPyConnection, piece: Brought, stated: Stated
) -> Question | None:
    """Whether it must be asked what no rows mean: nobody stated it and there are such quarters."""
    part = piece.part
    told = SERIES[part.contract].told_by is not None and not part.nothing
    if not told or stated.value("leeg", contract=part.contract, partner=part.partner) is not None:
        return None
    silent = _without_rows(connection, piece)
    if not silent:
        return None
    shown = [f"{place} {Quarter.from_index(quarter)}" for place, quarter in silent[:CASES_SHOWN]]
    params = {"contract": part.contract, "count": len(silent)}
    return Question("leeg", part.contract, (ZERO, UNKNOWN), params=params, cases=tuple(shown))


def _without_rows(
    connection: duckdb.DuckDBPyConnection, piece: Brought
) -> tuple[tuple[str, int], ...]:
    """The places and quarters, between the first and the last of the file, without an event."""
    series = SERIES[piece.part.contract]
    assert series.told_by is not None, "only of contracts whose silence may be zero"
    day = name(series.told_by)
    rows = connection.execute(
        f"SELECT DISTINCT werkplein, year({day}) * 4 + quarter({day}) - 1"
        f" FROM read_parquet({text(str(piece.part.path))}) WHERE {day} IS NOT NULL"
    ).fetchall()
    seen = {(str(place), int(quarter)) for place, quarter in rows}
    first = min(each.first_quarter for each in piece.deliveries)
    begun: dict[str, int] = {}
    for place, quarter in seen:
        begun[place] = min(quarter, begun.get(place, quarter))
    return tuple(
        (place, quarter)
        for place in sorted(piece.places)
        for quarter in range(first, piece.part.quarter + 1)
        if (place, quarter) not in seen
        and not (series.until_first and quarter >= begun.get(place, first))
    )
