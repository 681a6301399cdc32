"""One region: what stands out, what its Werkpleinen add up to, and how others stand."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.components.rug_table import RugShown
from dashboard.reads import Place
from ketenkpi.answer import Bullet
from ketenkpi.indicators import askable, load_indicators
from ketenkpi.overview import (
    CountedCases,
    PartsOfWhole,
    Tile,
    load_first_screen,
    parts_of_whole,
    placed_by_tile,
    rug_of,
)
from ketenkpi.overview.answers import discussed_among, in_order
from ketenkpi.vocabulary import Quarter

# Counts that add over Werkpleinen: who comes, who goes, and who is there.
ADDING = (Tile("instroom"), Tile("uitstroom"), Tile("stand"))


def regions(basis: Basis) -> tuple[Place, ...]:
    """Every region, by name."""
    return tuple(place for place in reads.places(basis).values() if place.kind == "region")


def region_of(basis: Basis, code: str) -> Place | None:
    """The region chosen, or that of the Werkplein chosen; else the first, None without any."""
    place, every = reads.places(basis)[code], regions(basis)
    name = basis.store.regions(basis.scope).get(place.name, place.name)
    return next((each for each in every if each.name == name), next(iter(every), None))


@cached
def signalled(basis: Basis, code: str, quarter: int) -> tuple[Bullet, ...]:
    """The Werkpleinen of the region that have a signal, each with the figures it is of."""
    place = reads.places(basis)[code]
    tests, when = reads.signalled(basis, quarter), Quarter.from_index(quarter)
    inside = reads.werkpleinen(basis, place)
    return discussed_among(tests, inside, when, place.said).section.items


@cached
def added(basis: Basis, code: str, quarter: int, cases: CountedCases) -> tuple[PartsOfWhole, ...]:
    """Inflow, outflow and stock of the region and of each of its Werkpleinen."""
    place = reads.places(basis)[code]
    whole, seen = (
        placed_by_tile(
            basis.store.source, ADDING, column, scope=basis.scope, quarters=[quarter], cases=cases
        )
        for column in ("regio", "werkplein")
    )
    inside = reads.werkpleinen(basis, place)
    return tuple(
        parts_of_whole(tile, whole[tile], seen[tile], place.name, inside, quarter)
        for tile in ADDING
    )


def usual(basis: Basis) -> dict[str, Tile]:
    """The figures of the result areas, by how an address names them."""
    tiles = (each.tile for each in load_first_screen().areas)
    return {tile.code: tile for tile in tiles}


@cached
def choosable(basis: Basis, quarter: int) -> Mapping[str, Tile]:
    """Every figure at its usual part, and those of the result areas, by code."""
    known, there = load_indicators(), reads.parts_of(basis, reads.last_shown(basis, quarter))
    shown = askable(known, ("regio", "kwartaal"), {})
    found = dict(usual(basis))
    for key in shown:
        parts = in_order(there.get(key, ()), known[key], "nl")
        tile = Tile(key, next(iter(parts), None))
        found.setdefault(tile.code, tile)
    return found


@cached
def among(
    basis: Basis, code: str, quarter: int, cases: CountedCases, tiles: tuple[Tile, ...]
) -> RugShown:
    """These figures of the region, among the other regions."""
    place, quarters = reads.places(basis)[code], reads.course_quarters(basis, quarter)
    rows = rug_of(
        basis.store.source,
        tiles,
        "regio",
        place.name,
        basis.scope,
        quarters=quarters,
        quarter=quarter,
        cases=cases,
    )
    return RugShown((("", rows),), quarters, quarter)
