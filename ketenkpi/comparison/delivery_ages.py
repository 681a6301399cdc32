"""How old a figure is: how many deliveries came after that of its quarter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ketenkpi.catalogue import DeliveryRecord
from ketenkpi.indicators import Indicator, needs_of

if TYPE_CHECKING:
    import pandas as pd

DEFINITIVE = "definitief"


def provisional(
    frame: pd.DataFrame, asked: Sequence[Indicator], current: Sequence[DeliveryRecord]
) -> pd.Series[bool]:
    """Which rows of `frame` (indicator, werkplein, kwartaal) may still change, by their status.

    Those that are not definitive, of a Werkplein that has made quarters of these
    contracts definitive; where nobody ever did, the status tells nothing.
    """
    import pandas as pd

    made_of: dict[frozenset[str], list[str]] = {}
    for indicator in asked:
        made_of.setdefault(frozenset[str]().union(*needs_of(indicator)), []).append(indicator.key)
    running = np.zeros(len(frame), dtype=np.bool_)
    for contracts, keys in made_of.items():
        known = ages([delivery for delivery in current if delivery.contract in contracts])
        settled = set(known.loc[known["definitive"], "werkplein"])
        open_ = known[known["werkplein"].isin(settled) & ~known["definitive"]]
        mine = np.flatnonzero(frame["indicator"].isin(keys))
        running[mine] = among(
            frame.iloc[mine], zip(open_["werkplein"], open_["kwartaal"], strict=True)
        )
    return pd.Series(running, index=frame.index)


def among(frame: pd.DataFrame, pairs: Iterable[tuple[object, int]]) -> NDArray[np.bool_]:
    """Which rows (werkplein, kwartaal) are of one of these Werkpleinen and quarters."""
    import pandas as pd

    if frame.empty:
        return np.zeros(0, dtype=np.bool_)
    # Looked up in a grid: a hundred Werkpleinen over ten years have 664,000 figures.
    code, places = pd.factorize(frame["werkplein"])
    quarter = frame["kwartaal"].to_numpy(np.int64)
    first, last = int(quarter.min()), int(quarter.max())
    grid = np.zeros((len(places), last - first + 1), dtype=np.bool_)
    number = {str(place): at for at, place in enumerate(places)}
    for place, at in pairs:
        if str(place) in number and first <= at <= last:
            grid[number[str(place)], at - first] = True
    return np.asarray(grid[code, quarter - first])


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
