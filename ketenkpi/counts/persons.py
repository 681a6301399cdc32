"""Tally `personen`: how many people have a benefit at the end of a quarter, each counted once.

Somebody with two benefits at a time (samenloop) is one person when the pseudonyms
show it: where all clients of a Werkplein are of one circle. Where partners number
for themselves the number lies between that of the largest circle (everybody of
the others is also in that one) and the sum of all; a benefit without a pseudonym
may be of somebody counted already, or of somebody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
import pyarrow as pa

from ketenkpi.counts.cells import Survey, Window
from ketenkpi.counts.cohorts import PERSON
from ketenkpi.counts.durations import NEVER
from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import CountedPart, filled
from ketenkpi.counts.quarters import last_complete_quarter

FOUND = pa.schema(
    [
        ("werkplein", pa.string()),
        ("kwartaal", pa.int32()),
        ("low", pa.int64()),
        ("high", pa.int64()),
    ]
)
# Per circle of a Werkplein, and per quarter, how many more or fewer there are.
Changes = dict[Any, dict[int, int]]
# Of benefits without a pseudonym.
NOBODY = object()


def person_parts(
    engine: Engine, rows: Frame, cells: Survey, window: Mapping[str, Window]
) -> Iterator[CountedPart]:
    """The one part: per Werkplein and quarter the least and the most people there can be."""
    sound = rows.filter(filled("d_instroom")).filter(
        nw.col("d_uitstroom").is_null() | (nw.col("d_uitstroom") >= nw.col("d_instroom"))
    )
    lasting = sound.select(
        *("place", "kring", PERSON),
        nw.col("q_instroom").alias("begun"),
        nw.col("q_uitstroom").fill_null(NEVER).alias("gone"),
    )
    places: dict[int, Changes] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for found in (
        _spans(lasting.filter(filled(PERSON)), "kring"),
        lasting.filter(nw.col(PERSON).is_null())
        .group_by("place", "begun", "gone")
        .agg(nw.len().alias("n")),
    ):
        for row in engine.collect(found).to_pylist():
            mine = places[row["place"]][row.get("kring", NOBODY)]
            mine[row["begun"]] += row["n"]
            mine[row["gone"]] -= row["n"]
    table = [
        row
        for place, name in enumerate(cells.places)
        for row in _quarters(name, places[place], last_complete_quarter(window[name].until))
    ]
    yield CountedPart("personen", engine.small(pa.Table.from_pylist(table, FOUND)))


def _spans(lasting: Frame, circle: str) -> Frame:
    """Per Werkplein and circle the spans of quarters in which somebody was there, counted.

    The benefits of one person, in order of their begin, take turns: each stands for
    the quarters until the next begins, as far as any benefit up to then lasts. So
    nobody is there twice, and equal begins may stand in any order.
    """
    order = ["begun"]
    person = ("place", PERSON)
    turns = lasting.with_columns(
        nw.col("gone").cum_max().over(*person, order_by=order).alias("last"),
        nw.col("begun").shift(-1).over(*person, order_by=order).alias("next"),
    ).with_columns(nw.col("next").fill_null(NEVER))
    first = nw.when(nw.col("last") < nw.col("next")).then(nw.col("last")).otherwise(nw.col("next"))
    return (
        turns.select("place", circle, "begun", first.alias("gone"))
        .group_by("place", circle, "begun", "gone")
        .agg(nw.len().alias("n"))
    )


def _quarters(werkplein: str, changes: Changes, last: int) -> Iterator[dict[str, Any]]:
    """From the first quarter with a benefit up to and including the last complete one."""
    first = min((quarter for mine in changes.values() for quarter in mine), default=last + 1)
    there: dict[Any, int] = dict.fromkeys(changes, 0)
    for quarter in range(first, last + 1):
        for circle, mine in changes.items():
            there[circle] += mine.get(quarter, 0)
        people = [number for circle, number in there.items() if circle is not NOBODY]
        yield {
            "werkplein": werkplein,
            "kwartaal": quarter,
            "low": max(people, default=0),
            "high": sum(people) + there.get(NOBODY, 0),
        }
