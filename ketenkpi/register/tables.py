"""The tables of `data/reference/`, read as they are: `;`, UTF-8, one fact per row."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ketenkpi.register.days import Days
from ketenkpi.register.gemeenten import Gemeenten
from ketenkpi.register.model import (
    Area,
    CbsRegion,
    Decree,
    ListSource,
    LocationType,
    MapTile,
    Merger,
    MergerKind,
    Municipality,
    Region,
    RegionCertainty,
    RegionYears,
    Werkplein,
)
from ketenkpi.register.regions import Regions

Row = dict[str, str]
# The areas of a Werkplein under one decree, by (code, source).
Areas = dict[tuple[str, str], tuple[Area, ...]]


# What the tables call it -> how the register does.
KINDS: dict[str, MergerKind] = {
    "naam": "renamed",
    "opgegaan": "joined",
    "samenvoeging": "merged",
    "splitsing": "split",
}
DOUBTS: dict[str, RegionCertainty | None] = {
    "": None,
    "afgeleid": "derived",
    "jaar_onbekend": "year_unknown",
    "twee_regios": "two_regions",
    "postcode": "postcode",
}


@dataclass(frozen=True, slots=True)
class RegisterTables:
    """Everything the tables say; a spelling (of a Werkplein) is (as found, as tables write it)."""

    sources: tuple[Decree, ...]
    werkpleinen: tuple[Werkplein, ...]
    regions: Regions
    spellings: tuple[tuple[str, str], ...]
    gemeenten: Gemeenten
    location_types: tuple[LocationType, ...]


def read_tables(folder: Path) -> RegisterTables:
    """Read the tables; a missing file, column or a bad date fails loudly."""
    areas = _areas(rows(folder / "werkgebieden.csv"))
    sources = tuple(_source(row) for row in rows(folder / "bronnen.csv"))
    kinds = {source.code: source.kind for source in sources}
    spellings = tuple(
        (row["soort"], row["schrijfwijze"], row["naam"])
        for row in rows(folder / "schrijfwijzen.csv")
    )
    return RegisterTables(
        sources=sources,
        werkpleinen=tuple(
            _werkplein(row, areas, kinds) for row in rows(folder / "werkpleinen.csv")
        ),
        regions=Regions(
            rows=tuple(_region(row) for row in rows(folder / "arbeidsmarktregios.csv")),
            cbs_rows=tuple(_cbs_region(row) for row in rows(folder / "regio_cbs.csv")),
            tiles=tuple(_map_tile(row) for row in rows(folder / "tegels.csv")),
            spellings=_of_kind(spellings, "arbeidsmarktregio"),
            days=Days(sources),
        ),
        spellings=_of_kind(spellings, "werkplein"),
        gemeenten=_gemeenten(folder, sources, _of_kind(spellings, "gemeente")),
        location_types=tuple(_location_type(row) for row in rows(folder / "locatietypen.csv")),
    )


def _map_tile(row: Row) -> MapTile:
    return MapTile(row["arbeidsmarktregio"], int(row["rij"]), int(row["kolom"]))


def _of_kind(spellings: tuple[tuple[str, str, str], ...], kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((found, name) for each, found, name in spellings if each == kind)


def _gemeenten(
    folder: Path, decrees: tuple[Decree, ...], spellings: tuple[tuple[str, str], ...]
) -> Gemeenten:
    return Gemeenten(
        rows=tuple(_municipality(row) for row in rows(folder / "gemeenten.csv")),
        mergers=tuple(_merger(row) for row in rows(folder / "herindelingen.csv")),
        region_years=tuple(_region_years(row) for row in rows(folder / "regio_per_gemeente.csv")),
        spellings=spellings,
        decrees=decrees,
        lists=tuple(_list_source(row) for row in rows(folder / "lijsten.csv")),
    )


def rows(file: Path) -> list[Row]:
    """The rows of one table by column name."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";", strict=True))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _source(row: Row) -> Decree:
    return Decree(
        code=row["bron"],
        title=row["titel"],
        bwbr=row["bwbr"],
        valid_from=date.fromisoformat(row["geldig_vanaf"]),
        valid_until=_day(row["geldig_tot"]),
        certain_until=date.fromisoformat(row["zeker_tot"]),
        kind=row["locatietype"],
    )


def _werkplein(row: Row, areas: Areas, kinds: dict[str, str]) -> Werkplein:
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
        kind=kinds[row["bron"]],
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


def _year(text: str) -> int | None:
    return int(text) if text else None


def _list_source(row: Row) -> ListSource:
    return ListSource(row["bron"], row["titel"], tuple(map(int, row["jaren"].split())))


def _municipality(row: Row) -> Municipality:
    return Municipality(
        valid_from=_day(row["geldig_vanaf"]) or date.min,
        valid_until=_day(row["geldig_tot"]),
        code=row["code"],
        name=row["naam"],
        successor=row["opvolger"] or None,
        source=row["bron"],
    )


def _merger(row: Row) -> Merger:
    return Merger(
        on=date.fromisoformat(row["datum"]),
        old=row["oude_code"],
        new=row["nieuwe_code"],
        kind=KINDS[row["soort"]],
        parts=tuple(row["delen_naar"].split()),
        source=row["bron"],
    )


def _region_years(row: Row) -> RegionYears:
    return RegionYears(
        gemeente=row["code"],
        region=row["arbeidsmarktregio"],
        also=tuple(row["ook"].split()),
        first=int(row["van_jaar"]),
        last=_year(row["tot_jaar"]),
        doubt=DOUBTS[row["zekerheid"]],
        remark=row["opmerking"],
        sources=tuple(row["bron"].split()),
    )


def _cbs_region(row: Row) -> CbsRegion:
    return CbsRegion(
        region=row["arbeidsmarktregio"],
        code=row["cbs_code"],
        name=row["cbs_naam"],
        first=int(row["van_jaar"]),
        last=_year(row["tot_jaar"]),
        source=row["bron"],
    )


def _location_type(row: Row) -> LocationType:
    return LocationType(
        key=row["sleutel"],
        name=row["naam"],
        name_en=row["naam_en"],
        valid_from=_day(row["geldig_vanaf"]),
        valid_until=_day(row["geldig_tot"]),
        successor=row["opvolger"] or None,
        assumed=row["zekerheid"] == "aanname",
        source=row["bron"],
    )
