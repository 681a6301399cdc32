"""The figures of the overview, asked of counts alone."""

from __future__ import annotations

import pytest

from ketenkpi.overview import TOGETHER, Tile, quarterly_of, together_of
from ketenkpi.overview.answers import card
from ketenkpi.scope import Scope
from tests.unit.comparison.network import ALL, K1, plain
from tests.unit.counts_source import CountsSource
from tests.unit.surfaces.told import told

SHARE, NUMBER = Tile("aandeel_werk"), Tile("uitstroom")
LEFT = {"A": (40, 30), "B": (60, 15)}


@pytest.fixture(scope="module")
def source() -> CountsSource:
    return CountsSource(plain(LEFT), {"A": "Noord", "B": "Noord"})


def test_each_place_has_the_figure_of_its_own_cases(source: CountsSource) -> None:
    seen = quarterly_of(source, (SHARE,), "werkplein", ALL, quarters=[K1.index])
    assert seen.places == ("A", "B")
    for name, (left, work) in LEFT.items():
        found = seen.get("aandeel_werk", name, K1.index)
        assert found is not None
        assert found.figure.value == pytest.approx(work / left)
        assert found.figure.n == left


def test_of_a_region_the_cases_are_added_before_they_are_divided(source: CountsSource) -> None:
    seen = quarterly_of(source, (SHARE,), "regio", ALL, quarters=[K1.index])
    (found,) = seen.by_place.values()
    assert found.figure.value == pytest.approx(45 / 100)


def test_nothing_outside_the_scope_is_seen(source: CountsSource) -> None:
    seen = quarterly_of(source, (SHARE,), "werkplein", Scope.of(["A"]), quarters=[K1.index])
    assert seen.places == ("A",)


def test_what_adds_over_quarters_stands_at_none_of_them(source: CountsSource) -> None:
    whole = together_of(source, (NUMBER, Tile("stand")), None, ALL)
    assert {key for key, _, _ in whole.by_place} == {"uitstroom"}
    found = whole.get("uitstroom", "", TOGETHER)
    assert found is not None
    assert found.figure.value == 100


def test_a_card_is_made_of_it(source: CountsSource) -> None:
    seen = quarterly_of(source, (SHARE,), "werkplein", ALL, quarters=[K1.index])
    made = card(SHARE, seen, "A", K1.index, "final")
    assert told(made.value) == "75,0%"
    assert told(made.certain[0]).endswith("n = 40")
    assert made.previous is None
