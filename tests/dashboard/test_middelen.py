"""The page on resources: what it says, what it refuses, and that a link shows the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pages import path
from ketenkpi.answer import Section
from ketenkpi.charts import ChartStyle, drawing
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from ketenkpi.surfaces.reader import reading
from ketenkpi.surfaces.written import in_words
from ketenkpi.wording import LANGUAGES, Language
from tests.dashboard.conftest import MAIN
from tests.dashboard.said import said
from tests.dashboard.working import at
from tests.unit.resources.sections import MOVE, every_section
from tests.unit.store.resources_files import filled

pytestmark = pytest.mark.slow

PAGE = "middelen"
Opened = Callable[..., AppTest]


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an installation with resources, made once; nothing here writes."""
    home = tmp_path_factory.mktemp("middelen") / "home"
    store = open_store(Settings.load(home))
    filled(store)
    store.close()
    return home


@pytest.fixture
def opened(stocked: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    monkeypatch.setenv("KETENKPI_HOME", str(stocked))

    def open_page(**address: str) -> AppTest:
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        at(app, PAGE).run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    return open_page


def charts(app: AppTest) -> int:
    return len(app.get("vega_lite_chart"))


def test_money_in_words_beside_the_ten_of_the_paper(opened: Opened) -> None:
    app = opened(onderwerp="geld", periode="2009K2")
    words = said(app)
    assert "UWV begrootte € 1.450 en besteedde € 1.330, € 120 minder dan begroot." in words
    assert "10,0 keer dat van UWV (€ 1.500 tegenover € 150)" in words
    assert "ongeveer de 10 keer uit het onderzoek" in words
    assert "Per uitkering en kwartaal is het 10,8 keer (€ 50,00 tegenover € 4,62)." in words
    # Joint is the 1,200 of the gemeente at A; B did not say what it spent.
    assert "Van de uitgaven aan re-integratie doen de partners 93,8% samen" in words
    assert "Dat is geen nul." in words
    assert charts(app) == 3


@pytest.mark.parametrize(
    ("subject", "pictures", "told"),
    [
        ("mensen", 3, "At UWV the caseload is highest at diagnosis: 7 cases per fte"),
        ("opbrengst", 1, "Neither partner stated hours of double registration"),
        (
            "verdelen",
            1,
            "5.00 fte divided by the key running benefits, over this many Werkpleinen: 2.",
        ),
        ("wat_als", 0, "Nothing was moved yet."),
    ],
)
def test_every_subject_speaks_english_too(
    opened: Opened, subject: str, pictures: int, told: str
) -> None:
    app = opened(onderwerp=subject, periode="2009K2", taal="en")
    assert told in said(app)
    assert charts(app) == pictures


def test_effort_beside_result_claims_no_cause(opened: Opened) -> None:
    words = said(opened(onderwerp="mensen", periode="2009K2"))
    assert "Aandeel van UWV: 70,0% van de fte" in words
    assert "Dit is een vergelijking en geen bewezen effect." in words
    assert "zegt dus niet wie beter werkt" in words


def test_a_rate_gives_a_cost_and_a_wrong_one_is_refused(opened: Opened) -> None:
    app = opened(onderwerp="opbrengst", periode="2009K2", tarief="veel")
    assert "Er staat 'veel'." in said(app)
    app.text_input(key="tarief").set_value("40").run()
    assert "Er staat" not in said(app)
    assert app.query_params["tarief"] == "40"


def test_a_move_by_the_form_stands_in_the_address(opened: Opened) -> None:
    app = opened(onderwerp="wat_als", periode="2009K2")
    app.text_input(key="verplaats_bedrag").set_value("0,5")
    app.selectbox(key="van_taak").set_value("diagnose")
    app.selectbox(key="naar_werkplein").set_value("B")
    app.selectbox(key="naar_taak").set_value("diagnose")
    app.button(key="FormSubmitter:verplaatsing-Verplaatsen").click().run()
    assert not app.exception
    assert app.query_params["scenario"] == MOVE
    words = said(app)
    assert "Som van alle plekken in fte: eerst 5,00 fte, daarna 5,00 fte." in words
    # A: 22 cases of 4 hours, and 2 fte of 350 hours.
    assert "+787" in words
    assert "+612" in words
    again = said(opened(onderwerp="wat_als", periode="2009K2", scenario=MOVE))
    assert again == words
    app.button(key=next(b.key for b in app.button if b.label.startswith("Laatste"))).click().run()
    assert "scenario" not in app.query_params
    assert "Er is nog niets verplaatst." in said(app)


def test_a_move_that_cannot_be_made_changes_nothing(opened: Opened) -> None:
    app = opened(onderwerp="wat_als", periode="2009K2", scenario=MOVE)
    app.text_input(key="verplaats_bedrag").set_value("99")
    app.selectbox(key="van_taak").set_value("diagnose")
    app.selectbox(key="naar_partner").set_value("gemeente")
    app.selectbox(key="naar_taak").set_value("diagnose")
    app.button(key="FormSubmitter:verplaatsing-Verplaatsen").click().run()
    assert "Bij A/uwv/diagnose is er 2 fte. Daar kan geen 99 fte vanaf." in said(app)
    assert app.query_params["scenario"] == MOVE


@pytest.mark.parametrize(
    ("scenario", "told"),
    [
        ("fte 1 Elders/uwv/diagnose > A/uwv/diagnose", "is er niet in deze keuze"),
        ("fte -1 A/uwv/diagnose > B/uwv/diagnose", "Draai de richting om"),
        ("<script>", "Dit is geen verplaatsing"),
    ],
)
def test_a_link_that_cannot_be_worked_out_says_why(
    opened: Opened, scenario: str, told: str
) -> None:
    app = opened(onderwerp="wat_als", periode="2009K2", scenario=scenario)
    assert told in said(app)
    app.button(key=next(b.key for b in app.button if b.label == "Opnieuw beginnen")).click().run()
    assert "Er is nog niets verplaatst." in said(app)


def test_dividing_by_an_own_key_of_the_region(opened: Opened) -> None:
    region = {"onderwerp": "verdelen", "periode": "2009K2", "plek": "regio:Middenland"}
    app = opened(**region, sleutel="bestuur", verdeel="4")
    words = said(app)
    assert (
        "4,00 fte verdeeld met de sleutel eigen sleutel: bestuur, over zoveel Werkpleinen: 2."
        in words
    )
    assert "De delen zijn samen precies 4,00 fte." in words
    assert "ontbreekt: B" in said(opened(**region, sleutel="half"))
    assert "Er staat 'x'" in said(opened(**region, sleutel="caseload", verdeel="x"))
    alone = said(opened(onderwerp="verdelen", periode="2009K2", plek="A"))
    assert "Kies hierboven een regio" in alone


def test_nothing_delivered_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "leeg"))
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    app.switch_page(path(PAGE)).run()
    assert "Lever eerst een bestand aan" in said(app)


@pytest.fixture(scope="module")
def sections(stocked: Path) -> list[Section]:
    store = open_store(Settings.load(stocked))
    made = every_section(store)
    store.close()
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_says_its_finding_and_draws_its_own_columns(
    sections: list[Section], language: Language
) -> None:
    with reading(language):
        for each in sections:
            for picture in each.pictures:
                drawn = drawing(picture, "light")
                assert in_words(each.finding) in drawn.alt_text
                fields = {
                    channel["field"]
                    for layer in drawn.spec(ChartStyle())["layer"]
                    for channel in layer.get("encoding", {}).values()
                    if "field" in channel
                }
                assert fields <= set(drawn.rows.columns)
                assert drawn.rows["text"].str.len().min() > 3
