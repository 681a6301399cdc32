"""The cases of `tests/fixtures/signals`, worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ketenkpi.comparison import signals
from ketenkpi.comparison.late import held_back
from ketenkpi.indicators.reached import past_the_day
from ketenkpi.stats import holm
from ketenkpi.vocabulary import Quarter

CASES = Path(__file__).parents[1] / "fixtures" / "signals"
FIRST = Quarter(2008, 1).index


def case(name: str) -> pd.DataFrame:
    return pd.read_csv(CASES / f"{name}.csv", sep=";", keep_default_na=False)


def test_holm() -> None:
    rows = case("holm")
    np.testing.assert_allclose(holm(rows["p"]), rows["adjusted"])


def test_late_registration_is_measured_in_roots_of_the_number() -> None:
    rows = case("late")
    assert (rows["change"] / rows["root"]).tolist() == rows["in_roots"].tolist()
    first = rows.assign(kwartaal=rows["quarter"], vintage=rows["quarter"], x=rows["first_known"])
    last = rows.assign(kwartaal=rows["quarter"], vintage=5, x=rows["now"])
    columns = ["kwartaal", "vintage", "x"]
    known = pd.concat([each.assign(werkplein=each["place"]) for each in (first, last)])
    ages = pd.DataFrame({"werkplein": ["Laat", "Stipt", "Nieuw"], "kwartaal": 5, "age": 0})
    held = held_back(known[["werkplein", *columns]], ages)
    # Of a place that never delivered again all changes together decide: 0.15 and 3.3 in the middle.
    middle = rows["in_roots"].median()
    assert set(held["werkplein"]) == {"Laat"} | ({"Nieuw"} if middle > 1 else set())


def test_who_took_over_is_compared_with_the_sum() -> None:
    rows = case("merger")
    assert (rows["heir"] + rows["gone"]).tolist() == rows["together"].tolist()
    steady = {f"Buur {n}": [100 + n] * len(rows) for n in range(5)}
    values = {"Erfgenaam": rows["heir"], "Weg": rows["gone"], **steady}
    frame = pd.concat(
        [
            pd.DataFrame({"werkplein": place, "kwartaal": FIRST + rows["quarter"], "value": value})
            for place, value in values.items()
        ],
        ignore_index=True,
    ).assign(indicator="uitstroom_werk", split=None, low=np.nan, high=np.nan, incomplete=0)
    frame = frame.assign(n=frame["value"], denominator=np.nan)
    quarter = Quarter.from_index(FIRST + 9)
    alone = signals(frame, quarter)
    assert set(alone[alone["sure"]]["werkplein"]) == {"Erfgenaam", "Weg"}
    closed = (frame["werkplein"] == "Weg") & (frame["kwartaal"] == quarter.index)
    heirs = {"Weg": ("Erfgenaam", quarter)}
    found = signals(frame.assign(closed=closed), quarter, heirs=heirs)
    assert not found["sure"].any()
    (heir,) = found[found["werkplein"] == "Erfgenaam"].to_dict("records")
    assert (heir["compared"], heir["with"], heir["value"]) == (110, "Weg", 110)


def test_cases_that_took_longer_than_the_usual_day() -> None:
    rows = case("longer").rename(columns={"done": "events", "still_waiting": "censored"})
    found = past_the_day(rows, 10)
    assert found["longer"].tolist() == rows["longer"].tolist()
    assert found["cases"].tolist() == rows["counted"].tolist()
    assert pytest.approx(5 / 11) == found["longer"].sum() / found["cases"].sum()
