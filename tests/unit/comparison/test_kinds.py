"""Every kind of indicator is either compared on a scale, or says why not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ketenkpi.comparison import control_chart, not_compared, signals
from ketenkpi.comparison.scaled import scaled
from ketenkpi.indicators import load_indicators
from ketenkpi.vocabulary import Quarter
from tests.unit.comparison.test_signals import QUARTER, _planted

ONE_PER_KIND = {each.kind: each for each in load_indicators().values()}
COLUMNS = ("value", "low", "high", "n", "denominator")


@pytest.mark.parametrize("kind", sorted(ONE_PER_KIND))
def test_a_kind_has_a_scale_or_a_reason(kind: str) -> None:
    indicator = ONE_PER_KIND[kind]
    nothing = pd.DataFrame({name: [np.nan, np.nan] for name in COLUMNS})
    if not_compared(indicator) is None:
        assert np.isnan(scaled(indicator, nothing, 0.95).estimate).all()
    else:
        with pytest.raises(KeyError):
            scaled(indicator, nothing, 0.95)


def _yearly() -> pd.DataFrame:
    return _planted().assign(indicator="uitstroomquote_jaar")


def test_a_rolling_year_has_no_limits_of_chance_and_no_past() -> None:
    yearly = load_indicators()["uitstroomquote_jaar"]
    assert yearly.kind == "rate_year"
    chart = control_chart(_yearly())
    assert chart["low"].isna().all()
    assert set(chart["variation"]) == {"none"}
    assert set(signals(_yearly(), QUARTER)["view"]) == {"others"}


def test_the_same_rate_per_quarter_has_both() -> None:
    known = load_indicators()
    quarterly = {"uitstroomquote_jaar": replace(known["uitstroomquote_jaar"], kind="rate")}
    found = signals(_yearly(), Quarter.from_index(QUARTER.index), definitions=quarterly)
    assert set(found["view"]) == {"others", "past"}
