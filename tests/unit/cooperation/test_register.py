"""The register of phases: which holds when, who approved, moves and time in a phase."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketenkpi.cooperation import PhaseBreak, Timeline, timeline
from ketenkpi.vocabulary import Quarter

UNTIL = date(2009, 12, 31)


def _row(phase: str, first: date, last: date | None = None, **given: Any) -> dict[str, Any]:
    fixed = {"werkplein": "Stad", "doelgroep": "jongere", "bewijs": "Besluit van het MT."}
    return {**fixed, "fase": phase, "vanaf": first, "tot": last, **given}


ROWS = [
    _row("2", date(2009, 4, 1), akkoord_uwv=date(2009, 3, 1), akkoord_gemeente=None),
    _row("0", date(2008, 1, 1), date(2008, 12, 31)),
    _row("1", date(2009, 1, 1), date(2009, 3, 31), akkoord_uwv=date(2009, 1, 5),
         akkoord_gemeente=date(2009, 1, 9)),
    _row("0", date(2008, 1, 1), doelgroep="grote_afstand"),
]  # fmt: skip


def _register() -> Timeline:
    return timeline(ROWS, UNTIL)


def test_periods_by_group_and_day_with_their_approvals() -> None:
    mine = _register().of("Stad", "jongere")
    assert [(each.phase, each.approval, each.lacking) for each in mine] == [
        # From before the columns of approvals.
        ("0", "none", ("uwv", "gemeente")),
        ("1", "approved", ()),
        ("2", "one_lacks", ("gemeente",)),
    ]


@pytest.mark.parametrize(
    ("quarter", "phase"),
    [(Quarter(2008, 4), "0"), (Quarter(2009, 1), "1"), (Quarter(2009, 2), "2")],
)
def test_what_holds_on_the_last_day_of_a_quarter(quarter: Quarter, phase: str) -> None:
    held = {each.doelgroep: each.phase for each in _register().at("Stad", quarter)}
    assert held == {"jongere": phase, "grote_afstand": "0"}


def test_moves_from_one_phase_to_the_next() -> None:
    assert [
        (each.doelgroep, each.day, each.before, each.after) for each in _register().transitions
    ] == [
        ("jongere", date(2009, 1, 1), "0", "1"),
        ("jongere", date(2009, 4, 1), "1", "2"),
    ]


def test_time_in_a_phase_counts_both_ends_and_stops_at_what_is_known() -> None:
    zero, one, two = _register().of("Stad", "jongere")
    assert (zero.days(UNTIL), one.days(UNTIL)) == (366, 90)
    assert two.days(UNTIL) == 275
    assert two.days(date(2009, 1, 1)) == 0


def _breaks(*spans: tuple[date, date | None]) -> list[tuple[str, date, date | None]]:
    rows = [_row(str(n), first, last) for n, (first, last) in enumerate(spans)]
    found = timeline(rows, UNTIL).breaks
    return [(each.kind, each.first, each.last) for each in found]


def test_periods_that_follow_each_other_have_no_break() -> None:
    assert _register().breaks == ()


def test_days_with_two_phases_or_none() -> None:
    january, july = date(2009, 1, 1), date(2009, 7, 1)
    march, june = date(2009, 3, 31), date(2009, 6, 30)
    assert _breaks((january, march), (july, None)) == [("gap", date(2009, 4, 1), june)]
    assert _breaks((january, july), (june, None)) == [("overlap", june, july)]
    # A period without end overlaps with all that comes after it.
    assert _breaks((january, None), (july, None)) == [("overlap", july, None)]
    assert _breaks((january, None), (march, june)) == [("overlap", march, june)]
    # One day within a longer period; what follows joins the longer one.
    assert _breaks((january, june), (march, march), (july, None)) == [("overlap", march, march)]


def test_each_target_group_has_its_own_breaks() -> None:
    rows = [
        _row("1", date(2009, 1, 1), date(2009, 1, 31)),
        _row("2", date(2009, 7, 1), doelgroep="overig"),
    ]
    assert timeline(rows, UNTIL).breaks == ()
    rows.append(_row("2", date(2009, 2, 2)))
    lost = date(2009, 2, 1)
    assert timeline(rows, UNTIL).breaks == (PhaseBreak("Stad", "jongere", "gap", lost, lost),)
