"""What is counted, as a reader understands it: the same name for the same thing.

Every kind of indicator gives away certain numbers of clients: its numerator and
denominator, what is left between them, and what the figure beside it betrays.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from ketenkpi.counts.tally import KEYS, TALLIES
from ketenkpi.indicators import Indicator, Part
from ketenkpi.indicators.handover_kinds import at_risk_of, load_terms

NONE = "-"
COUNT = "count"
# Contracts whose rows are clients, or answers, steps and complaints of clients.
OF_CLIENTS = frozenset({"trajecten", "stand_stroom", "stappen", "tevredenheid", "klachten"})
# A tally that counts some of what another counts, by the same measures.
WIDER = {"mix_team": "mix"}


@dataclass(frozen=True)
class Quantity:
    """What is counted: the same for the same thing, whichever indicator shows it.

    aspect: 'count'; of a stock 'begin'; over four quarters 'year'; of cases
    followed in time 'n', 'events', 'within d', 'lasted d' or 'open'; 'rest of
    ...' for what remains of a denominator; 'years ...' for years of benefit.
    """

    tally: str
    measure: str
    only: frozenset[tuple[str, frozenset[str]]]
    aspect: str = COUNT

    @classmethod
    def of(cls, part: Part, aspect: str = COUNT) -> Quantity:
        """What a part of a definition counts."""
        only = ((name, frozenset(map(str, values))) for name, values in part.only.items())
        return cls(part.tally, part.measure, frozenset(only), aspect)

    @property
    def name(self) -> str:
        """A text that tells it from every other."""
        only = [f"{key}={'+'.join(sorted(values))}" for key, values in sorted(self.only)]
        return " ".join([f"{self.tally}.{self.measure}", self.aspect, *only])

    @property
    def is_people(self) -> bool:
        """Whether it is a number of clients; years of benefit are not."""
        return not self.aspect.startswith("years")

    def split(self, dimension: str | None, value: str) -> Quantity:
        """The same of one value of what an indicator is always split by."""
        if value == NONE or dimension is None:
            return self
        rest = {each for each in self.only if each[0] != dimension}
        return replace(self, only=frozenset({*rest, (dimension, frozenset({value}))}))

    def apart_from_causes(self) -> Quantity:
        """Everybody at risk, whatever happened to them."""
        return replace(self, only=frozenset(each for each in self.only if each[0] in KEYS))

    def is_part_of(self, other: Quantity) -> bool:
        """Whether everybody counted here is counted there too, by the definitions alone."""
        tallies = (self.tally, WIDER.get(self.tally))
        if self == other or self.measure != other.measure or other.tally not in tallies:
            return False
        mine = dict(self.only)
        narrower = all(mine.get(name, frozenset(["*"])) <= values for name, values in other.only)
        return narrower and (self.aspect == other.aspect or self._earlier_than(other))

    def _earlier_than(self, other: Quantity) -> bool:
        if self.aspect.startswith("lasted"):
            return other.aspect == "n"
        mine, theirs = _end(self.aspect), _end(other.aspect)
        return mine is not None and theirs is not None and mine < theirs


# Of cases followed in time: those of an aspect ended before those of a later one.
_ENDS = {"events": math.inf, "n": math.inf}


def _end(aspect: str) -> tuple[float, bool] | None:
    if aspect.startswith("within "):
        return float(aspect.removeprefix("within ")), False
    return (_ENDS[aspect], aspect == "n") if aspect in _ENDS else None


Given = tuple[str, Quantity, "pd.Series[float]"]


def about_clients(indicators: Mapping[str, Indicator]) -> list[Indicator]:
    """The indicators that give away how many clients there are; money and vacancies do not."""
    return [each for each in indicators.values() if any(map(_of_clients, _parts(each)))]


def _parts(indicator: Indicator) -> list[Part]:
    return [indicator.numerator, *([indicator.denominator] if indicator.denominator else [])]


def _of_clients(part: Part) -> bool:
    return TALLIES[part.tally].contract in OF_CLIENTS


def given_away(rows: pd.DataFrame, indicator: Indicator) -> Iterator[Given]:
    """Each number that figures of one split value give away: role, what it counts, how many.

    role: 'num', 'den' and 'other' are shown with the value itself, 'beside' by
    the figure beside it; 'rest' is what is left between den and num.
    """
    given = indicator.of_kind.gives_away
    if given is None:
        raise AssertionError(f"{indicator.key}: what kind '{indicator.kind}' gives away is unknown")
    above, below = rows["numerator"], rows["denominator"]
    num, den = _named(indicator, str(rows["split"].iloc[0]))
    if indicator.kind == "mean_stock":
        yield "other", replace(num, aspect="years mean"), above
        return
    # A mean, gap, cost, mix or stock_ratio tells only how many its denominator counts;
    # the others of the first line only a numerator.
    if given != "denominator":
        yield "num", num, above
    if given == "years":
        yield "other", replace(den, aspect=f"years {indicator.kind}"), below
    elif given != "numerator" and below.notna().any():
        yield "den", den, below
        if given != "denominator":
            yield "rest", replace(num, aspect=f"rest of {num.aspect}"), below - above
        yield from _betrayed(rows, indicator, num, den)


def _betrayed(
    rows: pd.DataFrame, indicator: Indicator, num: Quantity, den: Quantity
) -> Iterator[Given]:
    above, below, beside = rows["numerator"], rows["denominator"], rows["beside"]
    if indicator.kind == "remaining":
        # Without open cases the share itself tells how many it happened to.
        early = ((1 - beside) * below).round()
        yield "other", replace(num, aspect=f"within {indicator.days}"), early
    elif indicator.kind in ("within", "within_cause"):
        yield "beside", replace(num, aspect="events"), (above / beside.where(beside > 0)).round()
    elif indicator.kind == "cost":
        yield "beside", replace(den, aspect="possible"), (above / beside.where(beside > 0)).round()
    elif indicator.of_kind.beside == "known" and beside.notna().any():
        known = (above / beside.where(beside > 0)).round()
        yield "beside", replace(num, aspect="known"), known


def _named(indicator: Indicator, split: str) -> tuple[Quantity, Quantity]:
    """What stands above and below the line."""
    above = Quantity.of(indicator.numerator)
    value = split if indicator.always_split else NONE
    own = above.split(indicator.split, value)
    kind, days, given = indicator.kind, indicator.days, indicator.of_kind.gives_away
    if given == "followed":
        aspect = {
            "within": f"within {indicator.norm_days}",
            "within_cause": f"within {days}",
            "incidence": f"within {days}",
        }.get(kind, "events")
        everybody = own.apart_from_causes() if indicator.of_kind.by_cause else own
        return replace(own, aspect=aspect), replace(everybody, aspect="n")
    if given == "handover":
        (of,) = dict(own.only)["soort"]
        everybody = replace(own, only=frozenset([at_risk_of(of)]), aspect="n")
        return replace(own, aspect=f"within {load_terms().of(of)}"), everybody
    if kind == "remaining":
        return replace(own, aspect=f"lasted {days}"), replace(own, aspect="n")
    if kind == "composition":
        return own, above
    aspect = {"begin_stock": "begin", "open_age": "open", "rate_year": "year"}.get(kind, COUNT)
    below = Quantity.of(indicator.denominator or indicator.numerator)
    if indicator.split in TALLIES[below.tally].dims:
        below = below.split(indicator.split, value)
    return replace(own, aspect=aspect), below
