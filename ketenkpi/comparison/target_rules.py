"""How sure a target over quarters must be before anything is said: `config/targets.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.settings import CONFIG

SHARES = ("near", "unknown_luck")
YEARS = ("least_years", "most_years")


@dataclass(frozen=True, slots=True)
class TargetRules:
    """The numbers by which a target is ahead, behind or on schedule before its end.

    near: 'op schema' when every end lies within this part of the target. least_years:
    earlier years before their season is taken, of at most the last most_years.
    unknown_luck: the part by which a quarter varies of itself where no years tell it.
    Raises ValueError for shares outside 0 to 1 and for years in the wrong order.
    """

    near: float
    unknown_luck: float
    least_years: int
    most_years: int

    def __post_init__(self) -> None:
        if not (0 < self.near < 1 and 0 <= self.unknown_luck < 1):
            raise ValueError(f"parts of a target lie between 0 and 1, got: {self}")
        if not 2 <= self.least_years <= self.most_years:
            raise ValueError(f"a season needs two years or more, got: {self}")


@cache
def load_target_rules(file: Path = CONFIG / "targets.yaml") -> TargetRules:
    """The rules of this installation; raises DefinitionError on any fault."""
    node = read_definition(file).only([*SHARES, *YEARS, *PROVENANCE])
    near, luck = (_number(node, name, (int, float)) for name in SHARES)
    least, most = (int(_number(node, name, (int,))) for name in YEARS)
    try:
        return TargetRules(near, luck, least, most)
    except ValueError as fault:
        raise node.fail(str(fault)) from fault


def _number(node: Node, name: str, kinds: tuple[type, ...]) -> float:
    if type(node[name]) not in kinds:
        raise node.fail(f"'{name}' must be a number, of years a whole one", name)
    return float(node[name])
