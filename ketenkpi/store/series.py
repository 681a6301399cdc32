"""How deliveries of one contract follow each other: what a later one takes over from earlier ones.

A Werkplein delivers again and again. Some files repeat everything (a case
register each quarter), some bring only what is new (complaints of a quarter).
Both come out right when each contract says by which columns a later delivery
supersedes an earlier one, and no row is lost that no later delivery speaks of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ketenkpi.contracts import find_contract


@dataclass(frozen=True, slots=True)
class Series:
    """One contract over time.

    `supersedes`: rows of an earlier delivery go when a later one of the same
    partner has a row with the same values here. `moved_by`: by which columns a
    case is known again at another Werkplein, where it was stated that cases
    moved. `row`: what identifies a row when two states are compared, empty when
    nothing does.
    `events`: dates that were past when the file was made, the latest of which
    tells how far it was observed; `begins`: the first of which tells where it
    starts to speak. `place`: the column whose value the delivery belongs to;
    `or_place` is used where that is empty, and is shared by all Werkpleinen.
    `partner`: the column that says which partner a row is from; `by_partner`:
    rows are from whoever delivers. In both each partner delivers their own and
    neither replaces the other's. `owner`: the column that tells whose a row is
    when all partners delivered together. `whole`: what a partner delivers for a
    period replaces all of it. `outcomes`: columns that mean nothing as long as
    a date is not there. `cases`: rows are about single cases or people, or are
    small numbers of them. `adds`: its numbers are added over partners, so that
    without one of them there is no total. `told_by`: the date of an event of which
    no row in a quarter may mean that nothing happened, or that nothing came;
    `until_first`: only before the first of a place, since its stock tells the rest.
    `looks_back`: of a case is counted what was seen of its client before it began.
    """

    contract: str
    supersedes: tuple[str, ...]
    moved_by: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    place: str = "werkplein"
    or_place: str | None = None
    shared: bool = False
    partner: str | None = None
    by_partner: bool = False
    owner: str | None = None
    whole: bool = False
    outcomes: Mapping[str, str] = field(default_factory=dict)
    cases: bool = False
    adds: bool = False
    told_by: str | None = None
    until_first: bool = False
    looks_back: bool = False

    def __post_init__(self) -> None:
        named = {*self.supersedes, *self.moved_by, *self.row, *self.events, self.place}
        named |= {*self.outcomes, *self.outcomes.values()}
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
            # Two Werkpleinen may use the same number for different people, and
            # two that number from 1 use the same numbers for all of them. So
            # this alone is no case that moved: it takes somebody who says so.
            moved_by=("traject_id", "client"),
            row=spell,
            events=(
                *("melding", "aanvraag", "besluit", "instroom", "eerste_betaling"),
                *("ontvangst_inkomstenopgave", "betaalbaar", "uitstroom"),
            ),
            by_partner=True,
            adds=True,
            owner="regeling",
            # A term runs from the application and the longest right from the first
            # day, so they are no news of the day of report.
            outcomes={
                "reden_uitstroom": "uitstroom",
                "termijn": "aanvraag",
                "opschorting": "besluit",
                "einde_recht": "instroom",
            },
            cases=True,
            looks_back=True,
        ),
        # A step has no number. One that is delivered again with its end filled
        # in has the same begin, so it takes the place of the open one.
        Series(
            "stappen",
            ("werkplein", *step),
            moved_by=step,
            row=("werkplein", *step),
            events=("begin", "einde"),
            by_partner=True,
            owner="organisatie",
            outcomes={"overdracht": "einde"},
            cases=True,
        ),
        Series(
            "vacatures",
            ("werkplein", "vacature_id"),
            row=("werkplein", "vacature_id"),
            events=("geregistreerd", "gesloten"),
            by_partner=True,
            owner="geworven_door",
            outcomes=dict.fromkeys(("uitkomst", "vervuld_uit"), "gesloten"),
            cases=True,
            adds=True,
            told_by="geregistreerd",
            until_first=True,
        ),
        # Equal complaints in one file are two complaints; in two files they
        # are one that was delivered twice. So whole rows are compared.
        Series(
            "klachten",
            find_contract("klachten").names,
            events=("datum",),
            by_partner=True,
            cases=True,
            adds=True,
            told_by="datum",
        ),
        # A survey round and a partner's budget come as a whole, so the later
        # one replaces all of it, also rows that are not in it any more.
        Series(
            "tevredenheid",
            ("werkplein", "kwartaal", "klantgroep"),
            by_partner=True,
            whole=True,
            cases=True,
        ),
        Series(
            "middelen",
            ("werkplein", "kwartaal", "organisatie"),
            by_partner=True,
            owner="organisatie",
            whole=True,
            adds=True,
        ),
        Series(
            "stand_stroom",
            stock,
            row=stock,
            by_partner=True,
            owner="regeling",
            cases=True,
            adds=True,
        ),
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
