"""The specification of the trend chart, and the contrast of its colours computed."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd
import pytest

from dashboard import charts
from dashboard.charts.phases import bands_of
from dashboard.charts.pictured import frame_of
from dashboard.theme import BLUE, GREY, INK, MUTED, PAPER, VERMILION
from ketenkpi.cooperation.answers import NO_BANDS
from ketenkpi.overview import PlacedFigures
from ketenkpi.overview.answers import course_section
from ketenkpi.overview.delivered import Settled
from ketenkpi.surfaces import reading
from tests.unit.overview.by_hand import NAN, course, figure, series

MODES = ("light", "dark")
NONE = bands_of(NO_BANDS)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", MODES)
def test_text_and_marks_are_readable_on_their_page(mode: str) -> None:
    # WCAG 2.1: 4.5 for text (1.4.3), 3 for what a chart needs to be understood (1.4.11).
    assert _contrast(INK[mode], PAPER[mode]) >= 4.5
    assert _contrast(MUTED[mode], PAPER[mode]) >= 4.5
    for colour in (BLUE, VERMILION, GREY):
        assert _contrast(colour, PAPER[mode]) >= 3


def _points() -> pd.DataFrame:
    seen = series(
        figure(100, 90, 110, beside=80.0),
        None,
        figure(NAN, 91, NAN, reason="indicators.reason_not_reached"),
        figure(0.0, 0.0, 5.0),
    )
    return _rows(seen, "provisional")


def _rows(seen: PlacedFigures, settled: Settled = "final") -> pd.DataFrame:
    """What is drawn of the course, with the ends of its band."""
    (picture,) = course_section(course(seen, settled=settled)).pictures
    with reading("nl"):
        data = frame_of(picture, "light")
    return charts.trend(
        data, unit="days", subject="A", bands=NONE, alt="zin", mode="light", language="nl"
    ).data


def test_four_kinds_of_absence_are_four_states() -> None:
    subject = _points().query("role == 'subject'").set_index("kwartaal")
    assert dict(subject["state"]) == {
        "2008K4": "final",
        "2009K1": "missing",
        "2009K2": "at_least",
        "2009K3": "provisional",
    }
    assert math.isnan(subject.loc["2009K1", "value"])
    assert subject.loc["2009K3", "value"] == 0.0
    assert list(subject["chosen"]) == [False, False, False, True]


def test_a_missing_limit_leaves_the_other_and_a_gap_breaks_the_band() -> None:
    seen = series(
        figure(100, 90, 110),
        figure(120, 95, NAN),
        None,
        figure(130, 100, 140),
        figure(7, method="indicators.method_full_count"),
        figure(90, NAN, 99),
    )
    rows = _rows(seen)
    # Beyond the follow-up the band goes on to the largest number drawn, and is called open.
    assert rows["bottom"].tolist()[:2] == [90, 95]
    assert rows["top"].tolist()[:2] == [110, 140]
    assert rows["open"].tolist() == ["", "above", "", "", "", "below"]
    assert (rows["bottom"].iloc[5], rows["top"].iloc[5]) == (7, 99)
    # Three stretches: none reaches over the quarter without a figure, or without limits.
    assert rows["run"].isna().tolist() == [False, False, True, False, True, False]
    assert rows["run"].iloc[0] == rows["run"].iloc[1]
    assert rows["run"].dropna().nunique() == 3
    assert "minstens 95" in rows["text"].iloc[1]
    assert "hoogstens 99" in rows["text"].iloc[5]


def test_the_figure_beside_is_a_line_of_its_own() -> None:
    beside = _points().query("role == 'beside'")
    assert list(beside["value"]) == [80.0]


def _spec(mode: str = "light", language: str = "nl") -> dict[str, Any]:
    return charts.trend(
        _points(), unit="days", subject="A", bands=NONE, alt="zin", mode=mode,
        language=language,
    ).spec  # fmt: skip


def test_the_chart_is_plain_data_with_every_quarter_on_its_axis() -> None:
    spec = _spec()
    assert json.loads(json.dumps(spec)) == spec
    assert spec["encoding"]["x"]["scale"]["domain"] == ["2008K4", "2009K1", "2009K2", "2009K3"]


def test_dutch_charts_write_dutch_numbers_and_english_ones_do_not() -> None:
    assert _spec("light", "nl")["config"]["locale"]["number"]["decimal"] == ","
    assert "locale" not in _spec("light", "en")["config"]


@pytest.mark.parametrize("mode", MODES)
def test_ink_follows_the_mode(mode: str) -> None:
    spec = _spec(mode)
    assert spec["config"]["text"]["color"] == INK[mode]
    assert spec["config"]["axis"]["labelColor"] == MUTED[mode]


def test_a_filter_names_only_columns_that_are_there() -> None:
    columns = set(_points().columns) | {"last"}
    texts = json.dumps(_spec())
    named = {word.split(" ")[0].strip("')") for word in texts.replace('"', " ").split("datum.")[1:]}
    named = {name.rstrip(",)") for name in named} - {"label,", "label", "index"}
    assert named <= columns, named - columns


def _places() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": ["B", "A", "C"],
            "role": ["other", "subject", "other"],
            "value": [0.3, 0.4, NAN],
            "low": [0.2, 0.3, NAN],
            "high": [0.4, 0.5, NAN],
            "expected": [0.35, 0.35, NAN],
            "note": ["", "", "te weinig waarnemingen"],
            "text": ["B", "A", "C"],
            "n": [100.0, 50.0, NAN],
            "position": ["inside", "above_998", "unknown"],
        }
    )


def _curve() -> pd.DataFrame:
    limits = {"low_95": 0.2, "high_95": 0.5, "low_998": 0.1, "high_998": 0.6}
    return pd.DataFrame([{"n": n, **limits} for n in (40.0, 80.0, 120.0)])


def _control() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kwartaal": ["2009K1", "2009K2", "2009K3"],
            "value": [0.3, NAN, 0.5],
            "centre": [0.35, 0.35, 0.35],
            "low": [0.2, 0.2, 0.2],
            "high": [0.45, 0.45, 0.45],
            "phase": [0, 0, 0],
            "variation": ["common", "none", "concern"],
            "text": ["a", "b", "c"],
        }
    )


@pytest.mark.parametrize("mode", MODES)
def test_charts_of_a_comparison_are_plain_data(mode: str) -> None:
    words = {"alt": "zin", "mode": mode, "language": "nl"}
    made = [
        charts.spread(_places(), unit="share", **words),
        charts.ranks(_places(), **words),
        charts.funnel(_places(), _curve(), unit="share", target=0.35, **words),
        charts.control(_control(), unit="share", target=0.4, bands=NONE, **words),
    ]
    for chart in made:
        assert json.loads(json.dumps(chart.spec)) == chart.spec
        assert chart.alt == "zin"
        assert chart.spec["config"]["text"]["color"] == INK[mode]


def test_places_stand_in_the_order_given_those_without_a_figure_included() -> None:
    chart = charts.spread(_places(), unit="share", alt="", mode="light", language="nl")
    y = chart.spec["encoding"]["y"]
    assert y["scale"]["domain"] == ["B", "A", "C"]
    assert "['A']" in y["axis"]["labelFontWeight"]["condition"]["test"]


def test_a_signal_never_differs_by_colour_alone() -> None:
    chart = charts.control(
        _control(), unit="share", target=None, bands=NONE, alt="", mode="light", language="nl"
    )
    point = chart.spec["layer"][-1]["encoding"]
    coloured = {rule["test"] for rule in point["color"]["condition"]}
    shaped = {rule["test"] for rule in point["shape"]["condition"]}
    assert coloured == shaped
    assert len({rule["value"] for rule in point["shape"]["condition"]}) == len(shaped)


def test_no_target_no_line_for_it() -> None:
    def layers(target: float | None) -> int:
        chart = charts.control(
            _control(), unit="share", target=target, bands=NONE, alt="", mode="light", language="nl"
        )
        return len(chart.spec["layer"])

    assert layers(0.4) == layers(None) + 1
