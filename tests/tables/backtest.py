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
from ketenkpi.indicators.handover_kinds import PAIR
from ketenkpi.indicators.reasons import NOT_DELIVERED, TOO_FEW
from ketenkpi.vocabulary import Quarter
from tests.tables.table import Row, Rows

CONTRACTS = ("trajecten", "stappen", "vacatures")
LEVELS: Mapping[str, tuple[str, ...]] = {"all": (), "place": ("werkplein",)}
PLACING = ">plaatsing"
KEY = ["indicator", "split", "kwartaal"]
# At most so much may a figure move on average: half a point, a day; what waits for
# work to be found 1.2 days. At least so often the later value lies in the interval.
POINTS, DAYS, PLACING_DAYS, INSIDE = 0.5, 1.0, 1.2, 97
# Of a thousand that are known one may lack a value because none of few was followed long.
SILENT = 0.001


def backtest(size: int) -> Rows:
    """A row per figure and level: as known `size` quarters ago and later, against now.

    from age: the fewest quarters after its own in which the figure is known by its
    rule. known: figures that were, of which in too few there were fewer cases than
    the minimum, and in silent no value for another reason, though there is one now.
    compared: the others with a value now. inside: at the worst age, how many in 100
    of the later values lie in the earlier interval. shift: at the worst age, later
    less earlier on average, in points or days.
    """
    known = _as_known(size)
    now = known.pop(LAST.index)
    seen = pd.concat(
        _against(level, cut, early[level], now[level])
        for cut, early in known.items()
        for level in LEVELS
    )
    names = ["figure", "level"]
    return [_row(dict(zip(names, key, strict=True)), rows) for key, rows in seen.groupby(names)]


def holds(rows: Rows) -> bool:
    """Whether no figure was silent, moved much or left its interval often."""
    return bool(rows) and not failing(rows)


def failing(rows: Rows) -> Rows:
    """The rows that break what the table must prove."""
    return [row for row in rows if not _row_holds(row)]


def _row_holds(row: Row) -> bool:
    placing = str(row["figure"]) == f"overdracht_p90 {PLACING}"
    most = POINTS if row["unit"] == "points" else PLACING_DAYS if placing else DAYS
    inside = float(row["inside (%)"]) >= INSIDE
    spoken = float(row["silent"]) <= SILENT * float(row["known"])
    return spoken and inside and abs(float(row["shift"])) <= most


def _as_known(size: int) -> dict[int, dict[str, pd.DataFrame]]:
    """Per quarter of which the end was the last day seen: the figures, over all and per place."""
    followed = [key for key, one in load_indicators().items() if _follows(key)]
    assert followed
    with tempfile.TemporaryDirectory() as folder:
        example = write_example(Path(folder))
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
    return one.known_after.days is not None and (one.of_kind.followed or one.known_after.days > 0)


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
    named = [f"{one} {_kind(split)}".strip() for one, split in pairs[KEY[:2]].to_numpy()]
    return pairs.assign(figure=named, level=level, age=cut - pairs["kwartaal"])


def _kind(split: str) -> str:
    # Handovers have terms by where they go to, and are many: judged as they are set.
    if not split.startswith(PAIR):
        return split
    return PLACING if split.endswith(PLACING) else "others"


def _row(named: Row, rows: pd.DataFrame) -> Row:
    # Who delivered nothing of a quarter has no figure in it to be known.
    known = rows[~rows["immature"] & (rows["reason"] != NOT_DELIVERED)]
    later = known[~known["immature_now"] & known["value_now"].notna()]
    # Fewer than the minimum is said, and is no silence: some of them are still waited for.
    few = later["value"].isna() & (later["reason"] == TOO_FEW)
    share = bool((rows["unit"] == "share").any())
    compared = later[later["value"].notna()]
    moved = (compared["value_now"] - compared["value"]) * (100 if share else 1)
    low, high = compared["low"].fillna(float("-inf")), compared["high"].fillna(float("inf"))
    inside = (compared["value_now"] >= low) & (compared["value_now"] <= high)
    by_age = moved.groupby(compared["age"]).mean()
    return {
        **named,
        "unit": "points" if share else "days",
        "from age": int(known["age"].min()) if len(known) else -1,
        "known": len(known),
        "too few": int(few.sum()),
        "silent": len(later) - len(compared) - int(few.sum()),
        "compared": len(compared),
        "inside (%)": float(100 * inside.groupby(compared["age"]).mean().min())
        if len(compared)
        else 100.0,
        "shift": float(by_age.loc[by_age.abs().idxmax()]) if len(by_age) else 0.0,
    }
