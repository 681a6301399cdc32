"""What the page on inflow and outflow reads, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from ketenkpi.answer import Section
from ketenkpi.overview import CountedCases, RugRow, Tile, answers, driver_tree, rug_of

# Who comes, who goes and how, who comes back; then where WW goes on as bijstand.
FLOWS = (
    Tile("instroom"),
    Tile("uitstroom"),
    Tile("uitstroom_werk"),
    Tile("aandeel_werk"),
    Tile("herinstroom", "182"),
    Tile("herinstroom", "365"),
    Tile("overgang_ww_wwb"),
)
# What target groups are seen beside each other by.
OF_GROUPS = (
    Tile("instroom"),
    Tile("uitstroom"),
    Tile("aandeel_werk"),
    Tile("werk_binnen_182"),
    Tile("uitkeringsduur"),
)
STOCK = "stand"


@dataclass(frozen=True)
class FlowsShown:
    """Figures of one place with the quarters of their courses, and what its stock is made of."""

    rows: tuple[RugRow, ...]
    stock: Section
    quarters: tuple[int, ...]


@cached
def flows(basis: Basis, code: str, quarter: int, cases: CountedCases) -> FlowsShown:
    """Inflow and outflow of one place in one quarter."""
    place = reads.places(basis)[code]
    tree = driver_tree(
        basis.store.source, STOCK, place.column, place.name, basis.scope, quarter, cases=cases
    )
    assert tree is not None, "a stock is made of flows"
    quarters = reads.course_quarters(basis, quarter)
    stock = answers.drivers_section(tree, place.said)
    return FlowsShown(_rows(basis, code, quarter, FLOWS, cases), stock, quarters)


@cached
def groups(
    basis: Basis, code: str, quarter: int, scheme: str | None
) -> tuple[tuple[str, tuple[RugRow, ...]], ...]:
    """The same few figures of each target group that anybody delivered."""
    return tuple(
        (group, _rows(basis, code, quarter, OF_GROUPS, CountedCases(scheme, group)))
        for group in reads.groups(basis)
    )


def _rows(
    basis: Basis, code: str, quarter: int, tiles: tuple[Tile, ...], cases: CountedCases
) -> tuple[RugRow, ...]:
    place = reads.places(basis)[code]
    return rug_of(
        basis.store.source,
        tiles,
        place.column,
        place.name,
        basis.scope,
        quarters=reads.course_quarters(basis, quarter),
        quarter=quarter,
        cases=cases,
    )
