"""The overview says what the library says, and says so when it cannot say."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest

from dashboard.words import WORDS
from ketenkpi.answer import Measured
from ketenkpi.figure import figure_of
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabulary import Quarter
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD, ZUID

pytestmark = pytest.mark.slow


def _figure(store: Store, key: str, werkplein: str, quarter: str) -> pd.Series:
    where = {"werkplein": [werkplein], "kwartaal": [Quarter.parse(quarter).index]}
    frame = store.figures([key], ("werkplein", "kwartaal"), Scope.everything(), where)
    assert len(frame) == 1
    return frame.iloc[0]


def _card(app, name: str) -> str:
    cards = [item.value for item in app.html if f"<h3>{name}" in item.value]
    assert len(cards) == 1, f"{len(cards)} cards of {name}"
    return html.unescape(cards[0])


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("instroom", "Instroom"),
        ("uitstroom_werk", "Uitstroom naar werk"),
        ("stand", "Stand (lopende uitkeringen)"),
    ],
)
def test_a_card_shows_what_the_library_computes(
    opened: Opened, store: Store, key: str, name: str
) -> None:
    app = opened(plek=NOORD, kwartaal="2009K3")
    figure = _figure(store, key, NOORD, "2009K3")
    assert figure["value"] > 0
    card = _card(app, name)
    assert f'<p class="kk-value">{figure["value"]:.0f}</p>' in card
    if pd.notna(figure["low"]):
        with reading("nl"):
            ends = in_words(Measured(figure_of(figure), figure["unit"], "limits"))
        assert ends in card


def test_the_median_stands_beside_the_biased_one(opened: Opened, store: Store) -> None:
    app = opened(plek=NOORD, kwartaal="2009K1")
    figure = _figure(store, "uitkeringsduur", NOORD, "2009K1")
    assert figure["beside"] < figure["value"]
    card = _card(app, "Uitkeringsduur")
    with reading("nl"):
        assert in_words(Measured(figure["value"], "days", "worded")) in card
    assert f"Alleen afgesloten: {figure['beside']:.0f} dagen (vertekend)" in card


def test_not_delivered_is_not_zero(opened: Opened) -> None:
    app = opened(plek=ZUID, kwartaal="2009K4")
    card = _card(app, "Instroom")
    assert "Niet geleverd: van dit Werkplein en dit kwartaal" in card
    assert '<p class="kk-value">0</p>' not in card


def test_a_total_without_one_of_them_is_no_fall(opened: Opened) -> None:
    told = said(opened(plek="alle", kwartaal="2009K4"))
    assert "niet van dezelfde Werkpleinen als het kwartaal ervoor" in told
    assert "sinds 2009K3 (niet te vergelijken: niet van dezelfde Werkpleinen)" in told
    assert "sinds 2009K3 (meer dan toeval verklaart)" not in told
    # With both in it, the quarter before is compared as ever.
    assert "vergeleken cijfers" in said(opened(plek="alle", kwartaal="2009K3"))


def test_a_total_names_who_did_not_deliver(opened: Opened) -> None:
    app = opened(plek="alle", kwartaal="2009K4")
    assert f"Voor 2009K4 leverden niet: {ZUID}." in said(app)
    assert "leverden niet" not in said(opened(plek="alle", kwartaal="2009K3"))


def test_missing_columns_give_a_reason_not_a_number(opened: Opened) -> None:
    card = _card(opened(plek=NOORD, kwartaal="2009K3"), "Herinstroom")
    assert "geen cijfer" in card
    assert "client ontbreekt" in card


def test_names_from_files_are_text_and_nothing_else(opened: Opened) -> None:
    app = opened(plek=ZUID, kwartaal="2009K3", indicator="instroom")
    raw = " ".join(item.value for item in app.html)
    assert "<b>" not in raw
    assert html.escape(ZUID) in raw


def test_the_address_holds_the_whole_view(opened: Opened) -> None:
    app = opened(plek=NOORD)
    app.selectbox(key="kwartaal").set_value("2009K2").run()
    app.selectbox(key="indicator").set_value("stand").run()
    address = dict(app.query_params)
    assert {k: v[0] if isinstance(v, list) else v for k, v in address.items()} == {
        "plek": NOORD,
        "kwartaal": "2009K2",
        "regeling": "alle",
        "doelgroep": "alle",
        "indicator": "stand",
    }
    again = opened(plek=NOORD, kwartaal="2009K2", regeling="alle", indicator="stand")
    assert said(again) == said(app)


def test_an_unknown_name_in_the_address_shows_the_first_choice(opened: Opened) -> None:
    app = opened(plek="Nergens", indicator="onzin")
    assert app.selectbox(key="plek").value == "alle"
    assert app.selectbox(key="indicator").value == "uitkeringsduur"


def test_a_card_leads_to_its_course(opened: Opened) -> None:
    app = opened(plek=NOORD, kwartaal="2009K3")
    app.button(key="toon_uitstroom").click().run()
    assert app.header[-1].value == "Uitstroom"
    assert app.selectbox(key="indicator").value == "uitstroom"


def test_the_scheme_filters_every_card(opened: Opened, store: Store) -> None:
    both = _figure(store, "instroom", NOORD, "2009K3")["value"]
    parts = 0
    for scheme in ("WW", "WWB"):
        card = _card(opened(plek=NOORD, kwartaal="2009K3", regeling=scheme), "Instroom")
        parts += int(card.split('<p class="kk-value">')[1].split("<")[0])
    assert parts == both


def test_english_says_the_same_in_english(opened: Opened) -> None:
    app = opened(plek=NOORD, kwartaal="2009K3", taal="en")
    assert "the third quarter of 2009" in said(app)
    assert "95% interval" in said(app)
    assert "kwartaal" not in said(app).lower()


def test_the_chart_has_its_finding_as_text_alternative(opened: Opened) -> None:
    app = opened(plek=NOORD, kwartaal="2009K3", indicator="uitkeringsduur")
    (chart,) = app.get("vega_lite_chart")
    # Above it stand those of the signals and of the targets.
    finding = [item.value for item in app.html if "kk-finding" in item.value][-1]
    plain = html.unescape(finding.removeprefix('<p class="kk-finding">').removesuffix("</p>"))
    assert plain in chart.proto.alt
    assert "2009K1 tot en met 2009K4" in chart.proto.alt


def test_the_table_holds_every_quarter(opened: Opened) -> None:
    app = opened(plek=NOORD, indicator="instroom")
    app.session_state["weergave"] = WORDS.say("overzicht.tab_table", "nl")
    app.run()
    (table,) = (item.value for item in app.html if "kk-numbers" in item.value)
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th><td>([^<]*)</td>', table)
    quarters = ["2009K4", "2009K3", "2009K2", "2009K1"]
    assert [name for name, _ in rows] == ["alle samen", *quarters]
    # Behind a number stand its limits.
    numbers = [int(text.split(" (")[0].replace(".", "")) for _, text in rows]
    assert numbers[0] == sum(numbers[1:]), "inflow adds over quarters"


def test_without_deliveries_it_says_what_to_do(
    opened: Opened, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "empty"))
    app = opened()
    assert app.info[0].value == WORDS.say("page.nothing_delivered", "nl")


def test_people_are_asked_of_one_werkplein_and_else_the_page_says_why(opened: Opened) -> None:
    whole = opened(indicator="personen", plek="alle")
    assert "zou dezelfde persoon dubbel tellen. Kies bovenaan een Werkplein" in " ".join(
        item.value for item in whole.info
    )
    one = opened(indicator="personen", plek=NOORD, kwartaal="2009K3")
    assert not one.info
    words = said(one)
    assert re.search(r"tussen \d+ en \d+ mensen\. Niet precies bekend", words)
    assert f"Blauw: {NOORD}. " in words
    assert "Balkje met twee einden" in words


def test_what_a_figure_is_made_of_stands_where_it_stands(opened: Opened, store: Store) -> None:
    app = opened(plek="Anderdam", indicator="uitstroom_werk")
    app.session_state["weergave"] = WORDS.say("overzicht.tab_drivers", "nl")
    app.run()
    assert "Uitstroom naar werk = Uitstroom × Aandeel uitstroom naar werk." in said(app)
    app = opened(indicator="uitkeringsduur")
    assert WORDS.say("overzicht.tab_drivers", "nl") not in [tab.label for tab in app.tabs]


def test_one_switch_turns_a_figure_from_looking_back_to_a_cohort(opened: Opened) -> None:
    app = opened(indicator="aandeel_werk")
    (switch,) = app.get("button_group")
    assert switch.value == "terugblik"
    switch.set_value("cohort").run()
    assert app.query_params["indicator"] in ("werk_cohort_365", ["werk_cohort_365"])
    (switch,) = app.get("button_group")
    assert switch.value == "cohort"
    switch.set_value("terugblik").run()
    assert app.selectbox(key="indicator").value == "aandeel_werk"
    assert not opened(indicator="instroom").get("button_group")


def test_the_target_group_filters_every_card(opened: Opened, store: Store) -> None:
    by = store.figures(["instroom"], ["werkplein", "kwartaal", "doelgroep"], Scope.everything())
    mine = by[(by["werkplein"] == NOORD) & (by["kwartaal"] == Quarter.parse("2009K3").index)]
    whole = _figure(store, "instroom", NOORD, "2009K3")["value"]
    assert mine["value"].sum() == whole
    for group, value in zip(mine["doelgroep"], mine["value"], strict=True):
        app = opened(plek=NOORD, kwartaal="2009K3", doelgroep=group)
        assert f'<p class="kk-value">{value:.0f}</p>' in _card(app, "Instroom")


def test_what_an_address_asks_and_nobody_knows_is_named(opened: Opened) -> None:
    words = said(opened(plek="Nergens"))
    assert "De link vraagt bij Plek om 'Nergens'. Dat is hier niet bekend." in words
    assert "De link vraagt" not in said(opened(plek=NOORD))


def test_the_first_screen_shows_each_step_with_its_figure_and_the_other_places(
    opened: Opened, store: Store
) -> None:
    app = opened(plek=NOORD, kwartaal="2009K4")
    (strip,) = [item.value for item in app.html if 'class="kk-chain"' in item.value]
    assert strip.count('class="kk-go"') == 6
    share = _figure(store, "aandeel_werk", NOORD, "2009K4")["value"]
    written = f"{100 * share:.1f}%".replace(".", ",")
    assert written in strip.split("Uit naar werk")[1]
    assert all('alt="' in image for image in strip.split("<img")[1:])


def test_all_together_are_not_said_to_be_elsewhere(opened: Opened) -> None:
    (whole,) = [item.value for item in opened().html if 'class="kk-chain"' in item.value]
    assert "midden van de Werkpleinen" in whole
    assert "elders" not in whole
    (one,) = [item.value for item in opened(plek=NOORD).html if 'class="kk-chain"' in item.value]
    assert "elders" in one
