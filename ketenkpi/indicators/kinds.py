"""What each kind of indicator is: all that any part of the library treats kinds apart by.

A new kind is a row here and an estimator in `ask.ESTIMATORS`; nobody else lists kinds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

# Whose figure of a quarter it is: of those who began in it, of one day, of what happened in it.
View = Literal["cohort", "moment", "period"]
# On which scale two figures are compared (`comparison.scaled`), or why they never are.
Scale = Literal[
    "share",
    "rate",
    "rate_per_1000",
    "followed",
    "mean",
    "estimated",
    "gap",
    "mix",
    "log",
    "size_dependent",
    "full_count",
]
# How the next quarter depends on this one (`comparison.signal_series`). own: not at all, but
# for chance. flow: a number that follows that of the quarter before. carried: carried over,
# without chance of its own; carried_number: so, of which what comes and goes grows with its
# root. overlapping: quarters overlap. decided: by people, not by chance. not: never followed.
OverTime = Literal["own", "flow", "carried", "carried_number", "overlapping", "decided", "not"]
# Which control chart it has; plain: from its own movements.
Chart = Literal["share", "number", "rate", "rate_per_1000", "plain"]
# What a published figure tells of how many people there are (`disclosure.quantity`); None: it
# is not about clients. rows_only: not published, for bounds of people would have to be
# protected as well as their number, and what strata weigh is made of hidden numbers.
GivesAway = Literal[
    "numerator", "denominator", "years", "share", "followed", "handover", "other", "rows_only"
]


@dataclass(frozen=True, slots=True)
class IndicatorKind:
    """One kind.

    interval: how low and high are made. needs: keys of a definition besides those every
    one has. beside: which easier figure stands beside it (`figure_beside`). followed: cases
    are followed up to the last day seen. by_cause: for one of several ways to end. handover:
    a step is followed to the next. longer: signals ask how many took longer than usual.
    benefit_years: it divides by years of benefit. begin: the stock at the begin of a quarter
    must be known. adjusted: it can be adjusted for who the clients are. added: it adds over
    two places that went together. target: how a target over several quarters is met, by
    their sum, by the last day, or by them together.
    """

    interval: str
    compared: Scale
    needs: frozenset[str] = frozenset()
    beside: str | None = None
    followed: bool = False
    by_cause: bool = False
    handover: bool = False
    longer: bool = False
    benefit_years: bool = False
    begin: bool = False
    view: View = "period"
    adjusted: bool = False
    over_time: OverTime = "own"
    added: bool = False
    chart: Chart = "plain"
    target: Literal["sum", "end", "pooled"] = "pooled"
    gives_away: GivesAway | None = None

    @property
    def carried(self) -> bool:
        """Whether it is carried over from quarter to quarter, without chance of its own."""
        return self.over_time in ("carried", "carried_number")


def _needs(*keys: str) -> frozenset[str]:
    return frozenset({"denominator", *keys})


# Numbers and stocks: how large a place is.
_SIZES: Mapping[str, IndicatorKind] = {
    "count": IndicatorKind(
        "poisson_exact",
        "size_dependent",
        over_time="flow",
        chart="number",
        target="sum",
        gives_away="numerator",
    ),
    "stock": IndicatorKind(
        "full_count",
        "size_dependent",
        view="moment",
        over_time="carried_number",
        added=True,
        target="end",
        gives_away="numerator",
    ),
    "persons": IndicatorKind(
        "full_count", "size_dependent", over_time="carried_number", gives_away="rows_only"
    ),
    "sum": IndicatorKind(
        "full_count", "size_dependent", over_time="carried", added=True, target="sum"
    ),
    "begin_stock": IndicatorKind(
        "full_count",
        "size_dependent",
        begin=True,
        view="moment",
        over_time="not",
        gives_away="other",
    ),
    "mean_stock": IndicatorKind(
        "full_count", "size_dependent", begin=True, over_time="not", gives_away="other"
    ),
}
_SHARES: Mapping[str, IndicatorKind] = {
    "proportion": IndicatorKind(
        "mid_p", "share", _needs(), beside="known", adjusted=True, chart="share", gives_away="share"
    ),
    "cohort_share": IndicatorKind(
        "mid_p",
        "share",
        _needs("days"),
        beside="known",
        view="cohort",
        adjusted=True,
        gives_away="share",
    ),
    "composition": IndicatorKind("mid_p", "share", gives_away="share"),
    "share_within": IndicatorKind(
        "mid_p", "share", _needs("norm"), chart="share", gives_away="share"
    ),
}
_RATES: Mapping[str, IndicatorKind] = {
    "rate": IndicatorKind(
        "poisson_exact",
        "rate",
        _needs(),
        benefit_years=True,
        begin=True,
        adjusted=True,
        chart="rate",
        gives_away="years",
    ),
    "rate_year": IndicatorKind(
        "poisson_exact",
        "rate",
        _needs(),
        benefit_years=True,
        begin=True,
        adjusted=True,
        over_time="overlapping",
        gives_away="years",
    ),
    "rate_per_1000": IndicatorKind(
        "poisson_exact",
        "rate_per_1000",
        _needs(),
        benefit_years=True,
        begin=True,
        chart="rate_per_1000",
        gives_away="years",
    ),
    "per_1000": IndicatorKind(
        "poisson_exact", "rate", _needs(), chart="rate", gives_away="numerator"
    ),
}
# What is told of answers and of money.
_MEANS: Mapping[str, IndicatorKind] = {
    "mean": IndicatorKind("skewed", "mean", _needs("bounds"), gives_away="denominator"),
    "stratified_mean": IndicatorKind(
        "stratified_t", "estimated", _needs("bounds", "population"), gives_away="rows_only"
    ),
    "gap": IndicatorKind("t", "gap", _needs("bounds"), gives_away="denominator"),
    "mix": IndicatorKind(
        "between_staff",
        "mix",
        _needs("bounds"),
        over_time="decided",
        target="end",
        gives_away="denominator",
    ),
    "scan": IndicatorKind("full_count", "full_count", _needs("bounds"), over_time="not"),
    "ratio": IndicatorKind(
        "full_count", "full_count", _needs(), over_time="not", target="end", gives_away="numerator"
    ),
    "stock_ratio": IndicatorKind(
        "full_count",
        "full_count",
        _needs(),
        over_time="carried",
        target="end",
        gives_away="denominator",
    ),
    "money_ratio": IndicatorKind("full_count", "full_count", _needs(), over_time="carried"),
    "money_share": IndicatorKind(
        "full_count", "full_count", _needs(), beside="known", over_time="not"
    ),
    "cost": IndicatorKind(
        "poisson_denominator", "log", _needs(), beside="unknown_too", gives_away="denominator"
    ),
}
# What is followed in time.
_TIMES: Mapping[str, IndicatorKind] = {
    "duration": IndicatorKind(
        "kaplan_meier",
        "log",
        frozenset({"quantile"}),
        beside="closed",
        followed=True,
        longer=True,
        view="cohort",
        gives_away="followed",
    ),
    "within": IndicatorKind(
        "kaplan_meier",
        "followed",
        frozenset({"norm"}),
        beside="closed",
        followed=True,
        view="cohort",
        gives_away="followed",
    ),
    "duration_cause": IndicatorKind(
        "kaplan_meier",
        "log",
        frozenset({"quantile"}),
        beside="ended_so",
        followed=True,
        by_cause=True,
        view="cohort",
        gives_away="followed",
    ),
    "within_cause": IndicatorKind(
        "aalen_johansen",
        "followed",
        frozenset({"days"}),
        beside="closed",
        followed=True,
        by_cause=True,
        view="cohort",
        gives_away="followed",
    ),
    "incidence": IndicatorKind(
        "aalen_johansen",
        "followed",
        frozenset({"days"}),
        beside="no_other_end",
        followed=True,
        by_cause=True,
        view="cohort",
        gives_away="followed",
    ),
    "remaining": IndicatorKind(
        "kaplan_meier",
        "followed",
        frozenset({"days"}),
        beside="however_short",
        followed=True,
        view="cohort",
        gives_away="other",
    ),
    "next_within": IndicatorKind(
        "aalen_johansen", "followed", followed=True, handover=True, gives_away="handover"
    ),
    "next_quantile": IndicatorKind(
        "order_statistics",
        "log",
        frozenset({"quantile"}),
        followed=True,
        handover=True,
        longer=True,
        gives_away="handover",
    ),
    "open_age": IndicatorKind(
        "full_count",
        "full_count",
        view="moment",
        over_time="carried",
        target="end",
        gives_away="other",
    ),
}
KINDS: Mapping[str, IndicatorKind] = MappingProxyType(
    {**_SIZES, **_SHARES, **_RATES, **_MEANS, **_TIMES}
)
