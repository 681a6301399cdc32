"""What answers about cooperation draw, and the page that draws it without and with a scan."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dashboard.charts.pictured import pictured
from dashboard.theme import INK, Mode
from ketenkpi.answer import Picture
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
            chart = pictured(picture, mode)
            assert json.loads(json.dumps(chart.spec)) == chart.spec
            assert chart.spec["config"]["text"]["color"] == INK[mode]
            assert chart.alt.endswith(".")


def test_parties_are_told_apart_by_shape_too_and_the_scan_before_is_hollow() -> None:
    with reading("nl"):
        chart = pictured(_pictures()[1], "light")
    for channel in ("color", "shape"):
        assert len(set(chart.spec["layer"][3]["encoding"][channel]["scale"]["range"])) == 2
    hollow, full = chart.spec["layer"][2]["mark"], chart.spec["layer"][3]["mark"]
    assert (hollow["filled"], full["filled"]) == (False, True)
    data = chart.data.set_index(["label", "party"])
    assert data.loc[("Formaliteit van regels", "UWV"), "before"] == 100
    assert data["value"].isna().tolist().count(True) == 1


def test_what_helps_goes_left_and_no_answer_is_no_bar() -> None:
    with reading("nl"):
        chart = pictured(_pictures()[2], "light")
    mine = chart.data[chart.data["party"] == "UWV"]
    assert set(mine[mine["helps"]]["at"]) == {-4.0}
    assert set(mine[~mine["helps"]]["at"]) == {1.0}
    partner = chart.data[chart.data["party"] == "gemeente"]
    assert partner["at"].isna().all()
    assert set(partner["note"]) == {"leeg"}
    assert chart.spec["title"]["text"] == "← helpt   |   hindert →"


def test_lanes_stand_in_the_order_given_and_a_phase_has_its_code() -> None:
    with reading("nl"):
        chart = pictured(_pictures()[4], "dark")
    y = chart.spec["encoding"]["y"]
    assert y["scale"]["domain"] == ["Dorp", STAD]
    assert any(
        layer["mark"]["type"] == "text" and layer["encoding"]["text"]["field"] == "phase"
        for layer in chart.spec["layer"]
    )
    assert "2009-03-31" in json.dumps(chart.spec)


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
