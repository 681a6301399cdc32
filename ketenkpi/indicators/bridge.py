"""From an old figure to the new one: how much is the data, the definition, the population.

A published figure and today's figure of the same name may differ for three
reasons. The bridge changes them one at a time, in this order, and each step is
the difference between two figures that can be looked at:

    old figure    old counts, old definition, old population
    data          new counts, old definition, old population
    definition    new counts, new definition, old population
    population    new counts, new definition, new population

So the steps add up to the whole difference by construction. Another order may
divide the difference otherwise when the causes work on each other; the order
is fixed, so that two bridges can be compared. Figures only: a difference
between two published figures has no interval of chance here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isnan

from ketenkpi.counts import Counts
from ketenkpi.errors import UsageError
from ketenkpi.indicators import reasons
from ketenkpi.indicators.ask import Where, indicators
from ketenkpi.indicators.definition import Indicator
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

STEPS = ("data", "definition", "population")
FIGURES = ("old", "new_data", "new_definition", "new")


@dataclass(frozen=True)
class Bridge:
    """The difference of one figure in three steps, in the unit of the indicator.

    values: the four figures along the way, the old one first. Each step is the
    difference of two neighbours, so exact values give exact steps.
    """

    place: Mapping[str, object]
    unit: str
    values: tuple[float, float, float, float]

    @property
    def data(self) -> float:
        """What other deliveries and corrections changed."""
        return self.values[1] - self.values[0]

    @property
    def definition(self) -> float:
        """What the other definition changed."""
        return self.values[2] - self.values[1]

    @property
    def population(self) -> float:
        """What counting other Werkpleinen or groups changed."""
        return self.values[3] - self.values[2]

    @property
    def exact(self) -> tuple[Fraction, Fraction, Fraction]:
        """The three steps without rounding: they add up to new minus old to the last bit."""
        old, data, definition, new = (Fraction(value) for value in self.values)
        return data - old, definition - data, new - definition


class NoFigure(UsageError):
    """A figure on the way from old to new has no value, so no step can be told."""

    def __init__(self, figure: str, place: str, reason: str) -> None:
        self.reason = reason
        super().__init__(f"indicators.bridge_{figure}", place=place, reason=say(reason, "nl"))

    def message(self, language: Language) -> str:
        """The sentence in `language`, with the reason there is no value."""
        return say(self.key, language, **{**self.params, "reason": say(self.reason, language)})


def bridge(
    old_counts: Counts,
    new_counts: Counts,
    old: Indicator,
    new: Indicator,
    *,
    by: Sequence[str] = (),
    old_population: Where | None = None,
    new_population: Where | None = None,
) -> tuple[Bridge, ...]:
    """The bridge of every group of `by` that both the old and the new answer have.

    old, new: the definitions, versions of one indicator in the same unit.
    old_population, new_population: what is kept per dimension, as `where` of
    `indicators`. by: as there, without regions.

    Raises UsageError when the units differ, and NoFigure when a figure on the
    way has no value, also because its group stands on one side only: a step
    would then say what nobody knows. The message names the figure and the reason.
    """
    if old.unit != new.unit:
        raise UsageError("indicators.bridge_units", old=old.unit, new=new.unit)
    asked = (
        (old_counts, old, old_population),
        (new_counts, old, old_population),
        (new_counts, new, old_population),
        (new_counts, new, new_population),
    )
    answers = [_figures(counts, one, by, where) for counts, one, where in asked]
    places = list(dict.fromkeys(place for answer in answers for place in answer))
    return tuple(_bridge(place, answers, by, new.unit) for place in places)


Answer = dict[tuple[object, ...], tuple[float, str]]


def _figures(counts: Counts, one: Indicator, by: Sequence[str], where: Where | None) -> Answer:
    found = indicators(counts, keys=[one.key], by=by, where=where, definitions={one.key: one})
    names = _names(by)
    places = found[names].astype(object).where(found[names].notna(), None)
    why = found["reason"].astype(object)
    rows = zip(places.itertuples(index=False, name=None), found["value"], why, strict=True)
    return {place: (float(value), str(reason)) for place, value, reason in rows}


def _names(by: Sequence[str]) -> list[str]:
    return [*(name for name in by if name != "split"), "split"]


def _bridge(
    place: tuple[object, ...], answers: Sequence[Answer], by: Sequence[str], unit: str
) -> Bridge:
    values = []
    for figure, answer in zip(FIGURES, answers, strict=True):
        value, reason = answer.get(place, (float("nan"), reasons.NOTHING_OBSERVED))
        if isnan(value):
            raise NoFigure(figure, _named(dict(zip(_names(by), place, strict=True))), reason)
        values.append(value)
    where = dict(zip(_names(by), place, strict=True))
    return Bridge(where, unit, (values[0], values[1], values[2], values[3]))


def _named(place: Mapping[str, object]) -> str:
    """'Noord, 2009K1'."""
    parts = (
        str(Quarter.from_index(int(str(part)))) if name == "kwartaal" else str(part)
        for name, part in place.items()
        if part is not None
    )
    return ", ".join(parts) or "-"
