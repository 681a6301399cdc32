"""CSV as Dutch Excel writes it: `;`, decimal comma, dd-mm-jjjj, CRLF."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Encoding = Literal["utf-8", "utf-8-sig", "cp1252"]
Days = NDArray[np.int64]
Columns = Mapping[str, Sequence[str]]

EPOCH = date(1970, 1, 1)
# A day that never comes: later than every real one, so that "not yet" needs
# no separate mask and the smallest of two days is the one that happens.
NEVER = 2_000_000
_FIRST, _LAST = date(1985, 1, 1), date(2015, 12, 31)


def stream(seed: int, name: str) -> np.random.Generator:
    """A random stream of its own for each part, so that parts change independently."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def number_of(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The day with this number."""
    return EPOCH + timedelta(days=int(number))


def day_text(day: date) -> str:
    """dd-mm-jjjj."""
    return day.strftime("%d-%m-%Y")


# Written once and looked up: 150,000 steps hold 300,000 dates.
_TEXTS = np.array(
    [day_text(_FIRST + timedelta(days=i)) for i in range((_LAST - _FIRST).days + 1)] + [""],
    dtype=object,
)


def days_text(days: Days, until: int) -> list[str]:
    """Each day as dd-mm-jjjj; empty when it lies after `until` (not happened yet)."""
    place = np.where(days > until, len(_TEXTS) - 1, days - number_of(_FIRST))
    return _TEXTS[place].tolist()  # type: ignore[no-any-return]


def names(table: Sequence[str], index: NDArray[Any]) -> list[str]:
    """`table[i]` for each i."""
    return np.array(table, dtype=object)[index].tolist()  # type: ignore[no-any-return]


def euros(amount: float) -> str:
    """Two decimals with a comma, no thousands point."""
    return f"{amount:.2f}".replace(".", ",")


def columns_of(header: Sequence[str], rows: Iterable[Sequence[object]]) -> dict[str, list[str]]:
    """Rows as columns of text under `header`."""
    cells = [[str(cell) for cell in row] for row in rows]
    return {name: [row[i] for row in cells] for i, name in enumerate(header)}


def write_csv(path: Path, columns: Columns, encoding: Encoding) -> None:
    """Write `columns` to `path`; every column must have the same length (ValueError)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    path.write_bytes(text.getvalue().encode(encoding))
