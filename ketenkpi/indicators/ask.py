"""The one entrance: indicators of counts, as a frame with one row per indicator and group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

import numpy as np
import pandas as pd

from ketenkpi.counts.tally import KEYS, TALLIES
from ketenkpi.errors import NotAdditive, UsageError
from ketenkpi.indicators import counted, reasons, shares, waiting
from ketenkpi.indicators.definition import Indicator, load_indicators
from ketenkpi.indicators.estimates import Asked, Estimates
from ketenkpi.indicators.grouping import PLACE_COLUMNS, Grouping, combinations, places
from ketenkpi.indicators.tables import ALL, Network, Tables, Tallies
from ketenkpi.scope import Scope
from ketenkpi.stats.interval import Bools
from ketenkpi.vocabulary import Quarter

BY = (*KEYS, "regio", "split")
ESTIMATORS: Mapping[str, Callable[[Asked], Estimates]] = MappingProxyType(
    {
        "count": counted.count,
        "stock": counted.stock,
        "sum": counted.money,
        "proportion": shares.proportion,
        "rate": shares.rate,
        "mean": shares.mean,
        "ratio": shares.ratio,
        "duration": waiting.duration,
        "within": waiting.within,
    }
)
Where = Mapping[str, Sequence[object]]


class Selectable(Tallies, Protocol):
    """Counts that can be cut down to what a reader may see."""

    def select(self, scope: Scope) -> Tallies: ...


def indicators(
    counts: Selectable,
    *,
    keys: Sequence[str] | None = None,
    by: Sequence[str] = ("werkplein", "kwartaal"),
    scope: Scope = Scope(None, "rows"),  # noqa: B008 - frozen
    where: Where | None = None,
    regio_of: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Estimates of `keys` (all when None) for every group of `by`.

    by: any of werkplein, regio, kwartaal, regeling, doelgroep and split (the
    indicator's own dimension, for example the reason of outflow). regio needs
    `regio_of`, the region of each Werkplein; one it does not name reads
    'onbekend'. where: per dimension the values to keep. level: of the intervals.

    Returns one row per indicator and group, in the order of `keys`, then of the
    groups: indicator, the columns of `by`, split, value, low, high, n, numerator,
    denominator, unit, method, reason, beside, undelivered. There is a row for
    every Werkplein and quarter that any file mentions. `kwartaal` is a quarter
    index. A dimension the indicator is not counted by reads 'alle'. split is
    filled when asked, and always for an indicator that may not be added over it.

    value is NaN exactly where `reason` (a wording key) says why. method (a
    wording key) says how low and high were made, or why there are none; `high`
    NaN for a duration means that it lies beyond the follow-up. undelivered is
    the number of Werkplein-quarters in the group without the files needed.

    Raises UsageError for an unknown indicator or dimension and NotAdditive when
    the grouping would add what may not be added.
    """
    asked_where = _checked_where(where or {})
    chosen = [_named(key) for key in (load_indicators() if keys is None else keys)]
    _check_by(by, regio_of)
    for indicator in chosen:
        _check_additive(indicator, by, asked_where)
    tables = Tables(counts.select(scope))
    network = tables.network()
    frames = [
        _one(indicator, tables, network, tuple(by), asked_where, regio_of, level)
        for indicator in chosen
    ]
    return pd.concat(frames, ignore_index=True)


def _one(
    indicator: Indicator,
    tables: Tables,
    network: Network,
    by: tuple[str, ...],
    where: Where,
    regio_of: Mapping[str, str] | None,
    level: float,
) -> pd.DataFrame:
    placed, place_of = places(network, by, where, regio_of)
    inner = {name: values for name, values in where.items() if name != "regio"}
    delivered, usable = _delivered(indicator, tables, network)
    grouping = Grouping(
        network, placed, place_of, _combinations(indicator, tables, by, inner), usable
    )
    found = ESTIMATORS[indicator.kind](Asked(indicator, tables, grouping, inner, level))
    if not set(inner) & set(KEYS) <= set(indicator.dimensions):
        found = found.without(np.ones(grouping.size, dtype=np.bool_), reasons.NOT_SPLIT)
    if indicator.numerator.tally == "stand" or indicator.kind == "ratio":
        unseen = grouping.places_in(usable) == 0
        found = found.without(unseen, reasons.FOLLOW_UP_INCOMPLETE)
    missing = grouping.places_in(~delivered)
    nobody = grouping.places_in(delivered) == 0
    return _frame(indicator, grouping, by, found.without(nobody, reasons.NOT_DELIVERED), missing)


