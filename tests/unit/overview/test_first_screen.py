"""What the first screens show: definitions that are checked, and rows made of figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import load_indicators
from ketenkpi.overview import EVERY_CASE, CountedCases, Tile, load_first_screen, rug_of
from ketenkpi.overview.first_screen import FILE
from tests.unit.comparison.network import ALL, K1, plain
from tests.unit.counts_source import CountsSource

SHARE, NUMBER = Tile("aandeel_werk"), Tile("uitstroom")
LEFT = {"A": (40, 30), "B": (60, 15), "C": (50, 25)}


@pytest.fixture(scope="module")
def source() -> CountsSource:
    return CountsSource(plain(LEFT), {"A": "Noord", "B": "Noord", "C": "Zuid"})


def test_every_result_area_has_a_figure_of_its_own() -> None:
    shown = load_first_screen()
    assert [each.area for each in shown.areas] == sorted(
        {indicator.result_area for indicator in load_indicators().values()}
    )
    assert len({each.tile for each in shown.chain}) == len(shown.chain)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("area: a, indicator", "area: b, indicator", "is of result area a"),
        ("{indicator: aandeel_werk, name", "{indicator: onzin, name", "'indicator' is 'onzin'"),
        ("doorlooptijd_p90, part: melding_besluit,", "doorlooptijd_p90,", "always split"),
    ],
)
def test_a_faulty_first_screen_is_refused(old: str, new: str, reason: str, tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "first_screen.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=reason):
        load_first_screen(tmp_path / "first_screen.yaml")


def test_a_row_has_the_own_figure_and_those_of_all_others(source: CountsSource) -> None:
    share, number = rug_of(
        source, [SHARE, NUMBER], "werkplein", "A", ALL, quarters=[K1.index], quarter=K1.index
    )
    assert share.now is not None
    assert share.now.figure.value == pytest.approx(30 / 40)
    assert share.others == {"B": pytest.approx(15 / 60), "C": pytest.approx(25 / 50)}
    assert number.others == {"B": 60, "C": 50}
    assert number.course == {K1.index: 40}
    assert share.at == K1.index


def test_all_together_stand_beside_the_places_they_are_made_of(source: CountsSource) -> None:
    share, number = rug_of(
        source, [SHARE, NUMBER], None, "", ALL, quarters=[K1.index], quarter=K1.index
    )
    assert share.now is not None
    assert number.now is not None
    assert share.now.figure.value == pytest.approx(70 / 150)
    assert share.others == {"A": 30 / 40, "B": 15 / 60, "C": 25 / 50}
    assert share.of_parts
    # A number grows with the place: a total beside its parts would say nothing.
    assert number.now.figure.value == 150
    assert number.others == {}


def test_which_cases_are_counted_is_told_as_a_source_takes_it() -> None:
    assert EVERY_CASE.where == {}
    assert CountedCases("ww", "jongere").where == {"regeling": ["ww"], "doelgroep": ["jongere"]}
