"""Gemeenten from 2008 on: codes, mergers, splits, and the region of each by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from ketenkpi.register.model import (
    Comparable,
    Decree,
    ListSource,
    Merger,
    Moment,
    Municipality,
    RegionCertainty,
    RegionYears,
    days_of,
)
from ketenkpi.register.names import index, key

# The list knows every gemeente of this day and later, and no merger before it.
FIRST_DAY = date(2008, 1, 1)


@dataclass(frozen=True, eq=False)
class Gemeenten:
    """All gemeenten that existed on or after 1 January 2008, asked by code, name or spelling.

    `spellings` are (as found, name in the list). A spelling of two gemeenten
    ("Bergen") leads to neither.
    """

    rows: tuple[Municipality, ...]
    mergers: tuple[Merger, ...]
    region_years: tuple[RegionYears, ...]
    spellings: tuple[tuple[str, str], ...]
    decrees: tuple[Decree, ...]
    lists: tuple[ListSource, ...]

    def code(self, name_or_code: str) -> str | None:
        """The four digits of a gemeente, None when unknown or ambiguous."""
        digits = name_or_code.strip().upper().removeprefix("GM")
        if digits.isascii() and digits.isdecimal() and len(digits) <= 4:
            padded = digits.zfill(4)
            return padded if padded in self.by_code else None
        return self.by_name(name_or_code)

    def by_name(self, name: str) -> str | None:
        """The four digits of the gemeente with this name or spelling; codes are no names."""
        found = self._names.get(key(name), frozenset())
        return next(iter(found)) if len(found) == 1 else None

    def on(self, day: date) -> tuple[Municipality, ...]:
        """Every gemeente that existed on that day, by code."""
        return tuple(row for row in self.rows if row.touches(day, day))

    def went_to(self, code: str, day: date | None) -> str | None:
        """The code that had all or most of its area on that day, itself while it existed.

        None asks for the latest. None is the answer for a day before it existed.
        """
        merger = self._ends.get(code)
        while merger is not None and (day is None or merger.on <= day):
            code = merger.new
            merger = self._ends.get(code)
        begun = day is None or self.by_code[code].valid_from <= day
        return code if begun else None

    def at(self, code: str, day: date | None) -> tuple[str, ...]:
        """The codes that had (most of) its area on that day, be it earlier or later."""
        now = self.went_to(code, day)
        if now is not None:
            return (now,)
        return () if day is None else self.made_of(code, day)

    def went_up(self, old: str, new: str) -> bool:
        """Whether `old` ended and area of it, over any number of steps, came to `new`."""
        merger = self._ends.get(old)
        if merger is None:
            return False
        return new in merger.parts or any(self.went_up(part, new) for part in merger.parts)

    def was_split(self, code: str, day: date | None) -> bool:
        """Whether on the way to that day its area, or that of a successor, was divided."""
        merger = self._ends.get(code)
        if merger is None or (day is not None and merger.on > day):
            return False
        return merger.kind == "split" or self.was_split(merger.new, day)

    def made_of(self, code: str, day: date) -> tuple[str, ...]:
        """The codes that had the area of `code` on an earlier day, itself when it existed."""
        row = self.by_code[code]
        if row.touches(day, day):
            return (code,)
        parts = (merger.old for merger in self.mergers if merger.new == code and merger.on > day)
        return tuple(sorted(found for part in parts for found in self.made_of(part, day)))

    def comparable(self, code: str, earlier: Moment, later: Moment) -> Comparable:
        """Whose sum on `earlier` has the area that `code`, or its successor, has on `later`.

        No sum where a gemeente was divided in between: nobody knows the shares.
        Raises ValueError when `earlier` lies after `later`.
        """
        first, last = days_of(earlier)[1], days_of(later)[1]
        if first > last:
            raise ValueError(f"{earlier} lies after {later}")
        now = self.went_to(code, last)
        if now is None:
            params = {"gemeente": self.by_code[code].name, "day": _told_day(last)}
            return Comparable(self.named(code), reason="register.not_yet", params=params)
        if first < FIRST_DAY:
            return Comparable(self.named(now), reason="register.before_list", params={})
        between = tuple(self._mergers_into(now, first, last))
        # The gemeente asked about may itself have been divided on the way to `now`.
        own = self._split_on_the_way(code, first, last)
        split = own or next((merger for merger in between if merger.kind == "split"), None)
        if split is not None:
            return Comparable(self.named(now), reason="register.split", params=self._told(split))
        codes = {now, *(merger.old for merger in between)}
        made = sorted(each for each in codes if self.by_code[each].touches(first, first))
        return Comparable(self.named(now), tuple(self.named(each) for each in made))

    def region_in(self, code: str, year: int) -> RegionYears | None:
        """What is known of its region in that year; the nearest year when it has no row there."""
        rows = self._region_rows.get(code, ())
        held = next((row for row in rows if row.holds(year)), None)
        if held is not None or not rows:
            return held
        return rows[0] if year < rows[0].first else rows[-1]

    def certainty(self, row: RegionYears, year: int) -> RegionCertainty:
        """How sure a row is in that year."""
        if row.doubt is not None:
            return row.doubt
        before, after = self.spoken_around(row, year)
        if year in self.spoken(row):
            decree = any(source.code == self.spoken(row)[year] for source in self.decrees)
            return "decree" if decree else "cbs"
        if before is not None and after is not None:
            return "between"
        return "carried_forward" if after is None else "carried_back"

    def spoken(self, row: RegionYears) -> dict[int, str]:
        """The years the sources of a row speak of, with the source."""
        return {year: code for code in row.sources for year in self._years.get(code, ())}

    def spoken_around(self, row: RegionYears, year: int) -> tuple[int | None, int | None]:
        """The last of these years before `year` and the first after it, None without one."""
        years = self.spoken(row)
        before = max((each for each in years if each < year), default=None)
        return before, min((each for each in years if each > year), default=None)

    def named(self, code: str) -> tuple[str, str]:
        """Code as CBS writes it, and name: ("GM0758", "Breda")."""
        return f"GM{code}", self.by_code[code].name

    def _mergers_into(self, code: str, first: date, last: date) -> Iterable[Merger]:
        """Everything that added area to `code` after `first`, up to `last`, over any steps."""
        for merger in self.mergers:
            if code in merger.parts and first < merger.on <= last:
                yield merger
                yield from self._mergers_into(merger.old, first, merger.on - timedelta(days=1))

    def _split_on_the_way(self, code: str, first: date, last: date) -> Merger | None:
        merger = self._ends.get(code)
        if merger is None or merger.on > last:
            return None
        if merger.kind == "split" and merger.on > first:
            return merger
        return self._split_on_the_way(merger.new, first, last)

    def _told(self, split: Merger) -> dict[str, str]:
        parts = [self.by_code[part].name for part in split.parts]
        return {
            "gemeente": self.by_code[split.old].name,
            "day": _told_day(split.on),
            "parts": ", ".join(parts),
        }

    @cached_property
    def last_year(self) -> int:
        """The last year any source speaks of."""
        return max(year for years in self._years.values() for year in years)

    @cached_property
    def by_code(self) -> Mapping[str, Municipality]:
        """Every gemeente by its four digits."""
        return {row.code: row for row in self.rows}

    @cached_property
    def _ends(self) -> Mapping[str, Merger]:
        return {merger.old: merger for merger in self.mergers}

    @cached_property
    def _region_rows(self) -> Mapping[str, tuple[RegionYears, ...]]:
        found: dict[str, list[RegionYears]] = {}
        for row in sorted(self.region_years, key=lambda row: row.first):
            found.setdefault(row.gemeente, []).append(row)
        return {code: tuple(rows) for code, rows in found.items()}

    @cached_property
    def _years(self) -> Mapping[str, tuple[int, ...]]:
        decrees = {source.code: (source.valid_from.year,) for source in self.decrees}
        return decrees | {source.code: source.years for source in self.lists}

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        return index(((row.name, row.code) for row in self.rows), self.spellings)


def _told_day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