def _delivered(indicator: Indicator, tables: Tables, network: Network) -> tuple[Bools, Bools]:
    """Which Werkplein-quarters have the files, and of which all numbers are known."""
    parts = [part for part in (indicator.numerator, indicator.denominator) if part]
    delivered = np.logical_and.reduce(
        [network.seen_in(tables.delivered(part.tally)) for part in parts]
    )
    usable = delivered
    if "stand" in {part.tally for part in parts}:
        at_end = tables.frame("stand")[["werkplein", "kwartaal"]]
        usable = usable & network.seen_in(at_end)
        if indicator.kind == "rate":
            # A quarter begins with the stock at the end of the one before.
            at_begin = at_end.assign(kwartaal=at_end["kwartaal"] + 1)
            usable = usable & network.seen_in(at_begin)
    return delivered, usable


def _combinations(
    indicator: Indicator, tables: Tables, by: tuple[str, ...], where: Where
) -> pd.DataFrame:
    columns = [name for name in by if name in ("regeling", "doelgroep")]
    columns = [name for name in columns if name in indicator.dimensions]
    if indicator.split and (indicator.always_split or "split" in by):
        columns.append(indicator.split)
    parts = [part for part in (indicator.numerator, indicator.denominator) if part]
    having = [tables.rows(part, where) for part in parts]
    return combinations([rows for rows in having if set(columns) <= set(rows.columns)], columns)


def _frame(
    indicator: Indicator,
    grouping: Grouping,
    by: tuple[str, ...],
    found: Estimates,
    missing: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> pd.DataFrame:
    frame = grouping.frame()
    columns = [name for name in by if name != "split"]
    for name in columns:
        if name not in frame:
            frame[name] = ALL
    split = indicator.split if indicator.split in frame else None
    frame["split"] = frame[split].astype(str) if split else None
    frame = frame[[*columns, "split"]]
    frame.insert(0, "indicator", indicator.key)
    for name in ("value", "low", "high", "n", "numerator", "denominator"):
        frame[name] = getattr(found, name)
    frame["n"] = frame["n"].astype("Int64")
    frame["unit"], frame["method"], frame["reason"] = indicator.unit, found.method, found.reason
    frame["beside"], frame["undelivered"] = found.beside, missing
    texts = dict.fromkeys(("split", "method", "reason"), "str")
    return frame.astype(texts).sort_values([*columns, "split"], kind="stable", ignore_index=True)


def _named(key: str) -> Indicator:
    known = load_indicators()
    if key not in known:
        raise UsageError("indicators.unknown_indicator", key=key, known=", ".join(known))
    return known[key]


def _check_by(by: Sequence[str], regio_of: Mapping[str, str] | None) -> None:
    for name in by:
        if name not in BY:
            raise UsageError("indicators.unknown_dimension", name=name, known=", ".join(BY))
    if "regio" in by and regio_of is None:
        raise UsageError("indicators.regions_needed")


def _checked_where(where: Where) -> Where:
    known = {"regio", *KEYS, *(name for tally in TALLIES.values() for name in tally.extra)}
    for name in where:
        if name not in known:
            allowed = ", ".join(sorted(known))
            raise UsageError("indicators.unknown_dimension", name=name, known=allowed)
    return {name: [_plain(value) for value in values] for name, values in where.items()}


def _plain(value: object) -> object:
    return value.index if isinstance(value, Quarter) else value


def _check_additive(indicator: Indicator, by: Sequence[str], where: Where) -> None:
    for name in where:
        extra = TALLIES[indicator.numerator.tally].extra
        if name not in (*PLACE_COLUMNS, *KEYS, *extra):
            raise UsageError(
                "indicators.no_such_dimension", indicator=indicator.key, dimension=name
            )
    for name in KEYS:
        pinned = name in by or len(where.get(name, ())) == 1
        if not pinned and name not in indicator.additive_over:
            raise NotAdditive("indicators.not_additive", indicator=indicator.key, dimension=name)
