"""The agenda of a Werkplein-MT by phase (6.3): which kinds of proposal there are, in which order.

A proposal says what is open and by which computed figure. It is never a
decision, and no proposal at all is a possible answer.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.contracts import load_contracts
from ketenkpi.research_model import load_phases
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Text

FOLDER = CONFIG / "cooperation"
PAGES = ("programma", "overzicht", "gegevens", "samenwerking", "keten")
# What the words of each kind may hold; a kind that the code does not find cannot be defined.
PLACEHOLDERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "geen_doelen": frozenset({"quarter"}),
        "doel_niet_meetbaar": frozenset({"count", "total", "unknown"}),
        "doel_achteraf": frozenset({"count", "total", "unknown"}),
        "doel_niet_afgeleid": frozenset({"count", "total", "unknown"}),
        "doel_niet_gehaald": frozenset({"indicator", "quarter", "value", "interval", "target"}),
        "doel_loopt_achter": frozenset({"indicator", "period", "value", "due", "target"}),
        "levering_ontbreekt": frozenset({"contract", "quarter"}),
        "akkoord_ontbreekt": frozenset({"party", "count", "quarter"}),
        "norm_niet_gehaald": frozenset({"indicator", "value", "interval", "target"}),
        "signaal": frozenset({"indicator", "part", "longer", "value", "expected"}),
        "scan_ontbreekt": frozenset({"parties", "quarter"}),
        "afspraak_ontbreekt": frozenset({"pair", "situation", "kinds", "relation", "clients"}),
        "fase_zonder_akkoord": frozenset({"finding"}),
        "fase_tegenspraak": frozenset({"finding"}),
        "partners_verschillen": frozenset({"count", "total", "part", "uwv", "gemeente", "top"}),
    }
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the three agendas of 6.3, and the phases that have it."""

    key: str
    name: Text
    phases: tuple[str, ...]
    section: str


@dataclass(frozen=True, slots=True)
class ProposalKind:
    """A kind of proposal: on which agenda it belongs, and its words.

    page: where the figure behind it stands; part: which part of that page, None
    for a page without parts.
    """

    key: str
    stage: str
    page: str
    part: str | None
    section: str
    name: Text
    what: Text
    why: Text


@dataclass(frozen=True)
class AgendaModel:
    """stages and kinds in their order; order: the rule in words.

    quarterly: the contracts that are expected every quarter. apart: the part of
    a scale that the partners' marks must differ by to be a proposal. at_most:
    how many proposals of one kind a place gets.
    """

    stages: Mapping[str, Stage]
    kinds: Mapping[str, ProposalKind]
    order: Text
    quarterly: tuple[str, ...]
    apart: float
    at_most: int
    author: str
    source: str
    reviewed_on: date

    def stage_of(self, phase: str | None) -> str | None:
        """The agenda that belongs to a phase; None where the phase is not known."""
        found = (stage.key for stage in self.stages.values() if phase in stage.phases)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in the unit of its indicator, to be written in the reader's language."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class ProposalLimits:
    """The limits of a figure; without either it is a full count, `high` None lies beyond."""

    low: float | None
    high: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed item for the agenda of `place`, a Werkplein or a region.

    params: what fills the words of the kind. subject: what the figure behind it
    is about (werkplein, kwartaal, indicator, paar), to find it on the page.
    weight: how large it is among proposals of its kind.
    """

    kind: ProposalKind
    place: str
    params: Mapping[str, object]
    subject: Mapping[str, str]
    weight: float = field(default=0.0)

    def __post_init__(self) -> None:
        missing = _fields(self.kind.what, self.kind.why) - set(self.params)
        if missing:
            raise ValueError(f"{self.kind.key} lacks {sorted(missing)}")


def in_order(
    proposals: Iterable[Proposal], phase_of: Mapping[str, str | None], model: AgendaModel
) -> tuple[Proposal, ...]:
    """The proposals by place, and within it in the order that `AgendaModel.order` states.

    phase_of: the phase of each Werkplein; a place without one has its proposals
    in the order of the stages.
    """
    stages, kinds = list(model.stages), list(model.kinds)

    def rank(proposal: Proposal) -> tuple[str, int, int, float, str]:
        own = model.stage_of(phase_of.get(proposal.place))
        turn = _turn(stages, own).index(proposal.kind.stage)
        kind = kinds.index(proposal.kind.key)
        return (
            proposal.place,
            turn,
            kind,
            -proposal.weight,
            repr(sorted(proposal.subject.items())),
        )

    return tuple(sorted(proposals, key=rank))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many proposals of one kind a place does not show, because it has so many."""

    place: str
    kind: ProposalKind
    count: int


