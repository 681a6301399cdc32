"""Series of outside: what each is called, how it is of a quarter, and who published it.

`data/reference/context` holds the national ones. A name that ends on `_x1000` is in
thousands; without that end it is the same series in ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from ketenkpi.register.tables import Row, rows
from ketenkpi.settings import REFERENCE
from ketenkpi.vocabulary import Text

FOLDER = REFERENCE / "context"
# What the tables call it -> how a quarter has one number.
TAKEN: Mapping[str, Literal["end", "mean"]] = {"einde": "end", "gemiddelde": "mean"}
THOUSANDS = "_x1000"


@dataclass(frozen=True, slots=True)
class StatLineTable:
    """A table of CBS: who made it, from where it was copied and under which licence."""

    key: str
    title: str
    origin: str
    licence: str
    seen_on: date


@dataclass(frozen=True, slots=True)
class OutsideSeries:
    """One series, in ones; measure: its code in the table, empty where it has no code of its own.

    taken: whether a quarter has the number of its last month or the mean over it.
    """

    key: str
    name: Text
    taken: Literal["end", "mean"]
    table: StatLineTable
    measure: str


def scaled(key: str) -> tuple[str, float]:
    """The name of a series without its scale, and what its values are multiplied by."""
    base = key.removesuffix(THOUSANDS)
    return base, 1.0 if base == key else 1000.0


@cache
def load_series(folder: Path = FOLDER) -> Mapping[str, OutsideSeries]:
    """Every known series by its name without scale; fails loudly on a table that is damaged."""
    tables = {row["tabel"]: _table(row) for row in rows(folder / "tabellen.csv")}
    found = (_series(row, tables) for row in rows(folder / "reeksen.csv"))
    return MappingProxyType({one.key: one for one in found})


def _table(row: Row) -> StatLineTable:
    return StatLineTable(
        row["tabel"],
        row["titel"],
        row["herkomst"],
        row["licentie"],
        date.fromisoformat(row["gezien_op"]),
    )


def _series(row: Row, tables: Mapping[str, StatLineTable]) -> OutsideSeries:
    return OutsideSeries(
        scaled(row["reeks"])[0],
        Text(row["naam"], row["naam_en"]),
        TAKEN[row["kwartaal"]],
        tables[row["tabel"]],
        row["meting"],
    )
