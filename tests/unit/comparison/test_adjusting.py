"""What adjusting changes: each figure with the clients of all, and who changes sides."""

from __future__ import annotations

import random

import pytest

from ketenkpi.answer import Picture, Section
from ketenkpi.comparison import Comparison, answers, compare, own_peers
from tests.unit.comparison.network import ALL, Kind, outflow
from tests.unit.surfaces.told import told

PLACES = [f"P{i:02}" for i in range(12)]


def _kinds(seed: int) -> list[Kind]:
    """Half of who has WW goes to work and a tenth of who has bijstand, more or less."""
    chance = random.Random(seed)
    found = []
    for place in PLACES:
        for scheme, share in (("WW", 0.5), ("WWB", 0.1)):
            n = chance.randrange(40, 160)
            work = round(n * share * chance.uniform(0.8, 1.2))
            found.append((place, scheme, "overig", work, n - work))
    return found


def _made(kinds: list[Kind]) -> Comparison:
    return compare(outflow(kinds), "aandeel_werk", scope=ALL, adjust="indirect")


def _sections(made: Comparison, subject: str | None = None) -> dict[str, Section]:
    group = None if subject is None else own_peers("de rest", PLACES, PLACES).around(subject)
    return {each.key: each for each in answers.compared(made, group, "Naar werk", "2009K1")}


def _spread(section: Section) -> Picture:
    (picture,) = [each for each in section.pictures if each.kind == "spread"]
    return picture


def _plainly(kinds: list[Kind]) -> tuple[float, dict[str, tuple[float, float]]]:
    """The share of all together, and of each place as counted and as adjusted, in loops."""
    rates: dict[str, float] = {}
    for scheme in ("WW", "WWB"):
        work = sum(kind[3] for kind in kinds if kind[1] == scheme)
        rates[scheme] = work / sum(kind[3] + kind[4] for kind in kinds if kind[1] == scheme)
    total = sum(kind[3] for kind in kinds) / sum(kind[3] + kind[4] for kind in kinds)
    found = {}
    for place in PLACES:
        own = [kind for kind in kinds if kind[0] == place]
        n = sum(kind[3] + kind[4] for kind in own)
        work = sum(kind[3] for kind in own)
        expected = sum(rates[kind[1]] * (kind[3] + kind[4]) for kind in own)
        found[place] = (work / n, work / expected * total)
    return total, found


@pytest.mark.parametrize("seed", range(5))
def test_both_figures_and_who_changes_sides_in_plain_loops(seed: int) -> None:
    kinds = _kinds(seed)
    made, (total, plainly) = _made(kinds), _plainly(kinds)
    assert made.reference == pytest.approx(total)
    rows = {str(row["place"]): row for row in _spread(_sections(made)["places"]).rows}
    for place, (counted, adjusted) in plainly.items():
        assert rows[place]["value"] == pytest.approx(counted)
        assert rows[place]["adjusted"] == pytest.approx(adjusted)
        assert rows[place]["adjusted_low"] < rows[place]["adjusted"] < rows[place]["adjusted_high"]
    assert rows[""]["role"] == "line"
    assert rows[""]["value"] == pytest.approx(total)
    moved = sum((a > total) != (b > total) for a, b in plainly.values())
    assert moved > 1
    assert f"wisselen {moved} van de 12 plaatsen" in told(_sections(made)["adjusting"].finding)


def test_where_the_mix_explains_everything_nobody_is_sure_any_more() -> None:
    kinds = []
    for at, place in enumerate(PLACES):
        ww, wwb = ((160, 40), (40, 160))[at % 2]
        kinds += [(place, "WW", "overig", ww // 2, ww - ww // 2)]
        kinds += [(place, "WWB", "overig", wwb // 10, wwb - wwb // 10)]
    said = told(_sections(_made(kinds))["adjusting"].finding)
    assert "geen van de 12 plaatsen" in said
    assert "Zeker aan één kant: 12 zoals geteld, 0 met correctie." in said


def test_one_place_that_changes_sides_is_said_as_one() -> None:
    alike: list[Kind] = []
    for at, place in enumerate(PLACES[1:]):
        work = (76, 44)[at % 2]
        alike += [(place, "WW", "overig", work, 120 - work), (place, "WWB", "overig", 12, 108)]
    # Far more bijstand: lower as counted, higher than others with such clients.
    mostly = [(PLACES[0], "WW", "overig", 14, 6), (PLACES[0], "WWB", "overig", 36, 144)]
    made = _made([*alike, *mostly])
    assert "wisselt één van de 12 plaatsen" in told(_sections(made)["adjusting"].finding)


def test_a_share_adjusted_is_never_more_than_all() -> None:
    usual: list[Kind] = []
    for place in PLACES[1:]:
        usual += [(place, "WW", "overig", 95, 5), (place, "WWB", "overig", 1, 9)]
    made = _made([*usual, (PLACES[0], "WWB", "overig", 40, 0)])
    (row,) = [r for r in _spread(_sections(made)["places"]).rows if r["place"] == PLACES[0]]
    assert row["adjusted"] == row["adjusted_high"] == 1.0


def test_one_place_alone_has_nothing_to_be_adjusted_to() -> None:
    made = _made([kind for kind in _kinds(1) if kind[0] == PLACES[0]])
    assert made.reference is None
    assert "geen twee plaatsen" in told(_sections(made)["adjusting"].finding)


def test_a_group_stands_in_the_picture_with_its_own_interval() -> None:
    kinds = _kinds(3)
    group = own_peers("de rest", PLACES[:6], PLACES).around(PLACES[0])
    made = compare(outflow(kinds), "aandeel_werk", scope=ALL, peers=group)
    assert made.reference is None
    assert made.difference is not None
    (places,) = [
        each
        for each in answers.compared(made, group, "Naar werk", "2009K1")
        if each.key == "places"
    ]
    rows = {str(row["role"]): row for row in _spread(places).rows}
    other = made.difference.other
    ends = tuple(rows["group"][name] for name in ("value", "low", "high"))
    assert ends == (other.value, other.low, other.high)
    assert rows["line"]["value"] == other.value
    assert "adjusting" not in _sections(made)
    assert "Staande lijn en vierkant: de rest, samen" in told(_spread(places).note)


def test_a_group_without_a_figure_has_neither_row_nor_line() -> None:
    few: list[Kind] = [("Klein", "WW", "overig", 1, 1)]
    group = own_peers("klein", ["Klein"], [*PLACES, "Klein"]).around(PLACES[0])
    made = compare(outflow([*_kinds(3), *few]), "aandeel_werk", scope=ALL, peers=group)
    found = answers.compared(made, group, "Naar werk", "2009K1")
    spread = [p for each in found for p in each.pictures if p.kind == "spread"]
    assert {str(row["role"]) for each in spread for row in each.rows} == {"subject", "other"}
