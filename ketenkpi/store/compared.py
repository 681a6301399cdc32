"""Figures of the store beside their targets and beside their own past."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from ketenkpi.catalogue import DeliveryRecord
from ketenkpi.comparison.revisions import (
    Revisions,
    Vintage,
    own_sizes,
    revision_sizes,
    revision_triangle,
)
from ketenkpi.comparison.target_period import POOLED, judged_by
from ketenkpi.comparison.target_progress import Over
from ketenkpi.comparison.target_rows import quarters_of
from ketenkpi.comparison.targets import NORM, Standing, TargetRegister, standing_targets
from ketenkpi.comparison.verdicts import verdicts
from ketenkpi.indicators import Indicator, needed
from ketenkpi.register import Register, region_key
from ketenkpi.scope import Scope
from ketenkpi.store.vintages import PastCounts, needs_of, vintage_states
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

DEFINITIVE = "definitief"


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


def provisional(
    frame: pd.DataFrame, asked: Sequence[Indicator], current: Sequence[DeliveryRecord]
) -> pd.Series[bool]:
    """Which rows of `frame` (indicator, werkplein, kwartaal) may still change, by their status.

    Those that are not definitive, of a Werkplein that has made quarters of these
    contracts definitive; where nobody ever did, the status tells nothing.
    """
    import pandas as pd

    running: set[tuple[str, str, int]] = set()
    for indicator in asked:
        contracts = frozenset[str]().union(*needs_of(indicator))
        known = ages([delivery for delivery in current if delivery.contract in contracts])
        settled = set(known.loc[known["definitive"], "werkplein"])
        open_ = known[known["werkplein"].isin(settled) & ~known["definitive"]]
        places = zip(open_["werkplein"], open_["kwartaal"], strict=True)
        running |= {(indicator.key, str(place), int(quarter)) for place, quarter in places}
    keys = zip(frame["indicator"], frame["werkplein"], frame["kwartaal"], strict=True)
    return pd.Series([key in running for key in keys], index=frame.index, dtype="bool")


def revisions(
    indicator: Indicator, deliveries: Sequence[DeliveryRecord], past: PastCounts, scope: Scope
) -> Revisions:
    """The revision triangle of an indicator, the sizes measured in it, and the age of figures.

    deliveries: all that were ever made, by everybody. The sizes are measured
    over all Werkpleinen, and of single ones in scope that have enough quarters;
    triangle and ages hold only those in `scope`, and the triangle, in which small numbers
    stand beside each other, only when the scope holds rows. The newest state
    is counted in the same way as the past ones, so that a change of the
    program is never taken for one of the data.
    """
    needs = needs_of(indicator)
    everything = Scope.everything()
    contracts, read = frozenset[str]().union(*needs), needed([indicator], {})
    vintages = [
        Vintage(
            Quarter.from_index(state.quarter),
            past.counts(state.deliveries, contracts, everything, read),
            state.published,
        )
        for state in vintage_states(deliveries, needs)
    ]
    current = [delivery for delivery in deliveries if delivery.current]
    now = past.counts(current, contracts, everything, read)
    triangle = revision_triangle(indicator, vintages, now)
    sizes, own = revision_sizes(triangle, indicator), own_sizes(triangle, indicator)
    shown = [d for d in current if d.contract in contracts and scope.allows(d.werkplein)]
    allowed = [scope.detail == "rows" and scope.allows(w) for w in triangle["werkplein"]]
    seen = triangle.iloc[[row for row, there in enumerate(allowed) if there]]
    mine = own[[scope.allows(werkplein) for werkplein in own["werkplein"]]]
    return Revisions(
        indicator,
        seen.reset_index(drop=True),
        sizes,
        mine.reset_index(drop=True),
        ages(shown),
    )


def ages(current: Sequence[DeliveryRecord]) -> pd.DataFrame:
    """How many quarterly deliveries came after that of a figure, and whether it is definitive.

    current: the deliveries the figures are made of. One row per Werkplein and
    quarter that any of them speaks about: werkplein, kwartaal, age, definitive.
    With several contracts the one that was delivered least far decides the
    age. A figure is definitive when of each contract the delivery of its
    quarter is, or else the first later one that speaks about the quarter.
    """
    import pandas as pd

    by_place: dict[str, list[DeliveryRecord]] = {}
    for delivery in current:
        by_place.setdefault(delivery.werkplein, []).append(delivery)
    rows: list[tuple[str, int, int, bool]] = []
    for werkplein, here in sorted(by_place.items()):
        newest: dict[str, int] = {}
        for delivery in here:
            newest[delivery.contract] = max(newest.get(delivery.contract, 0), delivery.quarter)
        last, covering = min(newest.values()), _covering(here)
        for quarter in range(min(d.first_quarter for d in here), last + 1):
            found = covering.get(quarter, {}).values()
            definitive = bool(found) and all(d.status == DEFINITIVE for d in found)
            rows.append((werkplein, quarter, last - quarter, definitive))
    table = pd.DataFrame(rows, columns=["werkplein", "kwartaal", "age", "definitive"])
    # Without rows pandas would take any type.
    return table.astype({"definitive": "bool"})


def _covering(
    here: Sequence[DeliveryRecord],
) -> Mapping[int, Mapping[tuple[str, str], DeliveryRecord]]:
    """Per quarter and per contract and partner the first delivery that speaks about it."""
    found: dict[int, dict[tuple[str, str], DeliveryRecord]] = {}
    # The newest first, so that what was delivered first of a quarter stands at last.
    for delivery in sorted(here, key=lambda one: (one.quarter, one.id), reverse=True):
        for quarter in range(delivery.first_quarter, delivery.quarter + 1):
            found.setdefault(quarter, {})[delivery.contract, delivery.partner] = delivery
    return found
