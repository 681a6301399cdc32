"""Which figures the first screens show: `config/first_screen.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.indicators import shipped_indicators
from ketenkpi.overview.tiles import Tile
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Text

FILE = CONFIG / "first_screen.yaml"


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on a first screen, with the short name it has there; area: its result area."""

    tile: Tile
    name: Text
    area: str


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """The steps of the chain in their order, and a figure for each result area."""

    chain: tuple[Shown, ...]
    areas: tuple[Shown, ...]


@cache
def load_first_screen(file: Path = FILE) -> FirstScreen:
    """Raises DefinitionError with file, line and reason for any fault, an unknown figure too."""
    node = read_definition(file).only([*PROVENANCE, "chain", "areas"])
    chain = tuple(_shown(each, of_area=False) for each in node["chain"])
    areas = tuple(_shown(each, of_area=True) for each in node["areas"])
    for each, given in zip(areas, node["areas"], strict=True):
        if given.get("area") != each.area:
            raise given.fail(f"'{each.tile.indicator}' is of result area {each.area}", "area")
    return FirstScreen(chain, areas)


def _shown(node: Node, *, of_area: bool) -> Shown:
    node.only(["indicator", "name", *(["area"] if of_area else [])], ["part"])
    known = shipped_indicators()
    indicator = known[node.one_of("indicator", known)]
    part = node.get("part")
    if indicator.always_split != (part is not None):
        raise node.fail(f"'{indicator.key}' is {'' if part is None else 'not '}always split")
    return Shown(Tile(indicator.key, part), node.text("name"), indicator.result_area)
