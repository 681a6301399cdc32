"""How figures moved as later deliveries came, kept by `cached`."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.basis import Basis
from dashboard.cached import cached
from ketenkpi.answer import Section
from ketenkpi.comparison import Revisions, answers
from ketenkpi.overview import Tile


@cached
def all_revisions(basis: Basis, indicator: str) -> Revisions:
    """The revisions of one indicator; counts every earlier state the first time."""
    return basis.store.revisions(indicator, basis.scope)


@cached
def sections(
    basis: Basis, werkplein: str, quarter: int, figure_code: str
) -> tuple[Section, Section]:
    """The triangle of one figure of one Werkplein, and how much such figures moved at all."""
    tile = Tile.of(figure_code)
    revisions = all_revisions(basis, tile.indicator)
    where: dict[str, Sequence[object]] = {"werkplein": [werkplein], "kwartaal": [quarter]}
    by = ("werkplein", "kwartaal")
    figures = basis.store.figures([tile.indicator], by, basis.scope, where)
    here = figures[figures["indicator"] == tile.indicator]
    part = here["split"].isna() if tile.split is None else here["split"] == tile.split
    return (
        answers.revised(revisions, tile.split, werkplein, here[part]),
        answers.sizes(revisions, tile.name),
    )
