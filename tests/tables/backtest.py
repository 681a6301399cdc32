"""What was said early against what is known later: every figure that follows cases, cut back.

The rows of the example are counted as known at the end of earlier quarters (what
happened later had not been seen: `observed_until`) and as known at the end. The
Werkplein that registers late is left out: its rows themselves change, which is a
matter of revisions.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ketenkpi.counts import count
from ketenkpi.example import FIRST, LAST, TRUTHS, ExampleSet, write_example
from ketenkpi.indicators import indicators, load_indicators
from ketenkpi.indicators.maturity import FOLLOWING
from ketenkpi.vocabulary import Quarter
from tests.tables.table import Row, Rows

CONTRACTS = ("trajecten", "stappen", "vacatures")
# Eight quarters back is the whole table, on the whole example; a sample is smaller.
BACK, SPELLS, FEW = 8, 60_000, 12_000
LEVELS: Mapping[str, tuple[str, ...]] = {"all": (), "place": ("werkplein",)}
KEY = ["indicator", "split", "kwartaal"]
# At most so much may a figure move on average: half a point, a day; what waits for
# work to be found 1.2 days. At least so often the later value lies in the interval.
POINTS, DAYS, PLACING_DAYS, INSIDE = 0.5, 1.0, 1.2, 0.97


def backtest(size: int) -> Rows:
    """A row per figure, level and age: the figure of `size` quarters ago and before, against now.

    age: quarters followed after its own. early: figures that were known by their
    rule; silent: of these, those without a value that have one now. inside: the
    later value lies in the earlier interval. shift: later less earlier, in points or
    days.
    """
    known = _as_known(size)
    now = known.pop(LAST.index)
    seen = pd.concat(
        _against(level, cut, early[level], now[level])
        for cut, early in known.items()
        for level in LEVELS
    )
    names = ["indicator", "split", "level", "age"]
    return [_row(dict(zip(names, key, strict=True)), rows) for key, rows in seen.groupby(names)]


def holds(rows: Rows) -> bool:
    """Whether no figure was silent, moved much or left its interval often."""
    return bool(rows) and not failing(rows)


def failing(rows: Rows) -> Rows:
    """The rows that break what the table must prove."""
    return [row for row in rows if not _row_holds(row)]


def _row_holds(row: Row) -> bool:
    placing = str(row["split"]).endswith(">plaatsing")
    most = POINTS if row["unit"] == "points" else PLACING_DAYS if placing else DAYS
    inside = float(row["inside"]) >= INSIDE * float(row["compared"])
    return not row["silent"] and inside and abs(float(row["shift"])) <= most


def _as_known(size: int) -> dict[int, dict[str, pd.DataFrame]]:
    """Per quarter of which the end was the last day seen: the figures, over all and per place."""
    followed = [key for key, one in load_indicators().items() if _follows(key)]
    assert followed
    with tempfile.TemporaryDirectory() as folder:
        example = write_example(Path(folder), spells=SPELLS if size == BACK else FEW)
        tables = {contract: _rows(example, contract) for contract in CONTRACTS}
    found = {}
    for cut in range(LAST.index - size, LAST.index + 1):
        counts = count(
            tables,
            observed_from=FIRST.first_day,
            observed_until=Quarter.from_index(cut).last_day,
        )
        found[cut] = {
            level: indicators(counts, keys=followed, by=(*places, "kwartaal"))
            for level, places in LEVELS.items()
        }
    return found


def _follows(key: str) -> bool:
    """Whether a figure may still change when its quarter is over, and is known at some time."""
    one = load_indicators()[key]
    return one.known_after.days is not None and (one.kind in FOLLOWING or one.known_after.days > 0)


def _rows(example: ExampleSet, contract: str) -> pd.DataFrame:
    files = [file for file in example.files if file.contract == contract and file.quarter == LAST]
    whole = pd.concat(
        [pd.read_csv(f.path, sep=";", encoding="utf-8-sig", dtype="str") for f in files]
    )
    return whole[whole["werkplein"] != TRUTHS.late_werkplein].reset_index(drop=True)


def _against(level: str, cut: int, early: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    key = [*KEY, *LEVELS[level]]
    before, after = (each.fillna({"split": ""}) for each in (early, now))
    pairs = before.merge(after[[*key, "value", "immature"]], on=key, suffixes=("", "_now"))
    return pairs.assign(level=level, age=cut - pairs["kwartaal"])


def _row(named: Row, rows: pd.DataFrame) -> Row:
    known = rows[~rows["immature"]]
    later = known[~known["immature_now"] & known["value_now"].notna()]
    compared = later[later["value"].notna()]
    share = (rows["unit"] == "share").any()
    low, high = compared["low"].fillna(float("-inf")), compared["high"].fillna(float("inf"))
    moved = (compared["value_now"] - compared["value"]) * (100 if share else 1)
    return {
        **named,
        "unit": "points" if share else "days",
        "not known yet": int(rows["immature"].sum()),
        "known": len(known),
        "silent": len(later) - len(compared),
        "compared": len(compared),
        "inside": int(((compared["value_now"] >= low) & (compared["value_now"] <= high)).sum()),
        "shift": float(moved.mean()) if len(moved) else 0.0,
    }
