"""How much published figures move when later data arrive, and provisional figures widened by it.

A vintage is what was known when a Werkplein's data of one quarter had
arrived; `ketenkpi.store` makes their counts from the uploads it keeps. The age
of a figure is the number of quarterly deliveries that came after its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ketenkpi.counts import Counts
from ketenkpi.errors import UsageError
from ketenkpi.figure import FULL_COUNT
from ketenkpi.indicators import Indicator, drawn, indicators
from ketenkpi.shown import shown
from ketenkpi.stats.interval import Bools, Floats
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

# A year of later deliveries; CBS too calls its last twelve months provisional.
SETTLED_AFTER = 4
# The part of the revisions that may lie beyond each of the two sizes measured.
TAIL = 0.05
# Of nine changes the next one lies beyond the largest once in ten; of fewer more often.
LEAST = 9
# Of one Werkplein alone two years of quarters are enough (beyond the largest once in
# nine): Werkpleinen differ more than that in what they register late.
LEAST_OWN = 8
# Of fewer a change is a step of more than a tenth, and tells of single people.
LEAST_COUNTED = 10
# Who delivers before the quarter is over publishes a part of it.
RUNNING_AGE = -1
# What the name of a method ends on when its limits hold measured revisions.
WIDENED_METHOD = "_with_revision"

TOO_FEW = "comparison.revision_too_few"
STARTS_AT_ZERO = "comparison.revision_from_zero"
SETTLED = "comparison.revision_settled"
UNMOVED = "comparison.revision_unmoved"
NO_LIMITS = "comparison.revision_no_limits"
WIDENED = "comparison.revision_widened"
WIDENED_OWN = "comparison.revision_widened_own"
WIDENED_TOGETHER = "comparison.revision_widened_together"
TRIANGLE = (
    *("indicator", "werkplein", "kwartaal", "split", "vintage", "age", "n", "value"),
    *("change", "now", "to_now"),
)
SIZES = ("age", "n", "median", "low", "high", "left_out", "reason")
OWN = ("werkplein", "split", "age", "n", "own_low", "own_high")
ADDED = (
    *("revision_low", "revision_high", "settled_low", "settled_high"),
    *("revision", "provisional"),
)
PLACE = ["indicator", "werkplein", "kwartaal", "split"]


@dataclass(frozen=True)
class Vintage:
    """The counts of one vintage and the Werkpleinen of which it is a publication.

    quarter: the quarter whose data had just arrived. published: the
    Werkpleinen that delivered for that quarter; of others nothing new was known.
    """

    quarter: Quarter
    counts: Counts
    published: frozenset[str]


@shown
@dataclass(frozen=True)
class Revisions:
    """What is known about the revisions of one indicator.

    triangle: see `revision_triangle`; sizes: see `revision_sizes`; own: see
    `own_sizes`. ages: per Werkplein and quarter how many deliveries came after its
    own, and whether it is definitive: columns werkplein, kwartaal, age, definitive.
    """

    indicator: Indicator
    triangle: pd.DataFrame
    sizes: pd.DataFrame
    own: pd.DataFrame
    ages: pd.DataFrame


def revision_triangle(
    indicator: Indicator, vintages: Sequence[Vintage], now: Counts
) -> pd.DataFrame:
    """The value of each Werkplein and quarter as it was known in each vintage.

    One row per Werkplein, quarter, split and vintage in which it was
    published, in this order: indicator, werkplein, kwartaal (index), split,
    vintage (index), age, n and value (as they were), change (since the row before;
    NaN in the first), now (the value by all that is stored), to_now (now - value).
    age is vintage - kwartaal in quarters, or -1 when the quarter was still running
    for that Werkplein. A quarter without a value in a vintage has no row there.
    """
    parts = [
        published(_figures(indicator, one.counts), one.quarter, one.published) for one in vintages
    ]
    return triangle_of(parts, _figures(indicator, now))


def _figures(indicator: Indicator, counts: Counts) -> pd.DataFrame:
    return indicators(counts, keys=[indicator.key], definitions={indicator.key: indicator})


def published(figures: pd.DataFrame, quarter: Quarter, places: frozenset[str]) -> pd.DataFrame:
    """The figures of the vintage `quarter` with their age, of the Werkpleinen that delivered it."""
    # What moves because cases were still followed is no revision: it was not known yet.
    known = drawn(figures)["value"].notna() & (figures["kwartaal"] <= quarter.index)
    found = figures[known & figures["werkplein"].isin(places)]
    age = (quarter.index - found["kwartaal"]).mask(found["incomplete"] > 0, RUNNING_AGE)
    return found.assign(vintage=quarter.index, age=age)[list(TRIANGLE[:-3])]


def triangle_of(parts: Sequence[pd.DataFrame], now: pd.DataFrame) -> pd.DataFrame:
    """What `published` gave for each vintage, in the form of `revision_triangle`.

    now: the figures by all that is stored; of one or more indicators, as the parts are.
    """
    import pandas as pd

    last = now.loc[now["value"].notna(), [*PLACE, "value"]].rename(columns={"value": "now"})
    none = last.iloc[:0].assign(vintage=0, age=0, n=0.0, value=0.0)
    rows = pd.concat([none.drop(columns="now"), *parts], ignore_index=True)
    rows = rows.sort_values([*PLACE, "vintage"], kind="stable", ignore_index=True)
    rows["change"] = rows.groupby(PLACE, dropna=False, sort=False)["value"].diff()
    rows = rows.merge(last, on=PLACE, how="left")
    return rows.assign(to_now=rows["now"] - rows["value"])[list(TRIANGLE)]


def revision_sizes(
    triangle: pd.DataFrame, indicator: Indicator, settled_after: int = SETTLED_AFTER
) -> pd.DataFrame:
    """How far, and to which side, figures of each age moved to their settled value.

    Only quarters that are followed for `settled_after` later deliveries count:
    the change of a younger one is not over. The settled value is the one by
    all that is stored. Changes of shares and marks are in their own unit,
    of all others relative to the value published (`is_relative`); one
    that was published as zero has no relative change and is counted in
    `left_out`.

    One row per age from -1 (running) to settled_after - 1: age, n, median, low,
    high (of the signed changes), left_out, reason. low and high are the k-th
    smallest and the k-th largest of the n changes with k = floor((n + 1) * 0.05),
    at least 1. A next change, exchangeable with these, lies below low with a
    probability of at most k / (n + 1), and as often above high (split conformal;
    Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005,
    proposition 2.4): between them in 90 % from 19 changes on, beyond one of them
    at most once in ten from 9 on. With fewer than 9 they are NaN and reason says so.
    """
    import pandas as pd

    old = _settled(triangle, indicator, settled_after)
    rows = []
    for age in range(RUNNING_AGE, settled_after):
        mine = old[old["age"] == age]
        changes = mine["moved"].to_numpy(dtype=np.float64)
        usable = changes[~np.isnan(changes)]
        rows.append((age, *_size(usable), len(changes) - len(usable)))
    columns = ["age", "n", "median", "low", "high", "reason", "left_out"]
    return pd.DataFrame(rows, columns=columns).astype({"reason": "str"})[list(SIZES)]


def _settled(triangle: pd.DataFrame, indicator: Indicator, settled_after: int) -> pd.DataFrame:
    """The rows whose change is over, with `moved`: the change in the unit of the sizes."""
    followed = triangle.groupby(["werkplein", "kwartaal"])["age"].transform("max")
    old = triangle[(followed >= settled_after) & triangle["to_now"].notna()]
    moved = old["to_now"].to_numpy(dtype=np.float64)
    if is_relative(indicator):
        value = old["value"].to_numpy(dtype=np.float64)
        moved = moved / np.where(value == 0, np.nan, value)
    return old.assign(moved=moved)


def _size(changes: Floats) -> tuple[int, float, float, float, str | None]:
    n = len(changes)
    middle = float(np.median(changes)) if n else np.nan
    if n < LEAST:
        return n, middle, np.nan, np.nan, TOO_FEW
    return n, middle, *_ends(changes), None


def _ends(changes: Floats) -> tuple[float, float]:
    """The k-th smallest and the k-th largest change; see `revision_sizes`."""
    rank = max(1, int(np.floor(round((len(changes) + 1) * TAIL, 9))))
    ordered = np.sort(changes)
    return float(ordered[rank - 1]), float(ordered[-rank])


def own_sizes(
    triangle: pd.DataFrame, indicator: Indicator, settled_after: int = SETTLED_AFTER
) -> pd.DataFrame:
    """The same of single Werkpleinen that have enough revisions of their own.

    A row per werkplein, split and age: n, own_low and own_high as low and high of
    `revision_sizes`, where eight quarters are followed for `settled_after` later
    deliveries and each of their figures rested on ten or more.
    """
    import pandas as pd

    old = _settled(triangle, indicator, settled_after)
    old = old[old["age"] < settled_after].reset_index(drop=True)
    keys = ["werkplein", "split", "age"]
    rows = []
    for places in old.groupby(keys, dropna=False, sort=True).indices.values():
        changes = old["moved"].to_numpy(dtype=np.float64)[places]
        counted = old["n"].to_numpy(dtype=np.float64, na_value=np.nan)[places]
        if len(changes) >= LEAST_OWN and np.all(counted >= LEAST_COUNTED):
            first = old.iloc[places[0]]
            named = (first["werkplein"], first["split"], int(first["age"]), len(changes))
            rows.append((*named, *_ends(changes)))
    found = pd.DataFrame(rows, columns=list(OWN))
    texts, whole = dict.fromkeys(("werkplein", "split"), "str"), {"age": "int64", "n": "int64"}
    return found.astype(texts | whole | dict.fromkeys(("own_low", "own_high"), "float64"))


def is_relative(indicator: Indicator) -> bool:
    """Whether its revisions are measured relative to the value: not on a scale with two ends."""
    return indicator.unit != "share" and indicator.bounds is None


def widened(figures: pd.DataFrame, revisions: Revisions) -> pd.DataFrame:
    """`widen` by the revisions of one indicator; rows of another one stay as they are."""
    key = revisions.indicator.key
    sizes, own, ages = (
        each.assign(indicator=key) for each in (revisions.sizes, revisions.own, revisions.ages)
    )
    return widen(figures, sizes, own, ages, {key: revisions.indicator})


def widen(
    figures: pd.DataFrame,
    sizes: pd.DataFrame,
    own: pd.DataFrame,
    ages: pd.DataFrame,
    known: Mapping[str, Indicator],
) -> pd.DataFrame:
    """The figures, with the limits of provisional ones widened by the revisions measured.

    figures: as `indicators` gives them by werkplein and kwartaal (other
    columns stay). sizes, own, ages: as in `Revisions`, each with the column
    indicator; known: the definitions of the indicators that may be widened.
    Rows of other indicators, definitive ones, and those with `SETTLED_AFTER`
    later deliveries or more keep their limits. For the others with the sizes of
    their age, those of the Werkplein itself where it has enough and else those
    over all, which leave open that nothing changes (times the value where relative):

        low = low + min(0, size_low),  high = high + max(0, size_high)

    where a figure without interval has its value for both, cut at the ends of
    its scale: never narrower than it was, and only to the side figures move to. The
    method of one that is widened gets the suffix `_with_revision`. Adds the columns
    of `ADDED`: revision_low and revision_high (the sizes in the unit of the value,
    signed), settled_low and settled_high (value + size: where the settled value is
    expected, apart from chance), provisional (figures of this age still moved) and
    revision (a wording key: widened by which sizes, unmoved, settled, or why it could
    not be measured; missing for definitive figures and where there is no value).

    Raises UsageError for figures that are not by werkplein and kwartaal.
    """
    import pandas as pd

    if not {"werkplein", "kwartaal"} <= set(figures.columns):
        raise UsageError("comparison.revision_by", by="werkplein, kwartaal")
    rows = _with_sizes(figures, sizes, own, ages)
    down, up, reason = _moves(rows, known)
    moves = (down < 0) | (up > 0)
    found = moved_limits(figures, down, up, (down, up), moves, known)
    reason = np.where(moves & ~can_widen(figures), NO_LIMITS, reason)
    return found.assign(
        revision=pd.Series(reason, index=figures.index, dtype="str"), provisional=moves
    )


def moved_limits(
    figures: pd.DataFrame,
    down: Floats,
    up: Floats,
    settled: tuple[Floats, Floats],
    moves: Bools,
    known: Mapping[str, Indicator],
) -> pd.DataFrame:
    """The figures with their limits moved as far as `down` and `up`, where `moves`.

    A full count gets limits that hold the revisions. A value whose limits could not be
    estimated keeps none: revisions alone would stand there as all its uncertainty.
    settled: the signed sizes by which the value may change, in its own unit. Adds
    `ADDED` but for revision and provisional, and names the method.
    """
    value = _numbers(figures, "value")
    full = _counted(figures)
    low, high = (np.where(full, value, _numbers(figures, name)) for name in ("low", "high"))
    limited = moves & can_widen(figures)
    least, most = _ends_of_scale(figures, known)
    wider = (
        np.minimum(low, np.maximum(low + np.minimum(down, 0), least)),
        np.maximum(high, np.minimum(high + np.maximum(up, 0), most)),
    )
    return figures.assign(
        low=np.where(limited, wider[0], figures["low"]),
        high=np.where(limited, wider[1], figures["high"]),
        method=figures["method"].where(~limited, figures["method"] + WIDENED_METHOD),
        revision_low=settled[0],
        revision_high=settled[1],
        settled_low=np.clip(value + settled[0], least, most),
        settled_high=np.clip(value + settled[1], least, most),
    )


def _with_sizes(
    figures: pd.DataFrame, sizes: pd.DataFrame, own: pd.DataFrame, ages: pd.DataFrame
) -> pd.DataFrame:
    """The rows in their order with their age, and the sizes over all and of their own."""
    asked = ["indicator", "werkplein", "kwartaal", "split", "value", "incomplete"]
    rows = figures[asked].reset_index(drop=True)
    rows = rows.merge(ages, on=["indicator", "werkplein", "kwartaal"], how="left")
    rows["age"] = rows["age"].mask(rows["incomplete"] > 0, RUNNING_AGE)
    over_all = sizes[["indicator", "age", "low", "high"]]
    rows = rows.merge(over_all, on=["indicator", "age"], how="left")
    keys = ["indicator", "werkplein", "split", "age"]
    return rows.merge(own[[*keys, "own_low", "own_high"]], on=keys, how="left")


def _moves(
    rows: pd.DataFrame, known: Mapping[str, Indicator]
) -> tuple[Floats, Floats, NDArray[np.object_]]:
    """Per row how far it may move down and up in its own unit, NaN with a reason where not."""
    value, own = _numbers(rows, "value"), rows["own_low"].notna().to_numpy()
    relative = rows["indicator"].isin([key for key, one in known.items() if is_relative(one)])
    scale = np.where(relative, np.abs(value), 1.0)
    # Of a Werkplein whose own way is not known it stays possible that nothing changes.
    down = np.where(own, _numbers(rows, "own_low"), np.minimum(_numbers(rows, "low"), 0)) * scale
    up = np.where(own, _numbers(rows, "own_high"), np.maximum(_numbers(rows, "high"), 0)) * scale
    theirs = rows["indicator"].isin(list(known)).to_numpy() & ~np.isnan(value)
    open_ = theirs & ~_flags(rows["definitive"])
    age = _numbers(rows, "age")
    measured = open_ & ~np.isnan(down) & (age < SETTLED_AFTER)
    cases = (
        (open_, TOO_FEW),
        (measured, WIDENED),
        (measured & own, WIDENED_OWN),
        (measured & ~((down < 0) | (up > 0)), UNMOVED),
        (measured & (value == 0) & relative.to_numpy(), STARTS_AT_ZERO),
        (open_ & (age >= SETTLED_AFTER), SETTLED),
    )
    reason = np.full(len(rows), None, dtype=object)
    for mask, key in cases:
        reason[mask] = key
    told = np.isin(reason.astype(str), (WIDENED, WIDENED_OWN, UNMOVED))
    return np.where(told, down, np.nan), np.where(told, up, np.nan), reason


def _flags(column: pd.Series[bool]) -> Bools:
    result: Bools = (column == True).to_numpy(dtype=np.bool_)  # noqa: E712 - missing is False
    return result


def _numbers(figures: pd.DataFrame, name: str) -> Floats:
    return figures[name].to_numpy(dtype=np.float64, na_value=np.nan)


def can_widen(figures: pd.DataFrame) -> Bools:
    """Which figures have limits, or are a full count, whose only limits are its revisions."""
    limits = (figures["low"].notna() | figures["high"].notna()).to_numpy()
    result: Bools = limits | _counted(figures)
    return result


def _counted(figures: pd.DataFrame) -> Bools:
    full = (figures["method"] == FULL_COUNT).to_numpy(dtype=np.bool_, na_value=False)
    result: Bools = full & (figures["low"].isna() & figures["high"].isna()).to_numpy()
    return result


def _ends_of_scale(figures: pd.DataFrame, known: Mapping[str, Indicator]) -> tuple[Floats, Floats]:
    """The least and the largest value that each row can have."""
    import pandas as pd

    ends = {key: _scale(one) for key, one in known.items()}
    # Of the handful of indicators that stand in all rows.
    codes, keys = pd.factorize(figures["indicator"])
    both = [ends.get(key, (-np.inf, np.inf)) for key in keys]
    found = np.array(both, dtype=np.float64).reshape(-1, 2)[codes]
    return found[:, 0], found[:, 1]


def _scale(indicator: Indicator) -> tuple[float, float]:
    """The least and the largest value the indicator can have."""
    if indicator.bounds is not None:
        return indicator.bounds
    return 0.0, 1.0 if indicator.unit == "share" else np.inf
