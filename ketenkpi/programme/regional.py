"""Goals of a region, judged by the figure of the region: tallies of its Werkpleinen added."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ketenkpi.comparison.targets import ADDING_UNITS, TargetRegister
from ketenkpi.comparison.verdicts import NOT_KNOWN, verdicts
from ketenkpi.indicators import Indicator
from ketenkpi.register import region_key
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

PARTIAL = "programme.region_not_complete"


def regional_verdicts(
    targets: TargetRegister,
    figures: pd.DataFrame,
    indicators: Iterable[Indicator],
    quarters: Collection[Quarter],
) -> pd.DataFrame:
    """The columns of `comparison.verdicts`, with in `werkplein` the region as the target spells it.

    figures: `indicators` by regio and kwartaal. A number of a region of which a
    Werkplein did not deliver is too low, so it is not judged; `undelivered`
    says of how many the figure lacks the files.
    """
    own = TargetRegister(
        tuple(replace(each, regional=False) for each in targets.targets if each.regional)
    )
    spelled = {region_key(each.place): each.place for each in own.targets}
    named = [spelled.get(region_key(str(region)), str(region)) for region in figures["regio"]]
    placed = figures.assign(werkplein=named)
    standing = [
        replace(found, level="regio")
        for indicator in indicators
        for place in sorted(set(spelled.values()))
        for quarter in sorted(quarters)
        for soort in own.kinds(indicator.key)
        if (found := own.standing(indicator, place, None, quarter, soort)) is not None
    ]
    lacking = placed[["indicator", "werkplein", "kwartaal", "undelivered"]].drop_duplicates(
        ["indicator", "werkplein", "kwartaal"]
    )
    rows = verdicts(standing, placed).merge(lacking, how="left")
    numbers = {each.indicator.key for each in standing if each.indicator.unit in ADDING_UNITS}
    short = rows["indicator"].isin(numbers) & (rows["undelivered"].fillna(0) > 0)
    return rows.assign(
        verdict=rows["verdict"].mask(short, NOT_KNOWN), reason=rows["reason"].mask(short, PARTIAL)
    )
