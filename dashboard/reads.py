"""What several pages read, kept by `cached`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

import ketenkpi
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.words import say
from ketenkpi.answer import Mark, Picture
from ketenkpi.cooperation import Timeline
from ketenkpi.cooperation.answers import NO_BANDS, phase_bands
from ketenkpi.indicators import askable, drawn, load_indicators
from ketenkpi.overview import EVERYWHERE, UNSPLIT, Delivered, Tile
from ketenkpi.overview.answers import signs_of
from ketenkpi.vocabularies import Vocabulary, vocabularies
from ketenkpi.vocabulary import Quarter, Text, in_both

# Three years: enough to see a season come back, and readable at 390 pixels.
QUARTERS = 12
# Every benefit begins, so what words are used shows in the inflow.
INFLOW = "instroom"
# Three years before the quarter itself, so that every season was there three times.
PAST = 13


@dataclass(frozen=True)
class Place:
    """A Werkplein, a region, or all together; `code` is how the address names it."""

    kind: str
    name: str

    @property
    def code(self) -> str:
        return {"all": "alle", "region": f"regio:{self.name}"}.get(self.kind, self.name)

    @property
    def column(self) -> str | None:
        """The column of the figures that names such places."""
        return {"all": None, "region": "regio"}.get(self.kind, "werkplein")

    @property
    def said(self) -> Text:
        """The place as a reader names it."""
        if self.kind == "all":
            return in_both("overview.all_places")
        name = Text(self.name, self.name)
        return in_both("overview.region", name=name) if self.kind == "region" else name


def source_of(basis: Basis) -> str:
    """What a picture that leaves the page says of where it comes from."""
    known = say("page.source", version=ketenkpi.__version__, data=basis.version)
    return f"{known} {say('page.example_data')}" if delivered(basis).invented else known


@cached
def delivered(basis: Basis) -> Delivered:
    """Who delivered what, and how far each delivery is."""
    return Delivered.of(basis.store.deliveries(basis.scope))


@cached
def places(basis: Basis) -> dict[str, Place]:
    """Every place that can be chosen, by its code: all, then Werkpleinen, then regions, by name."""
    names = delivered(basis).werkpleinen
    known = basis.store.regions(basis.scope)
    regions = sorted({known[name] for name in names if name in known}, key=str.casefold)
    found = [Place("all", EVERYWHERE)]
    found += [Place("werkplein", name) for name in names]
    found += [Place("region", name) for name in regions]
    return {place.code: place for place in found}


@cached
def schemes(basis: Basis) -> tuple[str, ...]:
    """The stored keys of the schemes that anybody delivered, in the order of their vocabulary."""
    return _there(basis, "regeling", vocabularies().schemes)


@cached
def groups(basis: Basis) -> tuple[str, ...]:
    """The target groups that anybody delivered, in the order of their vocabulary."""
    return _there(basis, "doelgroep", vocabularies().groups)


def _there(basis: Basis, column: str, known: Vocabulary[Any]) -> tuple[str, ...]:
    found = basis.store.figures([INFLOW], (column,), basis.scope)
    there = {known[key].stored_as for key in found[column] if key in known.entries}
    return tuple(key for key in known.stored if key in there)


@cached
def opening(basis: Basis) -> int:
    """The quarter that pages open on: the newest that nobody is still counting."""
    return basis.store.newest_complete(basis.scope).index


def last_shown(basis: Basis, quarter: int) -> int:
    """The last quarter of the three years around `quarter`: the newest ones when it is in them."""
    newest = delivered(basis).quarters[-1]
    return newest if newest - QUARTERS < quarter else quarter


@cached
def registered(basis: Basis) -> Timeline:
    """The register of phases of every Werkplein in scope."""
    return basis.store.phases(basis.scope)


def phases_below(basis: Basis, place: Place, quarters: Sequence[int]) -> Picture:
    """The bands below a chart over these quarters; none but for a single Werkplein."""
    if place.kind != "werkplein":
        return NO_BANDS
    return phase_bands(registered(basis), place.name, quarters)


def werkpleinen(basis: Basis, place: Place) -> tuple[str, ...]:
    names = delivered(basis).werkpleinen
    if place.kind == "werkplein":
        return (place.name,)
    if place.kind == "all":
        return names
    regions: Mapping[str, str] = basis.store.regions(basis.scope)
    return tuple(name for name in names if regions.get(name) == place.name)


@cached
def everything(basis: Basis, last: int) -> pd.DataFrame:
    """Every figure of every Werkplein in the quarters up to `last`; not to be changed."""
    by = ("werkplein", "kwartaal")
    where = {"kwartaal": listed_quarters(basis, last)}
    return drawn(basis.store.figures(None, by, basis.scope, where))


def listed_quarters(basis: Basis, last: int) -> list[int]:
    """The quarters up to `last` of which all figures are listed."""
    return [q for q in delivered(basis).quarters if last - PAST < q <= last]


@cached
def parts_of(basis: Basis, last: int) -> Mapping[str, tuple[str, ...]]:
    """The parts of every figure that is always split, of those of single Werkpleinen.

    Those that occur anywhere up to the quarter `last`, as far back as figures are listed.
    """
    known, by = load_indicators(), ("werkplein", "kwartaal")
    split = [key for key in askable(known, by, {}) if known[key].always_split]
    where = {"kwartaal": listed_quarters(basis, last)}
    found = drawn(basis.store.figures(split, ("kwartaal",), basis.scope, where))
    named = found[["indicator", "split"]].drop_duplicates()
    parts: dict[str, tuple[str, ...]] = {}
    for key, part in zip(named["indicator"], named["split"], strict=True):
        if isinstance(part, str) and part != UNSPLIT:
            parts[key] = (*parts.get(key, ()), part)
    return parts


@cached
def signalled(basis: Basis, quarter: int) -> pd.DataFrame:
    """Every test of a quarter, with how sure it is; not to be changed."""
    return basis.store.signals(Quarter.from_index(quarter), basis.scope)


def course_quarters(basis: Basis, quarter: int) -> tuple[int, ...]:
    """The quarters that a course of three years around `quarter` is drawn of."""
    last = last_shown(basis, quarter)
    return tuple(q for q in delivered(basis).quarters if last - QUARTERS < q <= last)


def verdicts(basis: Basis, place: Place, quarter: int) -> dict[Tile, Mark]:
    """What stands out at a Werkplein, the surest first; of several together nothing is tested."""
    if place.kind != "werkplein":
        return {}
    signs = signs_of(signalled(basis, quarter))
    return {
        Tile(key, part): mark
        for (key, part, name), (mark, _) in signs.items()
        if name == place.name
    }
