"""Invented networks: per Werkplein how many left, and how many of them to work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from ketenkpi.counts import Counts, count
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import Quarter

ALL = Scope.everything()
K1 = Quarter(2009, 1)
UNTIL = date(2010, 6, 30)
# A kind of client: werkplein, regeling, doelgroep, left to work, left otherwise.
Kind = tuple[str, str, str, int, int]


def outflow(kinds: Iterable[Kind]) -> Counts:
    """The counts of spells that began on 5 January 2009 and ended on 10 February."""
    rows = []
    for werkplein, regeling, doelgroep, work, other in kinds:
        cell = {"werkplein": werkplein, "regeling": regeling, "doelgroep": doelgroep}
        rows += [{**cell, "reden_uitstroom": "werk"}] * work
        rows += [{**cell, "reden_uitstroom": "verhuizing"}] * other
    frame = pl.DataFrame(rows).with_columns(
        traject_id=pl.int_range(pl.len()).cast(pl.String),
        kanaal=pl.lit("balie"),
        instroom=pl.lit(date(2009, 1, 5)),
        uitstroom=pl.lit(date(2009, 2, 10)),
    )
    return count({"trajecten": frame}, observed_until=UNTIL)


def plain(places: Mapping[str, tuple[int, int]]) -> Counts:
    """One kind of client everywhere: per Werkplein how many left, and how many to work."""
    return outflow(
        (name, "WW", "overig", work, left - work) for name, (left, work) in places.items()
    )
