"""The figures of the overview, in its order, and how an address names a figure."""

from __future__ import annotations

from dataclasses import dataclass

from ketenkpi.indicators import load_indicators, part_name
from ketenkpi.vocabulary import Text, in_both


@dataclass(frozen=True)
class Tile:
    """One figure: an indicator, and which of its parts when it has parts."""

    indicator: str
    split: str | None = None

    @property
    def code(self) -> str:
        """How an address names it; the part that the overview shows needs no mention."""
        bare = self.split is None or self in TILES
        return self.indicator if bare else f"{self.indicator}:{self.split}"

    @classmethod
    def of(cls, code: str) -> Tile:
        """The figure that `code` names."""
        for tile in TILES:
            if tile.code == code:
                return tile
        indicator, _, split = code.partition(":")
        return cls(indicator, split or None)

    @property
    def name(self) -> Text:
        """The indicator's name, with the part that is shown when it has parts."""
        indicator = load_indicators()[self.indicator]
        if self.split is None or self not in TILES:
            return part_name(indicator, self.split)
        part = in_both(f"overview.split_{self.split}")
        return in_both("overview.part_shown", name=indicator.name, part=part)


# In the order of the seed: how long clients wait, who comes and who leaves,
# what they think of it, and with how many people it is done. Never by value.
TILES = (
    Tile("uitkeringsduur"),
    Tile("binnen_termijn"),
    Tile("instroom"),
    Tile("uitstroom"),
    Tile("uitstroom_werk"),
    Tile("stand"),
    Tile("uitstroomquote"),
    Tile("herinstroom", "365"),
    Tile("klanttevredenheid", "algemeen"),
    Tile("caseload_per_fte"),
    # Never alone: who is discouraged or refused counts as prevented, too.
    Tile("preventiequote"),
    Tile("herhaalde_melding"),
    Tile("afgewezen"),
)
KEYS = tuple(tile.indicator for tile in TILES)
