"""What happened against what was to be expected with these clients: two ways.

Both adjust only for what was recorded and known before the intake; the list is
closed (`config/comparison.yaml`). An observed over expected of one Werkplein
stands beside 1, the reference. Two of them have different weights, so one may
not be compared with the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from ketenkpi.answer import Phrase, count_of, phrase
from ketenkpi.comparison.model_card import Coefficient, ModelCard, Tenth
from ketenkpi.comparison.rules import Variable, load_rules
from ketenkpi.indicators import Indicator
from ketenkpi.stats import Expected, expected_logistic, isr, isr_binomial
from ketenkpi.vocabulary import Quarter, Text, in_both, joined

if TYPE_CHECKING:
    import pandas as pd

# Source: Peduzzi et al. (1996), J Clin Epidemiol 49:1373.
FEW_EVENTS_PER_TERM = 10
FITTED = ("events", "trials")
# How limits are made: of people to whom it happens or not, or of a number of
# rare events (Byar's; of events per exposure, and as public health bodies do).
Limits: TypeAlias = Literal["binomial", "byar"]


@dataclass(frozen=True, slots=True, eq=False)
class Standardised:
    """Observed against expected.

    frame: a row per Werkplein, by name: werkplein, trials, observed, expected,
    ratio, low, high. strata: the variables adjusted for. left_out: a row per
    cell that the reference does not know (werkplein, the strata, events,
    trials); these count neither as observed nor as expected.
    """

    frame: pd.DataFrame
    strata: tuple[str, ...]
    left_out: pd.DataFrame

    def statements(self) -> tuple[Phrase, ...]:
        """What must be said beside it."""
        found = [
            phrase("comparison.reference_only"),
            phrase("comparison.only_recorded", variables=named(self.strata)),
        ]
        if len(self.left_out):
            count = count_of(float(self.left_out["trials"].sum()))
            found.append(phrase("comparison.strata_missing", count=count))
        return tuple(found)


def indirect(
    cells: pd.DataFrame,
    strata: Sequence[str],
    *,
    limits: Limits,
    reference: pd.DataFrame | None = None,
    level: float = 0.95,
) -> Standardised:
    """Expected by indirect standardisation: the reference's rate in each stratum.

    cells: werkplein, `strata`, events, trials (or exposure), as `cells` makes
    them. limits: 'binomial' where trials are people to whom it happens or not,
    'byar' for events per exposure. Both take the expected number as known.
    reference: cells of the same columns; all of `cells` when None.

    Formula: expected = Σ trials × Σ events / Σ trials of the reference, per
    stratum; ratio and limits by `isr_binomial` or `isr` of stats.
    """
    rates = (cells if reference is None else reference).groupby(list(strata))[list(FITTED)].sum()
    rates = rates[rates["trials"] > 0]
    rate = (rates["events"] / rates["trials"]).rename("rate").reset_index()
    joined = cells.merge(rate, on=list(strata), how="left", validate="many_to_one")
    known = joined["rate"].notna()
    left_out = joined[~known].drop(columns="rate").reset_index(drop=True)
    names = sorted(cells["werkplein"].unique())
    found = _compared(joined[known], names, level, limits)
    return Standardised(found, tuple(strata), left_out)


def logistic(
    cells: pd.DataFrame,
    strata: Sequence[str],
    indicator: Indicator,
    *,
    made_on: date,
    level: float = 0.95,
) -> tuple[Standardised, ModelCard]:
    """Expected by a logistic model of the cases of all Werkpleinen, with its card.

    cells: as for `indirect`, shares of a cohort only. The model knows the strata and not
    the Werkplein. The limits take the expected number as known; its own
    uncertainty is small when the model is fitted to all Werkpleinen. Raises
    NoModel (of stats) when the data carry no model.
    """
    names, unit = np.unique(cells["werkplein"].astype(str), return_inverse=True)
    design = {name: _categories(cells, name) for name in strata}
    fit = expected_logistic(cells["events"], cells["trials"], unit, len(names), design)
    frame = _compared(cells.assign(rate=fit.chance), list(names), level, "binomial")
    found = Standardised(frame, tuple(strata), cells.iloc[:0])
    return found, _card(fit, cells, indicator, strata, made_on)


def _categories(cells: pd.DataFrame, name: str) -> list[str]:
    if name == "kwartaal":
        return [str(Quarter.from_index(int(index))) for index in cells[name]]
    return [str(value) for value in cells[name]]


def named(strata: Sequence[str]) -> Text:
    """The variables in words."""
    return joined((load_rules().pre_intake[name].name for name in strata), "; ")


def _compared(cells: pd.DataFrame, names: list[str], level: float, limits: Limits) -> pd.DataFrame:
    """A row per name from cells with the rate (of people: the chance) of the reference."""
    filled = cells.assign(expected=cells["trials"] * cells["rate"])
    sums = filled.groupby("werkplein")[[*FITTED, "expected"]].sum()
    added = sums.reindex(names).rename_axis("werkplein").reset_index()
    if limits == "binomial":
        number = {name: place for place, name in enumerate(names)}
        unit = [number[name] for name in cells["werkplein"]]
        x, n, chance = (cells[name].to_numpy(np.float64) for name in (*FITTED, "rate"))
        ratio = isr_binomial(x, n, chance, unit, len(names), level=level)
    else:
        observed, expected = added["events"].to_numpy(), added["expected"].to_numpy()
        ratio = isr(observed[:, None], expected[:, None], level=level)
    return added.rename(columns={"events": "observed"})[
        ["werkplein", "trials", "observed", "expected"]
    ].assign(ratio=ratio.value, low=ratio.low, high=ratio.high)


def _card(
    fit: Expected,
    cells: pd.DataFrame,
    indicator: Indicator,
    strata: Sequence[str],
    made_on: date,
) -> ModelCard:
    rules, tenths = load_rules(), fit.calibration
    quarters = cells["kwartaal"]
    first, last = (Quarter.from_index(int(index)) for index in (quarters.min(), quarters.max()))
    return ModelCard(
        purpose=in_both("comparison.card_purpose"),
        indicator=indicator.key,
        version=indicator.version,
        made_on=made_on,
        quarters=(first, last),
        n=float(cells["trials"].sum()),
        events=float(cells["events"].sum()),
        used=tuple(rules.pre_intake[name] for name in strata),
        left_out=_left_out(strata),
        coefficients=tuple(
            Coefficient(term, float(value), float(se))
            for term, value, se in zip(fit.terms, fit.coefficient, fit.coefficient_se, strict=True)
        ),
        references=tuple(fit.references.items()),
        calibration=tuple(
            Tenth(float(n), float(o), float(e))
            for n, o, e in zip(tenths.trials, tenths.observed, tenths.expected, strict=True)
        ),
        discrimination=fit.discrimination,
        events_per_term=fit.events_per_term,
        limits=_limits(fit, strata),
    )


def _left_out(strata: Sequence[str]) -> tuple[Variable, ...]:
    rules = load_rules()
    unused = tuple(each for key, each in rules.pre_intake.items() if key not in strata)
    return (*unused, *rules.influenced.values())


def _limits(fit: Expected, strata: Sequence[str]) -> tuple[Phrase, ...]:
    found = [
        phrase("comparison.only_recorded", variables=named(strata)),
        phrase("comparison.reference_only"),
        phrase("comparison.card_same_data"),
    ]
    if fit.events_per_term < FEW_EVENTS_PER_TERM:
        found.append(phrase("comparison.card_shaky"))
    return tuple(found)
