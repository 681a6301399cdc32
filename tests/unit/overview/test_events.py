"""What happened outside is marked in a course of its quarter, and told to be no cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.errors import DefinitionError
from ketenkpi.overview import Tile, placed_figures
from ketenkpi.overview.answers import Course, course_section
from ketenkpi.overview.events import FILE, events_within, load_events
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabulary import Quarter
from tests.unit.comparison.network import ALL, plain
from tests.unit.counts_source import CountsSource

WIJ = Quarter.parse("2009K4").index


def test_events_are_told_by_day_and_found_by_their_quarter() -> None:
    days = [each.day for each in load_events()]
    assert days == sorted(days)
    assert [each.name.nl for each in events_within([WIJ])] == ["WIJ"]
    assert events_within([WIJ - 1]) == ()


def test_what_was_not_read_in_a_source_is_marked() -> None:
    unsure = {each.name.nl for each in load_events() if not each.sure}
    assert "WIJ" in unsure
    assert "Participatiewet" not in unsure
    for each in load_events():
        assert each.source


def test_a_course_has_a_mark_where_something_began_and_says_so() -> None:
    source = CountsSource(plain({"A": (40, 30)}))
    figures = source.figures(["uitstroom"], ("werkplein", "kwartaal"), ALL)
    first = int(figures["kwartaal"].min())
    for quarter in (WIJ, WIJ + 20):
        moved = figures.assign(kwartaal=figures["kwartaal"] - first + quarter)
        tile = Tile("uitstroom")
        seen = placed_figures(moved, "werkplein", [tile])
        course = Course(tile, seen, "A", "A", quarter, lambda at: "final")
        (picture,) = course_section(course).pictures
        marks = [row for row in picture.rows if row["role"] == "event"]
        with reading("nl"):
            legend = in_words(picture.note)
        if quarter == WIJ:
            (mark,) = marks
            assert mark["kwartaal"] == "2009K4"
            assert "WIJ (niet nagekeken); of het iets deed, zegt het beeld niet" in legend
        else:
            assert "WIJ" not in legend


def test_a_faulty_event_is_refused(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    (tmp_path / "events.yaml").write_text(
        text.replace("day: 2009-10-01", "day: ooit", 1), encoding="utf-8"
    )
    with pytest.raises(DefinitionError, match="an event has a day"):
        load_events(tmp_path / "events.yaml")
