"""Quarters of a place that do not stand beside its other ones as they are.

What a Werkplein shows in the quarter in which it closes, or after another went up in
it, is another area and no change; what is still registered late is no change yet.
Whoever says that a figure moved looks here first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.comparison.testable import whole
from ketenkpi.indicators import BETWEEN, without_values
from ketenkpi.register import Register
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

# Columns of a frame of figures: of a quarter on whose first or last day the Werkplein did
# not exist; of one that later deliveries still fill in beyond chance; the newest
# quarter up to this one in which the area of the place became another, 0 for none; and
# the Werkpleinen that existed and of which nothing is in a figure of several together.
BREAKS = ("closed", "held_back", "area_since", "lacking")
CLOSED = "comparison.closed"


@dataclass(frozen=True, slots=True)
class Gone:
    """A Werkplein that ended: who has its area now, and the first quarter it was not whole."""

    place: str
    heir: str | None
    since: int


def gone(register: Register) -> tuple[Gone, ...]:
    """Every Werkplein of the register that no longer exists, by name."""
    found = []
    for code in register.codes:
        last = register.history(code)[-1].valid_until
        place = register.key_of(code)
        if last is None or place is None:
            continue
        after = last + timedelta(days=1)
        heir = register.successor(code, after)
        name = None if heir is None else register.key_of(heir.code)
        found.append(Gone(place, name, Quarter.of(after).index))
    return tuple(sorted(found, key=lambda each: each.place))


def without_closed(
    frame: pd.DataFrame,
    where: Mapping[str, Sequence[object]],
    register: Register,
    quarters: Collection[Quarter],
) -> pd.DataFrame:
    """Figures of these quarters without those of a Werkplein that was not there all the time.

    frame: of `Store.figures`, by werkplein or of the Werkpleinen in `where` together.
    Its row stays, with the reason. Of no quarters in particular nothing is left out.
    """
    if "werkplein" in frame:
        names = frame["werkplein"].astype(str).tolist()
        shut = np.array([_not_whole(register, [name], quarters) for name in names], dtype=np.bool_)
    else:
        alone = [str(name) for name in where.get("werkplein", ())]
        shut = np.full(len(frame), bool(alone) and _not_whole(register, alone, quarters))
    shut = shut & frame["value"].notna().to_numpy()
    if not shut.any():
        return frame
    return without_values(frame, shut, CLOSED)


def _not_whole(register: Register, places: Collection[str], quarters: Collection[Quarter]) -> bool:
    return any(all(not whole(register, place, quarter) for place in places) for quarter in quarters)


def anew(frame: pd.DataFrame, quarter: Quarter, register: Register) -> pd.DataFrame:
    """Figures without what a Werkplein was before one that is not in the frame went up in it.

    Where that one is in it they are counted together (`signalled.heirs_of`); a reader
    who may not see it gets no sum, and no change that is only the larger area either.
    """
    here = set(frame["werkplein"])
    since = {
        one.heir: one.since
        for one in gone(register)
        if one.heir in here and one.place not in here and one.since <= quarter.index
    }
    if not since:
        return frame
    first = frame["werkplein"].map(since).to_numpy(np.float64, na_value=-np.inf)
    return frame[frame["kwartaal"].to_numpy() >= np.nan_to_num(first, nan=-np.inf)]


def lacking(frame: pd.DataFrame, register: Register) -> np.ndarray:
    """Per row the Werkpleinen that lack in it (`without`) and existed all of its quarter.

    One that is gone, or was not there yet, does not lack: whoever has its area now is in.
    """
    told = frame["without"].tolist() if "without" in frame else [None] * len(frame)
    known: dict[tuple[str, int], tuple[str, ...]] = {}

    def existing(names: object, index: int) -> tuple[str, ...]:
        if not isinstance(names, str):
            return ()
        if (names, index) not in known:
            quarter = Quarter.from_index(index)
            each = names.split(BETWEEN)
            known[names, index] = tuple(one for one in each if whole(register, one, quarter))
        return known[names, index]

    found = np.empty(len(frame), dtype=object)
    for row, (names, index) in enumerate(zip(told, frame["kwartaal"].tolist(), strict=True)):
        found[row] = existing(names, int(index))
    return found


def area_since(
    frame: pd.DataFrame,
    column: str | None,
    groups: Mapping[str, Collection[str]],
    register: Register,
) -> np.ndarray:
    """The newest quarter, up to that of each row, since which its place has another area.

    column: that of the places, None for all together. groups: the Werkpleinen of each
    place, under '' of all together. One that goes up in another of the same place
    changes nothing; one of which the register knows nothing neither. 0 for never.
    """
    every = gone(register)
    at: dict[str, np.ndarray] = {}
    for name, inside in groups.items():
        changed = {one.since for one in every if (one.place in inside) != (one.heir in inside)}
        at[name] = np.array(sorted(changed), dtype=np.int64)
    names = [""] * len(frame) if column is None else frame[column].astype(str).tolist()
    quarters = frame["kwartaal"].to_numpy(np.int64)
    return np.array(
        [_newest(at.get(name), quarter) for name, quarter in zip(names, quarters, strict=True)],
        dtype=np.int64,
    )


def _newest(changed: np.ndarray | None, quarter: int) -> int:
    if changed is None:
        return 0
    before = changed[changed <= quarter]
    return int(before[-1]) if len(before) else 0
