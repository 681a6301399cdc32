"""The degree of integration: no number without its parts, weights and doubts."""

from __future__ import annotations

from collections.abc import Mapping

from ketenkpi.answer import Section
from ketenkpi.cooperation import CRITERIA, LEVELS, ScanAnswers, answers_of, degrees, position
from ketenkpi.cooperation.answers import integration
from ketenkpi.research_model import load_integration, load_scan
from ketenkpi.surfaces import reading, table_as_html
from ketenkpi.vocabulary import Quarter
from tests.unit.cooperation.said import cells, told
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, agreed, scores

CRITERION = [item.key for item in load_scan().of("criteria")]


def _answers(*rows: list[Row], quarter: int = QUARTER) -> ScanAnswers:
    mine = [dict(row, kwartaal=quarter) for each in rows for row in each]
    return answers_of(mine, STAD, quarter)


def _marks(*values: int | None) -> Mapping[str, int | None]:
    return dict(zip(CRITERION, values, strict=True))


NOW = _answers(
    scores("uwv", _marks(4, 4, 4, 4, 2)),
    scores("gemeente", _marks(0, 1, 0, 0, None)),
    agreed("uwv", {"intake": (2, 1), "diagnose": (0, 0)}),
)
BEFORE = _answers(scores("uwv", _marks(2, 4, 4, 4, 2)), quarter=QUARTER - 2)


def _position(given: ScanAnswers) -> Section:
    found = degrees(given)
    return integration.position(STAD, position(found), found)


def test_a_total_is_told_with_the_range_of_the_weights_and_of_what_is_open() -> None:
    said = integration.parts(degrees(NOW), CRITERIA).finding
    assert isinstance(said, tuple)
    uwv, gemeente = map(told, said)
    # 18 of 20; the lowest when only the last weighs double and the rest half:
    # (4 * 0.5 + 0.5 * 2) / (4 * 0.5 + 2) = 75, the highest 97.
    assert "samen komen op 90 van 100" in uwv
    assert "75 tot 97" in uwv
    assert "Open scores" not in uwv
    # 1 of 16 answered; 1 of 20 at least and 5 of 20 at most.
    assert "samen komen op 6 van 100" in gemeente
    assert "Open scores: 1." in gemeente
    assert "tussen 5 en 25" in gemeente
    table = _position(NOW)
    assert cells(table, "Totaal")[-2:] == ["90", "6"]
    assert cells(table, "Met andere gewichten")[-2] == "75 tot 97"
    assert cells(table, "Met wat open staat")[-1] == "5 tot 25"


def test_the_place_on_the_line_leaves_open_what_is_not_decided() -> None:
    both = told(_position(NOW).finding)
    assert "tussen 6 en 90" in both
    assert "is niet te zeggen" in both
    one = told(_position(_answers(scores("uwv", _marks(4, 4, 4, 4, 4)))).finding)
    assert "staat op 100" in one
    assert "Dat past bij één strategie: Eén organisatie" in one
    assert "is onbekend" in told(_position(_answers(scores("uwv", {}))).finding)


def test_every_part_stands_in_the_table_with_its_weight() -> None:
    section = integration.parts(degrees(NOW), LEVELS)
    assert section.table is not None
    with reading("nl"):
        shown = table_as_html(section.table, "x")
    for key in load_integration().levels:
        assert shown.count(f"begrip=niveau.{key}") == 2
    assert cells(section, "Gewicht") == ["1,0"] * 2 * len(load_integration().levels)
    # 3 of 8 points over the four answered marks of four items with two scales.
    assert cells(section, "Score")[0] == "38"
    assert cells(section, "Met wat open staat")[0] == "19 tot 69"
    assert (cells(section, "Beantwoord")[0], cells(section, "Gevraagd")[0]) == ("4", "8")
    first = section.pictures[0].rows[0]
    assert told(first["text"]).endswith("38 (4 van 8 scores; met de open scores 19 tot 69)")


def test_the_profile_has_both_poles_and_the_scan_before() -> None:
    before = Quarter.from_index(QUARTER - 2)
    section = integration.parts(degrees(NOW), CRITERIA, degrees(BEFORE), before)
    (picture,) = section.pictures
    rows = {(told(row["label"]), told(row["party"])): row for row in picture.rows}
    first = rows["Formaliteit van regels", "UWV"]
    assert (first["value"], first["before"]) == (100, 50)
    ends = told(first["low"]), told(first["high"])
    assert ends == ("informele regels", "groot aantal formele regels")
    partner = [row for (_, party), row in rows.items() if party == "gemeente"]
    assert {row["before"] for row in partner} == {None}
    assert partner[-1]["value"] is None
    assert told(picture.note) == "Open symbolen: de vorige scan (2008K3)."


def test_the_strategies_fill_the_line() -> None:
    (picture,) = _position(NOW).pictures
    bands = [row for row in picture.rows if "start" in row]
    assert (bands[0]["start"], bands[-1]["end"]) == (0, 100)
    assert [row["end"] for row in bands[:-1]] == [row["start"] for row in bands[1:]]
    assert [row["value"] for row in picture.rows if "value" in row] == [90.0, 6.25]


def test_a_section_of_the_paper_is_named_in_the_language_of_the_reader() -> None:
    notes = integration.parts(degrees(NOW), LEVELS).notes
    assert told(notes[-1]).startswith("Bron: paragraaf 2.5, tabel 4.")
    assert told(notes[-1], "en").startswith("Source: section 2.5, table 4.")
