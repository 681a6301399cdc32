"""The frame that `indicators` returns, put together once from the estimates of every indicator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray

from ketenkpi.indicators.definition import Indicator
from ketenkpi.indicators.estimates import Estimates
from ketenkpi.indicators.grouping import PLACE_COLUMNS, Grouping
from ketenkpi.indicators.reasons import Keys, texts
from ketenkpi.indicators.tables import ALL
from ketenkpi.indicators.threads import at_once
from ketenkpi.stats.interval import Bools, Floats, Ints

MEASURES = ("value", "low", "high", "n", "numerator", "denominator")
COUNTED = ("undelivered", "incomplete")
# Who asks for no figure gets no rows, of the right kinds.
NO_FLOATS, NO_INTS = np.empty(0, dtype=np.float64), np.empty(0, dtype=np.int64)
NO_BOOLS = np.empty(0, dtype=np.bool_)


@dataclass(frozen=True)
class Estimated:
    """One indicator: its groups, an estimate for each, and how many places lacked files.

    immature: groups whose figure is not known yet by the rule of its definition.
    note: a wording key beside a figure, none where there is nothing to say. without:
    the Werkpleinen of which nothing is in a figure of several together.
    """

    indicator: Indicator
    grouping: Grouping
    found: Estimates
    undelivered: Ints
    incomplete: Ints
    immature: Bools
    note: Keys
    without: pa.Array


def frame(answers: Sequence[Estimated], by: Sequence[str]) -> pd.DataFrame:
    """One row per indicator and group: the columns that `indicators` describes.

    Eight million rows have eight columns of text. Indicators by the same kinds
    of case share the texts of their keys, which are written once and stand in
    every one of them; numbers are copied once.
    """
    keys = [name for name in by if name != "split"]
    makers: dict[str, Callable[[], object]] = {
        "indicator": lambda: _joined(answers, lambda each: _repeated(each.indicator.key, each)),
        **{name: partial(_key, answers, name) for name in keys},
        "split": lambda: _joined(answers, _split),
        **{name: partial(_found, answers, name) for name in MEASURES},
        "n": lambda: _whole(_found(answers, "n")),
        "unit": lambda: _joined(answers, lambda each: _repeated(each.indicator.unit, each)),
        "method": lambda: _joined(answers, lambda each: _plain(texts(each.found.method))),
        "reason": lambda: _joined(answers, lambda each: _plain(texts(each.found.reason))),
        "beside": partial(_found, answers, "beside"),
        **{name: partial(_places, answers, name) for name in COUNTED},
        "immature": lambda: np.concatenate([NO_BOOLS, *(each.immature for each in answers)]),
        "note": lambda: _joined(answers, lambda each: _plain(texts(each.note))),
        "without": lambda: _joined(answers, lambda each: each.without),
    }
    columns = dict(zip(makers, at_once(list(makers.values()), _size(answers)), strict=True))
    return _sorted(pd.DataFrame(columns, copy=False), keys, answers)


def _size(answers: Sequence[Estimated]) -> int:
    return sum(each.grouping.size for each in answers)


def _found(answers: Sequence[Estimated], name: str) -> Floats:
    return np.concatenate([NO_FLOATS, *(getattr(each.found, name) for each in answers)])


def _places(answers: Sequence[Estimated], name: str) -> Ints:
    return np.concatenate([NO_INTS, *(getattr(each, name) for each in answers)])


def _key(answers: Sequence[Estimated], name: str) -> object:
    if name == "kwartaal":
        return np.concatenate([NO_INTS, *(each.grouping.key(name) for each in answers)])
    return _joined(answers, _written_once(name))


def _written_once(name: str) -> Callable[[Estimated], pa.Array]:
    seen: dict[int, pa.Array] = {}

    def of(each: Estimated) -> pa.Array:
        if not each.grouping.has(name):
            return _repeated(ALL, each)
        kinds = id(each.grouping.combinations)
        if kinds not in seen:
            seen[kinds] = each.grouping.text(name)
        return seen[kinds]

    return of


def _split(each: Estimated) -> pa.Array:
    name = each.indicator.split
    if name and each.grouping.has(name):
        return each.grouping.text(name)
    return pa.nulls(each.grouping.size, pa.large_string())


def _joined(answers: Sequence[Estimated], of: Callable[[Estimated], pa.Array]) -> ExtensionArray:
    whole = pa.chunked_array([of(each) for each in answers], pa.large_string())
    result: ExtensionArray = pd.array(whole, dtype="str")
    return result


def _repeated(text: str, each: Estimated) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.large_string()), each.grouping.size)


def _plain(keys: pa.DictionaryArray) -> pa.Array:
    return keys.cast(pa.large_string())


def _whole(numbers: Floats) -> pd.arrays.IntegerArray:
    missing = np.isnan(numbers)
    return pd.arrays.IntegerArray(np.where(missing, 0, numbers).astype(np.int64), missing)


def _sorted(found: pd.DataFrame, keys: list[str], answers: Sequence[Estimated]) -> pd.DataFrame:
    """Every indicator in the order of the keys, then of split.

    Groups come as places times kinds, each in order, so there is nothing to
    sort unless the keys name a place after a kind.
    """
    place = [name in PLACE_COLUMNS for name in keys]
    if place == sorted(place, reverse=True):
        return found
    sizes = np.array([each.grouping.size for each in answers], dtype=np.int64)
    number = np.repeat(np.arange(len(answers)), sizes)
    order = found[[*keys, "split"]].assign(number=number)
    order = order.sort_values(["number", *keys, "split"], kind="stable")
    return found.take(order.index.to_numpy()).reset_index(drop=True)
