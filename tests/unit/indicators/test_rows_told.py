"""The table of figures of one indicator: what stands beside an estimate for everybody."""

from __future__ import annotations

import math

import pandas as pd

from ketenkpi.indicators import figures_table, load_indicators
from ketenkpi.surfaces import reading, table_as_records, table_as_text

ROW = {
    "regio": "Noord", "kwartaal": 8036, "split": "algemeen", "beside": math.nan,
    "undelivered": 0, "incomplete": 0, "note": None, "reason": None,
}  # fmt: skip
ESTIMATE = {
    "value": 6.6, "low": 5.5, "high": 7.7, "n": 10, "numerator": 10.0, "denominator": 50.0,
    "method": "indicators.method_stratified_t",
}  # fmt: skip
NOTHING = dict.fromkeys(["value", "low", "high", "numerator", "denominator"], math.nan)


def test_an_estimate_tells_how_many_were_invited_and_which_part_answered() -> None:
    why = {"n": 0, "method": None, "reason": "indicators.reason_one_place"}
    rows = pd.DataFrame([ROW | ESTIMATE, ROW | NOTHING | why])
    indicator = load_indicators()["klanttevredenheid_geschat"]
    with reading("nl"):
        table = figures_table(indicator, rows, ("regio", "kwartaal"))
        first, second = table_as_records(table)
        text = table_as_text(table)
    assert (first["invited"], first["response"]) == (50, 0.2)
    assert (second["invited"], second["response"]) == (None, None)
    assert "20,0%" in text
    assert "6,6 (5,5 tot 7,7)" in text


def test_a_number_that_is_not_there_is_a_dash() -> None:
    rows = pd.DataFrame([ROW | ESTIMATE, ROW | ESTIMATE | {"n": None}])
    rows["n"] = rows["n"].astype("Int64")
    with reading("nl"):
        table = figures_table(load_indicators()["klanttevredenheid_geschat"], rows, ("regio",))
        assert [row["n"] for row in table_as_records(table)] == [10.0, None]
    assert table.rows[0][-1] is table.rows[1][-1]
