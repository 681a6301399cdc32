"""A row for each figure: where its marks lie is worked out again, figure by figure."""

from __future__ import annotations

import pandas as pd
import pytest

from ketenkpi import charts
from ketenkpi.charts.rug import COURSE, LINE, as_rows
from ketenkpi.errors import UsageError
from ketenkpi.figure import Figure
from ketenkpi.overview import PlacedFigure, RugRow, Tile
from ketenkpi.surfaces import reading

Q = 8040


def _row(now: float | None, **more: object) -> RugRow:
    figure = Figure(reason="indicators.reason_not_delivered")
    if now is not None:
        figure = Figure(now, now - 1, now + 1, n=9, method="indicators.method_poisson_exact")
    given: dict[str, object] = {"course": {}, "others": {}} | more
    return RugRow(Tile("instroom"), Q, PlacedFigure("instroom", figure, "number"), **given)


def _rows(*found: RugRow) -> pd.DataFrame:
    with reading("nl"):
        return as_rows(found, "Hier")


def _x(rows: pd.DataFrame, role: str) -> list[float]:
    return [float(each) for each in rows.loc[rows["role"] == role, "x"]]


def test_the_line_runs_from_the_least_to_the_most_that_is_drawn() -> None:
    rows = _rows(_row(5.0, others={"A": 0.0, "B": 10.0}))
    wide = LINE[1] - LINE[0]
    assert _x(rows, "other") == pytest.approx([LINE[0], LINE[1]])
    assert _x(rows, "own") == pytest.approx([LINE[0] + 0.5 * wide])
    (whole,) = rows[rows["role"] == "range"].to_dict("records")
    assert (whole["x"], whole["x2"]) == pytest.approx((LINE[0] + 0.4 * wide, LINE[0] + 0.6 * wide))
    assert set(rows.loc[rows["role"] == "other", "text"]) == {"A: 0", "B: 10"}


def test_a_gap_in_the_course_breaks_its_line() -> None:
    rows = _rows(_row(3.0, course={Q - 4: 1.0, Q - 3: 2.0, Q - 1: 2.0, Q: 3.0}))
    course = rows[rows["role"] == "course"]
    assert list(course["run"]) == [0, 0, 1, 1]
    assert (course["x"].min(), course["x"].max()) == pytest.approx(COURSE)
    # What is most stands highest, which is least from the top.
    assert course["y"].iloc[0] > course["y"].iloc[-1]
    assert _x(rows, "now") == pytest.approx([COURSE[1]])


def test_without_a_figure_there_is_a_word_and_no_mark_of_its_own() -> None:
    rows = _rows(_row(None, others={"A": 1.0}), _row(4.0))
    first, second = (rows[rows["at"] == at] for at in (0, 1))
    assert set(first["role"]) == {"name", "value", "other"}
    assert "geen cijfer" in set(first["text"])
    assert set(second["role"]) == {"name", "value", "range", "own"}


def test_of_figures_without_places_it_is_refused() -> None:
    frame = pd.DataFrame({"indicator": ["instroom"], "split": ["alle"], "kwartaal": [Q]})
    with pytest.raises(UsageError, match="per plek"):
        charts.rug(frame)
