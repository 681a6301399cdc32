"""The course of one place: its states, its band, and what it says without colour."""

from __future__ import annotations

import math

import pandas as pd

from ketenkpi.charts import ChartStyle, drawing, drawing_of
from ketenkpi.overview import PlacedFigures
from ketenkpi.overview.answers import course_section
from ketenkpi.overview.delivered import Settled
from ketenkpi.surfaces import reading
from tests.unit.charts.samples import every_drawing, places
from tests.unit.overview.by_hand import NAN, course, figure, series


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
        return drawing(picture, "light").rows


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


def test_every_quarter_is_on_the_axis_and_days_begin_at_zero() -> None:
    (picture,) = course_section(course(series(figure(100, 90, 110), None))).pictures
    with reading("nl"):
        drawn = drawing(picture, "light")
    assert drawn.told == {"quarters": ["2009K2", "2009K3"], "lanes": 0}
    scales = [
        layer["encoding"]["y"]["scale"]
        for layer in drawn.spec(ChartStyle())["layer"]
        if "scale" in layer.get("encoding", {}).get("y", {})
    ]
    (scale,) = scales
    assert scale["zero"] == (picture.unit == "days")


def test_places_stand_in_the_order_given_those_without_a_figure_included() -> None:
    (spread,) = (each for each in every_drawing() if each.kind == "spread")
    assert spread.told == {"places": list(places()["place"]), "subjects": ["A"], "apart": 5}


def test_a_signal_never_differs_by_colour_alone() -> None:
    (control,) = (each for each in every_drawing() if each.kind == "control")
    layers = control.spec(ChartStyle())["layer"]
    (point,) = (each["encoding"] for each in layers if "shape" in each.get("encoding", {}))
    coloured = {rule["test"] for rule in point["color"]["condition"]}
    shaped = {rule["test"] for rule in point["shape"]["condition"]}
    assert coloured == shaped
    assert len({rule["value"] for rule in point["shape"]["condition"]}) == len(shaped)


def test_the_target_drawn_is_the_last_there_was() -> None:
    (control,) = (each for each in every_drawing() if each.kind == "control")
    assert control.told["target"] == 0.4
    none = control.rows.assign(target=NAN)
    assert drawing_of("control", "share", none, "").told["target"] is None
