"""Small pictures: their marks stand where a plain reckoning puts them."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET

import pytest

from ketenkpi.charts.minis import (
    LANES,
    SPARK,
    STRIP,
    MiniSize,
    OwnMark,
    bullet,
    dots,
    lanes,
    part,
    spark,
    strip,
)

HEAD = "data:image/svg+xml;base64,"
NS = "{http://www.w3.org/2000/svg}"


def _drawn(source: str) -> ET.Element:
    assert source.startswith(HEAD)
    return ET.fromstring(base64.b64decode(source.removeprefix(HEAD)))


def _points(line: ET.Element) -> list[tuple[float, float]]:
    return [
        (float(x), float(y)) for x, y in re.findall(r"([\d.]+),([\d.]+)", line.get("points", ""))
    ]


def test_a_gap_stays_a_gap_and_the_chosen_quarter_has_a_dot() -> None:
    svg = _drawn(spark({10: 1.0, 11: 3.0, 13: 2.0, 14: 2.0}, range(10, 15), 13))
    lines = [_points(each) for each in svg.iter(f"{NS}polyline")]
    assert [len(each) for each in lines] == [2, 2]
    (first, second), _ = lines
    # The least lies at the bottom, the most at the top, four fifths of the way free.
    assert first == (4.0, SPARK.height - 4.0)
    assert second == (4 + (SPARK.width - 8) / 4, 4.0)
    (dot,) = svg.iter(f"{NS}circle")
    assert float(dot.get("cx", "")) == pytest.approx(4 + (SPARK.width - 8) * 3 / 4, abs=0.05)


def test_fewer_than_two_values_are_no_course() -> None:
    assert spark({10: 1.0}, range(10, 15), 10) == ""
    assert spark({9: 1.0, 15: 2.0}, range(10, 15), 10) == ""


def test_the_band_of_the_others_lies_behind_and_counts_for_the_scale() -> None:
    band = dict.fromkeys((10, 11), (0.0, 4.0))
    svg = _drawn(spark({10: 1.0, 11: 3.0}, range(10, 12), 11, beside=band))
    (area,) = svg.iter(f"{NS}polygon")
    assert {y for _, y in _points(area)} == {4.0, SPARK.height - 4.0}
    assert next(iter(svg)) is area
    (line,) = svg.iter(f"{NS}polyline")
    assert [y for _, y in _points(line)] == [25.0, 11.0]


def test_every_place_is_a_tick_and_the_own_one_a_dot_with_its_interval() -> None:
    svg = _drawn(strip([0.0, 1.0, 0.5], 0.25, low=0.2, high=0.4))
    (path,) = svg.iter(f"{NS}path")
    assert [float(x) for x in re.findall(r"M([\d.]+) ", path.get("d", ""))] == [4.0, 196.0, 100.0]
    (interval,) = svg.iter(f"{NS}polyline")
    assert _points(interval)[0][0] == 42.4
    (dot,) = svg.iter(f"{NS}circle")
    assert float(dot.get("cx", "")) == 4 + (STRIP.width - 8) * 0.25


def test_nobody_with_a_figure_is_no_strip() -> None:
    assert strip([]) == ""
    assert _drawn(strip([2.0, 2.0])).tag == f"{NS}svg"


def test_a_goal_is_as_far_as_its_value() -> None:
    svg = _drawn(bullet(0.4, 0.8, start=0.2))
    (bar,) = svg.iter(f"{NS}rect")
    assert float(bar.get("width", "")) == 96.0
    assert [_points(each)[0][0] for each in svg.iter(f"{NS}polyline")] == [52.0, 196.0]
    assert not list(_drawn(bullet(None, 0.8)).iter(f"{NS}rect"))


def test_a_size_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="8 x 20"):
        MiniSize(8, 20)


@pytest.mark.parametrize(("mark", "turned"), [("worse", True), ("better", False)])
def test_what_is_worse_or_better_differs_in_shape_and_not_in_colour_alone(
    mark: OwnMark, turned: bool
) -> None:
    svg = _drawn(strip([0.0, 1.0], 0.5, mark=mark))
    (own,) = svg.iter(f"{NS}rect")
    assert ("transform" in own.attrib) is turned
    assert not list(svg.iter(f"{NS}circle"))


def test_a_lane_shows_each_period_within_the_days_drawn() -> None:
    periods = [(0, 50, "1"), (50, 100, "3a"), (300, 400, "2")]
    svg = _drawn(lanes(periods, 25, 125, {"1": 0.2, "3a": 0.9}))
    blocks = [(float(r.get("x", "")), float(r.get("width", ""))) for r in svg.iter(f"{NS}rect")]
    wide = (LANES.width - 2) / 100
    starts, widths = zip(*blocks, strict=True)
    assert starts == pytest.approx((1, 1 + 25 * wide), abs=0.06)
    assert widths == pytest.approx((25 * wide, 50 * wide), abs=0.06)
    assert [each.text for each in svg.iter(f"{NS}text")] == ["1", "3a"]
    assert lanes([(0, 10, "1")], 25, 125, {}) == ""


def test_parts_below_each_other_are_the_whole() -> None:
    values, begun, ends = [2.0, 5.0, 1.0], 0.0, []
    for value in values:
        (bar,) = _drawn(part(begun, value, sum(values))).iter(f"{NS}rect")
        left, width = float(bar.get("x", "")), float(bar.get("width", ""))
        assert left == pytest.approx(ends[-1] if ends else 4, abs=0.11)
        ends.append(left + width)
        begun += value
    assert ends[-1] == pytest.approx(STRIP.width - 4, abs=0.11)
    assert part(0, 0, 0) == ""


def test_dots_of_all_lanes_stand_on_one_scale_with_its_ends_written_below() -> None:
    lanes_of = {"1": [0.0, 1.0], "2": [], "3a": [0.5]}
    source, size = dots(lanes_of, "{:.1f}".format, middle={"1": 0.5}, own=("3a", 0.5), width=130)
    svg = _drawn(source)
    at = [tuple(float(c.get(key, "")) for key in ("cx", "cy")) for c in svg.iter(f"{NS}circle")]
    # From 29 to 125 pixels, a lane of 12 pixels each; the own one is drawn last, over its dot.
    assert at == [(29.0, 6.0), (125.0, 6.0), (77.0, 30.0), (77.0, 30.0)]
    (upright,) = svg.iter(f"{NS}rect")
    assert [float(upright.get(key, "")) for key in ("x", "y", "height")] == [76.0, 1.0, 10.0]
    assert [each.text for each in svg.iter(f"{NS}text")] == ["1", "2", "3a", "0.0", "1.0"]
    assert (size.width, size.height) == (130, 53)


def test_no_value_in_any_lane_is_no_picture() -> None:
    assert dots({"1": [], "2": []}, str, middle={})[0] == ""
