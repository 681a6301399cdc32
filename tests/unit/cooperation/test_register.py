"""The register of phases: what holds when, who approved, and the moves between phases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketenkpi.cooperation import Break, Period, Timeline, Transition, timeline
from ketenkpi.vocabulary import Quarter

UNTIL = date(2010, 12, 31)
JAN, JUL = date(2009, 1, 1), date(2009, 7, 1)


def _row(
    group: str, phase: str, first: date, last: date | None = None, **given: Any
) -> dict[str, Any]:
    row = {"werkplein": "Stad", "doelgroep": group, "fase": phase, "vanaf": first, "tot": last}
    approved = {"akkoord_uwv": None, "akkoord_gemeente": None}
    return {**row, "bewijs": "Notulen MT", **approved, **given}


ROWS = [
    _row("korte_afstand", "2", JUL, akkoord_uwv=JUL),
    _row("korte_afstand", "1", JAN, date(2009, 6, 30), akkoord_uwv=JAN, akkoord_gemeente=JUL),
    _row("jongere", "3a", JAN),
]


def _only(rows: list[dict[str, Any]]) -> Period:
    (found,) = timeline(rows, UNTIL).periods
    return found


def test_periods_stand_by_target_group_and_day() -> None:
    found = timeline(ROWS, UNTIL)
    assert [(each.doelgroep, each.phase) for each in found.periods] == [
        ("jongere", "3a"),
        ("korte_afstand", "1"),
        ("korte_afstand", "2"),
    ]
    assert found.of("Stad", "jongere") == found.periods[:1]
    assert found.of("Elders") == ()


@pytest.mark.parametrize(
    ("uwv", "gemeente", "approval", "lacks"),
    [
        (JAN, JUL, "approved", ()),
        (JAN, None, "one_lacks", ("gemeente",)),
        (None, JUL, "one_lacks", ("uwv",)),
        (None, None, "none", ("uwv", "gemeente")),
    ],
)
def test_both_partners_approve(
    uwv: date | None, gemeente: date | None, approval: str, lacks: tuple[str, ...]
) -> None:
    found = _only([_row("jongere", "2", JAN, akkoord_uwv=uwv, akkoord_gemeente=gemeente)])
    assert (found.approval, found.lacking, found.evidence) == (approval, lacks, "Notulen MT")


def test_rows_of_before_the_approvals_have_none() -> None:
    row = _row("jongere", "2", JAN)
    del row["akkoord_uwv"], row["akkoord_gemeente"]
    assert _only([row]).approval == "none"


def test_what_holds_at_the_end_of_a_quarter() -> None:
    found = timeline(ROWS, UNTIL)
    second, third = Quarter(2009, 2), Quarter(2009, 3)
    assert [each.phase for each in found.at("Stad", second)] == ["3a", "1"]
    assert [each.phase for each in found.at("Stad", third)] == ["3a", "2"]
    assert found.at("Stad", Quarter(2008, 4)) == ()
    first = found.of("Stad", "korte_afstand")[0]
    assert [first.holds_on(date(2009, 6, day)) for day in (29, 30)] == [True, True]
    assert not first.holds_on(JUL)


def test_time_in_a_phase_counts_both_ends() -> None:
    first = _only([_row("jongere", "1", JAN, date(2009, 1, 31))])
    assert first.days(UNTIL) == 31
    assert first.days(date(2009, 1, 10)) == 10
    assert first.days(date(2008, 12, 1)) == 0
    # 365 days of 2009 and 365 of 2010: it still runs on the last day known.
    assert _only([_row("jongere", "1", JAN)]).days(UNTIL) == 730


def test_transitions_are_moves_within_one_target_group() -> None:
    rows = [*ROWS, _row("jongere", "3a", JAN, werkplein="Dorp")]
    found: Timeline = timeline(rows, UNTIL)
    assert found.transitions == (Transition("Stad", "korte_afstand", JUL, "1", "2"),)


def test_the_same_phase_registered_again_is_no_move() -> None:
    rows = [_row("jongere", "2", JAN, date(2009, 6, 30)), _row("jongere", "2", JUL)]
    assert timeline(rows, UNTIL).transitions == ()


def _breaks(*spans: tuple[date, date | None]) -> list[tuple[str, date, date | None]]:
    rows = [_row("jongere", str(n), first, last) for n, (first, last) in enumerate(spans)]
    found = timeline(rows, UNTIL).breaks
    assert {each.doelgroep for each in found} <= {"jongere"}
    return [(each.kind, each.first, each.last) for each in found]


def test_periods_that_follow_each_other_have_no_break() -> None:
    assert timeline(ROWS, UNTIL).breaks == ()


def test_days_with_two_phases_or_none() -> None:
    march, june = date(2009, 3, 31), date(2009, 6, 30)
    assert _breaks((JAN, march), (JUL, None)) == [("gap", date(2009, 4, 1), june)]
    assert _breaks((JAN, JUL), (june, None)) == [("overlap", june, JUL)]
    # A period without end overlaps with all that comes after it.
    assert _breaks((JAN, None), (JUL, None)) == [("overlap", JUL, None)]
    assert _breaks((JAN, None), (march, june)) == [("overlap", march, june)]
    # One day in the middle of a longer period; what follows joins the longer one.
    assert _breaks((JAN, june), (march, march), (JUL, None)) == [("overlap", march, march)]


def test_each_target_group_has_its_own_breaks() -> None:
    rows = [_row("jongere", "1", JAN, date(2009, 1, 31)), _row("overig", "2", JUL)]
    assert timeline(rows, UNTIL).breaks == ()
    rows.append(_row("jongere", "2", date(2009, 2, 2)))
    missing = date(2009, 2, 1)
    assert timeline(rows, UNTIL).breaks == (Break("Stad", "jongere", "gap", missing, missing),)
