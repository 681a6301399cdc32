"""A digest of a BSN is no pseudonym: there are 91 million BSNs, so each can be tried.

DuckDB makes the digests: 91 million take some 20 s (md5, sha1) or 35 s (sha256)
on two cores, five times less than `hashlib` one by one, and other work goes on
meanwhile. What was found is kept by a digest of the values tried, which tells
nothing of the values.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import polars as pl

# The length of a digest in hexadecimal digits, and the function that makes it.
FUNCTIONS = {32: "md5", 40: "sha1", 64: "sha256"}
SHAPE = r"^(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$"
# The smallest ones: the next delivery, with mostly the same persons, then
# mostly has the same, and the answer is known.
TRIED = 5
KEPT = "tried_digests.json"
# A tenth of all BSNs at a time, so that a column of BSNs is known in some seconds.
PARTS = 10
_HIGH = 10_000


def as_long(name: str) -> pl.Expr:
    """Whether the texts of a column are as long as a digest."""
    return pl.col(name).cast(pl.String).str.len_bytes().is_in(list(FUNCTIONS))


def digests(column: pl.LazyFrame) -> tuple[str, ...]:
    """The few digests by which a column is tried: of each length the smallest ones.

    `column` is one column of texts. Empty when none is a digest; digits only are
    none, which of 32 random ones happens once in three million times. Takes no
    more memory for a longer column.
    """
    name = column.collect_schema().names()[0]
    text = pl.col(name).cast(pl.String)
    shaped = column.filter(text.str.contains(SHAPE) & text.str.contains("[A-Fa-f]"))
    lowered = shaped.select(text.str.to_lowercase().alias("digest"))
    found: list[str] = []
    for length in FUNCTIONS:
        mine = lowered.filter(pl.col("digest").str.len_bytes() == length)
        found += _smallest(mine)
    return tuple(found)


def _smallest(digests: pl.LazyFrame) -> list[str]:
    found: list[str] = []
    while len(found) < TRIED:
        rest = digests.filter(pl.col("digest") > found[-1]) if found else digests
        least = rest.select(pl.col("digest").min()).collect(engine="streaming").item()
        if least is None:
            break
        found.append(least)
    return found


def undone(tried: tuple[str, ...], home: Path) -> bool:
    """Whether any of these digests is that of a BSN; the answer is kept in `home`.

    Digests of nine digits are tried, and of eight where the first is a zero,
    by md5, sha1 or sha256 as their length says. False for no digests.
    """
    if not tried:
        return False
    kept, key = _kept(home), sha256("\n".join(tried).encode()).hexdigest()
    if key not in kept:
        kept[key] = any(_found(tried, first) for first in range(PARTS))
        _keep(home, kept)
    return kept[key]


def _found(tried: tuple[str, ...], part: int) -> bool:
    """Whether one is a digest of a BSN that begins with the digit `part`."""
    return any(
        _in_part(function, [d for d in tried if len(d) == length], part)
        for length, function in FUNCTIONS.items()
        if any(len(digest) == length for digest in tried)
    )


def _in_part(function: str, wanted: list[str], part: int) -> bool:
    import duckdb

    # A BSN is four digits and four digits, each with their share of the
    # eleven-test, and the digit that makes it pass. So the text is two texts
    # put together, and nothing is computed 91 million times but the digest.
    with duckdb.connect() as connection:
        connection.execute(
            """create table high as select lpad(i::varchar, 4, '0') as digits,
            (9 * (i // 1000) + 8 * (i // 100 % 10) + 7 * (i // 10 % 10) + 6 * (i % 10)) % 11
            as rest from range(?, ?) t(i)""",
            [part * _HIGH // PARTS, (part + 1) * _HIGH // PARTS],
        )
        connection.execute(
            """create table low as with half as (select i,
            (5 * (i // 1000) + 4 * (i // 100 % 10) + 3 * (i // 10 % 10) + 2 * (i % 10)) % 11 as s
            from range(10000) t(i))
            select rest, lpad(i::varchar, 4, '0') || ((s + rest) % 11)::varchar as digits
            from half, range(11) r(rest) where (s + rest) % 11 < 10"""
        )
        return any(
            connection.execute(
                f"""select 1 from high join low using (rest)
                where {function}({text}) in (select unnest(?)) limit 1""",
                [wanted],
            ).fetchone()
            for text in _texts(part)
        )


def _texts(part: int) -> Iterator[str]:
    yield "high.digits || low.digits"
    if part == 0:
        # As a number, or out of a spreadsheet: without its leading zero.
        yield "substr(high.digits, 2) || low.digits"


def _kept(home: Path) -> dict[str, bool]:
    file = home / KEPT
    if not file.is_file():
        return {}
    kept: dict[str, bool] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def _keep(home: Path, kept: dict[str, bool]) -> None:
    home.mkdir(parents=True, exist_ok=True)
    written = home / f"{KEPT}.{os.getpid()}"
    written.write_text(json.dumps(kept, sort_keys=True), encoding="utf-8")
    written.replace(home / KEPT)
