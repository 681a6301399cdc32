"""How deliveries of one contract follow each other: what a later one takes over from earlier ones.

A Werkplein delivers again and again. Some files repeat everything (a case
register each quarter), some bring only what is new (complaints of a quarter).
Both come out right when each contract says by which columns a later delivery
supersedes an earlier one, and no row is lost that no later delivery speaks of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ketenkpi.contracts import find_contract


@dataclass(frozen=True, slots=True)
class Series:
    """One contract over time.

    `supersedes`: rows of an earlier delivery go when a later one has a row
    with the same values here. `follows`: the same for a case that moved to
    another Werkplein, only where all of these are filled. `row`: what
    identifies a row when two states are compared, empty when nothing does.
    `events`: dates that were past when the file was made, the latest of which
    tells how far it was observed; `begins`: the first of which tells where it
    starts to speak. `place`: the column whose value the delivery belongs to;
    `or_place` is used where that is empty, and is shared by all Werkpleinen.
    `partner`: the column that says which partner a row is from, where each
    partner delivers their own and neither replaces the other's.
    `cases`: rows are about single cases or people, or are small numbers of them.
    """

    contract: str
    supersedes: tuple[str, ...]
    follows: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    place: str = "werkplein"
    or_place: str | None = None
    shared: bool = False
    partner: str | None = None
    cases: bool = False

    def __post_init__(self) -> None:
        named = {*self.supersedes, *self.follows, *self.row, *self.events, self.place}
        unknown = named - set(find_contract(self.contract).names)
        if unknown:
            raise ValueError(f"{self.contract} has no columns {sorted(unknown)}")

    @property
    def by_quarter(self) -> bool:
        """Whether each row names its quarter."""
        return "kwartaal" in find_contract(self.contract).names


def _series() -> tuple[Series, ...]:
    spell = ("werkplein", "traject_id")
    step = ("traject_id", "taak", "organisatie", "begin")
    stock = ("werkplein", "kwartaal", "regeling", "doelgroep")
    answer = find_contract("samenwerking").unique
    target = find_contract("doelen").unique
    return (
        Series(
            "trajecten",
            spell,
            # Two Werkpleinen may use the same number for different people. The
            # same number and the same pseudonym is one case that moved, as
            # happens to all of them when a Werkplein merges into another.
            follows=("traject_id", "client"),
            row=spell,
            events=("melding", "aanvraag", "besluit", "instroom", "eerste_betaling", "uitstroom"),
            cases=True,
        ),
        # A step has no number. One that is delivered again with its end filled
        # in has the same begin, so it takes the place of the open one.
        Series("stappen", step, row=step, events=("begin", "einde"), cases=True),
        Series(
            "vacatures",
            ("werkplein", "vacature_id"),
            row=("werkplein", "vacature_id"),
            events=("geregistreerd", "gesloten"),
            cases=True,
        ),
        # Equal complaints in one file are two complaints; in two files they
        # are one that was delivered twice. So whole rows are compared.
        Series("klachten", find_contract("klachten").names, events=("datum",), cases=True),
        # A survey round and a partner's budget come as a whole, so the later
        # one replaces all of it, also rows that are not in it any more.
        Series("tevredenheid", ("werkplein", "kwartaal", "klantgroep"), cases=True),
        Series("middelen", ("werkplein", "kwartaal", "organisatie")),
        Series("stand_stroom", stock, row=stock, cases=True),
        Series("samenwerking", answer, row=answer, partner="invuller"),
        Series("fasen", ("werkplein", "doelgroep"), events=("vanaf",)),
        # A key is agreed as a whole: with other shares all of it is another key.
        Series("verdeling", ("arbeidsmarktregio", "kwartaal", "sleutel")),
        # Goals without an indicator have no name to go by: those of one place and
        # first day are delivered together.
        Series(
            "doelen",
            tuple(name for name in target if name != "doel"),
            row=target,
            events=("vanaf",),
            or_place="arbeidsmarktregio",
        ),
        Series("werkpleinen", ("werkplein",), events=("geldig_vanaf",)),
        Series(
            "context",
            find_contract("context").unique,
            row=find_contract("context").unique,
            place="reeks",
            shared=True,
        ),
    )


SERIES: Mapping[str, Series] = MappingProxyType({one.contract: one for one in _series()})
