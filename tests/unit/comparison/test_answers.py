"""What is said of a comparison, on small invented networks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest

from ketenkpi.answer import Section
from ketenkpi.comparison import (
    Comparison,
    Difference,
    DifferenceSide,
    PeerGroup,
    answers,
    compare,
    own_peers,
)
from ketenkpi.surfaces import in_words, reading
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.vocabulary import Text
from tests.unit.comparison.network import ALL, plain


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    with reading("nl"):
        yield


def made(places: dict[str, tuple[int, int]]) -> Comparison:
    """Per Werkplein: how many left, and how many of them to work."""
    return compare(plain(places), "aandeel_werk", scope=ALL)


def others(found: Comparison, subject: str = "A") -> PeerGroup:
    """Everybody but the subject."""
    names = [str(name) for name in found.frame["werkplein"] if name != subject]
    return own_peers("de anderen", names, names).around(subject)


def sections(found: Comparison, subject: str = "A") -> dict[str, Section]:
    made = answers.compared(found, others(found, subject), "Naar werk", "2009K1")
    return {each.key: each for each in made}


def gap(low: float, high: float) -> Difference:
    value = (low + high) / 2 if low == low and high == high else 0.01
    some = DifferenceSide(0.5, 0.4, 0.6, 100.0, None)
    return Difference(
        "A", Text("de anderen", "the others"), some, some, value, low, high, "cannot_tell", None
    )


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((-0.199, -0.084), "95%-interval: 8,4 tot 19,9 procentpunt lager"),
        ((0.021, 0.05), "95%-interval: 2,1 tot 5,0 procentpunt hoger"),
        ((-0.012, 0.02), "95%-interval: 1,2 procentpunt lager tot 2,0 procentpunt hoger"),
        (
            (float("nan"), 0.02),
            "95%-interval: tot en met 2,0 procentpunt hoger, een ondergrens is er niet",
        ),
        (
            (0.02, float("nan")),
            "95%-interval: vanaf 2,0 procentpunt hoger, een bovengrens is er niet",
        ),
        ((float("nan"), float("nan")), "het 95%-interval is niet bekend"),
    ],
)
def test_a_difference_is_said_in_words_with_its_interval(
    ends: tuple[float, float], said: str
) -> None:
    found = replace(made({"A": (60, 30), "B": (60, 30)}), difference=gap(*ends))
    table = sections(found)["beside"].table
    assert table is not None
    assert drawn(table).rows[-1][0] == "Verschil"
    assert drawn(table).rows[-1][-1] == said


def test_two_places_that_overlap_cannot_be_put_in_order() -> None:
    said = in_words(sections(made({"A": (60, 30), "B": (60, 33)}))["places"].finding)
    assert said.startswith("Wie hoger of lager staat, is niet te")


def test_places_far_apart_can_be_put_in_order() -> None:
    said = in_words(sections(made({"A": (200, 20), "B": (200, 180)}))["places"].finding)
    assert (
        said
        == "A staat ergens van plaats 2 tot en met plaats 2, van 2. Plaats 1 is het hoogste cijfer."
    )


def test_one_place_alone_has_no_order_and_says_so() -> None:
    found = sections(made({"A": (60, 30)}))["places"]
    assert "Een plaats in de rij is niet te geven" in in_words(found.finding)
    assert [each.kind for each in found.pictures] == ["spread"]


def test_a_subject_that_no_file_speaks_of_is_not_delivered() -> None:
    said = in_words(sections(made({"A": (60, 30), "B": (60, 30)}), "C")["beside"].finding)
    assert said.startswith("Van C is er geen cijfer. Niet geleverd")


def test_columns_that_hold_nothing_are_left_out_of_the_table() -> None:
    table = sections(made({"A": (60, 30), "B": (60, 30)}))["places"].table
    assert table is not None
    shown = drawn(table)
    assert "Opmerking" not in shown.heads
    assert "Verwacht" not in shown.heads
    assert [row[1][:5] for row in shown.rows] == ["50,0%", "50,0%"]
    together = shown.heads.index("Alle samen")
    assert [row[together] for row in shown.rows] == ["50,0%", "50,0%"]


def test_rows_stand_by_name_whatever_their_figures() -> None:
    table = sections(made({"b": (40, 10), "A": (60, 30), "C": (60, 50)}))["places"].table
    assert table is not None
    assert [row[0] for row in table.rows] == ["A", "b", "C"]


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        ("value", "voorlopig, interval verbreed"),
        # That of observed over expected is made of counts, and was not.
        ("ratio", "voorlopig, interval van het cijfer verbreed"),
    ],
)
def test_a_figure_that_may_still_change_says_which_interval_was_widened(
    scale: Literal["value", "ratio"], said: str
) -> None:
    plainly = made({"A": (60, 30), "B": (60, 33)})
    frame = plainly.frame.assign(provisional=[True, False])
    table = sections(replace(plainly, frame=frame, scale=scale))["places"].table
    assert table is not None
    shown = drawn(table)
    remark = shown.heads.index("Opmerking")
    assert [row[remark] for row in shown.rows] == [said, ""]


def test_who_has_no_figure_is_told_why() -> None:
    found = sections(made({"A": (60, 30), "B": (60, 33), "C": (3, 1)}))["places"]
    assert found.table is not None
    last = drawn(found.table).rows[-1]
    assert (last[0], last[1]) == ("C", "–")
    assert last[-1].startswith("Te weinig waarnemingen")
    (spread, *_) = found.pictures
    notes = {row["place"]: in_words(row["note"]) for row in spread.rows if row["role"] != "line"}
    assert notes == {"A": "", "B": "", "C": "geen cijfer"}
