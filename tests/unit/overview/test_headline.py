"""The first sentence of the overview: what moved, or why nothing can be compared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketenkpi.overview import ChangeSince, PlacedFigures, Tile
from ketenkpi.overview.answers import card, headline
from ketenkpi.overview.change import Chance
from tests.unit.surfaces.told import told


def headline_of(*chances: Chance | None) -> str:
    empty = card(Tile("uitstroom"), PlacedFigures({}, (), ()), "Oefenoord", 8040, "missing")
    cards = [
        replace(empty, previous=None if each is None else ChangeSince(8039, -20.0, each))
        for each in chances
    ]
    return told(headline(cards, 0, "Oefenoord", 8040))


@pytest.mark.parametrize(
    ("chances", "said"),
    [
        (("closed", "closed"), "dit Werkplein bestond niet het hele kwartaal"),
        (("area", "area", None), "het gebied van dit Werkplein is veranderd"),
        ((None, None), "geen enkel cijfer is te vergelijken met het kwartaal ervoor"),
        (("full_count",), "geen enkel cijfer is te vergelijken met het kwartaal ervoor"),
        (("within", "closed"), "het enige cijfer dat te vergelijken is, veranderde niet meer"),
        (("beyond", "within"), "1 van de 2 vergeleken cijfers veranderde meer dan toeval"),
    ],
)
def test_it_tells_what_moved_or_why_nothing_is_compared(
    chances: tuple[Chance | None, ...], said: str
) -> None:
    assert said in headline_of(*chances)
