"""Which Werkpleinen stand beside each other, and how many of them have a signal."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.reads import Place
from ketenkpi.answer import Said
from ketenkpi.overview.answers import discussed_among
from ketenkpi.register import MapTile
from ketenkpi.vocabulary import Quarter


def inside(basis: Basis, code: str) -> Place:
    """The region chosen; all together where one Werkplein is, which stands among the others."""
    place = reads.places(basis)[code]
    return next(iter(reads.places(basis).values())) if place.kind == "werkplein" else place


@cached
def headline(basis: Basis, code: str, quarter: int) -> Said:
    """How many signals at how many of these Werkpleinen."""
    place = reads.places(basis)[code]
    inside = reads.werkpleinen(basis, place)
    tests, when = reads.signalled(basis, quarter), Quarter.from_index(quarter)
    return discussed_among(tests, inside, when, place.said).section.finding


@cached
def by_region(basis: Basis, code: str) -> dict[str, tuple[str, ...]]:
    """The Werkpleinen by region, both by name; without a region they come last, under ''."""
    regions = basis.store.regions(basis.scope)
    found: dict[str, list[str]] = {}
    for name in reads.werkpleinen(basis, reads.places(basis)[code]):
        found.setdefault(regions.get(name, ""), []).append(name)
    ordered = sorted(found, key=lambda region: (not region, region.casefold()))
    return {region: tuple(found[region]) for region in ordered}


@cached
def tiles(basis: Basis, regions: tuple[str, ...]) -> Mapping[str, MapTile]:
    """Where each of these regions lies; who nobody has placed is left out."""
    register = basis.store.register()
    found = {name: register.map_tile(name) for name in regions if name}
    return {name: tile for name, tile in found.items() if tile is not None}
