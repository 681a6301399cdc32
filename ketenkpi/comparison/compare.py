"""The one entrance: one indicator over all Werkpleinen, fairly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np

from ketenkpi.answer import Phrase, phrase
from ketenkpi.asked import Several
from ketenkpi.comparison.cells import cells, of_cohort, strata_of
from ketenkpi.comparison.difference import Difference, difference_to
from ketenkpi.comparison.expected import Limits, Standardised, indirect, logistic
from ketenkpi.comparison.figures import comparable_indicator, figures
from ketenkpi.comparison.funnel import LIMITS, PlacedFunnel, place_ratios, place_values
from ketenkpi.comparison.model_card import ModelCard
from ketenkpi.comparison.peers import PeerGroup
from ketenkpi.comparison.ranks import rank_intervals
from ketenkpi.comparison.revisions import WIDENED_METHOD
from ketenkpi.comparison.said import said_of
from ketenkpi.comparison.scaled import SIZE_DEPENDENT, Floats, Scaled, not_compared, scaled
from ketenkpi.counts import Counts
from ketenkpi.errors import UsageError
from ketenkpi.indicators import Indicator, known_only
from ketenkpi.scope import Scope
from ketenkpi.shown import shown
from ketenkpi.stats import NoModel, benjamini_hochberg
from ketenkpi.vocabulary import AnyQuarter, as_quarters

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.comparison.figures import Ask

RATIO_MAY_CHANGE = "comparison.ratio_may_change"
PEERS_MAY_CHANGE = "comparison.peers_may_change"
By = Literal["werkplein", "regio"]
Adjust = Literal["indirect", "logistic"]
Where = Mapping[str, Sequence[object]]
NUMBERS = (
    *("value", "low", "high", "n", "expected", "ratio", "ratio_low", "ratio_high"),
    *("point", "size", *LIMITS, "z", "p_adjusted"),
)
COLUMNS = (*NUMBERS, "provisional", "position", "rank_low", "rank_high", "reason")
TYPES = {
    **dict.fromkeys(NUMBERS, "float64"),
    "provisional": "bool",
    **dict.fromkeys(("rank_low", "rank_high"), "Int64"),
    **dict.fromkeys(("position", "reason"), "str"),
}


@shown
@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One indicator of many Werkpleinen (or regions), side by side.

    frame: a row per Werkplein, by name, with the columns: `by`; value, low,
    high, n of the indicator; provisional (low and high are widened by measured
    revisions); expected (what the reference would have, in the
    same unit) and ratio, ratio_low, ratio_high (value over expected); point and
    size with low_95, high_95, low_998, high_998 (where the funnel draws it and
    its limits there: the ratio when adjusted, else the value); z and p_adjusted
    (Benjamini-Hochberg over all rows); position (inside, above_95, below_95,
    above_998, below_998); rank_low and rank_high (1 for the highest figure, or
    for the lowest where low is better; none when adjusted, because ratios may
    not be compared with each other); reason (a wording key: why there is no
    value, or why it is not compared).

    scale: 'value' or 'ratio', what `point` is. funnel: the limits as a curve,
    the target, phi and tau2; None when nothing is compared. reference: the figure
    of all in scope together, of which what was expected is made; None when nothing
    is adjusted. card: of the logistic model. difference: the subject against its
    peers together, never adjusted. findings: what can be said, most important first.
    """

    indicator: Indicator
    by: By
    scale: Literal["value", "ratio"]
    frame: pd.DataFrame
    funnel: PlacedFunnel | None = None
    reference: float | None = None
    card: ModelCard | None = None
    strata: tuple[str, ...] = ()
    difference: Difference | None = None
    findings: tuple[Phrase, ...] = field(default=())


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    indicator: Indicator
    by: By
    where: Where
    peers: PeerGroup | None
    regio_of: Mapping[str, str] | None
    level: float
    without: tuple[str, ...]
    ask: Ask | None
    scope: Scope


def compare(
    counts: Counts,
    key: str,
    *,
    by: By = "werkplein",
    quarters: Several[AnyQuarter] | None = None,
    where: Where | None = None,
    peers: PeerGroup | None = None,
    scope: Scope,
    regio_of: Mapping[str, str] | None = None,
    adjust: Adjust | None = None,
    without: Sequence[str] = (),
    level: float = 0.95,
    definitions: Mapping[str, Indicator] | None = None,
    ask: Ask | None = None,
) -> Comparison:
    """Compare one indicator over Werkpleinen, or regions, as far as `scope` sees them.

    quarters: taken together; None for all. where: as for `indicators`, with one
    value of what the indicator is always split by. peers: only the subject and
    its peers. adjust: 'indirect' or 'logistic' (shares of a cohort), against all
    Werkpleinen in scope; without: variables left out of it. level: of the
    intervals; funnel limits are always 95 and 99.8 %. definitions: as for
    `indicators`. ask: (by, where, level) -> the rows of the indicator, instead of
    those of `counts`; a store gives here what a reader of figures may see.
    Adjusting looks at finer cells, so always at `counts`.

    Numbers, stocks and money are not compared: they depend on size. Who has no
    figure keeps a row, with the reason. A reader who sees one Werkplein sees
    nobody else's row, and nothing computed from others.

    Raises UsageError for an unknown indicator, an unpinned split, or an
    adjustment the indicator does not allow; NotAdditive as `indicators` does.
    """
    chosen = _where(where or {}, quarters)
    indicator = comparable_indicator(key, chosen, definitions)
    asked = _Question(indicator, by, chosen, peers, regio_of, level, tuple(without), ask, scope)
    seen = counts.select(scope)
    why_not = not_compared(indicator)
    if why_not is not None:
        return _not_compared(asked, seen, why_not)
    rows = _rows(asked, seen)
    made = _plain(asked, rows, seen) if adjust is None else _adjusted(asked, rows, seen, adjust)
    return _beside_peers(made, asked, seen)


