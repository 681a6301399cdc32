"""The board: a mark stands beside the figure that it is about, and parts add to the whole."""

from __future__ import annotations

import random
from collections.abc import Mapping

from ketenkpi.overview import PlacedFigure, PlacedFigures, Tile, load_first_screen, parts_of_whole
from ketenkpi.overview.answers import BoardCell, board, board_tiles
from ketenkpi.overview.answers.grid import Signs
from tests.unit.overview.by_hand import figure

AT = 8040
PLACES = ("A", "B", "C")
COLUMNS = load_first_screen().areas


def _seen(tile: Tile, values: Mapping[str, float]) -> PlacedFigures:
    by_place: dict[tuple[str, str, int], PlacedFigure] = {
        (tile.indicator, place, AT): figure(value, indicator=tile.indicator)
        for place, value in values.items()
    }
    return PlacedFigures(by_place, tuple(values), (AT,))


def _board(signs: Signs) -> dict[str, tuple[BoardCell, ...]]:
    tiles = board_tiles(COLUMNS, signs)
    values = {"A": 10.0, "B": 20.0, "C": 30.0}
    seen = {tile: _seen(tile, values) for tile in tiles}
    return board(seen, COLUMNS, signs, PLACES, AT)


def test_without_signals_each_cell_is_the_figure_of_its_column_without_a_mark() -> None:
    found = _board({})
    assert tuple(found) == PLACES
    for place, value in zip(PLACES, (10.0, 20.0, 30.0), strict=True):
        assert [cell.row.tile for cell in found[place]] == [each.tile for each in COLUMNS]
        assert {cell.row.now.figure.value for cell in found[place] if cell.row.now} == {value}
        assert {(cell.verdict, cell.moved, cell.more) for cell in found[place]} == {
            (None, False, 0)
        }
        assert all(place not in cell.row.others for cell in found[place])


def test_a_signal_of_the_figure_of_a_column_marks_it() -> None:
    (work,) = [at for at, each in enumerate(COLUMNS) if each.tile == Tile("aandeel_werk")]
    found = _board({("aandeel_werk", None, "B"): ("concern", "past")})
    assert found["B"][work].verdict == "concern"
    assert not found["B"][work].moved
    marked = [cell for place in PLACES for cell in found[place] if cell.verdict]
    assert len(marked) == 1


def test_a_signal_of_another_figure_of_the_area_takes_the_place_of_that_of_the_column() -> None:
    (work,) = [at for at, each in enumerate(COLUMNS) if each.tile == Tile("aandeel_werk")]
    signs: Signs = {
        ("uitstroom_werk", None, "A"): ("concern", "past"),
        ("uitstroom", None, "A"): ("change", "others"),
        ("aandeel_werk", None, "C"): ("improvement", "others"),
        ("uitstroom", None, "C"): ("concern", "past"),
    }
    found = _board(signs)
    cell = found["A"][work]
    assert (cell.row.tile, cell.verdict, cell.moved) == (Tile("uitstroom_werk"), "concern", True)
    assert cell.more == 1
    # The figure of the column goes first where it stands out itself.
    cell = found["C"][work]
    assert (cell.row.tile, cell.verdict, cell.moved) == (Tile("aandeel_werk"), "improvement", False)
    assert cell.more == 1
    assert found["B"][work].verdict is None


def test_parts_are_those_of_the_region_and_who_has_none_is_named() -> None:
    chance, tile = random.Random(7), Tile("instroom")
    values = {place: float(chance.randrange(1, 90)) for place in PLACES}
    values.pop("B")
    whole = _seen(tile, {"Noord": sum(values.values())})
    found = parts_of_whole(tile, whole, _seen(tile, values), "Noord", PLACES, AT)
    assert found.known == values
    assert found.lacking == ("B",)
    assert found.whole is not None
    assert found.whole.figure.value == values["A"] + values["C"]
