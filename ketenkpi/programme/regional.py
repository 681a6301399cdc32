"""Goals of a region, judged by the figure of the region: tallies of its Werkpleinen added."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ketenkpi.comparison.target_progress import NOT_KNOWN, Over
from ketenkpi.comparison.target_rows import ONE_QUARTER
from ketenkpi.comparison.targets import ADDING_UNITS, Standing, TargetRegister
from ketenkpi.comparison.verdicts import targets_table, verdicts
from ketenkpi.indicators import Indicator
from ketenkpi.register import region_key
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

PARTIAL = "programme.region_not_complete"


def regional_table(
    targets: TargetRegister,
    figures: pd.DataFrame,
    indicators: Sequence[Indicator],
    quarters: Collection[Quarter],
    over: Over,
) -> pd.DataFrame:
    """The columns of `comparison.targets_table`; in `werkplein` the region as targets spell it.

    figures: `indicators` by regio and kwartaal; over: the same over quarters
    together, by regio. A number of a region of which a Werkplein did not
    deliver is too low, so it is not judged; `undelivered` says of how many the
    figure lacks the files. Over more than a quarter it is at least what the
    others have.
    """
    own = TargetRegister(
        tuple(replace(each, regional=False) for each in targets.targets if each.regional)
    )
    spelled = {region_key(each.place): each.place for each in own.targets}

    def by_place(found: pd.DataFrame) -> pd.DataFrame:
        # Of no region at all it must be a column of texts too.
        regions = found["regio"].astype("str")
        named = regions.map(lambda region: spelled.get(region_key(region), region))
        return found.assign(werkplein=named.astype("str"))

    def together(keys: Sequence[str], asked: Sequence[Quarter]) -> pd.DataFrame:
        return by_place(over(keys, asked))

    placed = by_place(figures)
    standing = _standing(own, indicators, sorted(set(spelled.values())), sorted(quarters))
    known = {each.key: each for each in indicators}
    rows = targets_table(verdicts(standing, placed, (), together), placed, together, known)
    lacking = placed[["indicator", "werkplein", "kwartaal", "undelivered"]].drop_duplicates(
        ["indicator", "werkplein", "kwartaal"]
    )
    rows = rows.merge(lacking, how="left")
    numbers = {each.indicator.key for each in standing if each.indicator.unit in ADDING_UNITS}
    short = rows["indicator"].isin(numbers) & (rows["undelivered"].fillna(0) > 0)
    short &= rows["judged_by"] == ONE_QUARTER
    return rows.assign(
        verdict=rows["verdict"].mask(short, NOT_KNOWN), reason=rows["reason"].mask(short, PARTIAL)
    )


def _standing(
    own: TargetRegister,
    indicators: Iterable[Indicator],
    places: Sequence[str],
    quarters: Sequence[Quarter],
) -> tuple[Standing, ...]:
    return tuple(
        replace(found, level="regio")
        for indicator in indicators
        for place in places
        for quarter in quarters
        for soort in own.kinds(indicator.key)
        if (found := own.standing(indicator, place, None, quarter, soort)) is not None
    )
