"""The finest numbers: per Werkplein and quarter what each indicator says about how many people.

Everything is read from figures as any reader would get them, so nothing that
an indicator shows can be forgotten here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from ketenkpi.disclosure.quantity import NONE, about_clients, given_away
from ketenkpi.disclosure.rules import Breakdown, Rules
from ketenkpi.indicators import Indicator
from ketenkpi.stats.interval import Bools, Floats

# Stands in the place of a quarter for cases from before the first quarter shown.
EARLIER = 0
WHOLE = 1e-6
TEXTS = ("indicator", "split", "werkplein", "axis", "member", "role")
Figures = Callable[[Sequence[str], Sequence[str]], pd.DataFrame]


def base(figures: Figures, indicators: Mapping[str, Indicator], rules: Rules) -> pd.DataFrame:
    """Long form: indicator, split, werkplein, kwartaal, axis, member, role, quantity, x, guarded.

    axis names the breakdown ('-' for none), member its value. role: see
    `given_away`. quantity: what is counted, equal for the same thing in two
    indicators. guarded: whether a small x must be hidden, told of each number by itself.
    Texts and quantities are categories: a hundred Werkpleinen give 1.7M rows of a
    few hundred different ones.
    """
    found = []
    for breakdown in rules.breakdowns:
        rows = _rows(figures, indicators, breakdown)
        split = rows["split"].astype(object).fillna(NONE).rename("part")
        for (key, _), part in rows.groupby(["indicator", split], sort=False):
            found += list(_long(part, indicators[str(key)], breakdown.axis))
    whole = pd.concat([part.drop(columns="quantity") for part in found], ignore_index=True)
    coded = {name: whole[name].astype("category") for name in TEXTS}
    return whole.assign(**coded, quantity=_quantities(found))


def _quantities(parts: Sequence[pd.DataFrame]) -> pd.Categorical:
    """The quantity of each row of all parts; of one part it is the same in every row."""
    each = [part["quantity"].iloc[0] for part in parts]
    number = {quantity: code for code, quantity in enumerate(dict.fromkeys(each))}
    codes = np.repeat([number[quantity] for quantity in each], list(map(len, parts)))
    return pd.Categorical.from_codes(codes, pd.Index(list(number), dtype=object))


def _rows(
    figures: Figures, indicators: Mapping[str, Indicator], breakdown: Breakdown
) -> pd.DataFrame:
    axis = breakdown.axis
    chosen = [
        each
        for each in about_clients(indicators)
        if breakdown.shows(each.key)
        and has_axis(each, axis)
        and each.of_kind.gives_away != "rows_only"
    ]
    per = ["werkplein", "kwartaal", *([axis] if axis else [])]
    rows = figures([each.key for each in chosen], per)
    adding = [each.key for each in chosen if "kwartaal" in each.additive_over]
    whole = figures(adding, [name for name in per if name != "kwartaal"])
    return pd.concat([rows, _earlier(rows, whole, axis)], ignore_index=True)


def has_axis(indicator: Indicator, axis: str | None) -> bool:
    """Whether the indicator is shown by `axis` beside what it is always split by."""
    if axis is None:
        return True
    if axis == "split":
        return indicator.split is not None and not indicator.always_split
    return axis in indicator.dimensions


def _earlier(rows: pd.DataFrame, whole: pd.DataFrame, axis: str | None) -> pd.DataFrame:
    # Cohorts from before the first quarter count in the figure over all
    # quarters only; the difference is as good as shown.
    keys = ["indicator", "werkplein", "split", *([axis] if axis and axis != "split" else [])]
    sums = rows.groupby(keys, dropna=False, sort=False)[["numerator", "denominator"]].sum()
    joined = whole.merge(sums.reset_index(), on=keys, suffixes=("", "_shown"), how="inner")
    rest = joined[keys].assign(kwartaal=EARLIER, beside=np.nan, value=np.nan)
    for name in ("numerator", "denominator"):
        rest[name] = joined[name] - joined[f"{name}_shown"]
    return rest[(rest["numerator"] > 0.5) | (rest["denominator"] > 0.5)]


def _long(rows: pd.DataFrame, indicator: Indicator, axis: str | None) -> Iterator[pd.DataFrame]:
    keys = pd.DataFrame(
        {
            "indicator": indicator.key,
            "split": rows["split"] if indicator.always_split else NONE,
            "werkplein": rows["werkplein"],
            "kwartaal": rows["kwartaal"].astype(np.int64),
            "axis": axis or NONE,
            "member": rows[axis].astype(str) if axis else NONE,
        }
    )
    for role, quantity, amount in given_away(rows, indicator):
        x: Floats = np.asarray(amount, dtype=np.float64)
        part = keys.assign(
            role=role,
            x=x,
            quantity=pd.Series([quantity] * len(rows), index=rows.index, dtype=object),
            guarded=quantity.is_people & _guarded(indicator, role) & _whole(x),
        )
        # A remainder below zero (of cohorts before the first quarter) is nobody.
        if len(part := part[part["x"] >= 0]):
            yield part


def _guarded(indicator: Indicator, role: str) -> bool:
    # Of a survey the respondents are protected, not how many of them gave an 8.
    return indicator.unit_of_count != "answers" or role == "den"


def _whole(amounts: Floats) -> Bools:
    """Which of these are numbers of people: years, euros and days seldom come out whole.

    Each for itself: one number that is estimated says nothing about the others
    of its column, and whoever reads a whole one takes it for people.
    """
    result: Bools = np.abs(amounts - np.round(amounts)) < WHOLE
    return result
