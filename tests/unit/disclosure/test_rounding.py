"""The other mode: every count to tens, and what is divided from the rounded counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ketenkpi.disclosure import load_rules, rounded
from ketenkpi.indicators import load_indicators

RULES = replace(load_rules(), mode="round", base=10)
KNOWN = load_indicators()


def row(indicator: str, value: float, n: float, num: float, den: float) -> dict[str, object]:
    limits = {"low": value * 0.9, "high": value * 1.1, "beside": 0.5, "method": "m"}
    counts = {"n": n, "numerator": num, "denominator": den, "reason": None}
    return {"indicator": indicator, "value": value, **limits, **counts}


def figures(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).astype({"n": "Int64", "reason": "str", "method": "str"})


def test_counts_and_shares_are_made_of_rounded_numbers() -> None:
    frame = figures(
        row("instroom", 37, 37, 37, np.nan),
        row("instroom", 4, 4, 4, np.nan),
        row("aandeel_werk", 46 / 83, 83, 46, 83),
    )
    found = rounded(frame, KNOWN, RULES)
    assert found["value"].tolist()[:2] == [40, 0]
    assert found["numerator"].tolist() == [40, 0, 50]
    # 50 of 80, with the mid-p limits for those.
    assert found.loc[2, "value"] == pytest.approx(0.625)
    assert found.loc[2, "low"] == pytest.approx(0.5153, abs=1e-4)
    assert found.loc[2, "high"] == pytest.approx(0.7258, abs=1e-4)
    assert np.isnan(found.loc[2, "beside"])


def test_a_duration_of_few_people_vanishes_and_money_stays() -> None:
    frame = figures(
        row("uitkeringsduur", 91, 7, 6, 7),
        row("uitkeringsduur", 91, 70, 61, 70),
        row("besteed", 1234, 1, 1234, np.nan),
    )
    found = rounded(frame, KNOWN, RULES)
    assert found["value"].isna().tolist() == [True, False, False]
    assert found.loc[0, "reason"] == "disclosure.reason_protected"
    assert found["numerator"].tolist()[1:] == [60, 1234]


def test_years_of_benefit_are_no_people_and_stay() -> None:
    # 37 outflows in 412.6 years: 40 of them, in as many years.
    found = rounded(figures(row("uitstroomquote", 37 / 412.6, 37, 37, 412.6)), KNOWN, RULES)
    assert found.loc[0, ["n", "numerator", "denominator"]].tolist() == [40, 40, 412.6]
    assert found.loc[0, "value"] == pytest.approx(40 / 412.6)


def test_what_is_never_published_says_who_may_see_it() -> None:
    found = rounded(figures(row("klanttevredenheid_geschat", 6.6, 70, 70, 200)), KNOWN, RULES)
    assert found.loc[0, "reason"] == "disclosure.reason_rows_needed"
    assert found[["value", "low", "high", "n", "numerator", "denominator"]].isna().all(axis=None)
