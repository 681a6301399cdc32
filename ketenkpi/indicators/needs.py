"""What has to be read of a file of counts to make certain figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

from ketenkpi.counts import TALLIES
from ketenkpi.counts.tally import KEYS
from ketenkpi.indicators.definition import Indicator, Part
from ketenkpi.indicators.tables import FROM_AGGREGATE, LABOUR_FORCE
from ketenkpi.vocabulary import Quarter

# What a Werkplein without case files delivers instead.
TOTALS = frozenset({"stand_stroom"})
# What a case is told apart by, within a place and a quarter.
CASE = ("regeling", "doelgroep")
STOCKS = ("stand", "personen", "stand_stroom", LABOUR_FORCE)


@dataclass(frozen=True)
class Needed:
    """Tallies to read, the values per tally and dimension, and over what each may be added.

    As `Counts.read` takes them.
    """

    tallies: tuple[str, ...]
    only: Mapping[str, Mapping[str, Sequence[object]]]
    over: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def needed(
    indicators: Iterable[Indicator],
    where: Mapping[str, Sequence[object]],
    by: Sequence[str] = KEYS,
) -> Needed:
    """What figures of these indicators within `where`, for each group of `by`, are made of.

    Only the quarters asked for are read, but of a stock all: a rate begins with
    the stock of the quarter before, and one over a year reaches back further. Of
    a histogram of days, the largest tallies by far, only the kinds asked for. Over
    schemes and target groups that nobody asks for tallies are added while they are read:
    of a million spells 2.1 million rows of durations are left of 6.5 million.
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
    apart = {*by, *where, *(dim for each in asked for dim in _told_apart(each))}
    over = {tally: _over(tally, apart) for tally in tallies}
    return Needed(
        tuple(tallies),
        {tally: held for tally, held in only.items() if held},
        {tally: dims for tally, dims in over.items() if dims},
    )


def _over(tally: str, apart: Collection[str]) -> tuple[str, ...]:
    if tally in STOCKS:
        # A mean stock weighs them by parts of a quarter: added in another order, the sum
        # differs in its last digit. They are few.
        return ()
    return tuple(dim for dim in CASE if dim not in apart and TALLIES[tally].adds_over(dim))


def _told_apart(indicator: Indicator) -> Iterator[str]:
    """The dimensions that an indicator looks at by itself."""
    for part in parts_of(indicator):
        yield from (*part.only, *part.without)
    if indicator.split:
        yield indicator.split
    if indicator.population is not None:
        # Cases meet those they speak for by all dimensions that both have.
        yield from CASE


def read_together(indicators: Iterable[Indicator]) -> list[list[Indicator]]:
    """The indicators by which of them read the same histograms of days, in their order.

    Each of these groups can be read, made and let go by itself, so that the largest
    tallies are never in memory at the same time.
    """
    groups: dict[frozenset[str], list[Indicator]] = {}
    for indicator in indicators:
        tallies = {part.tally for part in parts_of(indicator)}
        days = frozenset(tally for tally in tallies if "days" in TALLIES[tally].extra)
        groups.setdefault(days, []).append(indicator)
    return list(groups.values())


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
