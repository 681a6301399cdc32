"""What the register holds: locations, areas, regions and gemeenten, each over a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from ketenkpi.errors import UserError
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

# How sure an answer is. `decree`: a decree of UWV in force on that day says so.
# `own_list`: the user's own list says so. `before_first_source`: the day lies
# before the first decree, and the answer is the earliest known state.
# `carried_forward`: no decree of that year is at hand, the one before is used.
Certainty: TypeAlias = Literal["decree", "own_list", "before_first_source", "carried_forward"]

# A quarter stands for all its days: what held on any of them counts as held.
Moment: TypeAlias = date | Quarter


class RegisterError(UserError):
    """The list of Werkpleinen contradicts itself."""


@dataclass(frozen=True, slots=True)
class Source:
    """A decree; `certain_until` is the last day it is known to have been the newest."""

    code: str
    title: str
    bwbr: str
    valid_from: date
    valid_until: date | None
    certain_until: date


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `valid_from` to `valid_until`, both included; None means still holding."""

    valid_from: date
    valid_until: date | None

    def touches(self, first: date, last: date) -> bool:
        """Whether any day from `first` to `last` falls in the period."""
        return self.valid_from <= last and (self.valid_until is None or self.valid_until >= first)


@dataclass(frozen=True, slots=True)
class Area:
    """A gemeente a Werkplein serves; `postcodes` is empty when it serves all of it.

    Postcodes are ranges as in the decree: "3511-3512", "1013AH-1013AM".
    """

    gemeente: str
    postcodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Werkplein(Period):
    """One location over one period in which nothing about it changed.

    `satellite_of` is the main location as the decree writes it; `region` the
    code of its arbeidsmarktregio, inferred when `region_inferred`. `leaving`
    is what the decree announces about UWV leaving, in its words. `merged_into`
    is the code that took over most of the area after `valid_until`, and
    `merged_share` how many of its gemeenten ("9 van 12"); `merger_inferred`
    says that no decree names the successor and we compared the areas. In a
    user's list `source` is `own_list` and `region` is written as they wrote it.
    `labour_force` is known from a user's list only. Raises RegisterError for
    a period that ends before it starts and for a merger without a last day.
    """

    code: str
    name: str
    seat: str
    region: str
    source: str
    areas: tuple[Area, ...] = ()
    satellite_of: str = ""
    region_inferred: bool = False
    leaving: str = ""
    merged_into: str | None = None
    merged_share: str = ""
    merger_inferred: bool = False
    labour_force: int | None = None
    certainty: Certainty = "decree"

    def __post_init__(self) -> None:
        if not (self.code and self.name):
            raise RegisterError("register.name_missing")
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise RegisterError(
                "register.period", werkplein=self.code, first=self.valid_from, last=self.valid_until
            )
        if self.merged_into is not None and self.valid_until is None:
            raise RegisterError("register.merged_while_open", werkplein=self.code)

    @property
    def before_first_source(self) -> bool:
        """Whether this is the earliest known state, given for an earlier day."""
        return self.certainty == "before_first_source"

    def note(self, language: Language) -> str | None:
        """What a reader must know about the certainty of this answer, or None."""
        return certainty_note(self.certainty, language)


@dataclass(frozen=True, slots=True)
class Region(Period):
    """An arbeidsmarktregio in one division; `number` is that of the decree, not the AM code.

    The code stays when only the name changes; the composition may still differ.
    """

    code: str
    name: str
    division: int | None
    number: int | None
    source: str
    certainty: Certainty = "decree"


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A gemeente on a day, and the codes of the Werkpleinen that serve it (more when split).

    `region` is None when its Werkpleinen lie in different regions. `asked`
    is the former name when the question was about a gemeente that no longer
    existed; then `partly` says that its area went to several gemeenten, of
    which this one got most.
    """

    name: str
    werkpleinen: tuple[str, ...]
    region: str | None
    certainty: Certainty
    asked: str | None = None
    partly: bool = False


def certainty_note(certainty: Certainty, language: Language) -> str | None:
    """The sentence that goes with an answer that no decree or own list backs, else None."""
    if certainty == "before_first_source":
        return say("register.before_first_source", language)
    if certainty == "carried_forward":
        return say("register.carried_forward", language)
    return None


def days_of(moment: Moment) -> tuple[date, date]:
    """First and last day of a moment."""
    if isinstance(moment, Quarter):
        return moment.first_day, moment.last_day
    return moment, moment