def trimmed(
    proposals: Iterable[Proposal], model: AgendaModel
) -> tuple[tuple[Proposal, ...], tuple[LeftOut, ...]]:
    """The first `at_most` proposals of each kind and place, and how many are left out."""
    seen: dict[tuple[str, str], int] = {}
    kept = []
    for proposal in proposals:
        at = (proposal.place, proposal.kind.key)
        seen[at] = seen.get(at, 0) + 1
        if seen[at] <= model.at_most:
            kept.append(proposal)
    left = [
        LeftOut(place, model.kinds[kind], count - model.at_most)
        for (place, kind), count in seen.items()
        if count > model.at_most
    ]
    return tuple(kept), tuple(left)


def _turn(stages: Sequence[str], own: str | None) -> list[str]:
    """Its own stage first, then the earlier ones, then the later ones."""
    if own is None:
        return list(stages)
    at = stages.index(own)
    return [own, *stages[:at], *stages[at + 1 :]]


@cache
def load_agenda(folder: Path = FOLDER) -> AgendaModel:
    """`config/cooperation/agenda.yaml`; raises DefinitionError on any fault."""
    node = read_definition(folder / "agenda.yaml")
    node.only([*PROVENANCE, "stages", "order", "quarterly", "apart", "at_most", "kinds"])
    stages = {key: _stage(key, each) for key, each in node["stages"].items()}
    phases = [phase for stage in stages.values() for phase in stage.phases]
    if sorted(phases) != sorted(load_phases(folder).phases):
        raise node.fail("every phase must have exactly one stage", "stages")
    unknown = set(node["quarterly"]) - set(load_contracts())
    if unknown:
        raise node.fail(f"'quarterly' holds no contracts: {', '.join(unknown)}", "quarterly")
    if not 0 < node["apart"] <= 1:
        raise node.fail("'apart' must lie above 0 and up to 1", "apart")
    if type(node["at_most"]) is not int or node["at_most"] < 1:
        raise node.fail("'at_most' must be a whole number above 0", "at_most")
    kinds = {key: _kind(key, each, stages, node["kinds"]) for key, each in node["kinds"].items()}
    return node.built(AgendaModel, stages=MappingProxyType(stages), kinds=MappingProxyType(kinds))


def _stage(key: str, node: Node) -> Stage:
    node.only(["name", "phases", "section"])
    return node.built(Stage, key=key)


def _kind(key: str, node: Node, stages: Mapping[str, Stage], kinds: Node) -> ProposalKind:
    node.only(["stage", "page", "section", "name", "what", "why"], ["part"])
    if key not in PLACEHOLDERS:
        raise kinds.fail(f"no such kind: '{key}'; known: {', '.join(PLACEHOLDERS)}", key)
    for name in ("what", "why"):
        text = node.text(name)
        used = {language: _names(text.in_(language)) for language in ("nl", "en")}
        if used["nl"] != used["en"]:
            raise node.fail(f"'{name}' is filled in differently in nl and en", name)
        if used["nl"] - PLACEHOLDERS[key]:
            allowed = ", ".join(sorted(PLACEHOLDERS[key]))
            raise node.fail(f"'{name}' may be filled with: {allowed}", name)
    stage, page = node.one_of("stage", stages), node.one_of("page", PAGES)
    return node.built(ProposalKind, key=key, stage=stage, page=page)


def _fields(*texts: Text) -> set[str]:
    return {name for text in texts for name in _names(text.nl)}


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
