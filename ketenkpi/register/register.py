"""The register itself: which Werkplein, gemeente and region, on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ketenkpi.register.gemeenten import Gemeenten
from ketenkpi.register.model import (
    Area,
    CbsRegion,
    Comparable,
    Gemeente,
    GemeenteRegion,
    LocationType,
    MapTile,
    Moment,
    Region,
    RegisterError,
    Werkplein,
    days_of,
)
from ketenkpi.register.names import index, key
from ketenkpi.register.own_list import OWN_LIST, check_list, histories, own_werkplein
from ketenkpi.register.places import nearest_names, place_key, went_up
from ketenkpi.register.tables import RegisterTables, read_tables
from ketenkpi.settings import REFERENCE
from ketenkpi.shown import shown


@shown
@dataclass(frozen=True, eq=False)
class Register:
    """Locations, areas and regions by day; ask it by any spelling of a name.

    `on` is a day or a quarter; a quarter means "on any of its days", the
    latest winning. A day before the first decree (1 January 2011) gets the
    earliest known state, marked `before_first_source`; a day no decree at
    hand covers gets the state before it, marked `carried_forward`. A user's
    own rows are never stretched like that. Raises RegisterError when a list
    contradicts itself.
    """

    tables: RegisterTables
    rows: tuple[Werkplein, ...]
    # Names of Werkpleinen that a user's list replaced: key of name -> their code.
    replaced: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_list(self._history, self._code)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, of vanished Werkpleinen too, sorted."""
        return tuple(self._history)

    def history(self, code: str) -> tuple[Werkplein, ...]:
        """All periods of a Werkplein, from early to late; empty for an unknown code."""
        return self._history.get(self._code(code) or "", ())

    def find(self, name: str, on: Moment | None = None) -> Werkplein | None:
        """The Werkplein with this code or name (of any year), or the only one in that gemeente.

        None when it is not known, did not exist on that day (then ask
        `successor`), or the name fits more than one. Without `on` the latest
        known state.
        """
        codes = [name] if name in self._history else sorted(self._names.get(key(name), ()))
        found = [row for row in (self._at(code, on) for code in codes) if row is not None]
        if not found:
            seat = self._gemeenten.by_name(name)
            found = [row for row in self.valid_on(on) if seat and self._seat(row) == seat]
        return found[0] if len(found) == 1 else None

    def key_of(self, name: str) -> str | None:
        """The key rows of this place are kept under, by its code, a name of any year or its seat.

        Own places keep their code as written; one of the decrees gets the name
        its code was made of ("Almere", also for Flevoland). Capitals, accents,
        spaces and signs nobody sees make no difference. None when the name is
        not known or fits several.
        """
        code = self._place(name)
        return None if code is None else place_key(code, self._history[code])

    def nearest(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Known names most like one that is not known, the likeliest first; one a place.

        Each leads by `key_of` to its place: "Apeldorn" gives "Apeldoorn", which
        is kept under "Activerium". The name of a gemeente gives the Werkpleinen
        in it or, without any, for it. Empty when nothing is likely.
        """
        gemeente = self._gemeenten.by_name(name)
        there = self._seated.get(gemeente or "") or {
            row.code for row in (self._serving(gemeente, None) if gemeente else ())
        }
        places = {self.key_of(code): None for code in self._latest_first if code in there}
        found = nearest_names(name, self._known_names, limit)
        new = [other for other in found if self.key_of(other) not in places]
        return tuple([place for place in places if place] + new)[:limit]

    def merged_into(self, earlier_key: str, later_key: str) -> bool:
        """Whether the register says, over any number of steps, that one went up in the other.

        Places that are no Werkplein are looked for among the gemeenten.
        """
        earlier, later = self._code(earlier_key), self._code(later_key)
        if earlier is not None and later is not None:
            return went_up(earlier, later, self._history, self._code)
        old, new = self._gemeenten.by_name(earlier_key), self._gemeenten.by_name(later_key)
        return bool(old and new and self._gemeenten.went_up(old, new))

    def may_exist(self, place: str, on: Moment) -> bool:
        """Whether a place held on that day; one of which nothing is known may always exist."""
        code = self._code(place)
        return code is None or self._at(code, on) is not None

    def valid_on(self, on: Moment | None) -> tuple[Werkplein, ...]:
        """Every Werkplein that held on that day, by code; None: those that still hold."""
        rows = (self._at(code, on) for code in self._history)
        return tuple(
            row for row in rows if row is not None and (on is not None or row.valid_until is None)
        )

    def successor(self, code: str, on: Moment) -> Werkplein | None:
        """The Werkplein that has the area on that day: itself while it holds, else who took over.

        Follows `merged_into` over as many steps as needed. None when the code
        is unknown or nobody is known to have taken over.
        """
        passed: list[str] = []
        current = self._code(code)
        while current is not None:
            row = self._at(current, on)
            if row is not None:
                return row
            if current in passed:
                raise RegisterError("register.chain_loops", werkplein=", ".join(passed))
            passed.append(current)
            current = self._heir(current, on)
        return None

    def areas(self, code: str, on: Moment | None = None) -> tuple[Area, ...]:
        """The gemeenten a Werkplein served, with postcodes where it served a part."""
        row = self._at(self._code(code) or "", on)
        return row.areas if row is not None else ()

    def region_of(self, code: str, on: Moment | None = None) -> Region | None:
        """The arbeidsmarktregio of a Werkplein; one from a user's list may be unknown to UWV."""
        row = self._at(self._code(code) or "", on)
        if row is None:
            return None
        return self.region(row.region, on) or _own_region(row)

    def region(self, name: str, on: Moment | None = None) -> Region | None:
        """The arbeidsmarktregio with this code or name (of any year) as it was on that day."""
        return self.tables.regions.find(name, on)

    def regions_on(self, on: Moment | None = None) -> tuple[Region, ...]:
        """Every arbeidsmarktregio on that day, by code; without `on` those that still exist."""
        return self.tables.regions.on(on)

    def cbs_region(self, name: str, on: Moment | None = None) -> CbsRegion | None:
        """Code and name CBS gave a region on that day; None before 2014, and for an unknown region.

        `name` may be any name or CBS code of it; without `on` the latest.
        """
        return self.tables.regions.cbs(name, on)

    def cbs_codes(self, name: str) -> tuple[str, ...]:
        """Every code CBS gave a region since 2014, the newest first; none of an unknown one."""
        return self.tables.regions.cbs_codes(name)

    def map_tile(self, region: str) -> MapTile | None:
        """Where a region lies in a map of equal tiles, by any name of it; None without a place."""
        return self.tables.regions.tile(region)

    @property
    def location_types(self) -> tuple[LocationType, ...]:
        """Every kind of place: Werkplein, Werkcentrum and its sites, gemeente, region."""
        return self.tables.location_types

    def location_type(self, code: str) -> LocationType | None:
        """The kind of place with this key, None when unknown."""
        return next((kind for kind in self.location_types if kind.key == code), None)

    def gemeente(self, name: str, on: Moment | None = None) -> Gemeente | None:
        """A gemeente on that day; one that had merged by then gives the one it became part of."""
        code = self._gemeenten.by_name(name)
        if code is None:
            return self._unlisted(name, on)
        day = None if on is None else days_of(on)[1]
        now = self._gemeenten.went_to(code, day)
        serving = [] if now is None else self._serving(now, on)
        if now is None or not serving:
            return None
        found = self._served(self._gemeenten.by_code[now].name, serving, on)
        if serving[0].source != OWN_LIST:
            answer = self.region_of_gemeente(now, on)
            region = answer and answer.region
            found = replace(found, region=region.code if region else None)
        if now == code:
            return found
        split = self._gemeenten.was_split(code, day)
        return replace(found, asked=self._gemeenten.by_code[code].name, partly=split)

    def gemeente_code(self, name_or_code: str) -> tuple[str, str] | None:
        """Code and name of a gemeente of any year since 2008: ("GM0758", "Breda").

        Takes a name, any spelling of it, or the code with or without GM. None
        when unknown, or when the spelling fits two ("Bergen").
        """
        code = self._gemeenten.code(name_or_code)
        return None if code is None else self._gemeenten.named(code)

    def gemeente_until(self, code: str) -> date | None:
        """The last day of a gemeente by its code with GM; None while it exists or is unknown."""
        found = self._gemeenten.by_code.get(code.removeprefix("GM"))
        return found.valid_until if found else None

    def gemeenten_of(self, place: str, on: Moment | None = None) -> tuple[str, ...]:
        """The codes of the gemeenten a place serves on that day, sorted; latest without `on`.

        A gemeente that had merged by then, or did not exist yet, is given by the
        one that had (most of) its area. Names the register does not know, as in
        an invented list, are left out.
        """
        day = None if on is None else days_of(on)[1]
        codes = (self._gemeenten.by_name(area.gemeente) for area in self.areas(place, on))
        held = {now for code in codes if code for now in self._gemeenten.at(code, day)}
        return tuple(f"GM{code}" for code in sorted(held))

    def region_of_gemeente(
        self, name_or_code: str, on: Moment | None = None
    ) -> GemeenteRegion | None:
        """The arbeidsmarktregio of a gemeente on that day, and how sure that is.

        One that had merged by then gives the region of its successor. None when
        the gemeente is unknown or did not exist yet. Without `on` the last year
        any source speaks of.
        """
        code = self._gemeenten.code(name_or_code)
        day = None if on is None else days_of(on)[1]
        now = None if code is None else self._gemeenten.went_to(code, day)
        year = self._gemeenten.last_year if day is None else day.year
        row = None if now is None else self._gemeenten.region_in(now, year)
        if now is None or row is None:
            return None
        certainty = self._gemeenten.certainty(row, year)
        before, after = self._gemeenten.spoken_around(row, year)
        codes = (row.region, *row.also)
        regions = [self.tables.regions.at(code, on) for code in codes]
        one = certainty != "postcode"
        return GemeenteRegion(
            code=f"GM{now}",
            name=self._gemeenten.by_code[now].name,
            year=year,
            region=regions[0] if one else None,
            also=tuple(regions[1:] if one else regions),
            certainty=certainty,
            spoken=year in self._gemeenten.spoken(row),
            before=before,
            after=after,
        )

    def comparable(self, gemeente: str, earlier: Moment, later: Moment) -> Comparable:
        """The gemeenten of the earlier day whose sum has the same area, or the reason why none.

        `gemeente` is a name or code; one that ended in between stands for its
        successor. Raises RegisterError when it is not known, ValueError when
        `earlier` lies after `later`.
        """
        code = self._gemeenten.code(gemeente)
        if code is None:
            raise RegisterError("register.gemeente_unknown", gemeente=gemeente)
        return self._gemeenten.comparable(code, earlier, later)

    def with_locations(self, rows: Iterable[Mapping[str, Any]]) -> Register:
        """This register overlaid with rows of contract `werkpleinen`; the user's list wins.

        A Werkplein of the decrees with the code or name of one in the list is
        replaced by it in all years, and its names lead to the user's code.
        `rows` hold the contract's columns; dates are dates or None.
        """
        own = tuple(own_werkplein(row, self._gemeente_name) for row in rows)
        replaced = dict(self.replaced)
        gone = set()
        for row in own:
            for code in self._matching(row):
                gone.add(code)
                replaced |= dict.fromkeys(self._keys_of(code), row.code)
        kept = tuple(row for row in self.rows if row.code not in gone)
        return Register(self.tables, kept + own, replaced)

    # Which row, and how sure.

    def _at(self, code: str, on: Moment | None) -> Werkplein | None:
        return self.tables.regions.days.pick(self._history.get(code, ()), on)

    def _heir(self, code: str, on: Moment) -> str | None:
        first = days_of(on)[0]
        ended = [r for r in self._history[code] if r.valid_until and r.valid_until < first]
        merged_into = ended[-1].merged_into if ended else None
        return self._code(merged_into) if merged_into else None

    def _serving(self, code: str, on: Moment | None) -> list[Werkplein]:
        """The Werkpleinen that serve a gemeente: own ones first, then those that name itself."""
        day = None if on is None else days_of(on)[1]
        direct, through = [], []
        for row in self.valid_on(on):
            codes = {self._gemeenten.by_name(area.gemeente) for area in row.areas} - {None}
            if code in codes:
                direct.append(row)
            elif any(code in self._gemeenten.at(each, day) for each in codes if each):
                through.append(row)
        own = [[row for row in rows if row.source == OWN_LIST] for rows in (direct, through)]
        return own[0] or own[1] or direct or through

    def _unlisted(self, name: str, on: Moment | None) -> Gemeente | None:
        """A gemeente only the user's list knows."""
        named = [row for row in self.valid_on(on) if name in {a.gemeente for a in row.areas}]
        own = [row for row in named if row.source == OWN_LIST]
        return self._served(name, own, on) if own else None

    def _served(self, name: str, serving: list[Werkplein], on: Moment | None) -> Gemeente:
        regions = {region.code for row in serving if (region := self.region_of(row.code, on))}
        return Gemeente(
            name=name,
            werkpleinen=tuple(row.code for row in serving),
            region=regions.pop() if len(regions) == 1 else None,
            certainty=serving[0].certainty,
        )

    # Names.

    def _code(self, code: str) -> str | None:
        if code in self._history:
            return code
        if key(code) in self.replaced:
            return self.replaced[key(code)]
        fitting = self._names.get(key(code), frozenset())
        return next(iter(fitting)) if len(fitting) == 1 else None

    def _place(self, name: str) -> str | None:
        code = self._code(name)
        # Several of that name: its seat does not tell them apart either.
        if code is not None or key(name) in self._names:
            return code
        seated = self._seated.get(self._gemeenten.by_name(name) or "", frozenset())
        return next(iter(seated)) if len(seated) == 1 else None

    def _seat(self, row: Werkplein) -> str | None:
        return self._gemeenten.by_name(row.seat) if row.seat else None

    def _gemeente_name(self, name: str) -> str:
        code = self._gemeenten.by_name(name)
        return name if code is None else self._gemeenten.by_code[code].name

    def _matching(self, own: Werkplein) -> set[str]:
        return set(self._names.get(key(own.code), ())) | set(self._names.get(key(own.name), ()))

    def _keys_of(self, code: str) -> set[str]:
        return {name for name, codes in self._names.items() if code in codes}

    @cached_property
    def _history(self) -> Mapping[str, tuple[Werkplein, ...]]:
        return histories(self.rows)

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        pairs = [(row.code, row.code) for row in self.rows]
        pairs += [(row.name, row.code) for row in self.rows]
        pairs += list(self.replaced.items())
        return index(pairs, self.tables.spellings)

    @property
    def _gemeenten(self) -> Gemeenten:
        return self.tables.gemeenten

    @cached_property
    def _seated(self) -> Mapping[str, frozenset[str]]:
        """The codes of all Werkpleinen that ever had their seat in a gemeente."""
        found: dict[str, set[str]] = {}
        for row in self.rows:
            if seat := self._seat(row):
                found.setdefault(seat, set()).add(row.code)
        return {seat: frozenset(codes) for seat, codes in found.items()}

    @cached_property
    def _known_names(self) -> tuple[tuple[str, str], ...]:
        """Every name that leads to one place, with the key of that place; own codes as written."""
        named: dict[str, None] = {}
        for code in self._latest_first:
            for row in self._history[code]:
                named[row.code if row.source == OWN_LIST else row.name] = None
        named |= {self._gemeenten.by_code[seat].name: None for seat in self._seated}
        plain = (name.removeprefix("Werkplein ") for name in named)
        pairs = ((name, self.key_of(name)) for name in plain if key(name))
        return tuple((name, place) for name, place in pairs if place is not None)

    @cached_property
    def _latest_first(self) -> tuple[str, ...]:
        """All codes: own ones, then those that still hold, then by the last day they did."""

        def age(code: str) -> tuple[bool, int, str]:
            last = self._history[code][-1]
            return last.source != OWN_LIST, -(last.valid_until or date.max).toordinal(), code

        return tuple(sorted(self._history, key=age))


@cache
def load_register(folder: Path = REFERENCE) -> Register:
    """The register of the decrees in `data/reference/`, read once."""
    tables = read_tables(folder)
    return Register(tables, tables.werkpleinen)


def _own_region(row: Werkplein) -> Region:
    return Region(
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        code=row.region,
        name=row.region,
        division=None,
        number=None,
        source=row.source,
        certainty="own_list",
    )


def region_key(name: str) -> str:
    """What all names of one arbeidsmarktregio have in common; of an unknown one its plain spelling.

    "Oost-Utrecht" and "Amersfoort", "IJsselvechtstreek" and "Regio Zwolle" agree.
    """
    return load_register().tables.regions.shared(name)
