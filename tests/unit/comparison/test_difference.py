"""One against its peers, or against one other: verdicts no surer than the interval."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.comparison import PeerGroup, difference_to, own_peers, pairwise
from ketenkpi.errors import OutOfScope, UsageError, UserError
from ketenkpi.scope import Scope
from ketenkpi.stats import difference, mid_p
from ketenkpi.vocabulary import Text
from tests.unit.comparison.network import ALL, plain
from tests.unit.surfaces.told import told

# Work among outflow: A 60 of 100; B, C and D 120 of 300 together.
COUNTS = plain({"A": (100, 60), "B": (100, 45), "C": (150, 50), "D": (50, 25), "E": (4, 2)})
NAMES = tuple("ABCDE")


def peers(*members: str) -> PeerGroup:
    return own_peers("Drie", members, NAMES).around("A")


def test_the_peers_are_added_and_divided_last() -> None:
    found = difference_to(COUNTS, "aandeel_werk", peers("B", "C", "D"), scope=ALL)
    own, other = mid_p(60, 100), mid_p(120, 300)
    gap = difference(own.value, own.low, own.high, other.value, other.low, other.high)
    assert (found.value, found.low, found.high) == pytest.approx(
        (float(gap.value), float(gap.low), float(gap.high))
    )
    assert found.value == pytest.approx(0.2)
    assert (found.own.n, found.other.n) == (100, 300)
    assert found.verdict == "higher"
    assert told(found.statement()).startswith("A ligt hoger dan deze groep samen: Drie.")


def test_an_interval_with_zero_in_it_cannot_tell() -> None:
    found = pairwise(COUNTS, "aandeel_werk", "A", "D", scope=ALL)
    assert found.low < 0 < found.high
    assert found.verdict == "cannot_tell"
    assert "niet te zeggen" in told(found.statement())
    assert "cannot be told" in told(found.statement(), "en")


def test_turned_around_it_is_the_opposite() -> None:
    there = pairwise(COUNTS, "aandeel_werk", "A", "C", scope=ALL)
    back = pairwise(COUNTS, "aandeel_werk", "C", "A", scope=ALL)
    assert (there.value, there.low, there.high) == pytest.approx(
        (-back.value, -back.high, -back.low)
    )
    assert (there.verdict, back.verdict) == ("higher", "lower")


def test_without_a_figure_there_is_a_reason_and_no_verdict() -> None:
    found = pairwise(COUNTS, "aandeel_werk", "A", "E", scope=ALL)
    assert found.reason == "indicators.reason_too_few"
    assert np.isnan(found.value)
    assert found.verdict == "cannot_tell"
    assert found.statement().key == "comparison.difference_none"


def test_what_depends_on_size_is_not_compared() -> None:
    found = difference_to(COUNTS, "uitstroom", peers("B", "C"), scope=ALL)
    assert found.reason == "comparison.size_dependent"
    assert found.statement().key == "comparison.difference_none"


def test_waiting_times_by_the_limits_of_their_curves() -> None:
    # Everybody leaves on the same day: no spread, no interval, no verdict.
    found = pairwise(COUNTS, "uitkeringsduur", "A", "B", scope=ALL)
    assert found.value == 0
    assert found.verdict == "cannot_tell"


def test_refusals() -> None:
    group = peers("B", "C")
    with pytest.raises(OutOfScope):
        difference_to(COUNTS, "aandeel_werk", group, scope=Scope.of(["A", "B"]))
    lonely = PeerGroup(Text("G", "G"), (), "own", Text("G", "G"), "A")
    nobody = PeerGroup(Text("G", "G"), ("B",), "own", Text("G", "G"))
    for broken, key in ((lonely, "peers_nobody"), (nobody, "peers_no_subject")):
        with pytest.raises(UserError) as fault:
            difference_to(COUNTS, "aandeel_werk", broken, scope=ALL)
        assert fault.value.key == f"comparison.{key}"
    with pytest.raises(UserError):
        pairwise(COUNTS, "aandeel_werk", "A", "A", scope=ALL)
    with pytest.raises(UsageError) as fault:
        pairwise(COUNTS, "herinstroom", "A", "B", scope=ALL)
    assert fault.value.key == "comparison.split_needed"
