"""What is said of figures that moved later, and how a figure became that of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from ketenkpi.answer import Section
from ketenkpi.comparison import answers
from ketenkpi.indicators import Bridge, load_indicators
from ketenkpi.surfaces import in_words, reading
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.surfaces.written import MISSING
from tests.unit.comparison.revised_rows import FIRST, NAN, revisions


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    with reading("nl"):
        yield


def cells(found: Section) -> list[tuple[str, ...]]:
    assert found.table is not None
    shown = drawn(found.table)
    return [shown.heads, *shown.rows]


def widened(**change: object) -> pd.DataFrame:
    row = {
        "kwartaal": FIRST + 1, "value": 0.4, "low": 0.35, "high": 0.45, "n": 80, "reason": None,
        "method": "indicators.method_mid_p_with_revision", "provisional": True,
        "revision": "comparison.revision_widened_own",
    }  # fmt: skip
    return pd.DataFrame([row | change])


def test_a_quarter_has_what_was_known_at_each_delivery() -> None:
    found = answers.revised(revisions(), None, "Noord", pd.DataFrame())
    assert in_words(found.finding) == (
        "Noord, kwartalen met een eerder bekend cijfer: 1, waarvan later veranderd: 1."
    )
    assert cells(found) == [
        ("Kwartaal", "Eerste levering", "1 later", "Nu"),
        ("2010K2", "40,0%", MISSING, "40,0%"),
        ("2010K1", "50,0%", "52,0%", "52,0%"),
    ]


def test_what_was_delivered_once_has_nothing_to_revise() -> None:
    once = revisions()
    once = replace(once, triangle=once.triangle.iloc[[0, 2]])
    said = in_words(answers.revised(once, None, "Noord", pd.DataFrame()).finding)
    assert said.startswith("Noord: elk kwartaal is pas één keer geleverd")


def test_a_place_that_no_delivery_speaks_of_says_so() -> None:
    found = answers.revised(revisions(), None, "Zuid", pd.DataFrame())
    assert in_words(found.finding).startswith("Van Zuid is dit cijfer nog in geen enkele levering")
    assert found.table is None


def test_the_quarter_that_is_looked_at_tells_how_it_was_widened() -> None:
    said = in_words(answers.revised(revisions(), None, "Noord", widened()).finding)
    assert "2010K2: 40,0%. Met wat eerdere cijfers" in said
    assert "loopt het interval van 35,0% tot 45,0%. Voorlopig cijfer:" in said
    settled = widened(provisional=False, revision="comparison.revision_unmoved")
    said = in_words(answers.revised(revisions(), None, "Noord", settled).finding)
    assert "Met wat eerdere" not in said
    assert said.endswith("Het interval is niet verbreed.")
    lacking = widened(value=NAN, low=NAN, high=NAN, reason="indicators.reason_too_few", method=None)
    said = in_words(answers.revised(revisions(), None, "Noord", lacking).finding)
    assert said.endswith("waarvan later veranderd: 1.")


def test_how_much_figures_moved_is_in_points_or_a_part_of_the_figure() -> None:
    found = answers.sizes(revisions(), "Naar werk")
    assert cells(found)[2] == ("Eerste levering", "40", "1,0", "−4,2 tot 1,4", "")
    assert cells(found)[1][:3] == ("Lopend kwartaal", "0", MISSING)
    assert cells(found)[1][-1].startswith("Hoeveel voorlopige cijfers nog veranderen")
    assert in_words(found.notes[-1]).endswith("is in procentpunten.")
    relative = answers.sizes(revisions("uitstroom"), "Uitstroom")
    assert cells(relative)[2] == ("Eerste levering", "40", "1,0%", "−4,2% tot 1,4%", "")
    assert "als deel van het cijfer" in in_words(relative.finding)


def test_a_bridge_is_told_step_by_step() -> None:
    one = Bridge({"werkplein": "Noord", "split": None}, "share", (0.5, 0.52, 0.52, 0.49))
    found = answers.bridged(load_indicators()["aandeel_werk"], [one], ["werkplein"])
    assert cells(found) == [
        ("Werkplein", "Was", "Gegevens", "Definitie", "Populatie", "Wordt"),
        ("Noord", "50,0%", "+2,0", "0,0", "−3,0", "49,0%"),
    ]
