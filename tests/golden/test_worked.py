"""The worked examples of `config/worked`, done by hand, against what the library makes of them."""

from __future__ import annotations

import pandas as pd
import pytest

from ketenkpi.indicators import load_indicators
from ketenkpi.indicators.worked import Outcome, Worked, load_worked

pytestmark = pytest.mark.slow

WORKED = load_worked()


@pytest.mark.parametrize("engine", ["duckdb", "pandas"])
@pytest.mark.parametrize("worked", WORKED.values(), ids=list(WORKED))
def test_the_figures_are_those_done_by_hand(worked: Worked, engine: str) -> None:
    found = worked.computed(engine)
    for outcome in worked.outcomes:
        where = f"config/worked/{worked.key}.md, line {outcome.line}"
        row = _the_row(found, outcome, where)
        for name, figure in outcome.figures.items():
            computed = float("nan") if pd.isna(row[name]) else float(row[name])
            assert figure.agrees(computed), f"{where}: {name} is {computed}, not {figure.value}"
        if outcome.reason is not None:
            reason = "" if pd.isna(row["reason"]) else row["reason"]
            assert reason == outcome.reason, where


def _the_row(found: pd.DataFrame, outcome: Outcome, where: str) -> pd.Series:
    right = pd.Series(True, index=found.index)
    for name, value in outcome.place.items():
        right &= found[name] == value
    assert right.sum() == 1, f"{where}: {right.sum()} rows answer to {dict(outcome.place)}"
    return found[right].iloc[0]


def test_an_example_is_about_an_indicator() -> None:
    assert set(WORKED) - set(load_indicators()) == set()


@pytest.mark.parametrize("worked", WORKED.values(), ids=list(WORKED))
def test_an_example_fits_on_a_page(worked: Worked) -> None:
    assert sum(len(rows) for rows in worked.inputs.values()) <= 30
    assert any("value" in outcome.figures for outcome in worked.outcomes)
