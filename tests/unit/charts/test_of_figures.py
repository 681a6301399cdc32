"""Charts in one line: the picture of the dashboard, and a refusal that names what is near."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pandas as pd
import pytest

import ketenkpi as kk
from ketenkpi.charts import ChartStyle, drawing
from ketenkpi.comparison import compare, control_chart
from ketenkpi.errors import UsageError
from ketenkpi.overview import Tile, quarterly_of
from ketenkpi.overview.answers import Course, course_section
from ketenkpi.surfaces import reading
from tests.house.tree import ROOT
from tests.unit.comparison.network import ALL, K1, plain
from tests.unit.counts_source import CountsSource

pytestmark = pytest.mark.slow

BY = ("werkplein", "kwartaal")
LEFT = {"Almere": (40, 30), "Bergen": (60, 15), "Delft": (50, 20)}


@pytest.fixture(scope="module")
def source() -> CountsSource:
    return CountsSource(plain(LEFT), dict.fromkeys(LEFT, "Noord"))


@pytest.fixture(scope="module")
def figures(source: CountsSource) -> pd.DataFrame:
    return source.figures(["aandeel_werk"], BY, ALL)


def _rows(chart: Any) -> list[dict[str, Any]]:
    return list(chart.data.astype(object).where(chart.data.notna(), None).to_dict("records"))


def test_a_trend_is_the_very_picture_of_the_answer(
    source: CountsSource, figures: pd.DataFrame
) -> None:
    quarters = sorted(figures["kwartaal"].unique())
    seen = quarterly_of(source, (Tile("aandeel_werk"),), "werkplein", ALL, quarters=quarters)
    asked = Course(Tile("aandeel_werk"), seen, "Almere", "Almere", K1.index, lambda at: "final")
    (picture,) = course_section(asked).pictures
    with reading("nl"):
        expected = drawing(picture, "light").chart(ChartStyle())
    found = kk.charts.trend(figures, "Almere", quarter=K1)
    assert _rows(found) == _rows(expected)
    drawn, answer = found.to_dict(), expected.to_dict()
    assert {**drawn, "data": None, "datasets": None} == {**answer, "data": None, "datasets": None}


def test_the_numbers_drawn_are_those_of_the_frame(figures: pd.DataFrame) -> None:
    drawn = kk.charts.trend(figures, "Bergen").data.query("role == 'subject'")
    mine = figures[figures["werkplein"] == "Bergen"].sort_values("kwartaal")
    for name in ("value", "low", "high"):
        assert list(drawn[name].dropna()) == list(mine[name].dropna())


def test_one_place_or_all_together_need_no_name(
    source: CountsSource, figures: pd.DataFrame
) -> None:
    alone = figures[figures["werkplein"] == "Delft"]
    rows = kk.charts.trend(alone).data
    assert set(rows.loc[rows["role"] != "event", "name"]) == {"Delft"}
    together = source.figures(["aandeel_werk"], ("kwartaal",), ALL)
    assert "peer" not in set(kk.charts.trend(together).data["role"])


def test_a_quarter_that_may_change_is_hollow(figures: pd.DataFrame) -> None:
    moving = figures.assign(provisional=figures["kwartaal"] == K1.index)
    drawn = kk.charts.trend(moving, "Almere").data.query("role == 'subject'")
    states = dict(zip(drawn["kwartaal"], drawn["state"], strict=True))
    assert states[str(K1)] == "provisional"


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ({"place": "Almeer"}, "'Almere'"),
        ({"place": "Almere", "indicator": "aandeel_wrk"}, "'aandeel_werk'"),
        ({"place": "Almere", "part": "365"}, "365"),
        ({"place": "Almere", "quarter": "1999K1"}, "1999K1"),
        ({}, "'Bergen'"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is_near(
    figures: pd.DataFrame, asked: dict[str, str], near: str
) -> None:
    with pytest.raises(UsageError, match=near):
        kk.charts.trend(figures, **asked)


def test_figures_that_are_not_by_quarter_have_no_course(figures: pd.DataFrame) -> None:
    with pytest.raises(UsageError, match="per kwartaal"):
        kk.charts.trend(figures.drop(columns="kwartaal"), "Almere")


def test_no_figures_are_no_picture(figures: pd.DataFrame) -> None:
    with pytest.raises(UsageError, match="tabel is leeg"):
        kk.charts.trend(figures.iloc[:0])


def test_figures_in_words_are_refused() -> None:
    told = kk.indicators(
        plain(LEFT), keys=["aandeel_werk"], by=["werkplein", "kwartaal"], labels="nl"
    )
    with pytest.raises(UsageError, match="zonder labels"):
        kk.charts.trend(told, "Almere")


def test_a_comparison_is_drawn_three_ways(source: CountsSource) -> None:
    made = compare(plain(LEFT), "aandeel_werk", scope=ALL)
    spread = kk.charts.spread(made).data.set_index("place")
    values = made.frame.set_index("werkplein")["value"]
    # A row more is the line of all together.
    (line,) = spread.loc[spread["role"] == "line", "value"]
    assert line == made.funnel.target
    assert dict(spread.loc[spread["role"] != "line", "value"]) == dict(values)
    points = kk.charts.funnel(made).data.query("kind == 'point'")
    assert set(points["place"]) == set(LEFT)
    assert set(kk.charts.ranks(made).data["place"]) == set(LEFT)


def test_numbers_that_depend_on_size_are_not_compared() -> None:
    made = compare(plain(LEFT), "uitstroom", scope=ALL)
    with pytest.raises(UsageError, match="niets te vergelijken"):
        kk.charts.funnel(made)


def test_limits_of_chance_are_those_of_the_chart(figures: pd.DataFrame) -> None:
    chart = control_chart(figures).assign(target=float("nan"), area_since=0)
    drawn = kk.charts.control(chart, "Almere", indicator="aandeel_werk").data
    mine = chart[chart["werkplein"] == "Almere"]
    assert list(drawn["value"].dropna()) == list(mine["value"].dropna())
    with pytest.raises(UsageError, match="'aandeel_werk'"):
        kk.charts.control(chart, "Almere", indicator="aandeelwerk")


def test_without_altair_it_says_what_is_lacking() -> None:
    code = "import sys; sys.modules['altair'] = None; import ketenkpi as kk; kk.charts"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert found.returncode == 1
    assert "extra 'grafieken'" in found.stderr.splitlines()[-1]
