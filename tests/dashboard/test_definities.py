"""Every indicator and every column is explained on the page of definitions."""

from __future__ import annotations

import html

import pytest

from ketenkpi.contracts import load_contracts
from ketenkpi.indicators import load_indicators
from ketenkpi.settings import CONFIG
from tests.dashboard.conftest import Opened
from tests.dashboard.said import columns_told, said

pytestmark = pytest.mark.slow

PAGE = "definities"


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_every_indicator_shows_its_formula_source_and_review(opened: Opened, taal: str) -> None:
    app = opened(PAGE, taal=taal)
    for key, indicator in load_indicators().items():
        app.selectbox(key="indicator").set_value(key).run()
        words = said(app)
        assert " ".join(html.unescape(indicator.formula.in_(taal)).split()) in words
        assert indicator.source in words
        assert str(indicator.reviewed_on.year) in words


def test_the_dictionary_has_every_column(opened: Opened) -> None:
    app = opened(PAGE, contract="klachten")
    app.selectbox(key="contract").set_value("trajecten").run()
    assert columns_told(app) == [column.name for column in load_contracts()["trajecten"].columns]


def test_the_sum_done_by_hand_stands_below_its_definition(opened: Opened) -> None:
    app = opened(PAGE)
    app.selectbox(key="indicator").set_value("herinstroom").run()
    words = said(app)
    assert [each.label for each in app.expander] == ["Reken mee"]
    assert "182 dagen: A en D = 2 van 10 = 0,2." in words


def test_an_own_indicator_is_marked_and_a_cohort_is_told_from_a_period(opened, home) -> None:
    own = (CONFIG / "indicators" / "uitstroom.yaml").read_text(encoding="utf-8")
    own = own.replace("key: uitstroom\n", "key: eigen_uitstroom\n")
    own = own.replace("nl: Uitstroom\n", "nl: Onze uitstroom\n", 1)
    (home / "indicators").mkdir()
    (home / "indicators" / "eigen_uitstroom.yaml").write_text(own, encoding="utf-8")
    app = opened(PAGE)
    app.selectbox(key="indicator").set_value("eigen_uitstroom").run()
    assert app.header[0].value == "Onze uitstroom (eigen)"
    assert "(periode)" in said(app)
    app.selectbox(key="indicator").set_value("uitkeringsduur").run()
    assert "(cohort)" in said(app)
    assert app.header[0].value == "Uitkeringsduur (mediaan)"


def test_what_may_not_stand_alone_names_its_companions(opened: Opened) -> None:
    app = opened(PAGE)
    app.selectbox(key="indicator").set_value("preventiequote").run()
    words = " ".join(said(app).split())
    assert "Altijd te lezen met Herhaalde melding en Besluit zonder uitkering" in words


def test_a_figure_names_the_rules_it_measures(opened: Opened) -> None:
    app = opened(PAGE)
    app.selectbox(key="indicator").set_value("besluit_op_tijd").run()
    assert "Besluit op een bijstandsaanvraag binnen 8 weken (Algemene wet bestuursrecht, 4:13)" in (
        said(app)
    )


def test_a_link_opens_the_concept_and_another_can_be_chosen(opened: Opened) -> None:
    app = opened(PAGE, begrip="relatie.reciprociteit")
    assert app.header[0].value == "reciprociteit"
    assert "De taken hangen van elkaar af" in said(app)
    app.selectbox(key="begrip").set_value("fase.2").run()
    assert app.header[0].value == "2 = Duo's"
    assert app.query_params["begrip"] == "fase.2"
    # Only what stands on the page stands in its address.
    assert "indicator" not in app.query_params


def test_which_definitions_wait_for_people_stands_in_a_tab(opened: Opened) -> None:
    app = opened(PAGE, nakijken="alle")
    words = said(app)
    assert f"van de {len(load_indicators())} definities" in words
    assert load_indicators()["herinstroom"].name.nl in words
