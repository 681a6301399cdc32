"""Lines of an index, and what may be concluded of two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from ketenkpi.context import load_context_rules
from ketenkpi.context.lines import CountedNumber, LineNumbers, apart, common
from ketenkpi.vocabulary import Quarter, Text

RULES = load_context_rules()
WW = RULES.subjects["ww"]
FIRST = Quarter(2015, 1)


def line(
    values: Sequence[float], *, role: str = "own", people: float | None = None, first: int = 0
) -> LineNumbers:
    """A line from 2015K1, or so many quarters later."""
    by_quarter = {
        FIRST + first + at: CountedNumber(value, people, False) for at, value in enumerate(values)
    }
    return LineNumbers(role, role, None, by_quarter)  # type: ignore[arg-type]


def country(n: int) -> list[float]:
    """A country that grows with a season in it."""
    return [1000 * 1.01**at * (1.1 if at % 4 == 0 else 1.0) for at in range(n)]


def test_an_index_is_the_part_of_the_base_and_a_rate_that_of_the_people() -> None:
    found = line([50, 100, 75, 0], people=20_000).indexed(FIRST + 1)
    assert [point.index for point in found.points.values()] == [50, 100, 75, 0]
    assert [point.per_1000 for point in found.points.values()] == [2.5, 5, 3.75, 0]
    assert [point.per_1000 for point in line([5]).indexed(FIRST).points.values()] == [None]


def test_the_base_is_a_quarter_in_which_every_line_has_more_than_nothing() -> None:
    lines = (line([0, 3, 4]), line([1, 2], first=1))
    assert common(lines) == [FIRST + 1, FIRST + 2]
    assert common([line([1]), line([1], first=5)]) == []


def test_a_course_that_is_that_of_the_country_goes_along() -> None:
    rng = np.random.default_rng(1)
    values = [each / 10 * rng.normal(1, 0.002) for each in country(17)]
    found = apart(WW, line(values), line(country(17)), RULES)
    assert (found.verdict, found.first, found.last) == ("along", FIRST, FIRST + 16)


@pytest.mark.parametrize(("step", "verdict"), [(1.05, "higher"), (0.95, "lower")])
def test_one_that_grows_another_way_is_told(step: float, verdict: str) -> None:
    rng = np.random.default_rng(2)
    values = [each / 10 * step**at * rng.normal(1, 0.01) for at, each in enumerate(country(17))]
    found = apart(WW, line(values), line(country(17)), RULES)
    assert found.verdict == verdict
    assert found.drift is not None
    # The sum of the changes is what lies between the first and the last, whatever is between.
    plain = np.log(values[-1] / values[0]) - np.log(country(17)[-1] / country(17)[0])
    assert found.drift.value == pytest.approx(plain)


def test_where_chance_could_do_it_nothing_is_said() -> None:
    rng = np.random.default_rng(3)
    values = [each / 10 * rng.normal(1, 0.3) for each in country(17)]
    assert apart(WW, line(values), line(country(17)), RULES).verdict == "unclear"


def test_only_whole_years_that_follow_each_other_count() -> None:
    own, whole = line(country(17)), line(country(17))
    # A gap: what lies before it is not put beside what follows.
    gap = replace(own, by_quarter={w: n for w, n in own.by_quarter.items() if w != FIRST + 3})
    found = apart(WW, gap, whole, RULES)
    assert (found.first, found.last) == (FIRST + 4, FIRST + 16)
    later = apart(WW, line(country(14), first=0), whole, RULES)
    assert (later.first, later.last) == (FIRST + 1, FIRST + 13)
    assert apart(WW, line(country(8)), whole, RULES).verdict == "few"
    assert apart(WW, line(country(9)), whole, RULES).verdict == "along"


def test_what_may_still_change_is_not_concluded_from() -> None:
    own, whole = line(country(17)), line(country(17))
    newest = FIRST + 16
    young = {**own.by_quarter, newest: replace(own.by_quarter[newest], open=True)}
    found = apart(WW, replace(own, by_quarter=young), whole, RULES)
    assert (found.first, found.last) == (FIRST + 3, FIRST + 15)


def test_two_things_that_do_not_count_the_same_are_never_concluded_from() -> None:
    other = replace(WW, another_kind=Text("anders", "otherwise"))
    found = apart(other, line(country(17)), line(country(17)), RULES)
    assert (found.verdict, found.drift) == ("another_kind", None)
    assert apart(WW, None, line(country(17)), RULES).verdict == "no_own"
