"""The finest numbers: per Werkplein and quarter what each indicator says about how many people.

Everything is read from figures as any reader would get them, so nothing that
an indicator shows can be forgotten here: its numerator, its denominator, and
what the figure beside it gives away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ketenkpi.disclosure.rules import Rules
from ketenkpi.indicators import Indicator, Part

# Stands in the place of a quarter for cases from before the first quarter shown.
EARLIER = 0
NONE = "-"
WHOLE = 1e-6
KEYS = ["werkplein", "kwartaal", "axis", "member"]


@dataclass(frozen=True)
class Quantity:
    """What is counted: the same for the same thing, whichever indicator shows it.

    aspect: 'count', or of cases followed in time 'n', 'events' or 'within d' days.
    """

    tally: str
    measure: str
    only: frozenset[tuple[str, frozenset[str]]]
    aspect: str = "count"

    @classmethod
    def of(cls, part: Part) -> Quantity:
        """What a part of a definition counts."""
        only = ((name, frozenset(map(str, values))) for name, values in part.only.items())
        return cls(part.tally, part.measure, frozenset(only))

    @property
    def name(self) -> str:
        """A text that tells it from every other."""
        only = [f"{key}={'+'.join(sorted(values))}" for key, values in sorted(self.only)]
        return " ".join([f"{self.tally}.{self.measure}", self.aspect, *only])

    def within(self, indicator: Indicator, split: str) -> Quantity:
        """The same of one value of what the indicator is always split by."""
        if split == NONE or indicator.split is None:
            return self
        rest = {each for each in self.only if each[0] != indicator.split}
        return replace(self, only=frozenset({*rest, (indicator.split, frozenset({split}))}))

    def is_part_of(self, other: Quantity) -> bool:
        """Whether everybody counted here is counted there too, by the definitions alone."""
        same = (self.tally, self.measure, self.aspect) == (other.tally, other.measure, other.aspect)
        mine = dict(self.only)
        narrower = all(mine.get(name, frozenset(["*"])) <= values for name, values in other.only)
        return same and narrower and self != other


Figures = Callable[[Sequence[str], Sequence[str]], pd.DataFrame]
# Money, vacancies, staff and Werkpleinen are no clients; steps are: each is of somebody.
ABOUT_CLIENTS = frozenset({"persons", "spells", "events", "answers", "steps"})
# Its answers are given by the partners, about themselves.
ABOUT_PARTNERS = "scan"


def people(indicators: Mapping[str, Indicator]) -> list[Indicator]:
    """The indicators that count clients or what happens to them; others are not protected."""
    return [
        each
        for each in indicators.values()
        if each.unit_of_count in ABOUT_CLIENTS and each.kind != ABOUT_PARTNERS
    ]


def base(figures: Figures, indicators: Mapping[str, Indicator], rules: Rules) -> pd.DataFrame:
    """Long form: indicator, split, werkplein, kwartaal, axis, member, role, quantity, x, guarded.

    axis names the breakdown ('-' for none), member its value. role: 'num',
    'den', 'rest' (den - num), or 'beside'. quantity: what is counted, the same
    text for the same thing in two indicators. guarded: whether a small x must
    be hidden.
    """
    found = []
    for breakdown in rules.breakdowns:
        axis = breakdown.axis
        chosen = [
            each
            for each in people(indicators)
            if breakdown.shows(each.key) and has_axis(each, axis)
        ]
        if not chosen:
            continue
        per = ["werkplein", "kwartaal", *([axis] if axis else [])]
        rows = figures([each.key for each in chosen], per)
        adding = [each.key for each in chosen if "kwartaal" in each.additive_over]
        whole = figures(adding, [name for name in per if name != "kwartaal"])
        rows = pd.concat([rows, _earlier(rows, whole, axis)], ignore_index=True)
        for key, part in rows.groupby("indicator", sort=False):
            found.append(_long(part, indicators[str(key)], axis))
    return pd.concat(found, ignore_index=True)


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


def _long(rows: pd.DataFrame, indicator: Indicator, axis: str | None) -> pd.DataFrame:
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
    parts = []
    for role, quantity, amount in _amounts(rows, indicator):
        part = keys.assign(role=role, x=amount.to_numpy(dtype=np.float64))
        named = {split: quantity.within(indicator, str(split)) for split in part["split"].unique()}
        part["quantity"] = part["split"].map(named)
        part["guarded"] = _guarded(indicator, role)
        # A remainder below zero (of cohorts before the first quarter) is nobody.
        parts.append(part[part["x"] >= 0])
    return pd.concat(parts, ignore_index=True)


def _guarded(indicator: Indicator, role: str) -> bool:
    if role in ("years", "fte"):
        return False
    # Of a survey the respondents are protected, not how many of them gave an 8.
    if indicator.unit_of_count == "answers":
        return role == "den"
    return True


def _amounts(rows: pd.DataFrame, indicator: Indicator) -> list[tuple[str, Quantity, pd.Series]]:
    above, below = rows["numerator"], rows["denominator"]
    num, den = _names(indicator)
    kind = indicator.kind
    if kind == "stock_ratio":
        return [("num", num, above), ("den", den, below)]
    if kind in ("count", "stock", "ratio"):
        return [("num", num, above)]
    if kind in ("rate", "rate_per_1000"):
        return [("num", num, above), ("years", replace(den, aspect=f"years {kind}"), below)]
    if kind in ("mean", "gap", "cost"):
        return [("den", den, below)]
    found: list[tuple[str, Quantity, pd.Series]] = [
        (role, quantity, amount)
        for role, quantity, amount in (("num", num, above), ("den", den, below))
        if _whole(amount)
    ]
    # Only where the one is part of the other is there a rest.
    if len(found) == 2 and (below >= above)[below.notna()].all():
        found.append(("rest", replace(num, aspect=f"rest of {num.aspect}"), below - above))
    shown = rows["beside"]
    if kind in ("proportion", "within") and shown.notna().any():
        # The share beside it is numerator / known cases: it gives those away.
        known = (above / shown.where(shown > 0)).round()
        word = "events" if kind == "within" else "known"
        found.append(("beside", replace(num, aspect=word), known))
    return found


def _names(indicator: Indicator) -> tuple[Quantity, Quantity]:
    above = Quantity.of(indicator.numerator)
    if indicator.kind in ("duration", "within"):
        within = f"within {indicator.norm_days}"
        aspect = "events" if indicator.kind == "duration" else within
        return replace(above, aspect=aspect), replace(above, aspect="n")
    return above, Quantity.of(indicator.denominator or indicator.numerator)


def _whole(amount: pd.Series) -> bool:
    """Whether these are numbers of people: years, euros and days seldom come out whole."""
    known = amount.dropna()
    return bool((known - known.round()).abs().max() < WHOLE) if len(known) else True
