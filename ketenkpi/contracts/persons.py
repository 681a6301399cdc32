"""Pseudonyms that are no person: numbers that fill a cell.

Whoever counts returns follows a pseudonym from spell to spell. One filling on a
hundred rows would be one person with a hundred benefits, so such a cell is
missing, and the file says so once with the number of cells. A word for unknown
is never a person, and is missing as soon as its cell is read.

A number of only zeros or nines may be one, in a file
that numbers its clients 0, 1, 2 and so on. It is taken for a filling unless
that could be so: most other pseudonyms are numbers too, and it stands on no
more rows than any of them, or on one row only. A single letter x likewise
among other single letters. Wrong either way costs little: a real client 0 who
has most benefits of all loses those links, a filling that stands on few rows
gives one person too many.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ketenkpi.contracts.contract import LINE, Contract
from ketenkpi.contracts.findings import Finding
from ketenkpi.contracts.kinds import TextKind

LONGEST = 64
FEWEST_NINES = 3
SHOWN = 5
FILLINGS = frozenset(
    {
        *("0" * length for length in range(1, LONGEST + 1)),
        *("9" * length for length in range(FEWEST_NINES, LONGEST + 1)),
        *("x", "X"),
    }
)


_CANDIDATES = pl.Series(sorted(FILLINGS), dtype=pl.String)


def pseudonyms(contract: Contract) -> tuple[str, ...]:
    """The names of the columns that hold pseudonyms."""
    kinds = ((c.name, c.kind) for c in contract.columns)
    return tuple(n for n, k in kinds if isinstance(k, TextKind) and k.described == "pseudonym")


def suspects(name: str) -> pl.Expr:
    """How many values of a column may be no person."""
    return pl.col(name).is_in(_CANDIDATES.implode()).sum()


def no_persons(rows: Mapping[str, int]) -> frozenset[str]:
    """Which pseudonyms of a column are no person, by the number of rows each stands on."""
    fillings = FILLINGS & rows.keys()
    others = {text: n for text, n in rows.items() if text not in fillings}
    return frozenset(text for text in fillings if not _may_be_one(text, rows, others))


def _may_be_one(text: str, rows: Mapping[str, int], others: Mapping[str, int]) -> bool:
    alike = sum(other.isdigit() if text.isdigit() else len(other) == 1 for other in others)
    if 2 * alike < len(others) or not others:
        return False
    return rows[text] == 1 or rows[text] <= max(others.values())


def look_at(out: Path, name: str) -> tuple[frozenset[str], Finding | None]:
    """The values of a column that are no person, and the finding that says how many cells.

    The column is read once more; only done when `suspects` counted any.
    """
    found = (
        pl.scan_parquet(out)
        .filter(pl.col(name).is_not_null())
        .group_by(name)
        .agg(rows=pl.len(), line=pl.col(LINE).abs().min())
        .collect(engine="streaming")
    )
    gone = no_persons(dict(zip(found[name], found["rows"], strict=True)))
    if not gone:
        return gone, None
    cells = found.filter(pl.col(name).is_in(list(gone))).sort("line")
    value = ", ".join(cells[name].head(SHOWN))
    params = {"count": int(cells["rows"].sum())}
    line = int(cells["line"][0])
    return gone, Finding("cel", "advies", "geen_persoon", line, None, name, value, params)
