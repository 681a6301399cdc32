"""Late registration that is planted comes back as the measured size of revisions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ketenkpi.comparison.revisions import (
    Revisions,
    Vintage,
    own_sizes,
    revision_sizes,
    revision_triangle,
    widened,
)
from ketenkpi.counts import Counts, count
from ketenkpi.errors import UsageError
from ketenkpi.indicators import indicators, load_indicators
from ketenkpi.indicators.kinds import KINDS
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import say
from tests.engines.uploads import arrow

pytestmark = pytest.mark.slow

KEY = "uitstroom_werk"
OUTFLOW = load_indicators()[KEY]
FIRST, QUARTERS = Quarter(2008, 1), 8
PLACES = ("A", "B", "C")
# Per Werkplein the outflow of a quarter, and what of it is known at age 0, 1, 2.
KNOWN = {"A": (40, 50, 50), "B": (60, 66, 66), "C": (30, 36, 40)}


def _counts(until: Quarter) -> Counts:
    """What is known when the data of `until` have come."""
    rows: list[dict[str, Any]] = []
    for place, known in KNOWN.items():
        for quarter in (FIRST + i for i in range(until - FIRST + 1)):
            for number in range(known[min(until - quarter, 2)]):
                rows.append(_spell(place, quarter, number))
    return count({"trajecten": arrow("trajecten", rows)}, observed_until=until.last_day)


def _spell(place: str, quarter: Quarter, number: int) -> dict[str, Any]:
    return {
        "traject_id": f"{place}{quarter}-{number}",
        "werkplein": place,
        "regeling": "WW",
        "doelgroep": "overig",
        "kanaal": "balie",
        "instroom": quarter.first_day,
        "uitstroom": quarter.first_day + timedelta(days=number % 80),
        "reden_uitstroom": "werk",
    }


@pytest.fixture(scope="module")
def triangle() -> pd.DataFrame:
    last = FIRST + (QUARTERS - 1)
    vintages = [Vintage(FIRST + i, _counts(FIRST + i), frozenset(PLACES)) for i in range(QUARTERS)]
    return revision_triangle(OUTFLOW, vintages, _counts(last))


def test_the_triangle_holds_what_was_known_when(triangle: pd.DataFrame) -> None:
    c = triangle[(triangle["werkplein"] == "C") & (triangle["kwartaal"] == FIRST.index)]
    assert list(c["age"]) == list(range(QUARTERS))
    assert list(c["value"]) == [30, 36, *[40] * 6]
    assert list(c["change"])[1:] == [6, 4, *[0] * 5]
    assert list(c["to_now"]) == [10, 4, *[0] * 6]
    assert len(triangle) == len(PLACES) * QUARTERS * (QUARTERS + 1) / 2


def test_the_planted_sizes_come_back(triangle: pd.DataFrame) -> None:
    sizes = revision_sizes(triangle, OUTFLOW).set_index("age")
    # Four quarters of three Werkpleinen are followed for four later deliveries;
    # relative changes at age 0: 10/40, 6/60 and 10/30, each four times.
    assert list(sizes["n"]) == [0, 12, 12, 12, 12]
    assert sizes.loc[0, "median"] == pytest.approx(10 / 40)
    assert sizes.loc[0, ["low", "high"]].tolist() == pytest.approx([6 / 60, 10 / 30])
    assert (sizes.loc[1, "median"], sizes.loc[1, "high"]) == pytest.approx((0, 4 / 36))
    assert (sizes.loc[[2, 3], ["low", "high"]] == 0).all(axis=None)
    assert sizes.loc[-1, "reason"] == "comparison.revision_too_few"


def test_only_quarters_followed_long_enough_are_measured(triangle: pd.DataFrame) -> None:
    assert list(revision_sizes(triangle, OUTFLOW, settled_after=6)["n"])[1] == 6
    young = triangle[triangle["vintage"] < FIRST.index + 4]
    found = revision_sizes(young, OUTFLOW)
    assert found[["low", "high"]].isna().all(axis=None)
    assert set(found["reason"]) == {"comparison.revision_too_few"}


def test_a_werkplein_that_did_not_deliver_has_no_point() -> None:
    vintages = [
        Vintage(FIRST, _counts(FIRST), frozenset(PLACES)),
        Vintage(FIRST + 1, _counts(FIRST + 1), frozenset({"A"})),
    ]
    found = revision_triangle(OUTFLOW, vintages, _counts(FIRST + 1))
    assert list(found[found["werkplein"] == "A"]["vintage"]) == [
        FIRST.index,
        FIRST.index + 1,
        FIRST.index + 1,
    ]
    assert list(found[found["werkplein"] == "B"]["vintage"]) == [FIRST.index]


def _made(changes: np.ndarray, published: float = 100.0) -> pd.DataFrame:
    """A triangle in which every quarter changes once, by these parts, after age 0."""
    now = np.repeat(published * (1 + changes), 5)
    first = np.tile([True, False, False, False, False], len(changes))
    value = np.where(first, published, now)
    return pd.DataFrame(
        {
            "werkplein": np.repeat([f"W{number}" for number in range(len(changes))], 5),
            "kwartaal": FIRST.index,
            "split": None,
            "n": 100.0,
            "age": np.tile(range(5), len(changes)),
            "value": value,
            "to_now": now - value,
        }
    )


def test_a_next_change_lies_within_the_sizes_as_often_as_promised() -> None:
    """Back-test: 400 times measured in 39 changes, then one more drawn the same way."""
    rng = np.random.default_rng(3)
    below = above = 0
    for _ in range(400):
        changes = rng.gamma(2.0, 0.03, 40)
        sizes = revision_sizes(_made(changes[:39]), OUTFLOW).set_index("age")
        below += bool(changes[39] < sizes.loc[0, "low"])
        above += bool(changes[39] > sizes.loc[0, "high"])
    # 2 / 40 at either side is exact; 0.035 is over three standard errors.
    assert below / 400 == pytest.approx(0.05, abs=0.035)
    assert above / 400 == pytest.approx(0.05, abs=0.035)


@pytest.mark.parametrize(("n", "known"), [(8, False), (9, True)])
def test_nine_changes_are_needed(n: int, known: bool) -> None:
    sizes = revision_sizes(_made(np.linspace(0.01, 0.09, n)), OUTFLOW).set_index("age")
    assert bool(np.isfinite(sizes.loc[0, "high"])) is known
    if known:
        assert sizes.loc[0, ["low", "high"]].tolist() == pytest.approx([0.01, 0.09])


def test_a_share_changes_in_its_own_unit() -> None:
    share = load_indicators()["aandeel_werk"]
    sizes = revision_sizes(_made(np.full(9, 0.1), published=0.5), share).set_index("age")
    assert sizes.loc[0, ["low", "high"]].tolist() == pytest.approx([0.05, 0.05])


def test_what_was_published_as_zero_is_left_out() -> None:
    triangle = pd.concat([_made(np.full(9, 0.1)), _made(np.zeros(2), published=0.0)])
    sizes = revision_sizes(triangle, OUTFLOW).set_index("age")
    assert (sizes.loc[0, "n"], sizes.loc[0, "left_out"]) == (9, 2)


# --- widening ---------------------------------------------------------------------


def _revisions(triangle: pd.DataFrame, *ages: tuple[str, int, int, bool]) -> Revisions:
    columns = ["werkplein", "kwartaal", "age", "definitive"]
    sizes = revision_sizes(triangle, OUTFLOW)
    own = own_sizes(triangle, OUTFLOW)
    return Revisions(OUTFLOW, triangle, sizes, own, pd.DataFrame(list(ages), columns=columns))


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return indicators(_counts(FIRST + 1), keys=[KEY])


def test_provisional_figures_are_widened(triangle: pd.DataFrame, figures: pd.DataFrame) -> None:
    q = FIRST.index
    ages = [(place, q + i, 1 - i, place == "B") for place in PLACES for i in range(2)]
    found = widened(figures, _revisions(triangle, *ages)).set_index(["werkplein", "kwartaal"])
    old = figures.set_index(["werkplein", "kwartaal"])
    a = found.loc["A", q + 1]
    # Outflow is registered late and never taken back: only the upper side is widened, and
    # over all Werkpleinen it stays possible that nothing is to come.
    assert (a["revision_low"], a["revision_high"]) == pytest.approx((0, 40 * 10 / 30))
    assert a["low"] == old.loc[("A", q + 1), "low"]
    assert a["high"] == pytest.approx(old.loc[("A", q + 1), "high"] + 40 * 10 / 30)
    assert (a["settled_low"], a["settled_high"]) == pytest.approx((40, 40 + 40 / 3))
    assert a["provisional"]
    assert a["method"] == "indicators.method_poisson_exact_with_revision"
    assert a["revision"] == "comparison.revision_widened"
    # What was planted at C lies within it: 30 became 40.
    assert found.loc[("C", q + 1), "settled_high"] == pytest.approx(40)
    b = found.loc["B", q]
    assert (b["low"], b["method"]) == (old.loc[("B", q), "low"], old.loc[("B", q), "method"])
    assert pd.isna(b["revision"])
    assert not b["provisional"]


def _own(changes: np.ndarray, place: str = "A", n: float = 100.0) -> pd.DataFrame:
    """What `_made` makes, of consecutive quarters of one Werkplein."""
    rows = _made(changes)
    quarters = FIRST.index - 40 + np.repeat(range(len(changes)), 5)
    return rows.assign(werkplein=place, kwartaal=quarters, n=n)


def test_a_werkplein_with_two_years_of_its_own_has_its_own_sizes(figures: pd.DataFrame) -> None:
    """A registers two thirds more later, the rest a tenth: A is widened by its own only."""
    late, usual = np.linspace(0.60, 0.70, 8), np.linspace(0.08, 0.12, 30)
    both = pd.concat([_own(late), _made(usual)], ignore_index=True)
    found = own_sizes(both, OUTFLOW)
    assert found["werkplein"].unique().tolist() == ["A"]
    assert found.loc[found["age"] == 0, ["n", "own_low", "own_high"]].values.tolist() == [
        pytest.approx([8, 0.60, 0.70])
    ]
    q = FIRST.index + 1
    told = widened(figures, _revisions(both, ("A", q, 0, False), ("B", q, 0, False)))
    a, b = (told[(told["werkplein"] == each) & (told["kwartaal"] == q)].iloc[0] for each in "AB")
    assert a["revision"] == "comparison.revision_widened_own"
    assert (a["settled_low"], a["settled_high"]) == pytest.approx((64, 68))
    assert b["revision"] == "comparison.revision_widened"
    assert b["settled_low"] == b["value"]


@pytest.mark.parametrize(("quarters", "n"), [(7, 100.0), (8, 9.0)])
def test_too_few_quarters_or_people_are_no_size_of_a_werkplein(quarters: int, n: float) -> None:
    assert own_sizes(_own(np.full(quarters, 0.1), n=n), OUTFLOW).empty


def test_a_figure_that_never_moved_is_not_widened(figures: pd.DataFrame) -> None:
    still = _made(np.zeros(20))
    found = widened(figures, _revisions(still, ("A", FIRST.index + 1, 0, False)))
    told = found[(found["werkplein"] == "A") & (found["kwartaal"] == FIRST.index + 1)].iloc[0]
    assert told["revision"] == "comparison.revision_unmoved"
    assert not told["provisional"]
    pd.testing.assert_frame_equal(found[list(figures.columns)], figures)


def test_what_turns_out_lower_is_widened_below(figures: pd.DataFrame) -> None:
    found = widened(figures, _revisions(_made(np.full(20, -0.1)), ("A", FIRST.index + 1, 0, False)))
    old = figures.set_index(["werkplein", "kwartaal"])
    a = found.set_index(["werkplein", "kwartaal"]).loc["A", FIRST.index + 1]
    before = old.loc[("A", FIRST.index + 1)]
    assert a["low"] == pytest.approx(before["low"] - 4)
    assert a["high"] == before["high"]


@pytest.mark.parametrize(
    ("method", "ends", "why"),
    [
        ("indicators.method_alike", None, "comparison.revision_no_limits"),
        ("indicators.method_no_spread", None, "comparison.revision_no_limits"),
        ("indicators.method_full_count", (36, 40), "comparison.revision_widened"),
    ],
)
def test_revisions_alone_are_no_interval_of_what_was_estimated(
    figures: pd.DataFrame, method: str, ends: tuple[float, float] | None, why: str
) -> None:
    bare = figures.assign(low=np.nan, high=np.nan, method=method)
    found = widened(bare, _revisions(_made(np.full(20, -0.1)), ("A", FIRST.index + 1, 0, False)))
    a = found.set_index(["werkplein", "kwartaal"]).loc["A", FIRST.index + 1]
    assert a["provisional"]
    assert a["revision"] == why
    if ends is None:
        assert np.isnan([a["low"], a["high"]]).all()
        assert a["method"] == method
    else:
        assert (a["low"], a["high"]) == pytest.approx(ends)
        assert a["method"] == f"{method}_with_revision"


def test_a_lower_limit_stays_possible(figures: pd.DataFrame) -> None:
    few = figures.assign(low=1.0)
    ages = [("A", FIRST.index + 1, 0, False)]
    found = widened(few, _revisions(_made(np.full(20, -0.5)), *ages))
    assert found["low"].min() == 0


def test_too_few_vintages_leave_the_interval_and_say_so(
    triangle: pd.DataFrame, figures: pd.DataFrame
) -> None:
    young = triangle[triangle["vintage"] < FIRST.index + 4]
    ages = [(place, FIRST.index + i, 1 - i, False) for place in PLACES for i in range(2)]
    found = widened(figures, _revisions(young, *ages))
    assert set(found["revision"]) == {"comparison.revision_too_few"}
    pd.testing.assert_frame_equal(found[list(figures.columns)], figures)


def test_old_figures_and_zeros_have_their_own_reason(
    triangle: pd.DataFrame, figures: pd.DataFrame
) -> None:
    q = FIRST.index
    ages = [("A", q, 4, False), ("B", q, 0, False)]
    nothing = figures.assign(value=figures["value"].where(figures["werkplein"] != "B", 0.0))
    found = widened(nothing, _revisions(triangle, *ages)).set_index(["werkplein", "kwartaal"])
    assert found.loc[("A", q), "revision"] == "comparison.revision_settled"
    assert found.loc[("B", q), "revision"] == "comparison.revision_from_zero"


def test_figures_of_other_indicators_stay(triangle: pd.DataFrame) -> None:
    both = indicators(_counts(FIRST), keys=[KEY, "uitstroom"])
    found = widened(both, _revisions(triangle, ("A", FIRST.index, 0, False)))
    other = found["indicator"] == "uitstroom"
    assert found.loc[other, "revision"].isna().all()
    pd.testing.assert_frame_equal(found.loc[other, list(both.columns)], both[other])


def test_only_by_werkplein_and_quarter(triangle: pd.DataFrame) -> None:
    with pytest.raises(UsageError):
        widened(indicators(_counts(FIRST), keys=[KEY], by=["kwartaal"]), _revisions(triangle))


@pytest.mark.parametrize("method", sorted({kind.interval for kind in KINDS.values()}))
def test_every_method_has_a_name_with_revision(method: str) -> None:
    for language in ("nl", "en"):
        assert say(f"indicators.method_{method}_with_revision", language)
