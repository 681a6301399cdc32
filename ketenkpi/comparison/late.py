"""Late registration: quarters of a Werkplein that later deliveries still fill in beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.stats.interval import Floats

if TYPE_CHECKING:
    import pandas as pd

# Where it is measured: leaving is what is registered late, and all figures of
# cases move with it.
CONTRACT = "trajecten"
LATE = ("werkplein", "kwartaal", "vintage", "x")
# A quarter of later deliveries in each season; fewer are judged by those of all places.
ENOUGH = 4
# Later deliveries were followed for a year; what is older is taken to be settled.
OLDEST = 3


def held_back(known: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    """The places and quarters of which later deliveries may still move figures beyond chance.

    known: columns as `LATE`, how many left in a quarter as known after the
    delivery for `vintage`. ages: werkplein, kwartaal and age (how many quarterly
    deliveries came after its own) of the figures as they are now.

    Of every age the change from that delivery to the newest is compared with
    what chance does to the number itself, √x. Where the middle of these changes
    is the larger, that age is held back: by the place's own changes where there
    are `ENOUGH`, else by those of all places. Returns columns werkplein, kwartaal.
    """
    young = ages[ages["age"] <= OLDEST]
    held = _middle_change(known, young) > 1
    return young.loc[held, ["werkplein", "kwartaal"]].reset_index(drop=True)


def untold(known: pd.DataFrame, ages: pd.DataFrame, deliveries: int) -> pd.DataFrame:
    """Places and quarters with fewer later deliveries, of whose age no change was measured."""
    young = ages[ages["age"] < deliveries]
    lacking = np.isnan(_middle_change(known, young))
    return young.loc[lacking, ["werkplein", "kwartaal"]].reset_index(drop=True)


def _middle_change(known: pd.DataFrame, young: pd.DataFrame) -> Floats:
    """Of each of these rows of ages the middle change of its age, NaN where none is known."""
    changes = _changes(known)
    own, pooled = _middles(changes, ["werkplein", "age"]), _middles(changes, ["age"])
    pairs = zip(young["werkplein"], young["age"], strict=True)
    found = [own.get((place, age), pooled.get((age,), np.nan)) for place, age in pairs]
    return np.array(found, dtype=np.float64)


def _middles(changes: pd.DataFrame, by: list[str]) -> dict[tuple[object, ...], float]:
    """The middle change of each group that has `ENOUGH`."""
    found: dict[tuple[object, ...], float] = {}
    for key, part in changes.groupby(by)["part"]:
        if len(part) >= ENOUGH:
            found[key] = float(np.median(part.to_numpy(np.float64)))
    return found


def _changes(known: pd.DataFrame) -> pd.DataFrame:
    """Per place and quarter by age the change to the newest, in standard errors of the number."""
    newest = known.sort_values("vintage").drop_duplicates(["werkplein", "kwartaal"], keep="last")
    names = {"x": "settled", "vintage": "last"}
    rows = known.merge(newest.rename(columns=names), on=["werkplein", "kwartaal"])
    rows = rows[rows["vintage"] < rows["last"]]
    change = np.abs(rows["settled"] - rows["x"]) / np.sqrt(np.maximum(rows["settled"], 1))
    return rows.assign(age=rows["vintage"] - rows["kwartaal"], part=change)
