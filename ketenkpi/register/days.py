"""Which row of a history held on a day, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from ketenkpi.register.model import Certainty, Decree, Moment, Region, Werkplein, days_of
from ketenkpi.register.own_list import OWN_LIST

Row = TypeVar("Row", Werkplein, Region)


@dataclass(frozen=True, eq=False)
class Days:
    """The decrees in order, as a measure of what is known of a day."""

    sources: tuple[Decree, ...]

    def pick(self, rows: tuple[Row, ...], on: Moment | None) -> Row | None:
        """The row that held on that day, marked with its certainty; without `on` the latest."""
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

    @cached_property
    def first_day(self) -> date:
        """The first day any decree at hand speaks of."""
        return min(source.valid_from for source in self.sources)

    @cached_property
    def last_certain_day(self) -> date:
        """The last day on which any decree at hand is known to have been the newest."""
        return max(source.certain_until for source in self.sources)

    @cached_property
    def _by_code(self) -> Mapping[str, Decree]:
        return {source.code: source for source in self.sources}

    def _certainty(self, row: Werkplein | Region, first: date) -> Certainty:
        if row.source == OWN_LIST:
            return "own_list"
        return "carried_forward" if first > self._by_code[row.source].certain_until else "decree"
