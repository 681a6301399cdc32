"""Every concept by its code, and the way to its definition."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ketenkpi.answer import Linked
from ketenkpi.research_model import load_dependence, load_integration, load_phases, load_scan
from ketenkpi.resources import load_assumptions
from ketenkpi.vocabulary import Text, in_both

# Concepts of the paper that are a rule or a way of weighing, not one of the lists.
OWN: Mapping[str, str] = {
    "product": "2.4",
    "proces": "2.4",
    "arentsen": "2.4",
    "tijdfactor": "7.7",
    "integratie": "2.1 en 2.3",
    "overeenstemming": "",
}
# What is counted in the chain, with where the paper names it.
CHAIN: Mapping[str, str] = {
    "doorstroom": "1 en 2.2",
    "wachten": "1",
    "wachtdagen": "1",
    "langer": "1",
    "herhaling": "1, 3.1 en 3.2",
    "betrokken": "1",
    "open": "1",
}


@cache
def names() -> Mapping[str, Text]:
    """What each concept is called, by its code, in the order of the paper within its kind."""
    scan, dependence, phases = load_scan(), load_dependence(), load_phases()
    of_kind = {
        "begrip": {key: in_both(f"concepts.name_{key}") for key in OWN},
        "keten": {key: in_both(f"concepts.name_{key}") for key in CHAIN},
        "groep": {key: each.name for key, each in scan.groups.items()},
        "niveau": scan.levels,
        "onderdeel": {key: each.name for key, each in scan.items.items()},
        "relatie": {key: each.name for key, each in dependence.relations.items()},
        "situatie": {key: each.name for key, each in dependence.situations.items()},
        "fase": {
            key: in_both("concepts.step", step=key, words=each.name)
            for key, each in phases.phases.items()
        },
        "teken": {key: each.name for key, each in phases.signs.items()},
        "strategie": {each.key: each.name for each in load_integration().strategies},
    }
    found = {f"{kind}.{key}": name for kind, keys in of_kind.items() for key, name in keys.items()}
    return found | {key: each.name for key, each in load_assumptions().concepts.items()}


def kind_of(code: str) -> str:
    """What sort of concept it is."""
    kind, dot, _ = code.partition(".")
    return kind if dot else "middelen"


def named(code: str) -> Linked:
    """The name of a concept, with the way to its definition; KeyError for one there is not."""
    return Linked(names()[code], "definities", {"begrip": code})
