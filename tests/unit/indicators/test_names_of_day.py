"""Figures of a scheme have its name of the day, and are asked for by any of its names."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

import ketenkpi as kk
from ketenkpi.counts import Counts
from ketenkpi.counts.engines import engine_names
from ketenkpi.indicators import named_by_day
from ketenkpi.vocabulary import Quarter

BEFORE, AFTER = Quarter(2014, 4).index, Quarter(2015, 1).index
BEGUN = (date(2014, 10, 2), date(2014, 11, 1), date(2015, 1, 5), date(2015, 2, 1))


def spells(*schemes: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "traject_id": [str(number) for number in range(len(schemes))],
            "werkplein": "Breda",
            "regeling": list(schemes),
            "instroom": list(BEGUN[: len(schemes)]),
            "uitstroom": None,
        }
    )


@pytest.fixture
def counts() -> Counts:
    return kk.count({"trajecten": spells("WWB", "WW", "WWB", "WW")})


def inflow(counts: Counts, by: list[str], **where: list[object]) -> list[list[object]]:
    found = kk.indicators(counts, keys=["instroom"], by=by, where=where)
    return found[[*by, "value"]].to_numpy().tolist()


def test_a_quarter_has_the_name_of_its_last_day(counts: Counts) -> None:
    assert inflow(counts, ["kwartaal", "regeling"]) == [
        [BEFORE, "WW", 1.0],
        [BEFORE, "WWB", 1.0],
        [AFTER, "WW", 1.0],
        [AFTER, "PW", 1.0],
    ]


def test_a_figure_over_quarters_has_the_name_of_the_last(counts: Counts) -> None:
    assert inflow(counts, ["regeling"]) == [["WW", 2.0], ["PW", 2.0]]
    assert inflow(counts, ["regeling"], kwartaal=[BEFORE]) == [["WW", 1.0], ["WWB", 1.0]]
    assert inflow(counts, ["regeling"], kwartaal=[Quarter(2014, 4)]) == [["WW", 1.0], ["WWB", 1.0]]


@pytest.mark.parametrize("name", ["WWB", "PW", "Participatiewet", "43"])
def test_either_name_asks_for_the_whole_series(counts: Counts, name: str) -> None:
    assert inflow(counts, ["kwartaal"], regeling=[name]) == [[BEFORE, 1.0], [AFTER, 1.0]]


@pytest.mark.parametrize("engine", engine_names())
def test_rows_under_either_name_are_one_series(engine: str, counts: Counts) -> None:
    renamed = kk.count({"trajecten": spells("PW", "WW", "WWB", "WW")}, engine=engine)
    asked = ["kwartaal", "regeling"]
    assert inflow(renamed, asked) == inflow(counts, asked)


def test_a_table_without_schemes_or_quarters_stays_as_it_is() -> None:
    bare = pd.DataFrame({"regeling": ["WWB"]})
    assert named_by_day(bare, None) is bare
    assert named_by_day(bare, Quarter(2020, 1))["regeling"].tolist() == ["PW"]
    assert named_by_day(pd.DataFrame({"x": [1]}), AFTER).columns.tolist() == ["x"]
