"""What has to be read of a file of counts to make certain figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from ketenkpi.counts import TALLIES
from ketenkpi.indicators.definition import Indicator, Part
from ketenkpi.indicators.tables import FROM_AGGREGATE, LABOUR_FORCE
from ketenkpi.vocabulary import Quarter

# What a Werkplein without case files delivers instead.
TOTALS = frozenset({"stand_stroom"})
STOCKS = ("stand", "personen", "stand_stroom", LABOUR_FORCE)


@dataclass(frozen=True)
class Needed:
    """Tallies to read, and per tally and dimension the values: as `Counts.read` takes them."""

    tallies: tuple[str, ...]
    only: Mapping[str, Mapping[str, Sequence[object]]]


def needed(indicators: Iterable[Indicator], where: Mapping[str, Sequence[object]]) -> Needed:
    """What figures of these indicators within `where` are made of.

    Only the quarters asked for are read, but of a stock all: a rate begins with
    the stock of the quarter before, and one over a year reaches back further. Of
    a histogram of days, the largest tallies by far, only the kinds asked for.
    """
    asked = list(indicators)
    parts = [part for indicator in asked for part in parts_of(indicator)]
    tallies = dict.fromkeys(part.tally for part in parts)
    if set(tallies) & set(FROM_AGGREGATE):
        tallies |= {"stand_stroom": None}
    yearly = {each.numerator.tally for each in asked if each.kind == "rate_year"}
    whole = yearly.union(STOCKS)
    only = {
        tally: _only(tally, [part for part in parts if part.tally == tally], where, whole)
        for tally in tallies
    }
    return Needed(tuple(tallies), {tally: held for tally, held in only.items() if held})


def parts_of(indicator: Indicator) -> tuple[Part, ...]:
    """Every part of a definition."""
    values = (getattr(indicator, each.name) for each in fields(indicator))
    parts = tuple(value for value in values if isinstance(value, Part))
    return parts if indicator.marks is None else (*parts, indicator.marks)


def _only(
    tally: str,
    parts: Sequence[Part],
    where: Mapping[str, Sequence[object]],
    whole: Collection[str],
) -> Mapping[str, Sequence[object]]:
    held: dict[str, Sequence[object]] = {}
    if "kwartaal" in where and tally not in whole:
        quarters = where["kwartaal"]
        held["kwartaal"] = [each.index if isinstance(each, Quarter) else each for each in quarters]
    if {"days", "soort"} <= {*TALLIES[tally].extra} and all("soort" in part.only for part in parts):
        held["soort"] = sorted({kind for part in parts for kind in part.only["soort"]})
    return held


def needs_of(indicator: Indicator) -> tuple[frozenset[str], ...]:
    """The contracts an indicator is made of; in each set any one will do.

    A Werkplein without case files delivers flows and stocks as totals instead.
    """
    parts = [part for part in (indicator.numerator, indicator.denominator) if part]
    totals = {part.contract for part in parts if part.tally in FROM_AGGREGATE}
    return tuple(
        frozenset({contract}) | TOTALS if contract in totals else frozenset({contract})
        for contract in indicator.contracts
    )
