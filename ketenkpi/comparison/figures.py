"""The figures of one indicator that are compared: of one value of what it is always split by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ketenkpi.counts import Counts
from ketenkpi.errors import UsageError
from ketenkpi.indicators import Indicator, indicators, load_indicators, named

Where = Mapping[str, Sequence[object]]
if TYPE_CHECKING:
    import pandas as pd

    # (by, where, level) -> the rows of one indicator, for example those a reader may see.
    Ask = Callable[[Sequence[str], Where, float], pd.DataFrame]


def comparable_indicator(
    key: str, where: Where, definitions: Mapping[str, Indicator] | None = None
) -> Indicator:
    """The indicator `key`; raises UsageError when there is none, or when its split is not pinned.

    What an indicator is always split by needs one value: a mean of principles
    or a median of steps is no figure. definitions: `load_indicators()` when None.
    """
    known = load_indicators() if definitions is None else definitions
    found = named(key, known)
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
    ask: Ask | None = None,
) -> pd.DataFrame:
    """As `indicators`, a row per group of `by`; from `ask` instead of `counts` when given.

    The parts of a composition are parts of all of them, so there the value of
    the split is picked from the answer; as a filter it would leave a whole of
    itself.
    """

    def asked(chosen: Where) -> pd.DataFrame:
        if ask is not None:
            found = ask(by, chosen, level)
        else:
            found = indicators(
                counts,
                keys=[indicator.key],
                by=by,
                where=chosen,
                regio_of=regio_of,
                level=level,
                definitions={indicator.key: replace(indicator, shown_with=())},
            )
        # Some figures come with those that tell how to read them.
        return found[found["indicator"] == indicator.key].reset_index(drop=True)

    split = indicator.split
    if indicator.kind != "composition" or split is None:
        return asked(where)
    parts = asked({name: values for name, values in where.items() if name != split})
    picked = parts[parts["split"] == str(where[split][0])]
    return picked.reset_index(drop=True) if len(picked) else asked(where)
