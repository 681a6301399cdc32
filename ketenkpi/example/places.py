"""The fifteen invented Werkpleinen: size, case mix and phases of cooperation.

Names are made to be seen through: no Dutch place is called so. Werkpleinen
differ in size and in case mix (share of bijstand), which is outside their
control; in performance they differ only where `truths` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from ketenkpi.example.truths import FIRST, TRUTHS
from ketenkpi.vocabulary import Quarter

COAST, MIDLAND, RIVERS, SOUTH = (
    "Voorbeeldregio Noordkust",
    "Voorbeeldregio Middenland",
    "Voorbeeldregio Rivierenhoek",
    "Voorbeeldregio Zuidrand",
)


@dataclass(frozen=True)
class ExamplePlace:
    """One Werkplein; `weight` is its share of all clients, `bijstand` multiplies WWB inflow."""

    name: str
    region: str
    gemeenten: tuple[str, ...]
    weight: float
    bijstand: float
    phases: tuple[tuple[str, Quarter], ...]
    case_files: bool = True

    @property
    def labour_force(self) -> int:
        """Beroepsbevolking, persons."""
        return round(self.weight * 4_300)

    def phase(self, quarter: Quarter) -> str:
        """The phase for the shared groups (short distance, young people) in `quarter`."""
        return next(code for code, since in reversed(self.phases) if since <= quarter)


def _switching(name: str, *, mixed: Quarter | None = None) -> tuple[tuple[str, Quarter], ...]:
    # Agreements first, duos half a year before the integral team: the order
    # of the seed paper's section 7.3. Mixing caseloads (3b) has no effect of
    # its own here.
    switch = TRUTHS.phase_switches[name]
    phases = (("1", FIRST), ("2", switch + -2), ("3a", switch))
    return (*phases, ("3b", mixed)) if mixed else phases


def _places() -> tuple[ExamplePlace, ...]:
    never = (("1", FIRST),)
    apart = (("0", FIRST), ("1", Quarter(2009, 1)))
    return (
        ExamplePlace(
            "Voorbeeldstad Noord",
            COAST,
            ("Voorbeeldstad",),
            14,
            1.35,
            _switching("Voorbeeldstad Noord", mixed=Quarter(2010, 3)),
        ),
        ExamplePlace(
            "Voorbeeldstad Zuid",
            COAST,
            ("Voorbeeldstad", "Voorbeeldsluis"),
            11,
            1.30,
            _switching("Voorbeeldstad Zuid"),
        ),
        ExamplePlace(
            "Fictendam", COAST, ("Fictendam", "Fictenoord"), 7, 0.9, _switching("Fictendam")
        ),
        ExamplePlace("Schijnhaven", COAST, ("Schijnhaven",), 8, 1.05, never),
        ExamplePlace(
            "Verzonnen Veen",
            MIDLAND,
            ("Verzonnen Veen", "Bedenksel"),
            6,
            0.8,
            _switching("Verzonnen Veen", mixed=Quarter(2010, 2)),
        ),
        ExamplePlace(
            "Denkbeeldrecht",
            MIDLAND,
            ("Denkbeeldrecht",),
            9,
            1.15,
            (*apart, ("2", Quarter(2009, 4))),
        ),
        ExamplePlace("Nergenshuizen", MIDLAND, ("Nergenshuizen", "Nergensdijk"), 7, 1.0, never),
        ExamplePlace(
            "Bedachtenberg",
            MIDLAND,
            ("Bedachtenberg", "Bedachtendal", "Droomveld"),
            6,
            0.75,
            _switching("Bedachtenberg"),
        ),
        ExamplePlace("Fabelwaard", RIVERS, ("Fabelwaard", "Sagenburg"), 7, 0.9, apart),
        ExamplePlace("Oefenoord", RIVERS, ("Oefenoord",), 4, 0.9, apart),
        ExamplePlace(
            "Verzinsele", RIVERS, ("Verzinsele", "Hersenschim"), 4, 0.7, _switching("Verzinsele")
        ),
        ExamplePlace(
            "Sprookjeslo", RIVERS, ("Sprookjeslo",), 3, 0.7, (("0", FIRST),), case_files=False
        ),
        ExamplePlace(
            "Proefstede", SOUTH, ("Proefstede", "Modeldorp"), 7, 1.1, _switching("Proefstede")
        ),
        ExamplePlace("Modelmonde", SOUTH, ("Modelmonde",), 6, 0.95, _switching("Modelmonde")),
        ExamplePlace(
            "Papierbeek", SOUTH, ("Papierbeek", "Inktveen"), 3, 0.7, apart, case_files=False
        ),
    )


@dataclass(frozen=True)
class ExampleRegister:
    """The places in their fixed order, and by name."""

    places: tuple[ExamplePlace, ...]

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The index of each place by name."""
        return MappingProxyType({place.name: i for i, place in enumerate(self.places)})

    def named(self, name: str) -> ExamplePlace:
        """The place called `name`."""
        return self.places[self.number[name]]

    def open_in(self, quarter: Quarter) -> tuple[ExamplePlace, ...]:
        """The places that exist in `quarter`; the merged one is gone after its merger."""
        gone = Quarter.of(TRUTHS.merged_on)
        return tuple(p for p in self.places if p.name != TRUTHS.merged_werkplein or quarter < gone)

    def weight_in(self, place: ExamplePlace, quarter: Quarter) -> float:
        """The size of `place` in `quarter`; the receiver of the merger grows by the merged one."""
        if place.name == TRUTHS.merged_into and quarter >= Quarter.of(TRUTHS.merged_on):
            return place.weight + self.named(TRUTHS.merged_werkplein).weight
        return place.weight


REGISTER = ExampleRegister(_places())
