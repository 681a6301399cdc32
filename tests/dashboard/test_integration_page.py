"""The degree of integration as it is shown: no number without its parts, weights and doubts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import pytest

from dashboard import charts
from dashboard.views.samenwerking import integration_words as presenter
from ketenkpi.cooperation import CRITERIA, LEVELS, Answers, answers_of, degrees, position
from ketenkpi.research_model import load_integration, load_scan
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import LAST, NOORD, csv
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, agreed, scores

PAGE = "samenwerking"
CRITERION = [item.key for item in load_scan().of("criteria")]
HEAD = "werkplein;kwartaal;invuller;onderdeel;score"


def _answers(*rows: list[Row], quarter: int = QUARTER) -> Answers:
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


def test_a_total_is_told_with_the_range_of_the_weights_and_of_what_is_open() -> None:
    uwv, gemeente = presenter.of(degrees(NOW), CRITERIA)
    # 18 of 20; the lowest when only the last weighs double and the rest half:
    # (4 * 0.5 + 0.5 * 2) / (4 * 0.5 + 2) = 75, the highest 97.
    text = presenter.degree_said(uwv, "nl")
    assert "samen komen op 90 van 100" in text
    assert "75 tot 97" in text
    assert "Open scores" not in text
    text = presenter.degree_said(gemeente, "nl")
    # 1 of 16 answered; 1 of 20 at least and 5 of 20 at most.
    assert "samen komen op 6 van 100" in text
    assert "Open scores: 1." in text
    assert "tussen 5 en 25" in text


def test_the_place_on_the_line_leaves_open_what_is_not_decided() -> None:
    both = presenter.position_said(STAD, position(degrees(NOW)), "nl")
    assert "tussen 6 en 90" in both
    assert "is niet te zeggen" in both
    alone = _answers(scores("uwv", _marks(4, 4, 4, 4, 4)))
    one = presenter.position_said(STAD, position(degrees(alone)), "nl")
    assert "staat op 100" in one
    assert "Dat past bij één strategie: Corporate" in one
    none = presenter.position_said(STAD, position(degrees(_answers(scores("uwv", {})))), "nl")
    assert "is onbekend" in none


def test_every_part_stands_in_the_table_with_its_weight() -> None:
    drawn = presenter.parts_html(degrees(NOW), LEVELS, "nl")
    for key in load_integration().levels:
        assert f"begrip=niveau.{key}" in drawn
    assert drawn.count("<td>1,0</td>") == len(load_integration().levels)
    # 3 of 8 points over the four answered marks of four items with two scales.
    assert "38 (4 van 8 scores; met de open scores 19 tot 69)" in drawn
    drawn = presenter.parts_html(degrees(NOW), CRITERIA, "nl")
    assert "90 (met andere gewichten 75 tot 97)" in drawn


def test_the_profile_has_both_poles_and_the_scan_before() -> None:
    rows = presenter.part_rows(degrees(NOW), degrees(BEFORE), CRITERIA, "nl")
    first = rows.set_index(["label", "party"]).loc[("Formaliteit van regels", "UWV")]
    assert (first["value"], first["before"]) == (100, 50)
    assert (first["low"], first["high"]) == ("informele regels", "groot aantal formele regels")
    partner = rows[rows["party"] == "gemeente"]
    assert partner["before"].isna().all()
    assert math.isnan(partner["value"].iloc[-1])
    chart = charts.marks(
        rows, parties=["UWV", "gemeente"], ticks=range(0, 101, 25), alt="zin", mode="dark",
        language="nl",
    )  # fmt: skip
    assert json.loads(json.dumps(chart.spec)) == chart.spec
    hollow, full = chart.spec["layer"][2]["mark"], chart.spec["layer"][3]["mark"]
    assert (hollow["filled"], full["filled"]) == (False, True)


def test_the_scan_before_is_the_last_one_earlier() -> None:
    assert presenter.scan_before(NOW, (QUARTER - 4, QUARTER - 2, QUARTER)) == QUARTER - 2
    assert presenter.scan_before(NOW, (QUARTER,)) is None


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_strategies_fill_the_line(mode: Any) -> None:
    bands = presenter.bands("nl")
    assert bands["start"].iloc[0] == 0
    assert bands["end"].iloc[-1] == 100
    assert bands["end"].tolist()[:-1] == bands["start"].tolist()[1:]
    rows = presenter.line_rows(degrees(NOW), "nl")
    assert rows["value"].tolist() == [90.0, 6.25]
    chart = charts.strategies(
        rows, bands, parties=list(rows["party"]), alt="zin", mode=mode, language="nl"
    )
    assert json.loads(json.dumps(chart.spec)) == chart.spec


@pytest.mark.slow
@pytest.mark.parametrize("part", ["integratie", "voorwaarden"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_without_and_with_a_scan(
    opened: Opened, store: Store, part: str, language: str
) -> None:
    address = {"plek": NOORD, "kwartaal": str(LAST), "deel": part, "taal": language}
    empty = said(opened(PAGE, **address))
    assert ("geen scan ingevuld" if language == "nl" else "no scan was filled in") in empty
    items = [*CRITERION, "kennis", "vertrouwen", "een_aanspreekpunt", "gezamenlijke_huisvesting"]
    items += ["eigen_doelen", "balie"]
    rows = [f"{NOORD};{LAST};uwv;{item};{place % 5}" for place, item in enumerate(items)]
    done = store.upload(
        csv(rows, HEAD), "samenwerking", by="test", organisation="uwv", quarter=LAST,
        filename="samenwerking.csv", scope=Scope.everything())  # fmt: skip
    assert done.status == "stored"
    app = opened(PAGE, **address)
    assert len(app.get("vega_lite_chart")) >= 3
    text = said(app)
    # 0 to 4 over the five criteria: half of the line.
    expected = {
        ("integratie", "nl"): "op 50 van 100",
        ("integratie", "en"): "to 50 of 100",
        ("voorwaarden", "nl"): "UWV: van de 4 kanalen",
        ("voorwaarden", "en"): "UWV: of the 4 channels",
    }
    assert expected[part, language] in text
