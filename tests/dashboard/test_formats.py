"""Numbers as people write them, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import formats

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "unit", "dutch", "english"),
    [
        (1234.4, "number", "1.234", "1,234"),
        (0.2754, "share", "27,5%", "27.5%"),
        (0.2, "share", "20,0%", "20.0%"),
        (214.0, "days", "214 dagen", "214 days"),
        (1.094, "per_year", "1,09 per jaar", "1.09 per year"),
        (6.94, "mark", "6,9", "6.9"),
        (1250000.0, "euro", "€ 1.250.000", "€ 1,250,000"),
        (50.44, "per_fte", "50,4", "50.4"),
    ],
)
def test_a_figure_with_its_unit(value: float, unit: str, dutch: str, english: str) -> None:
    assert formats.shown(value, unit, "nl") == dutch
    assert formats.shown(value, unit, "en") == english


def test_a_missing_value_cannot_be_written_as_a_number() -> None:
    with pytest.raises(ValueError, match="reason"):
        formats.number(float("nan"), 0, "nl")


def test_an_interval_beyond_the_follow_up_has_no_upper_end() -> None:
    assert formats.interval(91.0, 128.0, "days", "nl") == "91 tot 128"
    assert formats.interval(91.0, float("nan"), "days", "nl") == "minstens 91"
    assert formats.interval(float("nan"), 128.0, "days", "nl") == "hoogstens 128"
    assert formats.interval(float("nan"), float("nan"), "days", "nl") == ""


def test_a_difference_of_shares_is_in_percentage_points() -> None:
    assert formats.difference(-0.0123, "share", "nl") == "1,2 procentpunt"
    assert formats.difference(-12.0, "days", "nl") == "12 dagen"


@pytest.mark.parametrize(
    ("value", "unit", "visible"),
    [(0.4, "days", False), (0.6, "days", True), (0.0004, "share", False), (0.0006, "share", True)],
)
def test_a_change_is_visible_when_it_shows(value: float, unit: str, visible: bool) -> None:
    assert formats.is_visible(value, unit) is visible


def test_quarters_and_days_in_words() -> None:
    assert formats.quarter(8036) == "2009K1"
    assert formats.quarter_in_words(8039, "nl") == "het vierde kwartaal van 2009"
    assert formats.day(date(2010, 3, 9), "nl") == "9 maart 2010"
