"""What the page on inflow and outflow reads, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.components.pickers import Choice
from ketenkpi.answer import Said, Section
from ketenkpi.charts import recipes
from ketenkpi.overview import CountedCases, RugRow, Tile, answers, driver_tree, leaving_of, rug_of

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
# Of these the one that tells where leavers go, and is released by target group.
RELEASED = Tile("aandeel_werk")
STOCK = "stand"


@dataclass(frozen=True)
class FlowsShown:
    """Figures of one place with the quarters of their courses, and what its stock is made of."""

    rows: tuple[RugRow, ...]
    stock: Section
    quarters: tuple[int, ...]


@dataclass(frozen=True)
class LeavingShown:
    """Curves of leaving by target group: who is still there, and who left to work."""

    period: Said
    stays: Section
    to_work: Section


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


@cached
def leaving(basis: Basis, code: str, quarter: int, scheme: str | None) -> LeavingShown:
    """The curves of those who began in the last year that was followed; needs rows."""
    place, quarters = reads.places(basis)[code], reads.course_quarters(basis, quarter)
    found = leaving_of(
        basis.store.source,
        place.column,
        place.name,
        basis.scope,
        quarters=quarters,
        quarter=quarter,
        scheme=scheme,
    )
    told = (
        answers.period_said(found),
        answers.stays_section(found),
        answers.to_work_section(found),
    )
    return LeavingShown(*told)


@cached
def released(basis: Basis, code: str, quarter: int, scheme: str | None) -> Section:
    """Of each target group the share of those who left that left to work, as far as released."""
    found = groups(basis, code, quarter, scheme)
    told = [(group, row.now) for group, rows in found for row in rows if row.tile == RELEASED]
    return answers.released_section(told, RELEASED.name)


def recipe(basis: Basis, choice: Choice, key: str) -> str:
    """The lines that draw one of these pictures elsewhere."""
    place, quarter = reads.places(basis)[choice.place], choice.quarter
    quarters = reads.course_quarters(basis, quarter)
    where = (place.column, place.name)
    return recipes.leaving(key, where, quarters, quarter, choice.cases.scheme)


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
