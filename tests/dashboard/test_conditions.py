"""Principles, conditions, channels and factors: what is said, what is drawn, what stays unknown."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from dashboard import charts
from dashboard.theme import INK
from dashboard.views.samenwerking import conditions_words as presenter
from ketenkpi.cooperation import Answers, Figure, answers_of, balances, channels, conditions
from ketenkpi.cooperation import principles as principles_of
from ketenkpi.research_model import load_scan
from ketenkpi.wording import LANGUAGES
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, scores

FACTORS = {item.key: 4 if item.direction == "helps" else 1 for item in load_scan().of("factoren")}
CHANNELS = {"balie": 4, "telefoon": 2, "website": 1, "locatie": 0}


def _answers(*rows: list[Row]) -> Answers:
    return answers_of([row for each in rows for row in each], STAD, QUARTER)


BOTH = _answers(
    scores("uwv", {"kennis": 3, "vertrouwen": 1, "een_aanspreekpunt": 4, **CHANNELS, **FACTORS}),
    scores("gemeente", {"kennis": 1, "vertrouwen": 1, "flexibiliteit": 2, "balie": 3}),
    scores("gemeente", {"een_aanspreekpunt": None}, status="nvt"),
)


def test_a_party_is_counted_over_what_it_answered() -> None:
    uwv, gemeente = presenter.group_said(BOTH, "powell", "nl")
    assert uwv.startswith("UWV ziet 1 van de 2 beantwoorde voorwaarden")
    assert "van de 3 zijn er 2 beantwoord" in uwv
    assert gemeente.startswith("Gemeente ziet 0 van de 3 voorwaarden")
    uwv, gemeente = presenter.group_said(BOTH, "toonkamer", "nl")
    assert uwv.startswith("UWV ziet 1 van de 1 beantwoorde")
    assert gemeente == "Gemeente heeft hier niets beantwoord. Dat is onbekend, geen nul."


def test_the_difference_between_partners_is_told_in_steps() -> None:
    said = presenter.conditions_said(conditions(BOTH, [BOTH]), "nl")
    assert said[0] == "Kennis: UWV is 2 stappen positiever dan de gemeente."
    assert said[1].startswith("Flexibiliteit: het verschil tussen de partners is onbekend.")
    assert said[2] == "Vertrouwen: UWV en gemeente geven dezelfde score."


def test_channels_that_are_open_leave_a_range() -> None:
    uwv, gemeente = presenter.channels_said(channels(BOTH), "nl")
    # 4/4 + 2/4 + 1/4 + 0.
    assert uwv.startswith("UWV: 1,75 van de 4 kanalen")
    # 3/4, and at most the three open ones in full with it.
    assert "minstens 0,75 en hoogstens 3,75" in gemeente


def test_the_balance_names_both_sides_with_how_many_answers() -> None:
    uwv, gemeente = presenter.balances_said(balances(BOTH), "nl")
    helps = sum(mark == 4 for mark in FACTORS.values())
    assert f"wat helpt krijgt gemiddeld 4,0 (van {helps} antwoorden)" in uwv
    assert f"wat hindert 1,0 (van {len(FACTORS) - helps})" in uwv
    assert uwv.endswith("De balans slaat door naar wat helpt.")
    assert gemeente.startswith("Gemeente: de balans is onbekend.")


def test_what_helps_goes_left_and_no_answer_is_no_bar() -> None:
    rows = presenter.factor_rows(BOTH, "nl")
    chart = charts.balance(
        rows, parties=["UWV", "gemeente"], top=4, sides=("helpt", "hindert"), alt="zin",
        mode="light", language="nl",
    )  # fmt: skip
    mine = chart.data[chart.data["party"] == "UWV"]
    assert set(mine[mine["helps"]]["at"]) == {-4.0}
    assert set(mine[~mine["helps"]]["at"]) == {1.0}
    partner = chart.data[chart.data["party"] == "gemeente"]
    assert partner["at"].isna().all()
    assert set(partner["note"]) == {"leeg"}


def test_the_table_tells_answers_in_words_with_their_explanation() -> None:
    answers = _answers(scores("uwv", {"kennis": 3}, toelichting="samen <b>getraind</b>"))
    drawn = presenter.items_html(answers, "powell", "nl")
    assert "3, grotendeels" in drawn
    assert "UWV: samen &lt;b&gt;getraind&lt;/b&gt;" in drawn
    assert "begrip=onderdeel.kennis" in drawn
    assert drawn.count('scope="row"') == 3
    # Without explanations there is no empty column for them.
    assert "Toelichting" in drawn
    assert "Toelichting" not in presenter.items_html(BOTH, "powell", "nl")


def test_the_table_of_factors_says_what_helps_and_what_hinders() -> None:
    drawn = presenter.factors_html(BOTH, "nl")
    counted = [drawn.count(f"<td>{way}</td>") for way in ("helpt", "hindert")]
    helps = sum(item.direction == "helps" for item in load_scan().of("factoren"))
    assert counted == [helps, len(FACTORS) - helps]


def test_a_principle_stands_beside_what_is_counted() -> None:
    measured = {
        "gezamenlijke_diagnose": Figure(0.2, 0.11, 0.33, n=50, method="indicators.method_mid_p")
    }
    drawn = presenter.principles_html(principles_of(BOTH, measured), BOTH, "nl")
    assert "20,0% (11,0% tot 33,0%; n = 50)" in drawn
    assert "indicator=duo_of_team" in drawn
    # Of the others there is said why nothing is counted.
    assert drawn.count("n = ") == 1


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_charts_are_plain_data_and_tell_parties_apart_by_shape_too(mode: Any) -> None:
    rows = presenter.mark_rows(BOTH, "powell", "nl")
    words: dict[str, Any] = {"ticks": range(5), "alt": "zin", "mode": mode, "language": "nl"}
    chart = charts.marks(rows, parties=["UWV", "gemeente"], **words)
    assert json.loads(json.dumps(chart.spec)) == chart.spec
    assert chart.spec["config"]["text"]["color"] == INK[mode]
    encoding = chart.spec["layer"][3]["encoding"]
    for channel in ("color", "shape"):
        assert len(set(encoding[channel]["scale"]["range"])) == 2
    values = rows.set_index(["label", "party"])["value"]
    assert values["Kennis", "UWV"] == 3
    assert math.isnan(values["Flexibiliteit", "UWV"])


def test_the_course_holds_the_scans_there_are() -> None:
    (found, *_) = conditions(BOTH, [BOTH])
    rows = presenter.course_rows(found, "nl")
    assert rows.to_dict("records") == [
        {"kwartaal": "2009K1", "party": "UWV", "value": 3.0},
        {"kwartaal": "2009K1", "party": "gemeente", "value": 1.0},
    ]
    assert presenter.course_said(found, "nl") == (
        "UWV gaf eerst 3 en laatst 3. Gemeente gaf eerst 1 en laatst 1."
    )


def test_without_a_scan_that_is_said() -> None:
    for language in LANGUAGES:
        assert "0" not in presenter.scan_said(_answers(), language)
    assert "UWV over 2009K1" in presenter.scan_said(BOTH, "nl")
