"""Arbeidsmarktregio's by name, by CBS code and by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ketenkpi.register.days import Days
from ketenkpi.register.model import CbsRegion, MapTile, Moment, Region, days_of
from ketenkpi.register.names import index, key


@dataclass(frozen=True, eq=False)
class Regions:
    """The regions of the decrees, with the codes and names CBS gave them since 2014.

    `spellings` are (as found, name in the tables).
    """

    rows: tuple[Region, ...]
    cbs_rows: tuple[CbsRegion, ...]
    tiles: tuple[MapTile, ...]
    spellings: tuple[tuple[str, str], ...]
    days: Days

    def find(self, name: str, on: Moment | None) -> Region | None:
        """The region with this name, spelling or code, its own or of CBS, as it was on that day."""
        found = [self._at(code, on) for code in sorted(self._names.get(key(name), ()))]
        held = [region for region in found if region is not None]
        return self._renamed(held[0], on) if len(held) == 1 else None

    def on(self, on: Moment | None) -> tuple[Region, ...]:
        """Every region that existed on that day, by code; without `on` those that still do."""
        found = (self._at(code, on) for code in sorted(self._by_code))
        held = (region for region in found if region is not None)
        return tuple(
            self._renamed(region, on)
            for region in held
            if on is not None or region.valid_until is None
        )

    def at(self, code: str, on: Moment | None) -> Region:
        """The region with this code, as tables name it; raises ValueError when it did not exist."""
        region = self._at(code, on)
        if region is None:
            raise ValueError(f"no region {code} on {on}: the tables contradict each other")
        return self._renamed(region, on)

    def shared(self, name: str) -> str:
        """What all names and spellings of one region have in common; the `key` of an unknown one.

        A goal for "Oost-Utrecht" is one for the region that is called Amersfoort now.
        """
        codes = self._names.get(key(name), frozenset())
        return next(iter(codes)) if len(codes) == 1 else key(name)

    def cbs(self, name: str, on: Moment | None) -> CbsRegion | None:
        """Code and name CBS gave it on that day, the latest without `on`."""
        codes = self._names.get(key(name), frozenset())
        rows = self._cbs_of.get(next(iter(codes)), ()) if len(codes) == 1 else ()
        if on is None:
            return rows[-1] if rows else None
        year = days_of(on)[1].year
        held = (row for row in rows if row.first <= year and (row.last is None or year <= row.last))
        return next(held, None)

    def cbs_codes(self, name: str) -> tuple[str, ...]:
        """Every code CBS ever gave it, the newest first; none of a name nobody knows."""
        codes = self._names.get(key(name), frozenset())
        rows = self._cbs_of.get(next(iter(codes)), ()) if len(codes) == 1 else ()
        return tuple(dict.fromkeys(row.code for row in reversed(rows)))

    def tile(self, name: str) -> MapTile | None:
        """Where the region with this name, of any year, lies; None where nobody has placed it."""
        codes = self._names.get(key(name), frozenset())
        return next((each for each in self.tiles if codes == {each.region}), None)

    def _at(self, code: str, on: Moment | None) -> Region | None:
        return self.days.pick(self._by_code[code], on)

    def _renamed(self, region: Region, on: Moment | None) -> Region:
        """Under the name it got after the last decree, when that is more than another spelling."""
        if on is not None and days_of(on)[1] <= self.days.last_certain_day:
            return region
        named = self.cbs(region.code, on)
        if named is None or key(named.name) == key(region.name):
            return region
        return replace(region, name=named.name)

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[Region, ...]]:
        """The rows of each region from early to late, whatever the order of the table."""
        found: dict[str, list[Region]] = {}
        for row in sorted(self.rows, key=lambda row: row.valid_from):
            found.setdefault(row.code, []).append(row)
        return {code: tuple(rows) for code, rows in found.items()}

    @cached_property
    def _cbs_of(self) -> Mapping[str, tuple[CbsRegion, ...]]:
        found: dict[str, list[CbsRegion]] = {}
        for row in sorted(self.cbs_rows, key=lambda row: row.first):
            found.setdefault(row.region, []).append(row)
        return {code: tuple(rows) for code, rows in found.items()}

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        pairs = [(name, row.code) for row in self.rows for name in (row.code, row.name)]
        pairs += [(name, row.region) for row in self.cbs_rows for name in (row.code, row.name)]
        return index(pairs, self.spellings)
