"""What the register holds: locations, areas, regions and gemeenten, each over a period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from ketenkpi.errors import UserError
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

# How sure an answer is. `decree`: a decree of UWV in force on that day says so.
# `own_list`: the user's own list says so. `before_first_source`: the day lies
# before the first decree, and the answer is the earliest known state.
# `carried_forward`: no decree of that year is at hand, the one before is used.
Certainty: TypeAlias = Literal["decree", "own_list", "before_first_source", "carried_forward"]

# How sure the region of a gemeente is in one year. `decree`, `cbs`: a source of
# that year says so. `between`: no source of that year was seen, those before and
# after it agree. `carried_back`, `carried_forward`: only a later, only an earlier
# source is known. `derived`: follows from something else, such as the region of
# the successor. `year_unknown`: it changed region, and the year is not known.
# `two_regions`: it belonged to two. `postcode`: divided over two by postcode.
RegionCertainty: TypeAlias = Literal[
    "decree",
    "cbs",
    "between",
    "carried_back",
    "carried_forward",
    "derived",
    "year_unknown",
    "two_regions",
    "postcode",
]

# What became of a gemeente that ended: it got another name (and code), went up
# in one that existed, in a new one, or was divided over several.
MergerKind: TypeAlias = Literal["renamed", "joined", "merged", "split"]

# A quarter stands for all its days: what held on any of them counts as held.
Moment: TypeAlias = date | Quarter


class RegisterError(UserError):
    """The list of Werkpleinen contradicts itself."""


@dataclass(frozen=True, slots=True)
class Decree:
    """A decree; `certain_until` is the last day it is known to have been the newest.

    `kind` is the location type it speaks of (key of `LocationType`).
    """

    code: str
    title: str
    bwbr: str
    valid_from: date
    valid_until: date | None
    certain_until: date
    kind: str = "werkplein"


@dataclass(frozen=True, slots=True)
class ListSource:
    """A source that is no decree; `years` are those it speaks of, empty when it has none."""

    code: str
    title: str
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Validity:
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
class Werkplein(Validity):
    """One location over one period in which nothing about it changed.

    `satellite_of` is the main location as the decree writes it; `region` the
    code of its arbeidsmarktregio, inferred when `region_inferred`. `leaving`
    is what the decree announces about UWV leaving, in its words. `merged_into`
    is the code that took over most of the area after `valid_until`, and
    `merged_share` how many of its gemeenten ("9 van 12"); `merger_inferred`
    says that no decree names the successor and we compared the areas. In a
    user's list `source` is `own_list` and `region` is written as they wrote it.
    `labour_force` is known from a user's list only. `kind` is the location type
    and `belongs_to` the code of the Werkcentrum (or other location) this one is
    a site of. Raises RegisterError for a period that ends before it starts, for
    a merger without a last day and for a location that belongs to itself.
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
    kind: str = "werkplein"
    belongs_to: str | None = None

    def __post_init__(self) -> None:
        if not (self.code and self.name):
            raise RegisterError("register.name_missing")
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise RegisterError(
                "register.period", werkplein=self.code, first=self.valid_from, last=self.valid_until
            )
        if self.merged_into is not None and self.valid_until is None:
            raise RegisterError("register.merged_while_open", werkplein=self.code)
        if self.belongs_to == self.code:
            raise RegisterError("register.belongs_to_itself", werkplein=self.code)

    @property
    def before_first_source(self) -> bool:
        """Whether this is the earliest known state, given for an earlier day."""
        return self.certainty == "before_first_source"

    def note(self, language: Language) -> str | None:
        """What a reader must know about the certainty of this answer, or None."""
        return certainty_note(self.certainty, language)


@dataclass(frozen=True, slots=True)
class Region(Validity):
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


