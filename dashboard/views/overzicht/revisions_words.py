"""How a figure of one Werkplein moved as later deliveries came in: a triangle and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import formats
from dashboard.words import say
from ketenkpi.comparison import Revisions, is_relative
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

RUNNING = -1


@dataclass(frozen=True)
class Revised:
    """The finding, what is known of the chosen quarter, and the triangle (None when empty)."""

    said: str
    quarter: str
    table: pd.DataFrame | None


def of_place(
    revisions: Revisions,
    split: str | None,
    werkplein: str,
    widened: pd.DataFrame,
    language: Language,
) -> Revised:
    """The triangle of one Werkplein; `widened`: the row of its figure in the quarter, if any."""
    every = revisions.triangle
    part = every["split"].isna() if split is None else every["split"] == split
    rows = every[part & (every["werkplein"] == werkplein)]
    if rows.empty:
        return Revised(say("herzieningen.none", language, place=werkplein), "", None)
    table = _triangle(rows, revisions, language)
    return Revised(_said(rows, werkplein, language), _quarter(revisions, widened, language), table)


def _said(rows: pd.DataFrame, werkplein: str, language: Language) -> str:
    known = rows.groupby("kwartaal")["value"].agg(["size", "nunique"])
    again = known[known["size"] > 1]
    if again.empty:
        return say("herzieningen.said_first", language, place=werkplein)
    changed = int((again["nunique"] > 1).sum())
    return say("herzieningen.said", language, place=werkplein, count=changed, all=len(again))


def _quarter(revisions: Revisions, widened: pd.DataFrame, language: Language) -> str:
    if widened.empty:
        return ""
    row, unit = widened.iloc[0], revisions.indicator.unit
    if pd.isna(row["value"]):
        return ""
    why = library_say(row["revision"], language) if isinstance(row["revision"], str) else ""
    if not row["provisional"]:
        return why
    told = say(
        "herzieningen.widened",
        language,
        quarter=formats.quarter(row["kwartaal"]),
        value=formats.shown(row["value"], unit, language),
        interval=formats.interval(row["low"], row["high"], unit, language),
    )
    return f"{told} {why}"


def _triangle(rows: pd.DataFrame, revisions: Revisions, language: Language) -> pd.DataFrame:
    """A row per quarter, newest first, a column per age, and what it is now."""
    unit = revisions.indicator.unit
    wide = rows.pivot(index="kwartaal", columns="age", values="value").sort_index(ascending=False)
    now = rows.groupby("kwartaal")["now"].last()
    none = say("herzieningen.not_delivered", language)

    def text(value: float) -> str:
        return none if pd.isna(value) else formats.bare(value, unit, language)

    table = wide.map(text).assign(now=[text(now[quarter]) for quarter in wide.index])
    table.index = [formats.quarter(quarter) for quarter in wide.index]
    table.loc[say("herzieningen.size", language)] = [
        *(_size(revisions, int(age), language) for age in wide.columns), ""
    ]  # fmt: skip
    ages = [_age(int(age), language) for age in wide.columns]
    table.columns = pd.Index([*ages, say("herzieningen.now", language)])
    return table.rename_axis(say("herzieningen.row", language))


def _age(age: int, language: Language) -> str:
    if age == RUNNING:
        return say("herzieningen.age_running", language)
    if age == 0:
        return say("herzieningen.age_first", language)
    return say("herzieningen.age", language, count=age)


def _size(revisions: Revisions, age: int, language: Language) -> str:
    found = revisions.sizes.loc[revisions.sizes["age"] == age]
    if found.empty:
        return ""
    low, high = (float(found[end].iloc[0]) for end in ("low", "high"))
    if pd.isna(low):
        return say("herzieningen.size_unknown", language)
    ends = {"low": _signed(revisions, low, language), "high": _signed(revisions, high, language)}
    return say("page.interval", language, **ends)


def _signed(revisions: Revisions, size: float, language: Language) -> str:
    """One end of what figures moved, with its sign: '−1,2%' or '3'."""
    if is_relative(revisions.indicator):
        return f"{formats.signed(size, 'share', language)}%"
    return formats.signed(size, revisions.indicator.unit, language)
