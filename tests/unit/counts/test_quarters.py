"""Days and quarters, day by day through two years."""

from __future__ import annotations

from datetime import date, timedelta

from ketenkpi.counts.quarters import EPOCH, last_complete_quarter, quarter_of
from ketenkpi.vocabulary import Quarter

DAYS = [date(2008, 1, 1) + timedelta(days=later) for later in range(731)]


def test_each_day_lies_in_the_quarter_of_the_calendar() -> None:
    assert [quarter_of((day - EPOCH).days) for day in DAYS] == [
        Quarter.of(day).index for day in DAYS
    ]
    assert quarter_of(-1) == 1969 * 4 + 3


def test_a_quarter_is_complete_from_its_last_day_on() -> None:
    for day in DAYS:
        quarter = Quarter.of(day)
        complete = quarter.index if day == quarter.last_day else quarter.index - 1
        assert last_complete_quarter((day - EPOCH).days) == complete
    assert last_complete_quarter(None) == -1