@dataclass(frozen=True, slots=True)
class Municipality(Validity):
    """A gemeente under one code and name; a new name comes with a new code.

    `code` has four digits, as in Tabel 33; CBS writes GM before it. `valid_from`
    is `date.min` for one that existed on 1 January 2008. `successor` is the code
    that got all or most of its area.
    """

    code: str
    name: str
    successor: str | None
    source: str

    def __post_init__(self) -> None:
        if not (len(self.code) == 4 and self.code.isdecimal()):
            raise ValueError(f"a gemeente code has four digits: {self.code!r}")
        if (self.successor is None) != (self.valid_until is None):
            raise ValueError(f"gemeente {self.code} has an end or a successor, not both")


@dataclass(frozen=True, slots=True)
class Merger:
    """The end of a gemeente: `on` is the first day without it, `parts` all codes that got area.

    `new` is the one that got most. `source` may name several, separated by spaces.
    """

    on: date
    old: str
    new: str
    kind: MergerKind
    parts: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        if self.new not in self.parts or (self.kind == "split") != (len(self.parts) > 1):
            raise ValueError(f"the end of gemeente {self.old} contradicts itself")


@dataclass(frozen=True, slots=True)
class RegionYears:
    """The region of a gemeente in the years `first` to `last` (None: still).

    `also` are other regions it belonged to, or may have. `doubt` overrides what
    follows from the years of `sources`.
    """

    gemeente: str
    region: str
    also: tuple[str, ...]
    first: int
    last: int | None
    doubt: RegionCertainty | None
    remark: str
    sources: tuple[str, ...]

    def holds(self, year: int) -> bool:
        """Whether the row speaks of that year."""
        return self.first <= year and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class MapTile:
    """Where a region lies in a map of equal tiles: rows from the north, columns from the west."""

    region: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class CbsRegion:
    """Code and name CBS gave a region in the years `first` to `last` (None: still).

    The code is no key: three regions got a new one when their area changed.
    """

    region: str
    code: str
    name: str
    first: int
    last: int | None
    source: str


@dataclass(frozen=True, slots=True)
class LocationType:
    """A kind of place, such as Werkplein or Werkcentrum; no dates where none are known."""

    key: str
    name: str
    name_en: str
    valid_from: date | None
    valid_until: date | None
    successor: str | None
    assumed: bool
    source: str

    def label(self, language: Language) -> str:
        """Its name in the language of the reader."""
        return self.name if language == "nl" else self.name_en


@dataclass(frozen=True, slots=True)
class GemeenteRegion:
    """The region of a gemeente on a day, and how sure that is.

    `region` is None where postcodes divided the gemeente over the regions in
    `also`; else `also` are the regions it belonged to as well, or may have.
    `before` and `after` are the nearest years a source speaks of, and `spoken`
    says that one speaks of this year.
    """

    code: str
    name: str
    year: int
    region: Region | None
    also: tuple[Region, ...]
    certainty: RegionCertainty
    spoken: bool = False
    before: int | None = None
    after: int | None = None

    @property
    def certain(self) -> bool:
        """Whether a source of the year itself says so."""
        return self.certainty in ("decree", "cbs")

    def note(self, language: Language) -> str | None:
        """What a reader must know about the certainty of this answer, or None."""
        if self.certain:
            return None
        carried = self.certainty == "postcode" and not self.spoken
        return say(
            f"register.region_{self.certainty}" + ("_carried" if carried else ""),
            language,
            gemeente=self.name,
            year=self.year,
            before=self.before,
            after=self.after,
            region=self.region.name if self.region else "",
            also=", ".join(other.name for other in self.also),
        )


@dataclass(frozen=True, slots=True)
class Comparable:
    """Which gemeenten of an earlier day make up one of a later day, or why none do.

    `predecessors` are (code, name), the gemeente itself too where it existed;
    their sum may be compared with `gemeente`. Empty when `reason` is given.
    """

    gemeente: tuple[str, str]
    predecessors: tuple[tuple[str, str], ...] = ()
    reason: str | None = None
    params: dict[str, Any] = field(default_factory=dict)

    def note(self, language: Language) -> str | None:
        """Why there is no sum to compare with, or None when there is."""
        return None if self.reason is None else say(self.reason, language, **self.params)


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
