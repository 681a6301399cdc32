"""The entrance: figures as asked, with everything left out that must not be shown.

A figure is shown when it is one of the published lattice that is not hidden, or
the sum of published figures that are all shown: then anybody could add it up.
Every other sum is refused.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from ketenkpi.disclosure.base import EARLIER
from ketenkpi.disclosure.lattice import EVERYWHERE, FIGURE, REGION_UNKNOWN
from ketenkpi.disclosure.quantity import NONE, about_clients
from ketenkpi.disclosure.rules import AXES, Rules
from ketenkpi.indicators import Indicator

PROTECTED = "disclosure.reason_protected"
COMBINATION = "disclosure.reason_combination"
# Of a kind of figure that is never published, whatever the combination.
ROWS_NEEDED = "disclosure.reason_rows_needed"
# What vanishes together: the interval, n and the figure beside it give away
# the counts just as the counts themselves do.
NUMBERS = ("value", "low", "high", "n", "numerator", "denominator", "beside")
PLACE_KEYS = ("werkplein", "regio", "kwartaal")
Node = tuple[str, Hashable]
Where = Mapping[str, Sequence[object]]


@dataclass(frozen=True, eq=False)
class Decided:
    """The figures of a pattern (see `Pattern`), ready to be looked up; made once, kept."""

    figures: pd.DataFrame

    @cached_property
    def reasons(self) -> dict[tuple[Hashable, ...], tuple[str | None, bool]]:
        """Per FIGURE its reason (None: shown) and whether the figure beside it is shown."""
        keys = zip(*(self.figures[name] for name in FIGURE), strict=True)
        reason = self.figures["reason"].astype(object).where(self.figures["reason"].notna(), None)
        return dict(zip(keys, zip(reason, self.figures["beside"], strict=True), strict=True))

    @cached_property
    def werkpleinen(self) -> frozenset[str]:
        """Every Werkplein of which anything is known."""
        own = self.figures["place_level"] == "werkplein"
        return frozenset(self.figures.loc[own, "place"])

    @cached_property
    def quarters(self) -> frozenset[int]:
        """Every quarter of which anything is published."""
        own = self.figures["time_level"] == "kwartaal"
        return frozenset(self.figures.loc[own, "time"]) - {EARLIER}


@dataclass(frozen=True, eq=False)
class Protection:
    """What was decided, with what is needed to understand a question about it.

    regio_of: the region of each Werkplein.
    """

    decided: Decided
    regio_of: Mapping[str, str]
    indicators: Mapping[str, Indicator]
    rules: Rules

    def apply(
        self,
        frame: pd.DataFrame,
        by: Sequence[str],
        where: Where | None = None,
        werkpleinen: Iterable[str] | None = None,
    ) -> pd.DataFrame:
        """`frame` with nothing but a reason in the rows that may not be shown.

        frame: as `ketenkpi.indicators` gives it for `by`, `where` and, when
        given, only these `werkpleinen`; any frame with those keys and some of
        the columns value, low, high, n, numerator, denominator, beside, reason.
        Rows of indicators that do not count clients stay as they are.
        """
        question = _Question(self, tuple(by), dict(where or {}), werkpleinen)
        return question.answer(frame)

    def region(self, werkplein: str) -> str:
        """The region of a Werkplein."""
        return self.regio_of.get(werkplein, REGION_UNKNOWN)


class _Question:
    """One question about a protected lattice; answers are made once per kind of key."""

    def __init__(
        self, known: Protection, by: tuple[str, ...], where: dict[str, Any], within: Any
    ) -> None:
        self.known, self.by, self.where = known, by, where
        self.within = (
            known.decided.werkpleinen
            if within is None
            else frozenset(within) & known.decided.werkpleinen
        )
        self.protected = {each.key for each in about_clients(known.indicators)}
        self.axes = [name for name in AXES if name in by or name in where]
        self._places: dict[Hashable, list[Node]] = {}
        self._times: dict[Hashable, list[Node]] = {}

    def answer(self, frame: pd.DataFrame) -> pd.DataFrame:
        columns = [name for name in NUMBERS if name in frame]
        empty = frame[columns].isna().all(axis=1).to_numpy()
        reasons = np.full(len(frame), None, dtype=object)
        beside = np.ones(len(frame), dtype=np.bool_)
        for place, row in enumerate(frame.to_dict("records")):
            if not empty[place] and row["indicator"] in self.protected:
                reasons[place], beside[place] = self._verdict(row)
        gone = np.array([reason is not None for reason in reasons], dtype=np.bool_)
        result = frame.copy()
        result.loc[gone, columns] = np.nan
        if "beside" in frame:
            result.loc[~beside, "beside"] = np.nan
        result.loc[gone, "reason"] = reasons[gone]
        if "method" in frame:
            result.loc[gone, "method"] = None
        return result

    def _verdict(self, row: Mapping[Hashable, Any]) -> tuple[str | None, bool]:
        """Why a row is not shown (None: it is), and whether the figure beside it is."""
        if self.known.indicators[row["indicator"]].of_kind.gives_away == "rows_only":
            return ROWS_NEEDED, False
        member = self._members(row)
        if member is None:
            return COMBINATION, False
        axis, members = member
        split = row["split"] if self._always_split(row) else NONE
        parts = list(product(members, self._place(row), self._time(row)))
        found = [
            self.known.decided.reasons.get((row["indicator"], split, axis, one, *place, *time))
            for one, place, time in parts
        ]
        if len(parts) == 1:
            if found[0] is None:
                return COMBINATION, False
            return (PROTECTED if found[0][0] else None), found[0][1]
        there = [each for each in found if each is not None]
        if not there or any(reason for reason, _ in there):
            return COMBINATION, False
        return None, all(beside for _, beside in there)

    def _always_split(self, row: Mapping[Hashable, Any]) -> bool:
        return self.known.indicators[row["indicator"]].always_split

    def _members(self, row: Mapping[Hashable, Any]) -> tuple[str, list[str]] | None:
        """The breakdown a row is in and its values there; None for one that is not published."""
        indicator = self.known.indicators[row["indicator"]]
        asked: dict[str, list[str]] = {}
        for name in (*self.by, *self.where):
            if name in PLACE_KEYS or (name in self.by and not self._shows(indicator, name)):
                continue
            axis = "split" if name == indicator.split else name
            if axis == "split" and indicator.always_split:
                continue
            value = row.get(axis) if name in self.by else None
            asked[axis] = [str(value)] if value is not None else list(map(str, self.where[name]))
        if not asked:
            return NONE, [NONE]
        if len(asked) > 1 or next(iter(asked)) not in AXES:
            return None
        return next(iter(asked.items()))

    @staticmethod
    def _shows(indicator: Indicator, name: str) -> bool:
        # A dimension that an indicator is not counted by reads 'alle' in its rows.
        return indicator.split is not None if name == "split" else name in indicator.dimensions

    def _place(self, row: Mapping[Hashable, Any]) -> list[Node]:
        name = row.get("werkplein") if "werkplein" in self.by else None
        region = row.get("regio") if "regio" in self.by else None
        key = (name, region)
        if key not in self._places:
            self._places[key] = self._place_nodes(name, region)
        return self._places[key]

    def _place_nodes(self, name: str | None, region: str | None) -> list[Node]:
        known, chosen = self.known, set(self.within)
        if name is not None:
            return [("werkplein", name)]
        if region is not None:
            chosen = {each for each in chosen if known.region(each) == region}
        if "werkplein" in self.where:
            chosen &= set(map(str, self.where["werkplein"]))
        if "regio" in self.where:
            chosen = {each for each in chosen if known.region(each) in self.where["regio"]}
        if chosen == known.decided.werkpleinen and region is None:
            return [("alle", EVERYWHERE)]
        whole = {known.region(each) for each in chosen}
        whole = {each for each in whole if self._all_of(each) <= chosen}
        rest = sorted(each for each in chosen if known.region(each) not in whole)
        return [*(("regio", each) for each in sorted(whole)), *(("werkplein", w) for w in rest)]

    def _all_of(self, region: str) -> set[str]:
        return {
            each for each in self.known.decided.werkpleinen if self.known.region(each) == region
        }

    def _time(self, row: Mapping[Hashable, Any]) -> list[Node]:
        key = row.get("kwartaal") if "kwartaal" in self.by else None
        if key not in self._times:
            self._times[key] = self._time_nodes(key)
        return self._times[key]

    def _time_nodes(self, quarter: Any) -> list[Node]:
        if quarter is not None:
            return [("kwartaal", int(quarter))]
        if "kwartaal" not in self.where:
            return [("alle", 0)]
        chosen = {int(getattr(each, "index", each)) for each in self.where["kwartaal"]}
        published = self.known.decided.quarters
        years = {each // 4 for each in chosen}
        whole = {y for y in years if {q for q in published if q // 4 == y} <= chosen}
        whole = {y for y in whole if len([q for q in chosen if q // 4 == y]) > 1}
        rest = sorted(each for each in chosen if each // 4 not in whole)
        return [*(("jaar", year) for year in sorted(whole)), *(("kwartaal", q) for q in rest)]
