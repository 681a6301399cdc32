"""The cases behind an indicator, in cells of equal clients: what expected numbers are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.comparison.figures import figures
from ketenkpi.comparison.rules import load_rules
from ketenkpi.counts import TALLIES, Counts
from ketenkpi.errors import UsageError
from ketenkpi.indicators import Indicator, Part

if TYPE_CHECKING:
    import pandas as pd

COHORT = "cohort"
PLACE = ("werkplein", "kwartaal")
Where = Mapping[str, Sequence[object]]


def strata_of(indicator: Indicator, without: Sequence[str] = ()) -> tuple[str, ...]:
    """The variables the indicator can be adjusted for: known before intake and counted by.

    Raises UsageError for an indicator that has none but the quarter, that is
    no share and no rate, and for a name in `without` that is no such variable.
    """
    allowed = load_rules().pre_intake
    if unknown := [name for name in without if name not in allowed]:
        known = ", ".join(allowed)
        raise UsageError("comparison.variable_unknown", name=unknown[0], known=known)
    counted = set(indicator.dimensions) & indicator.additive_over
    dims = set(TALLIES[COHORT].dims) if of_cohort(indicator) else counted
    found = tuple(name for name in allowed if name in dims and name not in without)
    if not indicator.of_kind.adjusted or not set(found) - {"kwartaal"}:
        raise UsageError("comparison.not_adjustable", key=indicator.key)
    return found


def of_cohort(indicator: Indicator) -> bool:
    """Whether it is a share of an inflow of which the whole window was observed."""
    parts = (indicator.numerator, indicator.denominator)
    of_cohort = all(part and part.tally == COHORT for part in parts)
    return indicator.of_kind.compared == "share" and of_cohort


def cells(
    counts: Counts,
    indicator: Indicator,
    strata: Sequence[str],
    *,
    where: Where,
) -> pd.DataFrame:
    """A row per Werkplein and combination of `strata`: those, events, trials (or exposure).

    Only cells in which there was anything that could happen; those of a cohort
    always per quarter too. counts: what the reader may see; where: as for
    `indicators`, quarters as indices.
    """
    if of_cohort(indicator):
        by = list(dict.fromkeys(["werkplein", *strata, "kwartaal"]))
        rows = _of_cohort(counts, indicator, by, where)
        # The same quarters as in the figures: those that were followed to the end.
        shown = figures(counts, indicator, PLACE, where)
        rows = rows.merge(shown.loc[shown["denominator"] > 0, list(PLACE)], on=list(PLACE))
    else:
        by = ["werkplein", *strata]
        found = figures(counts, indicator, by, where)
        names = {"numerator": "events", "denominator": "trials"}
        rows = (
            found[[*by, *names]].rename(columns=names).astype(dict.fromkeys(names.values(), float))
        )
    kept = rows[(rows["trials"] > 0) & rows["events"].notna()]
    return kept.reset_index(drop=True)


def _of_cohort(counts: Counts, indicator: Indicator, by: list[str], where: Where) -> pd.DataFrame:
    assert indicator.denominator is not None
    events = _rolled(counts, indicator.numerator, by, where, "events")
    trials = _rolled(counts, indicator.denominator, by, where, "trials")
    joined = trials.merge(events, on=by, how="left", validate="one_to_one")
    return joined.fillna({"events": 0.0}).astype({"events": np.float64, "trials": np.float64})


def _rolled(counts: Counts, part: Part, by: list[str], where: Where, name: str) -> pd.DataFrame:
    chosen = {**part.only, **{dim: list(values) for dim, values in where.items()}}
    found = counts.roll_up(part.tally, by=by, measures=[part.measure], where=chosen)
    return found.rename(columns={part.measure: name})
