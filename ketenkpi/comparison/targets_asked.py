"""Questions about targets: what each Werkplein was to reach, and whether it did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ketenkpi.asked import Several
from ketenkpi.comparison.delivery_ages import provisional
from ketenkpi.comparison.source import TargetSource
from ketenkpi.comparison.standing import judged
from ketenkpi.comparison.target_findings import TargetFinding, target_findings
from ketenkpi.comparison.target_progress import Over
from ketenkpi.comparison.verdicts import targets_table
from ketenkpi.indicators import Indicator, named
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import AnyQuarter, Quarter, as_quarters

if TYPE_CHECKING:
    import pandas as pd


def target_findings_of(source: TargetSource, scope: Scope) -> tuple[TargetFinding, ...]:
    """What is wrong with the targets that count: overlaps, values that cannot be."""
    return target_findings(source.targets(scope), source.indicators)


def verdicts_of(
    source: TargetSource,
    keys: Sequence[str],
    scope: Scope,
    quarters: Several[AnyQuarter] | None = None,
) -> pd.DataFrame:
    """Whether each Werkplein reached its targets; see `comparison.verdicts`."""
    asked = [named(key, source.indicators) for key in keys]
    figures, over = _to_judge(source, asked, scope), _over(source, scope)
    targets = source.targets(scope)
    within = None if quarters is None else as_quarters(quarters)
    return judged(targets, source.register(), figures, asked, within, over)


def targets_table_of(
    source: TargetSource,
    keys: Sequence[str],
    scope: Scope,
    quarters: Several[AnyQuarter] | None = None,
) -> pd.DataFrame:
    """Target, realised, a year before and the differences; see `comparison.targets_table`."""
    verdicts = verdicts_of(source, keys, scope, quarters)
    known = source.indicators
    figures = _to_judge(source, [known[key] for key in keys], scope)
    return targets_table(verdicts, figures, _over(source, scope), known)


def _to_judge(source: TargetSource, asked: Sequence[Indicator], scope: Scope) -> pd.DataFrame:
    """The figures of each quarter, with which of them may still change.

    By what they moved before where that was measured, and by the status of their
    delivery where it was not.
    """
    figures = source.figures(
        [each.key for each in asked], scope=scope, by=("werkplein", "kwartaal")
    )
    open_ = provisional(figures, asked, source.deliveries(scope))
    if "provisional" in figures:
        open_ |= figures["provisional"]
    return figures.assign(provisional=open_)


def _over(source: TargetSource, scope: Scope) -> Over:
    """Figures over quarters together, as targets over more than a quarter ask them."""

    def over(keys: Sequence[str], quarters: Sequence[Quarter]) -> pd.DataFrame:
        return source.figures(keys, ("werkplein",), scope, {"kwartaal": list(quarters)})

    return over
