"""What is counted, as data: each tally says over what its measures may be added.

Everything an indicator shows is made of these numbers. They are counted at the
lowest level, added, and divided last. Not everything adds: a stock does not
add over quarters and a return within 182 days is also one within 365. So each
measure names its obstacles, and `Counts.roll_up` refuses with that reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ketenkpi.vocabulary import Text

KEYS = ("werkplein", "kwartaal", "regeling", "doelgroep")
# All other dimensions are text. `kwartaal` is a quarter index (2009K1 = 8036).
WHOLE_DIMS = frozenset({"kwartaal", "venster", "days"})
DECIMAL_DIMS = frozenset({"score"})

# Why a measure may not be added over a dimension; each is a sentence in
# `ketenkpi/wording/counts.yaml` as `not_additive_<obstacle>`.
Obstacle = Literal["stock", "fte", "window", "kind"]


@dataclass(frozen=True)
class Measure:
    """One number of a tally; `amount` is in euros, fte or marks, `count` is whole.

    `may_be_missing`: null means that nobody delivered the number, which is not zero.
    """

    name: str
    meaning: Text
    unit: Literal["count", "amount"] = "count"
    not_over: tuple[tuple[str, Obstacle], ...] = ()
    may_be_missing: bool = False


@dataclass(frozen=True)
class Tally:
    """A table of additive numbers from one contract; `extra` are dimensions beside KEYS."""

    name: str
    contract: str
    meaning: Text
    measures: tuple[Measure, ...]
    extra: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [*self.dims, *(measure.name for measure in self.measures)]
        if len(names) != len(set(names)):
            raise ValueError(f"tally {self.name} names a column twice: {names}")
        for measure in self.measures:
            if unknown := {dim for dim, _ in measure.not_over} - set(self.dims):
                raise ValueError(f"{self.name}.{measure.name} is not over unknown {unknown}")

    @property
    def dims(self) -> tuple[str, ...]:
        """All dimensions, the four that every tally has first."""
        return KEYS + self.extra

    def measure(self, name: str) -> Measure:
        """The measure called `name`; raises KeyError when there is none."""
        return {measure.name: measure for measure in self.measures}[name]

    def additive_over(self, measure: str) -> tuple[str, ...]:
        """The dimensions over which `measure` may be added."""
        obstacles = dict(self.measure(measure).not_over)
        return tuple(dim for dim in self.dims if dim not in obstacles)


def _count(name: str, nl: str, en: str, **obstacles: Obstacle) -> Measure:
    return Measure(name, Text(nl, en), not_over=tuple(obstacles.items()))


def _amount(name: str, nl: str, en: str, **obstacles: Obstacle) -> Measure:
    return Measure(name, Text(nl, en), "amount", tuple(obstacles.items()), may_be_missing=True)


def _flow(name: str, nl: str, en: str, missing: bool = False, **obstacles: Obstacle) -> Measure:
    return Measure(name, Text(nl, en), "count", tuple(obstacles.items()), missing)


_ALL = (
    Tally(
        "instroom",
        "trajecten",
        Text("Uitkeringen die in het kwartaal begonnen", "Benefits that began in the quarter"),
        (_count("n", "Aantal", "Number"),),
        ("kanaal",),
    ),
    Tally(
        "uitstroom",
        "trajecten",
        Text(
            "Uitkeringen die in het kwartaal eindigden, voor zover het begin bekend is",
            "Benefits that ended in the quarter, as far as their begin is known",
        ),
        (_count("n", "Aantal", "Number"),),
        ("reden",),
    ),
    Tally(
        "stand",
        "trajecten",
        Text(
            "Uitkeringen die lopen aan het eind van het kwartaal: alle instroom tot en met dat "
            "kwartaal min alle uitstroom tot en met dat kwartaal",
            "Benefits running at the end of the quarter: all inflow up to and including that "
            "quarter minus all outflow up to and including that quarter",
        ),
        (_count("n", "Aantal", "Number", kwartaal="stock"),),
    ),
    Tally(
        "herinstroom",
        "trajecten",
        Text(
            "Instroom van klanten die hoogstens zoveel dagen eerder uitstroomden uit dezelfde "
            "regeling, in welk Werkplein ook",
            "Inflow of clients who left the same scheme at most so many days earlier, from any "
            "Werkplein",
        ),
        (
            _count(
                "n",
                "Terugkeer, onder de instroom waarvan het hele venster is waargenomen",
                "Returns, among inflow of which the whole window was observed",
                venster="window",
            ),
            _count(
                "at_risk",
                "Instroom van bekende klanten waarvan het hele venster is waargenomen",
                "Inflow of known clients of which the whole window was observed",
                venster="window",
            ),
        ),
        ("venster",),
    ),
    Tally(
        "meldingen",
        "trajecten",
        Text("Meldingen in het kwartaal", "First reports in the quarter"),
        (_count("n", "Aantal", "Number"),),
    ),
    Tally(
        "duur",
        "trajecten",
        Text(
            "Dagen tussen twee momenten in de keten, per kwartaal waarin het eerste moment viel; "
            "gevallen die nog lopen tellen mee als afgebroken waarneming",
            "Days between two moments in the chain, by the quarter of the first moment; cases "
            "still open count as censored",
        ),
        (
            _count(
                "entered",
                "Begonnen vóór de waarneming, gevolgd vanaf deze dag",
                "Began before observation, followed from this day",
                soort="kind",
            ),
            _count(
                "events",
                "Afgerond na dit aantal dagen",
                "Completed after so many days",
                soort="kind",
            ),
            _count(
                "censored",
                "Na dit aantal dagen nog niet afgerond en niet verder gevolgd",
                "Not completed after so many days and not followed further",
                soort="kind",
            ),
        ),
        ("soort", "days"),
    ),
    Tally(
        "duur_ongeldig",
        "trajecten",
        Text(
            "Gevallen zonder bruikbare duur: het einde ligt voor het begin, of het begin ontbreekt",
            "Cases without a usable duration: the end lies before the begin, or has no begin",
        ),
        (_count("n", "Aantal", "Number", soort="kind"),),
        ("soort",),
    ),
    Tally(
        "klant",
        "tevredenheid",
        Text("Antwoorden van klanten per klantprincipe", "Answers of clients by principle"),
        (
            _count("n", "Antwoorden met een cijfer", "Answers with a mark"),
            Measure("sum", Text("Som van de cijfers", "Sum of the marks"), "amount"),
            Measure(
                "sum_sq",
                Text("Som van de gekwadrateerde cijfers", "Sum of the squared marks"),
                "amount",
            ),
            _count("top", "Cijfer 8 of hoger", "Mark 8 or higher"),
            _count(
                "prio_n", "Antwoorden met cijfer en prioriteit", "Answers with mark and priority"
            ),
            Measure(
                "prio_sum",
                Text("Som van de prioriteiten", "Sum of the priorities"),
                "amount",
            ),
        ),
        ("klantgroep", "klantprincipe"),
    ),
    Tally(
        "score_hist",
        "tevredenheid",
        Text("Antwoorden per cijfer", "Answers by mark"),
        (_count("n", "Aantal", "Number"),),
        ("klantgroep", "klantprincipe", "score"),
    ),
    Tally(
        "respons",
        "tevredenheid",
        Text(
            "Respons, alleen waar bekend is hoeveel klanten zijn aangeschreven",
            "Response, only where it is known how many clients were invited",
        ),
        (
            _count("n", "Klanten die antwoordden", "Clients who answered"),
            _count("invited", "Klanten die zijn aangeschreven", "Clients who were invited"),
        ),
        ("klantgroep",),
    ),
    Tally(
        "middelen",
        "middelen",
        Text("Geld en mensen", "Money and people"),
        (
            _amount("begroot", "Begroot in euro's", "Budget in euros"),
            _amount("besteed", "Besteed in euro's", "Spent in euros"),
            _amount("fte", "Voltijdbanen", "Full-time equivalents", kwartaal="fte"),
        ),
        ("organisatie", "soort", "taak", "gezamenlijk"),
    ),
    Tally(
        "klachten",
        "klachten",
        Text("Klachten in het kwartaal", "Complaints in the quarter"),
        (_count("n", "Aantal", "Number"),),
        ("thema",),
    ),
    Tally(
        "vacatures",
        "vacatures",
        Text(
            "Vacatures per kwartaal van registratie",
            "Vacancies by the quarter they were registered",
        ),
        (_count("n", "Aantal", "Number"),),
        ("geworven_door", "uitkomst", "geschikt", "vervuld_uit"),
    ),
    Tally(
        "vacature_duur",
        "vacatures",
        Text(
            "Dagen van registratie tot sluiting; open vacatures tellen mee als afgebroken "
            "waarneming",
            "Days from registration to closing; open vacancies count as censored",
        ),
        (
            _count(
                "entered",
                "Geregistreerd vóór de waarneming, gevolgd vanaf deze dag",
                "Registered before observation, followed from this day",
            ),
            _count("events", "Gesloten na dit aantal dagen", "Closed after so many days"),
            _count(
                "censored",
                "Na dit aantal dagen nog open en niet verder gevolgd",
                "Still open after so many days and not followed further",
            ),
        ),
        ("geworven_door", "uitkomst", "geschikt", "days"),
    ),
    Tally(
        "stand_stroom",
        "stand_stroom",
        Text("Stand en stroom zoals aangeleverd", "Stock and flow as delivered"),
        (
            _flow("beginstand", "Begin van het kwartaal", "Begin of quarter", kwartaal="stock"),
            _flow("instroom", "Instroom", "Inflow"),
            _flow("uitstroom", "Uitstroom", "Outflow"),
            _flow("uitstroom_werk", "Uitstroom naar werk", "Outflow to work", missing=True),
            _flow("herinstroom", "Herinstroom", "Returns", missing=True),
            _flow("eindstand", "Eind van het kwartaal", "End of quarter", kwartaal="stock"),
        ),
    ),
)
TALLIES: Mapping[str, Tally] = MappingProxyType({tally.name: tally for tally in _ALL})
