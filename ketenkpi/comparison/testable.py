"""Which figures may not be tested, and who took over from whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.comparison.delivery_ages import among
from ketenkpi.comparison.late import CONTRACT, held_back, untold
from ketenkpi.comparison.rules import load_rules
from ketenkpi.indicators import Indicator
from ketenkpi.register import Register
from ketenkpi.stats.interval import Bools
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd


def closed(frame: pd.DataFrame, register: Register) -> np.ndarray:
    """Which rows are of a quarter on whose first or last day the Werkplein did not exist.

    One of which the register knows nothing may always exist.
    """
    pairs = frame[["werkplein", "kwartaal"]].drop_duplicates()
    gone = {
        (place, int(index))
        for place, index in zip(pairs["werkplein"], pairs["kwartaal"], strict=True)
        if not whole(register, str(place), Quarter.from_index(int(index)))
    }
    return among(frame, gone)


def whole(register: Register, place: str, quarter: Quarter) -> bool:
    """Whether a place existed on the first and the last day; one nobody knows always may."""
    days = (quarter.first_day, quarter.last_day)
    return all(register.may_exist(place, day) for day in days)


def heirs_of(
    places: Collection[str], quarters: Collection[int], register: Register, quarter: Quarter
) -> dict[str, tuple[str, Quarter]]:
    """Per Werkplein that is gone by the end of `quarter` who has its area then, and since when.

    Since is the first of `quarters` in which it did not exist on all days.
    """
    found: dict[str, tuple[str, Quarter]] = {}
    for place in sorted(places):
        if register.may_exist(place, quarter.last_day):
            continue
        heir = register.successor(place, quarter.last_day)
        name = None if heir is None else register.key_of(heir.code)
        gone = [Quarter.from_index(each) for each in sorted(quarters) if each <= quarter.index]
        since = [each for each in gone if not register.may_exist(place, each.last_day)]
        if name is not None and name != place and since:
            found[place] = (name, since[0])
    return found


def still_filled_in(
    frame: pd.DataFrame,
    asked: Mapping[str, Indicator],
    known: pd.DataFrame,
    ages: pd.DataFrame,
    schemes: Sequence[str] = (),
) -> np.ndarray:
    """Which rows are of a quarter that later deliveries may still move beyond chance.

    known, ages: see `comparison.late.held_back`. It concerns figures made of
    the files in which it was measured. Where nothing was measured yet, those of
    bijstand alone are held back as CBS does it (`Maturing`). schemes: of which alone
    the figures are, none for all.
    """
    made_of = [key for key, each in asked.items() if CONTRACT in each.contracts]
    rule = load_rules().maturing
    by_default = _among(frame, untold(known, ages, rule.deliveries))
    by_default &= _of_schemes(frame, asked, rule.schemes, schemes)
    found = _among(frame, held_back(known, ages)) | by_default
    return np.asarray(found & frame["indicator"].isin(made_of).to_numpy())


def _among(frame: pd.DataFrame, held: pd.DataFrame) -> Bools:
    return among(frame, zip(held["werkplein"], held["kwartaal"].astype(int), strict=True))


def _of_schemes(
    frame: pd.DataFrame,
    asked: Mapping[str, Indicator],
    schemes: Sequence[str],
    chosen: Sequence[str],
) -> Bools:
    """Which rows are of these schemes alone: as asked, or by definition."""
    whole = bool(chosen) and {*chosen} <= {*schemes}
    alone = [key for key, each in asked.items() if whole or _counts_only(each, schemes)]
    found: Bools = frame["indicator"].isin(alone).to_numpy(dtype=np.bool_)
    return found


def _counts_only(indicator: Indicator, schemes: Sequence[str]) -> bool:
    """Whether what it counts is by its definition of these schemes alone."""
    only = indicator.numerator.only.get("regeling", ()) if indicator.numerator else ()
    return bool(only) and {*only} <= {*schemes}


def with_longer(frame: pd.DataFrame, longer: pd.DataFrame) -> pd.DataFrame:
    """The figures with, of durations, how many cases took longer than usual."""
    on = ["indicator", "split", "werkplein", "kwartaal"]
    typed = longer.astype({name: frame[name].dtype for name in on})
    return frame.merge(typed, on=on, how="left", validate="one_to_one")
