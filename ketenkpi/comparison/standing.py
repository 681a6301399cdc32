"""The target that stands for each Werkplein and quarter, and figures judged by it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from ketenkpi.comparison.target_period import POOLED, judged_by
from ketenkpi.comparison.target_progress import Over
from ketenkpi.comparison.target_rows import quarters_of
from ketenkpi.comparison.targets import NORM, Standing, TargetRegister, standing_targets
from ketenkpi.comparison.verdicts import verdicts
from ketenkpi.indicators import Indicator
from ketenkpi.register import Register, region_key
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd


def standing(
    targets: TargetRegister,
    register: Register,
    indicators: Sequence[Indicator],
    werkpleinen: Collection[str],
    quarters: Collection[Quarter],
) -> tuple[Standing, ...]:
    """What stands for these Werkpleinen; a region is that of the register in the quarter.

    A region is recognised by any spelling of its name.
    """
    spelled = {region_key(t.place): t.place for t in targets.targets if t.regional}
    regions: dict[tuple[str, Quarter], str] = {}
    for werkplein in werkpleinen:
        for quarter in quarters:
            region = register.region_of(werkplein, quarter)
            named = region and (spelled.get(region_key(region.name)) or region.name)
            if named:
                regions[werkplein, quarter] = named
    return standing_targets(targets, indicators, werkpleinen, quarters, regions)


def closed(
    register: Register, werkpleinen: Collection[str], quarters: Collection[Quarter]
) -> frozenset[tuple[str, Quarter]]:
    """The Werkpleinen the register knows, in the quarters in which they did not exist."""
    known = [werkplein for werkplein in werkpleinen if register.history(werkplein)]
    return frozenset(
        (werkplein, quarter)
        for werkplein in known
        for quarter in quarters
        if register.find(werkplein, quarter) is None
    )


def judged(
    targets: TargetRegister,
    register: Register,
    figures: pd.DataFrame,
    indicators: Sequence[Indicator],
    quarters: Collection[Quarter] | None,
    over: Over,
) -> pd.DataFrame:
    """The verdicts of `comparison.verdicts` on these figures; `quarters` None: all of them.

    over: asked for the figures of a target over more than a quarter.
    """
    named = {target.place for target in targets.targets if not target.regional}
    werkpleinen = sorted(named | set(figures["werkplein"]))
    chosen = quarters
    if chosen is None:
        chosen = [Quarter.from_index(int(index)) for index in sorted(set(figures["kwartaal"]))]
    stands = standing(targets, register, indicators, werkpleinen, chosen)
    # A year's target also asks whether the Werkplein existed in its first quarter.
    every = {*chosen, *quarters_of(stands)}
    return verdicts(stands, figures, closed(register, werkpleinen, every), over)


def target_of(
    frame: pd.DataFrame, indicator: Indicator, targets: TargetRegister, register: Register
) -> pd.Series[float]:
    """The target that stands per row of `frame` (werkplein, kwartaal), the norm first; else NaN.

    Of targets over more than a quarter only those that each quarter can be held to.
    """
    import pandas as pd

    quarters = [Quarter.from_index(int(each)) for each in sorted(set(frame["kwartaal"]))]
    found = standing(targets, register, [indicator], sorted(set(frame["werkplein"])), quarters)
    # What is to be reached in a year, or on its last day, is no line to keep in each quarter.
    known = [one for one in found if one.value is not None and _holds_each_quarter(one)]
    # Later ones overwrite, so the norm goes last.
    value = {
        (one.werkplein, one.quarter.index): one.value
        for one in sorted(known, key=lambda one: one.soort == NORM)
    }
    places = zip(frame["werkplein"], frame["kwartaal"], strict=True)
    return pd.Series([value.get(place) for place in places], index=frame.index, dtype="float64")


def _holds_each_quarter(one: Standing) -> bool:
    return one.period is None or judged_by(one.indicator, one.period) == POOLED
