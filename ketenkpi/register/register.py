"""The register itself: which Werkplein, gemeente and region, on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from ketenkpi.register.model import (
    Area,
    Certainty,
    Gemeente,
    Moment,
    Region,
    RegisterError,
    Source,
    Werkplein,
    days_of,
)
from ketenkpi.register.names import key
from ketenkpi.register.own_list import OWN_LIST, check_list, histories, own_werkplein
from ketenkpi.register.tables import Change, Tables, read_tables
from ketenkpi.settings import REFERENCE

Row = TypeVar("Row", Werkplein, Region)


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

    tables: Tables
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
            seat = self._gemeente_name(name)
            found = [row for row in self.valid_on(on) if row.seat == seat != ""]
        return found[0] if len(found) == 1 else None

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
        codes = self._region_names.get(key(name), frozenset())
        found = [self._pick(self._regions[code], on) for code in sorted(codes)]
        held = [region for region in found if region is not None]
        return held[0] if len(held) == 1 else None

    def gemeente(self, name: str, on: Moment | None = None) -> Gemeente | None:
        """A gemeente on that day; one that had merged by then gives the one it became part of."""
        known = self._gemeente_name(name)
        serving = [row for row in self.valid_on(on) if known in {a.gemeente for a in row.areas}]
        own = [row for row in serving if row.source == OWN_LIST]
        if serving:
            return self._served(known, own or serving, on)
        change = self._changes.get(known)
        if change is None or (on is not None and change.valid_until >= days_of(on)[0]):
            return None
        now = self.gemeente(change.merged_into, on)
        return now and replace(now, asked=known, partly=change.split or now.partly)

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
        return self._pick(self._history.get(code, ()), on)

    def _pick(self, rows: tuple[Row, ...], on: Moment | None) -> Row | None:
        if not rows:
            return None
        if on is None:
            return rows[-1]
        first, last = days_of(on)
        held = [row for row in rows if row.touches(first, last)]
        if held:
            certainty = self._certainty(held[-1], first)
            known = held[-1].certainty == certainty
            return held[-1] if known else replace(held[-1], certainty=certainty)
        start = self.first_day
        if last < start and rows[0].source != OWN_LIST and rows[0].touches(start, start):
            return replace(rows[0], certainty="before_first_source")
        return None

    def _certainty(self, row: Werkplein | Region, first: date) -> Certainty:
        if row.source == OWN_LIST:
            return "own_list"
        return "carried_forward" if first > self._sources[row.source].certain_until else "decree"

    def _heir(self, code: str, on: Moment) -> str | None:
        first = days_of(on)[0]
        ended = [r for r in self._history[code] if r.valid_until and r.valid_until < first]
        merged_into = ended[-1].merged_into if ended else None
        return self._code(merged_into) if merged_into else None

    def _served(self, name: str, serving: list[Werkplein], on: Moment | None) -> Gemeente:
        source = serving[0].source
        regions = {region.code for row in serving if (region := self.region_of(row.code, on))}
        listed = self.tables.region_of_gemeente.get((name, source))
        return Gemeente(
            name=name,
            werkpleinen=tuple(row.code for row in serving),
            region=listed or (regions.pop() if len(regions) == 1 else None),
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

    def _gemeente_name(self, name: str) -> str:
        return self._gemeenten.get(key(name), name)

    def _matching(self, own: Werkplein) -> set[str]:
        return set(self._names.get(key(own.code), ())) | set(self._names.get(key(own.name), ()))

    def _keys_of(self, code: str) -> set[str]:
        return {name for name, codes in self._names.items() if code in codes}

    @cached_property
    def first_day(self) -> date:
        """The first day any decree at hand speaks of."""
        return min(source.valid_from for source in self.tables.sources)

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {source.code: source for source in self.tables.sources}

    @cached_property
    def _history(self) -> Mapping[str, tuple[Werkplein, ...]]:
        return histories(self.rows)

    @cached_property
    def _regions(self) -> Mapping[str, tuple[Region, ...]]:
        codes = dict.fromkeys(region.code for region in self.tables.regions)
        return {code: tuple(r for r in self.tables.regions if r.code == code) for code in codes}

    @cached_property
    def _changes(self) -> Mapping[str, Change]:
        return {change.gemeente: change for change in self.tables.changes}

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        pairs = [(row.code, row.code) for row in self.rows]
        pairs += [(row.name, row.code) for row in self.rows]
        pairs += list(self.replaced.items())
        return self._index(pairs, "werkplein")

    @cached_property
    def _region_names(self) -> Mapping[str, frozenset[str]]:
        pairs = [(region.code, region.code) for region in self.tables.regions]
        pairs += [(region.name, region.code) for region in self.tables.regions]
        return self._index(pairs, "arbeidsmarktregio")

    @cached_property
    def _gemeenten(self) -> Mapping[str, str]:
        names = {area.gemeente for row in self.tables.werkpleinen for area in row.areas}
        index = self._index([(name, name) for name in names], "gemeente")
        return {spelling: next(iter(found)) for spelling, found in index.items()}

    def _index(self, pairs: list[tuple[str, str]], kind: str) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for name, code in pairs:
            found.setdefault(key(name), set()).add(code)
        for spelling_of, spelling, name in self.tables.spellings:
            if spelling_of == kind and key(name) in found:
                found.setdefault(key(spelling), set()).update(found[key(name)])
        return {name: frozenset(codes) for name, codes in found.items()}


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
