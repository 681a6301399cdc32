"""Targets of regions beside the figures of whole regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ketenkpi.asked import Several
from ketenkpi.comparison.source import TargetSource
from ketenkpi.comparison.standing import closed
from ketenkpi.comparison.target_progress import NOT_DELIVERED, NOT_KNOWN
from ketenkpi.comparison.target_rows import LISTS, quarters_told
from ketenkpi.indicators import askable, named
from ketenkpi.programme.regional import regional_table
from ketenkpi.register import region_key
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import AnyQuarter, Quarter, as_quarters

if TYPE_CHECKING:
    import pandas as pd

OUT_OF_SCOPE = "programme.region_out_of_scope"
NOT_ADDED = "programme.region_not_added"
# What tells of Werkpleinen that a reader may not see: these numbers, and lists of texts.
UNSEEN = (
    *("value", "low", "high", "n", "due", "end_low", "end_high", "gap", "gap_low", "gap_high"),
    *("before", "before_low", "before_high", "before_n", "change", "change_low", "change_high"),
)


def regional_targets(
    source: TargetSource, keys: Sequence[str], scope: Scope, quarters: Several[AnyQuarter]
) -> pd.DataFrame:
    """Targets of whole regions beside their figures, as `targets_table` gives them.

    `werkplein` holds the region; `lacking` the Werkpleinen of it that did not
    deliver all quarters the figure is about. Nothing is told of a region
    of which a Werkplein lies outside `scope`.
    """
    known = source.indicators
    # Not these quarters only: a year is more of them, and has a year before.
    by = ("regio", "kwartaal")
    added = askable({key: named(key, known) for key in keys}, by, {})
    figures = source.figures(added, by, scope)
    indicators = [known[key] for key in keys]

    def over(asked: Sequence[str], together: Sequence[Quarter]) -> pd.DataFrame:
        return source.figures(asked, ("regio",), scope, {"kwartaal": list(together)})

    rows = regional_table(source.targets(scope), figures, indicators, as_quarters(quarters), over)
    rows["lacking"] = _lacking(source, rows, keys, scope)
    every = source.regions(Scope.everything())
    hidden = {region_key(at) for place, at in every.items() if not scope.allows(place)}
    out = np.array([region_key(at) in hidden for at in rows["werkplein"]], dtype=np.bool_)
    # Of a figure without a better side nothing is judged, added or not.
    apart = ~rows["indicator"].isin(added) & (rows["verdict"] == NOT_KNOWN)
    reason = rows["reason"].mask(apart, NOT_ADDED)
    rows = rows.assign(
        verdict=rows["verdict"].mask(out, NOT_KNOWN), reason=reason.mask(out, OUT_OF_SCOPE)
    )
    return _without(rows, out)


def _lacking(
    source: TargetSource, rows: pd.DataFrame, keys: Sequence[str], scope: Scope
) -> list[tuple[str, ...]]:
    """Per row the Werkpleinen of the region without the files of any of its quarters."""
    own = source.figures(keys, scope=scope, by=("werkplein", "kwartaal"))
    own = own[own["reason"] == NOT_DELIVERED]
    names, quarters = list(own["werkplein"]), [int(each) for each in own["kwartaal"]]
    asked = [Quarter.from_index(index) for index in sorted(set(quarters))]
    gone = closed(source.register(), set(names), asked)
    region_of = source.regions(scope)
    absent: dict[tuple[str, str, int], set[str]] = {}
    for key, name, index in zip(own["indicator"], names, quarters, strict=True):
        if (name, Quarter.from_index(index)) not in gone and name in region_of:
            at = (key, region_key(region_of[name]), index)
            absent.setdefault(at, set()).add(name)
    return [tuple(sorted(_named(row, absent))) for row in rows.to_dict("records")]


def _named(
    row: Mapping[Any, Any], absent: Mapping[tuple[str, str, int], Iterable[str]]
) -> set[str]:
    place = (row["indicator"], region_key(row["werkplein"]))
    return {name for index in quarters_told(row) for name in absent.get((*place, index), ())}


def _without(rows: pd.DataFrame, out: NDArray[np.bool_]) -> pd.DataFrame:
    """The rows, of those that are `out` nothing that tells of a Werkplein."""
    shown = rows.copy()
    for name in UNSEEN:
        shown[name] = rows[name].mask(out)
    for name in LISTS:
        shown[name] = [() if each else told for told, each in zip(rows[name], out, strict=True)]
    return shown
