"""What of a place stands beside which series of outside: `config/context.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ketenkpi.asked import nearest
from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.context.series import load_series
from ketenkpi.errors import UsageError
from ketenkpi.indicators import load_indicators
from ketenkpi.settings import CONFIG
from ketenkpi.vocabularies import vocabularies
from ketenkpi.vocabulary import Text


@dataclass(frozen=True, slots=True)
class ContextSubject:
    """A figure of a place, of these schemes, and the series beside it.

    indicator: None where a place has no figure of its own. or_region: series that may
    stand in for it of a region. another_kind: why nothing is concluded, None where both
    count the same.
    """

    key: str
    name: Text
    indicator: str | None
    schemes: tuple[str, ...]
    series: str
    or_region: tuple[str, ...]
    another_kind: Text | None


@dataclass(frozen=True, slots=True)
class ContextRules:
    """along_within: the part within which a course goes along; least_years: fewer say
    nothing; population: the series that numbers of people are divided by."""

    along_within: float
    least_years: int
    population: str
    subjects: Mapping[str, ContextSubject]

    def named(self, key: str) -> ContextSubject:
        """The subject with this key; raises UsageError with the nearest ones."""
        if key not in self.subjects:
            near = nearest(key, self.subjects)
            raise UsageError("context.no_subject", name=key, known=near)
        return self.subjects[key]


@cache
def load_context_rules(file: Path = CONFIG / "context.yaml") -> ContextRules:
    """The rules; raises DefinitionError on any fault."""
    numbers = ("along_within", "least_years")
    node = read_definition(file).only((*numbers, "population", "subjects", *PROVENANCE))
    if not (isinstance(node["along_within"], float) and 0 < node["along_within"] < 1):
        raise node.fail("'along_within' must be a part between 0 and 1", "along_within")
    if type(node["least_years"]) is not int or node["least_years"] < 2:
        raise node.fail("'least_years' must be a whole number of two or more", "least_years")
    node.one_of("population", load_series())
    subjects = {key: _subject(key, each) for key, each in node["subjects"].items()}
    return node.built(ContextRules, subjects=MappingProxyType(subjects))


def _subject(key: str, node: Node) -> ContextSubject:
    node.only(("name", "series"), ("indicator", "schemes", "or_region", "another_kind"))
    if ("indicator" in node) != ("schemes" in node):
        raise node.fail("an indicator and the schemes it is of belong together")
    if "indicator" in node:
        node.one_of("indicator", load_indicators())
    node.one_of("series", load_series())
    _check(node, "schemes", vocabularies().schemes.stored)
    _check(node, "or_region", load_series())
    return node.built(
        ContextSubject,
        key=key,
        indicator=node.get("indicator"),
        schemes=tuple(node.get("schemes") or ()),
        or_region=tuple(node.get("or_region") or ()),
    )


def _check(node: Node, key: str, known: Mapping[str, object] | tuple[str, ...]) -> None:
    for each in node.get(key) or ():
        if each not in known:
            raise node.fail(f"'{each}' is not known; known: {', '.join(known)}", key)
