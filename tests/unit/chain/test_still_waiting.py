"""Who still waits day by day: once more from the steps, by plain loops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ketenkpi.chain import Chain, WaitCurve, answers, term_of, wait_curves
from ketenkpi.errors import OutOfScope
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.chain_files import QUICK, SLOW, installed, rows_of

ALL = Scope.everything()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = installed(tmp_path_factory.mktemp("still") / "home")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def chain(store: Store) -> Chain:
    return store.chain(ALL)


@pytest.fixture(scope="module")
def curves(store: Store, chain: Chain) -> dict[str, WaitCurve]:
    return {curve.side: curve for curve in wait_curves(store.source, chain, ALL)}


def _waits() -> dict[str, list[int]]:
    """The days from intake to diagnosis, by whether another organisation took over."""
    found: dict[str, list[int]] = {"inside": [], "between": []}
    for seed, place in enumerate((QUICK, SLOW)):
        steps = [row.split(";") for row in rows_of(place, seed)[1]]
        ended = {row[0]: date.fromisoformat(row[5]) for row in steps if row[2] == "intake"}
        for row in steps:
            if row[2] == "diagnose":
                side = "inside" if row[3] == "uwv" else "between"
                found[side].append((date.fromisoformat(row[4]) - ended[row[0]]).days)
    return found


@pytest.mark.parametrize("side", ["inside", "between"])
def test_the_part_that_still_waits_is_a_count_of_the_steps(
    curves: dict[str, WaitCurve], side: str
) -> None:
    """Here all who go on do so within the term and nobody is lost sight of, so loops suffice."""
    waits = _waits()[side]
    assert max(waits) <= term_of("")
    assert [on.day for on in curves[side].days] == [*range(term_of("") + 1)]
    for on in curves[side].days:
        still = sum(wait > on.day for wait in waits)
        assert on.waiting == still
        assert on.share.value == pytest.approx(still / len(waits), abs=1e-12)
        assert on.share.low is not None
        assert on.share.high is not None
        assert on.share.low <= on.share.value <= on.share.high


def test_half_waits_no_longer_on_the_median(chain: Chain, curves: dict[str, WaitCurve]) -> None:
    for side, figure in (("inside", chain.waiting.inside), ("between", chain.waiting.between)):
        first = next(on.day for on in curves[side].days if (on.share.value or 0) <= 0.5)
        assert first == figure.value


def test_what_is_drawn_has_numbers_below_the_axis_and_a_dot_at_each_median(
    chain: Chain, curves: dict[str, WaitCurve]
) -> None:
    (picture,) = answers.waiting_drawn(chain, tuple(curves.values())).pictures
    lines = [row for row in picture.rows if "median" not in row]
    assert {row["day"] for row in lines if row["at_risk"] is not None} == {0, 14, 28, 42, 56}
    marks = [row["day"] for row in picture.rows if "median" in row]
    assert marks == [chain.waiting.inside.value, chain.waiting.between.value]


def test_without_enough_of_a_side_it_has_no_curve(store: Store) -> None:
    few = store.chain(ALL, werkplein=QUICK, quarters=["2009K3"], regelingen=["WWB"])
    assert wait_curves(store.source, few, ALL) == ()
    assert not answers.waiting_drawn(few, ()).pictures


def test_who_may_see_figures_only_asks_in_vain(store: Store, chain: Chain) -> None:
    with pytest.raises(OutOfScope):
        wait_curves(store.source, chain, Scope.of([QUICK], detail="figures"))