def _where(where: Where, quarters: Several[AnyQuarter] | None) -> Where:
    if quarters is None:
        return where
    return {**where, "kwartaal": [quarter.index for quarter in as_quarters(quarters)]}


def _rows(asked: _Question, seen: Counts) -> pd.DataFrame:
    where = dict(asked.where)
    group = asked.peers
    if group is not None:
        members = {*group.members, *([group.subject] if group.subject else [])}
        where["werkplein"] = sorted(filter(asked.scope.allows, members))
    found = figures(
        seen,
        asked.indicator,
        [asked.by],
        where,
        regio_of=asked.regio_of,
        level=asked.level,
        ask=asked.ask,
    )
    return known_only(found)


def _plain(asked: _Question, rows: pd.DataFrame, seen: Counts) -> Comparison:
    numbers = scaled(asked.indicator, rows, asked.level)
    value = rows["value"].to_numpy(np.float64)
    placed = place_values(numbers, asked.indicator.bounds, target=_together(asked, rows, seen))
    expected = np.where(np.isnan(value) | (placed.units < 2), np.nan, placed.target)
    lowest = asked.indicator.bounds[0] if asked.indicator.bounds else 0.0
    # Of a scale with negative values a ratio says nothing.
    below = np.where((expected > 0) & (lowest >= 0), expected, np.nan)
    ends = {f"ratio_{end}": rows[end].to_numpy(np.float64) / below for end in ("low", "high")}
    ratios = {"expected": expected, "ratio": value / below, **ends}
    frame = _frame(asked, rows, placed, ratios).merge(
        _ranks(asked, rows, numbers), on=asked.by, validate="one_to_one"
    )
    return _compared(asked, frame, placed, "value")


def _together(asked: _Question, rows: pd.DataFrame, seen: Counts) -> float | None:
    """The figure of all who have one, their cases taken together; None when they have none."""
    names = list(rows.loc[rows["value"].notna(), asked.by])
    where = {**asked.where, asked.by: names}
    found = figures(seen, asked.indicator, [], where, regio_of=asked.regio_of, ask=asked.ask)
    values = found["value"].to_numpy(np.float64)
    return float(values[0]) if len(values) == 1 and not np.isnan(values[0]) else None


def _adjusted(asked: _Question, rows: pd.DataFrame, seen: Counts, adjust: Adjust) -> Comparison:
    indicator = asked.indicator
    strata = strata_of(indicator, asked.without)
    if adjust == "logistic" and not of_cohort(indicator):
        raise UsageError("comparison.not_a_cohort", key=indicator.key)
    found = cells(seen, indicator, strata, where=asked.where)
    if asked.by == "regio":
        regions = asked.regio_of or {}
        found["werkplein"] = [regions.get(name, "onbekend") for name in found["werkplein"]]
    try:
        standard, card = _standard(asked, found, strata, adjust)
    except NoModel as fault:
        # That there is no model is an answer, and the plain comparison stands.
        plain = _plain(asked, rows, seen)
        why = phrase(f"comparison.no_model_{fault.cause}", terms=", ".join(fault.terms))
        return replace(plain, findings=(why, *plain.findings))
    return _around_one(asked, rows, standard, card)


def _standard(
    asked: _Question, found: pd.DataFrame, strata: tuple[str, ...], adjust: Adjust
) -> tuple[Standardised, ModelCard | None]:
    if adjust == "indirect":
        limits: Limits = "binomial" if asked.indicator.of_kind.compared == "share" else "byar"
        return indirect(found, strata, limits=limits, level=asked.level), None
    return logistic(found, strata, asked.indicator, made_on=date.today(), level=asked.level)


def _beside_peers(made: Comparison, asked: _Question, seen: Counts) -> Comparison:
    group = asked.peers
    if group is None:
        return made
    findings = (*made.findings, *group.statements())
    if group.subject is None or asked.by != "werkplein":
        return replace(made, findings=findings)
    known = set(made.frame["werkplein"])
    visible = replace(group, members=tuple(name for name in group.members if name in known))
    if group.subject not in known or not visible.members:
        return replace(made, findings=findings)
    gap = difference_to(
        seen,
        asked.indicator.key,
        visible,
        where=asked.where,
        scope=Scope.everything(),
        level=asked.level,
        definitions={asked.indicator.key: asked.indicator},
        ask=asked.ask,
    )
    told = [gap.statement(), *((phrase(PEERS_MAY_CHANGE),) if gap.other.open else ())]
    return replace(made, difference=gap, findings=(*told, *findings))


