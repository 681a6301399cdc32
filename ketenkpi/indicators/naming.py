"""Schemes in figures: kept under one key for the whole series, given the name of the day.

Figures of 2014K4 are of WWB, those of 2015K1 of the Participatiewet, and a
figure over several quarters has the name of the last of them. Asking works by
either name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ketenkpi.vocabularies import stored_schemes, vocabularies
from ketenkpi.vocabulary import Quarter, quarter_index

if TYPE_CHECKING:
    import pandas as pd

SCHEME = "regeling"


def by_stored_key(where: Mapping[str, Sequence[object]]) -> dict[str, Sequence[object]]:
    """A choice of cases as rows are stored: schemes under their keys, quarters by their index."""
    chosen = dict(where)
    if SCHEME in where:
        chosen[SCHEME] = list(stored_schemes(str(name) for name in where[SCHEME]))
    if "kwartaal" in where:
        chosen["kwartaal"] = [quarter_index(each) for each in where["kwartaal"]]
    return chosen


def named_by_day(found: pd.DataFrame, last: Quarter | int | None) -> pd.DataFrame:
    """A table with the name of the day in its column `regeling`, where it has one.

    The day is the end of the row's `kwartaal`; without that column it is the end
    of `last`, a quarter or its index. None: nothing is known of any quarter.
    """
    if SCHEME not in found.columns or found.empty:
        return found
    quarters = found["kwartaal"] if "kwartaal" in found.columns else last
    if quarters is None:
        return found
    if isinstance(quarters, Quarter):
        quarters = quarters.index
    stored = column = found[SCHEME]
    there = set(stored.unique())
    for each in vocabularies().schemes.entries.values():
        if each.continues is None or each.first is None or each.stored_as not in there:
            continue
        # The name at the end of a quarter in which it changed is the new one.
        later = (quarters >= Quarter.of(each.first).index) & (stored == each.stored_as)
        if later.any():
            column = column.mask(later, each.key)
    return found if column is stored else found.assign(**{SCHEME: column})
