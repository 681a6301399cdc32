"""From when a figure is known: how long the cases of its quarter have been followed.

The definition says it (`known_after`), chosen by recomputing every figure from
what was known earlier (`python start.py tables backtest`, docs/tables.md). One
rule for all: a figure that is not known yet is shown only where what may change lies
within its interval, with a note; nothing is concluded from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.answer import Listed, Said, phrase
from ketenkpi.counts import TALLIES
from ketenkpi.indicators import reasons
from ketenkpi.indicators.definition import Indicator
from ketenkpi.indicators.grouping import Grouping
from ketenkpi.indicators.handover import horizons
from ketenkpi.indicators.handover_kinds import load_terms
from ketenkpi.indicators.load import load_indicators
from ketenkpi.indicators.split_names import split_name
from ketenkpi.indicators.tables import SOURCE_OF, Tables
from ketenkpi.stats.interval import Bools, Ints
from ketenkpi.vocabulary import Text, in_both

if TYPE_CHECKING:
    import pandas as pd


def left_out(indicator: Indicator, tables: Tables) -> Bools:
    """The Werkplein-quarters that may not be added to others, for they are not known yet.

    Only where an open case cannot be censored: a share of those whose end was seen
    leans towards the quick ones.
    """
    rule = indicator.known_after
    if indicator.of_kind.followed or not rule.days:
        return np.zeros_like(tables.incomplete)
    return not_followed(indicator, tables, rule.days)


def not_followed(indicator: Indicator, tables: Tables, days: int) -> Bools:
    """The Werkplein-quarters whose cases were not followed for `days`, as its rule counts them."""
    counted_from = indicator.known_after.counted_from
    masks = [tables.not_followed(days, counted_from, source) for source in _sources(indicator)]
    found: Bools = np.logical_or.reduce([np.zeros_like(tables.incomplete), *masks])
    return found


def immature(indicator: Indicator, tables: Tables, grouping: Grouping, there: Bools) -> Bools:
    """Which groups have a figure that is not known yet; there: the Werkplein-quarters it is of.

    A figure of one quarter is known when that of every Werkplein in it is. One that
    stopped half a year ago or more is not waited for, unless there is no other.
    Quarters together are known as soon as one is: open cases count there as
    followed so far, and what cannot be counted so is left out.
    """
    if indicator.known_after.days is None:
        never: Bools = grouping.places_in(there) > 0
        return never
    wanted = _days(indicator, grouping)
    found = np.zeros(grouping.size, dtype=np.bool_)
    for days in np.unique(wanted).tolist():
        unripe = not_followed(indicator, tables, days)
        found |= (wanted == days) & _immature(unripe, there, indicator, tables, grouping)
    return found


def withheld(indicator: Indicator, groups: Bools) -> Bools:
    """Of groups that are not known yet, those without a value.

    Where open cases count as followed so far, what they may change lies within the
    interval (back-tested), so the value is shown with a note. Where it leans there
    is none: shares of cases whose end was seen, and waits of those who went on.
    """
    leans = not indicator.of_kind.followed and bool(indicator.known_after.days)
    return groups if leans or indicator.of_kind.handover else np.zeros_like(groups)


def noted(indicator: Indicator, groups: Bools) -> Bools:
    """Of groups that are not known yet, those whose value needs a note that says so.

    A flow or stock of a running quarter says so by its `incomplete`.
    """
    return groups if indicator.of_kind.followed else np.zeros_like(groups)


def known_only(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of `indicators` without the values that are not known yet: what conclusions stand on.

    Such a row keeps its place, with the reason why there is no value.
    """
    return _without(frame, frame["immature"].to_numpy(dtype=np.bool_))


def drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of `indicators` as they may stand among other quarters, in a chart or on a card.

    What is counted of a running quarter stays, for it says so; an early look at
    those who are followed goes.
    """
    return _without(frame, (frame["note"] == reasons.NOT_KNOWN_YET).to_numpy(dtype=np.bool_))


def _without(frame: pd.DataFrame, early: Bools) -> pd.DataFrame:
    early = early & frame["value"].notna().to_numpy()
    if not early.any():
        return frame
    never = [key for key, one in load_indicators().items() if one.known_after.days is None]
    of_last_day = frame["indicator"].isin(never).to_numpy(dtype=np.bool_)
    found = without_values(frame, early, reasons.IMMATURE)
    found.loc[early & of_last_day, "reason"] = reasons.OF_LAST_DAY
    return found


def without_values(frame: pd.DataFrame, rows: Bools, reason: str) -> pd.DataFrame:
    """A copy of rows of `indicators`, with a reason for the value in those that `rows` marks."""
    found = frame.copy()
    found.loc[rows, ["value", "low", "high", "beside"]] = np.nan
    found.loc[rows, ["method", "note"]] = None
    found.loc[rows, "reason"] = reason
    return found


def newest_complete(frame: pd.DataFrame) -> int | None:
    """The newest quarter in which nobody is still counting; None when there is none.

    frame: rows of a flow (known at the end of its quarter) by werkplein and kwartaal.
    A Werkplein is waited for when it delivered that quarter, the one before or a
    later one: who stopped longer ago has closed, or left.
    """
    there = frame[(frame["undelivered"] == 0) & frame["value"].notna()]
    if there.empty:
        return None
    last = there.groupby("werkplein")["kwartaal"].max()
    known = there[~there["immature"].astype("bool")].groupby("kwartaal")["werkplein"].agg(set)
    for quarter in sorted(known.index, reverse=True):
        waited = set(last.index[last >= quarter - 1])
        began = set(there.loc[there["kwartaal"] <= quarter, "werkplein"])
        if waited & began <= known[quarter]:
            return int(quarter)
    return None


def known_from(indicator: Indicator) -> Said:
    """From when a figure of this indicator is known, in sentences."""
    rule = indicator.known_after
    if indicator.of_kind.handover:
        terms = load_terms()
        pairs = ", ".join(f"{pair}: {days}" for pair, days in terms.pairs.items())
        return in_both("indicators.known_by_handover", count=terms.days, others=pairs)
    if rule.days is None:
        return in_both("indicators.reason_of_last_day")
    said: list[Said] = [_said_days(rule.days, rule.counted_from)]
    for days in dict.fromkeys(rule.of.values()):
        first, *others = (split_name(indicator, v) for v, each in rule.of.items() if each == days)
        values = Listed((first.each(lambda text: text[0].upper() + text[1:]), *others))
        when = _said_days(days, rule.counted_from).each(lambda text: text[0].lower() + text[1:])
        said.append(phrase("indicators.known_of", values=values, when=when))
    return tuple(said)


def _said_days(days: int, counted_from: str) -> Text:
    if not days and counted_from == "last_day":
        return in_both("indicators.known_at_once")
    return in_both(f"indicators.known_from_{counted_from}", count=days)


def newest_mature(frame: pd.DataFrame) -> dict[str, int | None]:
    """Per indicator the newest quarter all of whose rows are known; None when there is none.

    frame: rows of `indicators` with `kwartaal`. A quarter without any value is not
    newer: of what nobody delivered nothing is known.
    """
    found: dict[str, int | None] = {str(key): None for key in frame["indicator"].unique()}
    if frame.empty:
        return found
    rows = frame.assign(shown=frame["value"].notna())
    quarters = rows.groupby(["indicator", "kwartaal"], sort=True).agg(
        immature=("immature", "any"), shown=("shown", "any")
    )
    known = quarters[~quarters["immature"] & quarters["shown"]].reset_index()
    newest = known.groupby("indicator")["kwartaal"].max()
    return found | {str(key): int(quarter) for key, quarter in newest.items()}


def on_own_quarter(frame: pd.DataFrame, quarter: int) -> pd.DataFrame:
    """The rows of one quarter; of a figure that is not known of it yet, those of its newest.

    frame: rows of `drawn`, with earlier quarters. A figure (indicator and split) moves
    when nobody has a value of it in `quarter` and somebody's is waited for.
    """
    import pandas as pd

    pair = pd.MultiIndex.from_arrays([frame["indicator"], frame["split"].fillna("")])
    at, now = frame["kwartaal"], (frame["kwartaal"] == quarter).to_numpy()
    shown = frame["value"].notna().to_numpy()
    early = frame["immature"].to_numpy(dtype=np.bool_)
    waited = pair[now & early].difference(pair[now & shown])
    earlier = shown & ~early & (at < quarter).to_numpy() & pair.isin(waited)
    newest = at.where(earlier).groupby(pair).transform("max")
    moved = pair.isin(pair[earlier])
    return frame[np.where(moved, at == newest, now)]


def _immature(
    unripe: Bools, there: Bools, indicator: Indicator, tables: Tables, grouping: Grouping
) -> Bools:
    known = grouping.places_in(there & ~unripe)
    none: Bools = (known == 0) & (grouping.places_in(there & unripe) > 0)
    if not grouping.of_one_quarter:
        return none
    ended = [tables.stopped(source) for source in _sources(indicator)]
    waited = np.logical_and.reduce([unripe & there, *(~each for each in ended)])
    result: Bools = none | (grouping.places_in(waited) > 0)
    return result


def _days(indicator: Indicator, grouping: Grouping) -> Ints:
    # Of all values of the split together the slowest one decides.
    rule, split = indicator.known_after, indicator.split
    assert rule.days is not None, f"{indicator.key} is never known"
    if indicator.of_kind.handover:
        return horizons(indicator, grouping)
    if not rule.of or split is None:
        return np.full(grouping.size, rule.days, dtype=np.int64)
    if not grouping.has(split):
        return np.full(grouping.size, max(rule.days, *rule.of.values()), dtype=np.int64)
    values = grouping.key(split)
    return np.array([rule.of.get(str(value), rule.days) for value in values], dtype=np.int64)


def _sources(indicator: Indicator) -> list[str]:
    parts = [part for part in (indicator.numerator, indicator.denominator) if part]
    contracts = {TALLIES[part.tally].contract for part in parts}
    return sorted({SOURCE_OF[name] for name in contracts if name in SOURCE_OF})