def _around_one(
    asked: _Question, rows: pd.DataFrame, standard: Standardised, card: ModelCard | None
) -> Comparison:
    table = standard.frame.set_index("werkplein").reindex(list(rows[asked.by]))
    # Who has no figure of their own gets no ratio either.
    table.loc[rows["value"].isna().to_numpy()] = np.nan
    columns = {name: table[name].to_numpy(np.float64) for name in table.columns}
    people = columns["trials"] if asked.indicator.of_kind.compared == "share" else None
    placed = place_ratios(columns["observed"], columns["expected"], people)
    # One place alone would be its own reference.
    some = np.nan if placed.units < 2 else 1.0
    ratios = {
        "expected": some * columns["expected"] / columns["trials"],
        "ratio": some * columns["ratio"],
        "ratio_low": some * columns["low"],
        "ratio_high": some * columns["high"],
    }
    import pandas as pd

    none = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    frame = _frame(asked, rows, placed, ratios).assign(rank_low=none, rank_high=none)
    made = _compared(asked, frame, placed, "ratio")
    said = standard.statements() if placed.units >= 2 else ()
    # A ratio is made of counts, and of others whose counts may change too.
    later = rows["provisional"].any() if "provisional" in rows and said else False
    findings = (*made.findings, *said, *((phrase(RATIO_MAY_CHANGE),) if later else ()))
    return replace(
        made, card=card, strata=standard.strata, findings=findings, reference=_reference(standard)
    )


def _reference(standard: Standardised) -> float | None:
    """The figure of all together in its own unit; None of nobody, and of one place alone."""
    observed, trials = standard.frame[["observed", "trials"]].sum()
    return float(observed / trials) if len(standard.frame) > 1 and trials > 0 else None


def _frame(
    asked: _Question, rows: pd.DataFrame, placed: PlacedFunnel, ratios: Mapping[str, Floats]
) -> pd.DataFrame:
    import pandas as pd

    numbers = {**ratios, **dict(zip(LIMITS, placed.limits.T, strict=True))}
    numbers |= {"point": placed.point, "size": placed.size, "z": placed.z}
    numbers["p_adjusted"] = benjamini_hochberg(placed.p)
    words = {"position": placed.position, "reason": _reasons(rows, placed)}
    # Of counts alone nobody knows which figures earlier deliveries moved.
    widened = rows["method"].fillna("").str.endswith(WIDENED_METHOD)
    moving = widened if "provisional" in rows else False
    added = pd.DataFrame({**numbers, **words, "provisional": moving}, index=rows.index)
    return pd.concat([rows[[asked.by, "value", "low", "high", "n"]], added], axis="columns")


def _reasons(rows: pd.DataFrame, placed: PlacedFunnel) -> list[str | None]:
    unplaced = [word is None for word in placed.position]
    given = [each if isinstance(each, str) else None for each in rows["reason"]]
    alone = "comparison.nobody_else" if placed.units < 2 else "comparison.no_limits"
    return [why or (alone if un else None) for why, un in zip(given, unplaced, strict=True)]


def _ranks(asked: _Question, rows: pd.DataFrame, numbers: Scaled) -> pd.DataFrame:
    names = list(rows[asked.by])
    lowest_first = asked.indicator.direction == "lower"
    found = rank_intervals(
        names, numbers.estimate, numbers.se, lowest_first=lowest_first, level=asked.level
    )
    return found.rename(columns={"name": asked.by})


def _compared(
    asked: _Question, frame: pd.DataFrame, placed: PlacedFunnel, scale: Literal["value", "ratio"]
) -> Comparison:
    ordered = frame[[asked.by, *COLUMNS]].sort_values(asked.by, ignore_index=True)
    ordered = ordered.astype(TYPES)
    findings = said_of(ordered, asked.by, placed, asked.indicator)
    return Comparison(asked.indicator, asked.by, scale, ordered, placed, findings=findings)


def _not_compared(asked: _Question, seen: Counts, why: str) -> Comparison:
    import pandas as pd

    if why == SIZE_DEPENDENT:
        frame = pd.DataFrame({asked.by: _names(asked, seen)}).assign(reason=why)
    else:
        rows = _rows(asked, seen)[[asked.by, "value", "n", "reason"]]
        frame = rows.assign(reason=rows["reason"].fillna(why))
    frame = frame.assign(provisional=False)
    ordered = frame.reindex(columns=[asked.by, *COLUMNS]).sort_values(asked.by, ignore_index=True)
    typed = ordered.astype(TYPES)
    return Comparison(asked.indicator, asked.by, "value", typed, findings=(phrase(why),))


def _names(asked: _Question, seen: Counts) -> list[str]:
    names = set(seen.places["werkplein"].to_pylist())
    group = asked.peers
    if group is not None:
        names &= {*group.members, group.subject}
    if asked.by == "regio":
        names = {(asked.regio_of or {}).get(name, "onbekend") for name in names}
    return sorted(names)
