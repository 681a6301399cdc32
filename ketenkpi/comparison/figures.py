"""The figures of one indicator that are compared: of one value of what it is always split by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ketenkpi.counts import Counts
from ketenkpi.errors import UsageError
from ketenkpi.indicators import Indicator, indicators, load_indicators

if TYPE_CHECKING:
    import pandas as pd

Where = Mapping[str, Sequence[object]]


def comparable_indicator(key: str, where: Where) -> Indicator:
    """The indicator `key`; raises UsageError when there is none, or when its split is not pinned.

    What an indicator is always split by needs one value: a mean of principles
    or a median of steps is no figure.
    """
    found = load_indicators().get(key)
    if found is None:
        known = ", ".join(load_indicators())
        raise UsageError("indicators.unknown_indicator", key=key, known=known)
    split = found.split
    if found.always_split and split and len(set(where.get(split, ()))) != 1:
        raise UsageError("comparison.split_needed", key=key, split=split)
    return found


def figures(
    counts: Counts,
    indicator: Indicator,
    by: Sequence[str],
    where: Where,
    *,
    regio_of: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """As `indicators`, a row per group of `by`.

    The parts of a composition are parts of all of them, so there the value of
    the split is picked from the answer; as a filter it would leave a whole of
    itself.
    """

    def ask(chosen: Where) -> pd.DataFrame:
        return indicators(
            counts, keys=[indicator.key], by=by, where=chosen, regio_of=regio_of, level=level
        )

    split = indicator.split
    if indicator.kind != "composition" or split is None:
        return ask(where)
    parts = ask({name: values for name, values in where.items() if name != split})
    picked = parts[parts["split"] == str(where[split][0])]
    return picked.reset_index(drop=True) if len(picked) else ask(where)
