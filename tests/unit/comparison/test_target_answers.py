"""What is said of targets: n.v.t. and n.b. apart, and a verdict no surer than the figure."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from ketenkpi.answer import Section
from ketenkpi.comparison import NO_TARGET, answers
from ketenkpi.indicators import load_indicators
from ketenkpi.surfaces import in_words, reading
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.surfaces.written import MISSING
from tests.unit.comparison.target_rows import COUNT, NAN, rows

KNOWN = load_indicators()


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    with reading("nl"):
        yield


def made(every: pd.DataFrame, *, several: bool = False) -> Section:
    return answers.targets(every, KNOWN, where="Noord", several=several)


def line(**change: object) -> dict[str, str]:
    """The cells of one target by their heads, with what is told of its period."""
    found = made(rows(change))
    assert found.table is not None
    shown = drawn(found.table)
    (cells,) = shown.rows
    period = [in_words(each) for item in found.items for each in item.lines]
    return dict(zip(shown.heads, cells, strict=True)) | {"period": " ".join(period)}


def told(every: pd.DataFrame) -> str:
    return in_words(made(every).finding)


def test_a_line_holds_target_figure_difference_and_verdict() -> None:
    told = line()
    assert told["Norm of doel"] == "streefwaarde 55,0%"
    assert told["Gerealiseerd"] == "49,0% (42,0% tot 57,0%)"
    assert told["Verschil met het doel"] == "−6,0 (−13,0 tot 2,0)"
    assert told["Oordeel"] == "? niet te zeggen"
    assert told["Opmerking"].startswith("Het doel ligt binnen")
    assert told["Jaar eerder"] == MISSING
    assert told["Waarom geen cijfer"] == (
        "Van hetzelfde kwartaal een jaar eerder is er geen cijfer."
    )
    assert told["Welk doel"] == "levering 14 van 5 januari 2011"


def test_not_applicable_and_not_known_are_two_words() -> None:
    none = {"target": NAN, "value": NAN, "gap": NAN, "soort": None, "upload_id": NAN}
    closed = line(**none, verdict="nvt", reason="comparison.target_none")
    unknown = line(**none, verdict="nb", reason="indicators.reason_not_delivered")
    assert closed["Oordeel"].startswith("n.v.t.")
    assert unknown["Oordeel"].startswith("n.b.")


def test_a_target_that_came_too_late_says_so() -> None:
    told = line(afterwards=True, level="regio", now=0.5)["Welk doel"]
    assert "doel van de regio" in told
    assert "vastgelegd na afloop van het kwartaal" in told
    assert "Later vastgelegd: 50,0%" in told


def test_a_year_that_is_not_over_tells_what_was_due_and_where_it_may_end() -> None:
    told = line(
        **COUNT, value=50.0, low=NAN, high=NAN, due=60.0, gap=-10.0, gap_low=NAN, gap_high=NAN,
        pace="season", end_low=76.0, end_high=129.0, verdict="niet_te_zeggen",
    )  # fmt: skip
    assert (
        told["Norm of doel"] == "streefwaarde 120, van 1 januari 2010 tot en met 31 december 2010"
    )
    assert told["Gerealiseerd"] == "50"
    assert told["Verschil met het doel"] == "−10"
    assert told["Oordeel"] == "? niet te zeggen"
    assert told["period"] == (
        "2010K1 tot en met 2010K2: 50, het doel voor de hele periode is 120. "
        "Nu te verwachten: 60, naar het seizoen in de eigen eerdere jaren. "
        "In dit tempo komt het aan het eind uit tussen 76 en 129 (95%)."
    )


def test_what_is_not_settled_is_named_with_its_reason() -> None:
    why = "comparison.target_quarter_provisional"
    told = line(
        **{**COUNT, "kwartaal": 8043}, value=118.0, low=112.0, high=125.0, due=120.0, gap=-2.0,
        gap_low=-8.0, gap_high=5.0, verdict="niet_te_zeggen",
        open_quarters=(("2010K3", why), ("2010K4", why)),
    )  # fmt: skip
    assert told["period"].endswith(
        "Hele periode, 2010K1 tot en met 2010K4: 118, het doel was 120. "
        "Nog niet vast: 2010K3 en 2010K4. Dit cijfer is nog voorlopig."
    )


def test_what_is_on_the_way_is_counted_apart() -> None:
    every = rows(*({"verdict": v} for v in ("voor", "achter", "achter", "op_schema", "gehaald")))
    assert told(every).endswith("Nog niet afgelopen: 1 voor op schema, 1 op schema, 2 achter.")
    assert in_words(answers.card_line(every[:2], "aandeel_werk", "Noord")) == "◆ doel loopt achter"


def test_the_card_tells_the_worst_of_two_targets() -> None:
    both = rows({"verdict": "gehaald"}, {"verdict": "niet_gehaald", "soort": "norm"})
    assert in_words(answers.card_line(both, "aandeel_werk", "Noord")) == "✗ doel niet gehaald"
    assert in_words(answers.card_line(both, "aandeel_werk", "Zuid")) == ""
    assert in_words(answers.card_line(rows({"verdict": "nb"}), "aandeel_werk", "Noord")) == ""


def test_the_sentence_counts_every_verdict() -> None:
    every = rows(*({"verdict": v} for v in ("gehaald", "gehaald", "nb", "nvt", "niet_te_zeggen")))
    assert "5 normen en doelen" in told(every)
    assert "Gehaald: 2. Niet gehaald: 0. Niet te zeggen: 1. N.b. of n.v.t.: 2." in told(every)


def test_what_has_no_target_is_none_and_takes_no_line_of_several_places() -> None:
    every = rows({"verdict": "gehaald"}, {"verdict": "nvt", "reason": NO_TARGET})
    said = told(every)
    assert "één norm of doel. Gehaald: 1." in said
    assert said.endswith("waar er in een ander kwartaal of op een ander Werkplein wel een is: 1.")
    for several, count in ((True, 1), (False, 2)):
        table = made(every, several=several).table
        assert table is not None
        assert len(table.rows) == count


def test_a_difference_of_shares_is_told_to_be_in_percentage_points() -> None:
    points = "Een verschil tussen twee aandelen is in procentpunten."
    assert points in [in_words(each) for each in made(rows({})).notes]
    count = {**COUNT, "value": 50.0, "due": 60.0, "pace": "season"}
    notes = [in_words(each) for each in made(rows(count)).notes]
    assert points not in notes
    assert notes[-1].endswith("is het verschil dat met wat nu te verwachten is.")
