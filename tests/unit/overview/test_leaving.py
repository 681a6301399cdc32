"""How soon target groups leave: each curve once more from the cases, by plain loops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from ketenkpi import stats
from ketenkpi.answer import Section
from ketenkpi.errors import OutOfScope
from ketenkpi.figure import Figure, lacking
from ketenkpi.overview import GroupLeaving, LeavingByGroup, PlacedFigure, answers, leaving_of
from ketenkpi.overview.leaving import HALF, WORK, YEAR
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabulary import Quarter
from tests.dashboard.leaving_files import FEW, FOLLOWED, HERE, LAST, PACE, Case, cases, installed

ALL = Scope.everything()
QUARTERS = range(LAST.index - 11, LAST.index + 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = installed(tmp_path_factory.mktemp("leaving") / "home")
    yield opened
    opened.close()


def _found(store: Store, **more: str) -> LeavingByGroup:
    return leaving_of(
        store.source, "werkplein", HERE, ALL, quarters=QUARTERS, quarter=LAST.index, **more
    )


def _mine(group: str) -> list[Case]:
    return [
        each
        for each in cases()
        if (each.place, each.group) == (HERE, group) and Quarter.of(each.begin) <= FOLLOWED
    ]


def _days(case: Case) -> int:
    return ((case.left or LAST.last_day) - case.begin).days


def _by_hand(mine: list[Case], until: int) -> tuple[float, float, int]:
    """The share still there after a day, that left to work by then, and who was followed that day.

    Day by day: of those still followed a part leaves; to work adds what was there before it.
    """
    there, work = 1.0, 0.0
    for day in range(until + 1):
        followed = [each for each in mine if _days(each) >= day]
        gone = [each for each in followed if each.left and _days(each) == day]
        if followed:
            work += there * sum(each.reason == "werk" for each in gone) / len(followed)
            there *= 1 - len(gone) / len(followed)
    return there, work, sum(_days(each) >= until for each in mine)


@pytest.mark.parametrize("group", PACE)
def test_a_curve_is_what_plain_loops_over_the_cases_give(store: Store, group: str) -> None:
    (found,) = [each for each in _found(store).groups if each.group == group]
    mine = _mine(group)
    assert found.n == len(mine)
    assert any(each.left is None for each in mine)
    for on in (*found.course[::5], found.half):
        there, work, followed = _by_hand(mine, on.day)
        assert on.followed == followed
        if on.stays.value is not None:
            assert on.stays.value == pytest.approx(there, abs=1e-12)
            assert on.went.value == pytest.approx(work, abs=1e-12)
    assert {on.day for on in found.course} >= {0, HALF}


def test_the_median_is_the_first_day_by_which_half_had_left(store: Store) -> None:
    for each in _found(store).groups:
        shares = [_by_hand(_mine(each.group), day)[0] for day in range(YEAR)]
        below = next((day for day, share in enumerate(shares) if share <= 0.5), None)
        if each.median.value is not None:
            assert each.median.value == below
    assert {e.group for e in _found(store).groups if e.median.value} >= {"jongere"}


def test_the_curves_are_the_figures_that_stand_elsewhere(store: Store) -> None:
    """At half a year, and the median, of the same year of inflow."""
    found = _found(store)
    where = {"werkplein": [HERE], "kwartaal": list(found.quarters)}
    keys = [WORK, "uitkeringsduur", "nog_in_uitkering_365"]
    rows = store.figures(keys, ("doelgroep",), ALL, where)
    value = {(r["indicator"], r["doelgroep"]): r["value"] for r in rows.to_dict("records")}
    for each in found.groups:
        for key, figure in (
            (WORK, each.half.went),
            ("uitkeringsduur", each.median),
            ("nog_in_uitkering_365", each.year.stays),
        ):
            assert _or_nan(figure) == pytest.approx(value[key, each.group], nan_ok=True), key


def _or_nan(figure: Figure) -> float:
    return float("nan") if figure.value is None else figure.value


def test_who_stays_went_to_work_or_otherwise_is_everybody(store: Store) -> None:
    """A curve of work is no 1 - Kaplan-Meier: that would be higher where others leave too."""
    for each in _found(store).drawn:
        for before, on in pairwise(each.course):
            if on.stays.value is not None and before.stays.value is not None:
                assert on.stays.value <= before.stays.value
                assert on.went.value >= before.went.value
                assert on.stays.value + on.went.value <= 1 + 1e-12
        alone = _work_only(_mine(each.group), HALF)
        assert each.half.went.value < alone


def _work_only(mine: list[Case], until: int) -> float:
    there = 1.0
    for day in range(until + 1):
        followed = [each for each in mine if _days(each) >= day]
        gone = [e for e in followed if e.left and _days(e) == day and e.reason == "werk"]
        there *= 1 - len(gone) / max(len(followed), 1)
    return 1 - there


def test_only_who_was_followed_for_half_a_year_is_in_it(store: Store) -> None:
    found = _found(store)
    assert found.quarters == tuple(range(FOLLOWED.index - 3, FOLLOWED.index + 1))
    before = leaving_of(
        store.source, "werkplein", HERE, ALL, quarters=QUARTERS, quarter=FOLLOWED.index - 1
    )
    assert before.quarters[-1] == FOLLOWED.index - 1


def test_too_small_a_group_has_no_curve_and_stands_in_the_table(store: Store) -> None:
    found = _found(store)
    assert FEW[0] in {each.group for each in found.groups}
    assert {each.group for each in found.drawn} == set(PACE)
    (few,) = [each for each in found.groups if each.group == FEW[0]]
    assert few.half.stays.reason == "indicators.reason_too_few"


def _surely(one: Figure, other: Figure) -> bool:
    """Whether one is above the other, at the level their own limits have."""
    ends = (one.value, one.low, one.high, other.value, other.low, other.high)
    return bool(stats.difference(*ends).low > 0)


def test_a_difference_is_named_only_where_the_interval_of_it_holds_no_zero(store: Store) -> None:
    found = _found(store)
    assert found.level == pytest.approx(1 - 0.05 / 3)
    assert {("jongere", "grote_afstand"), ("korte_afstand", "grote_afstand")} <= found.sooner
    assert not {("jongere", "korte_afstand"), ("korte_afstand", "jongere")} & found.sooner
    half = {each.group: each.half.stays for each in found.drawn}
    # Limits of 95 % are narrower than those of all pairs together: sure there, sure here.
    for one, other in found.sooner:
        assert _surely(half[other], half[one])


def _finding(section: Section) -> str:
    with reading("nl"):
        return in_words(section.finding)


def _half(each: GroupLeaving) -> str:
    return f"{100 * each.half.stays.value:.0f}%"


def test_the_headline_names_who_is_gone_first_and_what_may_be_chance(store: Store) -> None:
    found = _found(store)
    of = {each.group: each for each in found.drawn}
    first = min(("jongere", "korte_afstand"), key=lambda key: of[key].half.stays.value)
    other = ({"jongere", "korte_afstand"} - {first}).pop()
    said = _finding(answers.stays_section(found))
    assert f"{first.replace('_', ' ')} heeft na een half jaar nog {_half(of[first])} een" in said
    assert f"minder dan bij grote afstand ({_half(of['grote_afstand'])})" in said
    name = other.replace("_", " ")
    assert f"Het verschil met {name} ({_half(of[other])}) kan toeval zijn" in said


def test_where_no_difference_is_sure_none_is_claimed(store: Store) -> None:
    found = replace(_found(store), sooner=frozenset(), to_work=frozenset())
    for section in (answers.stays_section(found), answers.to_work_section(found)):
        said = _finding(section)
        assert "is niet te zeggen" in said
        assert not re.search(r"\b(minder|meer) dan\b", said)


def test_what_is_drawn_are_the_figures_with_the_numbers_at_risk(store: Store) -> None:
    found = _found(store)
    (picture,) = answers.stays_section(found).pictures
    rows = [row for row in picture.rows if "median" not in row]
    assert [row["value"] for row in rows] == [
        on.stays.value for each in found.drawn for on in each.course
    ]
    written = {row["day"]: row["at_risk"] for row in rows if row["at_risk"] is not None}
    assert [*written] == [0, 91, 182, 273, 364]
    marked = [row for row in picture.rows if "median" in row]
    assert [row["day"] for row in marked] == [
        each.median.value for each in found.drawn if each.median.value
    ]


def test_without_groups_it_says_which_file_is_asked(store: Store) -> None:
    nobody = replace(_found(store), groups=(), drawn=())
    section = answers.stays_section(nobody)
    assert not section.pictures
    assert "bestand Trajecten" in _finding(section)


def test_who_may_see_figures_only_gets_no_curve(store: Store) -> None:
    with pytest.raises(OutOfScope):
        leaving_of(
            store.source,
            "werkplein",
            HERE,
            Scope.of([HERE], detail="figures"),
            quarters=QUARTERS,
            quarter=LAST.index,
        )


def test_what_is_released_is_drawn_and_said_and_what_is_not_is_left_out() -> None:
    shown = PlacedFigure(
        "aandeel_werk", Figure(0.5, 0.4, 0.6, n=80, method="indicators.mid_p"), "share"
    )
    hidden = PlacedFigure("aandeel_werk", lacking("disclosure.reason_protected"), "share")
    told = [("jongere", shown), ("grote_afstand", hidden), ("overig", None)]
    section = answers.released_section(told, "Aandeel")
    assert _finding(section) == "Aandeel: jongere (50,0%)."
    (row,) = section.pictures[0].rows
    assert (row["value"], row["low"], row["high"]) == (0.5, 0.4, 0.6)
    assert not answers.released_section(told[1:], "Aandeel").pictures
