"""The tables of `data/reference/`, read as they are: `;`, UTF-8, one fact per row."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ketenkpi.register.model import Area, Region, Source, Werkplein

Row = dict[str, str]
# The areas of a Werkplein under one decree, by (code, source).
Areas = dict[tuple[str, str], tuple[Area, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """A gemeente that no later decree names, and the one that has (most of) its area."""

    gemeente: str
    valid_until: date
    merged_into: str
    split: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the decrees say; `region_of_gemeente` is keyed by (gemeente, source).

    A spelling is (kind, as found, as the tables write it); kinds are gemeente,
    werkplein and arbeidsmarktregio.
    """

    sources: tuple[Source, ...]
    werkpleinen: tuple[Werkplein, ...]
    regions: tuple[Region, ...]
    region_of_gemeente: dict[tuple[str, str], str]
    changes: tuple[Change, ...]
    spellings: tuple[tuple[str, str, str], ...]


def read_tables(folder: Path) -> Tables:
    """Read the seven tables; a missing file, column or a bad date fails loudly."""
    areas = _areas(rows(folder / "werkgebieden.csv"))
    return Tables(
        sources=tuple(_source(row) for row in rows(folder / "bronnen.csv")),
        werkpleinen=tuple(_werkplein(row, areas) for row in rows(folder / "werkpleinen.csv")),
        regions=tuple(_region(row) for row in rows(folder / "arbeidsmarktregios.csv")),
        region_of_gemeente={
            (row["gemeente"], row["bron"]): row["arbeidsmarktregio"]
            for row in rows(folder / "regio_gemeenten.csv")
        },
        changes=tuple(_change(row) for row in rows(folder / "gemeente_wijzigingen.csv")),
        spellings=tuple(
            (row["soort"], row["schrijfwijze"], row["naam"])
            for row in rows(folder / "schrijfwijzen.csv")
        ),
    )


def rows(file: Path) -> list[Row]:
    """The rows of one table by column name."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";", strict=True))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _source(row: Row) -> Source:
    return Source(
        code=row["bron"],
        title=row["titel"],
        bwbr=row["bwbr"],
        valid_from=date.fromisoformat(row["geldig_vanaf"]),
        valid_until=_day(row["geldig_tot"]),
        certain_until=date.fromisoformat(row["zeker_tot"]),
    )


def _werkplein(row: Row, areas: Areas) -> Werkplein:
    return Werkplein(
        valid_from=date.fromisoformat(row["geldig_vanaf"]),
        valid_until=_day(row["geldig_tot"]),
        code=row["code"],
        name=row["naam"],
        seat=row["gemeente_van_vestiging"],
        region=row["arbeidsmarktregio"],
        source=row["bron"],
        areas=areas[row["code"], row["bron"]],
        satellite_of=row["satelliet_van"],
        region_inferred=row["regio_afgeleid"] == "ja",
        leaving=row["terugtrekking"],
        merged_into=row["opgegaan_in"] or None,
        merged_share=row["opgegaan_deel"],
        merger_inferred=row["afgeleid"] == "ja",
    )


def _areas(table: list[Row]) -> Areas:
    found: dict[tuple[str, str], list[Area]] = {}
    for row in table:
        postcodes = tuple(row["postcodes"].split(", ")) if row["postcodes"] else ()
        area = Area(row["gemeente"], postcodes)
        found.setdefault((row["werkplein"], row["bron"]), []).append(area)
    return {where: tuple(areas) for where, areas in found.items()}


def _region(row: Row) -> Region:
    return Region(
        valid_from=date.fromisoformat(row["geldig_vanaf"]),
        valid_until=_day(row["geldig_tot"]),
        code=row["code"],
        name=row["naam"],
        division=int(row["indeling"]),
        number=int(row["nummer"]) if row["nummer"] else None,
        source=row["bron"],
    )


def _change(row: Row) -> Change:
    return Change(
        gemeente=row["gemeente"],
        valid_until=date.fromisoformat(row["geldig_tot"]),
        merged_into=row["opgegaan_in"],
        split=row["soort"] == "splitsing",
    )
