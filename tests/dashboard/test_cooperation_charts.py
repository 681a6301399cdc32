"""What answers about cooperation draw, and the page that draws it without and with a scan."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ketenkpi.answer import Picture
from ketenkpi.charts import ChartStyle, Mode, drawing
from ketenkpi.charts.theme import INK
from ketenkpi.cooperation import answers_of, balances, conditions, degrees, position, timeline
from ketenkpi.cooperation.answers import integration, register, views
from ketenkpi.research_model import load_scan
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import reading
from ketenkpi.vocabulary import Quarter
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import LAST, NOORD, csv
from tests.unit.cooperation.scan_rows import QUARTER, STAD, scores

PAGE = "samenwerking"
CRITERION = [item.key for item in load_scan().of("criteria")]
HEAD = "werkplein;kwartaal;invuller;onderdeel;score"
FACTORS = {item.key: 4 if item.direction == "helps" else 1 for item in load_scan().of("factoren")}
GIVEN = answers_of(
    [
        *scores("uwv", FACTORS | dict.fromkeys(CRITERION, 4) | {"kennis": 3}),
        *scores("gemeente", {"kennis": 1} | dict.fromkeys(CRITERION[1:], 0)),
    ],
    STAD,
    QUARTER,
)
REGISTER = timeline(
    [
        {
            "werkplein": STAD, "doelgroep": "jongere", "fase": "2", "vanaf": date(2009, 1, 1),
            "tot": None, "bewijs": None, "akkoord_uwv": None, "akkoord_gemeente": None,
        }
    ],
    date(2009, 3, 31),
)  # fmt: skip


def _pictures() -> list[Picture]:
    found, when = degrees(GIVEN), Quarter.from_index(QUARTER)
    every = [
        integration.position(STAD, position(found), found),
        integration.parts(found, "criteria", found, when),
        views.factors(GIVEN, balances(GIVEN)),
        views.conditions_course(conditions(GIVEN, [GIVEN])),
        register(REGISTER, ["jongere"], ["Dorp", STAD], when, STAD),
    ]
    return [each.pictures[0] for each in every]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_charts_are_plain_data_in_the_colours_of_the_theme(mode: Mode) -> None:
    kinds = [picture.kind for picture in _pictures()]
    assert kinds == ["strategies", "marks", "balance", "scans", "swimlanes"]
    with reading("nl"):
        for picture in _pictures():
            drawn = drawing(picture, mode)
            spec = drawn.spec(ChartStyle(mode))
            assert json.loads(json.dumps(spec)) == spec
            assert spec["config"]["text"]["color"] == INK[mode]
            assert drawn.alt_text.endswith(".")


def test_parties_are_told_apart_by_shape_too_and_the_scan_before_is_hollow() -> None:
    with reading("nl"):
        drawn = drawing(_pictures()[1], "light")
    hollow, full = drawn.spec(ChartStyle())["layer"][2:4]
    assert drawn.told["parties"] == ["UWV", "gemeente"]
    for channel in ("color", "shape"):
        assert len(set(full["encoding"][channel]["scale"]["range"])) == 3
    assert (hollow["mark"]["filled"], full["mark"]["filled"]) == (False, True)
    data = drawn.rows.set_index(["label", "party"])
    assert data.loc[("Formaliteit van regels", "UWV"), "before"] == 100
    assert data["value"].isna().tolist().count(True) == 1


def test_what_helps_goes_left_and_no_answer_is_no_bar() -> None:
    with reading("nl"):
        drawn = drawing(_pictures()[2], "light")
    mine = drawn.rows[drawn.rows["party"] == "UWV"]
    assert set(mine[mine["helps"]]["at"]) == {-4.0}
    assert set(mine[~mine["helps"]]["at"]) == {1.0}
    partner = drawn.rows[drawn.rows["party"] == "gemeente"]
    assert partner["at"].isna().all()
    assert set(partner["note"]) == {"leeg"}
    assert drawn.spec(ChartStyle())["title"]["text"] == "← helpt   |   hindert →"


def test_lanes_stand_in_the_order_given_and_a_phase_has_its_code() -> None:
    with reading("nl"):
        drawn = drawing(_pictures()[4], "dark")
    assert drawn.told == {"places": ["Dorp", STAD], "subject": STAD, "chosen": "2009-03-31"}
    assert any(
        layer["mark"]["type"] == "text" and layer["encoding"]["text"]["field"] == "phase"
        for layer in drawn.spec(ChartStyle())["layer"]
    )


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
