"""The page Vergelijken says what the comparison says, and never more."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.words import WORDS
from ketenkpi.answer import Measured, Section
from ketenkpi.comparison import Comparison, answers
from ketenkpi.figure import figure_of
from ketenkpi.indicators import load_indicators
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.surfaces.written import MISSING
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import say as library_say
from tests.dashboard.conftest import MAIN
from tests.dashboard.network import LOW, PLACES, TINY, installed
from tests.dashboard.said import said
from tests.dashboard.working import at
from tests.unit.surfaces.same import Cells
from tests.unit.surfaces.told import told

pytestmark = pytest.mark.slow

PAGE = "vergelijken"
YEAR = [Quarter(2009, number) for number in (1, 2, 3, 4)]
EVERYTHING = Scope.everything()
Opened = Callable[..., AppTest]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("network") / "home"
    installed(home).close()
    return home


@pytest.fixture
def store(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store behind the page; a copy, because groups are saved in it."""
    shutil.copytree(made, tmp_path / "home")
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    return open_store(Settings.load())


@pytest.fixture
def opened(store: Store) -> Opened:
    def open_page(**address: str) -> AppTest:
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        at(app, PAGE).run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    return open_page


def _compared(store: Store, subject: str, key: str = "aandeel_werk", **more) -> Comparison:
    peers = store.peer_group("alle", subject, EVERYTHING)
    return store.compare(key, quarters=YEAR, peers=peers, scope=EVERYTHING, **more)


def _tab(app: AppTest, name: str, language: str = "nl") -> AppTest:
    app.session_state["beeld"] = WORDS.say(f"vergelijken.tab_{name}", language)
    return app.run()


def _heads(app: AppTest) -> list[str]:
    """The head of each figure on the page."""
    found = (re.search(r'<h2 class="kk-head">(.*?) <small>', each.value) for each in app.html)
    return [html.unescape(each[1]) for each in found if each]


def test_the_answer_is_what_the_comparison_found(opened: Opened, store: Store) -> None:
    words = said(opened(plek=LOW))
    found = _compared(store, LOW)
    assert found.difference is not None
    assert found.difference.verdict == "lower"
    assert told(found.findings[0]) in words
    assert library_say("comparison.usual_998", "nl", place=LOW) in words
    # Said of the subject once, not a second time as an outlier.
    assert words.count("Lager dan toeval en de gewone verschillen verklaren") == 0
    figure = store.figures(
        ["aandeel_werk"], (), EVERYTHING,
        {"werkplein": [LOW], "kwartaal": [quarter.index for quarter in YEAR]},
    ).iloc[0]  # fmt: skip
    seen = figure_of(figure)
    assert told(Measured(seen, "share")) in words
    assert told(Measured(seen, "share", "limits")) in words


def test_cannot_tell_is_said_when_that_is_the_truth(opened: Opened, store: Store) -> None:
    place = "Grauwdam"
    app = opened(plek=place)
    only = [name for name in PLACES if name not in (place, LOW)]
    store.save_group("Zonder Elzenburg", only, by="test", scope=EVERYTHING)
    app = opened(plek=place, groep="Zonder Elzenburg")
    gap = store.compare(
        "aandeel_werk", quarters=YEAR, scope=EVERYTHING,
        peers=store.peer_group("Zonder Elzenburg", place, EVERYTHING),
    ).difference  # fmt: skip
    assert gap is not None
    assert gap.verdict == "cannot_tell"
    assert "is niet te zeggen: toeval kan het verschil verklaren" in said(app)
    assert gap.low < 0 < gap.high
    assert "lager tot" in said(app)


def test_who_has_no_figure_is_told_why(opened: Opened) -> None:
    words = said(opened(plek=TINY))
    assert f"Van {TINY} is er geen cijfer. Te weinig waarnemingen" in words


def test_every_figure_can_be_chosen_and_none_fails(opened: Opened) -> None:
    app = opened(plek=LOW)
    # A number of people is not offered: see the last test.
    for key in sorted(set(load_indicators()) - {"personen"}):
        app.selectbox(key="indicator").set_value(key).run()
        assert not app.exception, (key, app.exception[0].stack_trace)
        if app.info:
            assert app.info[0].value == WORDS.say("vergelijken.nothing_of", "nl")
            assert load_indicators()[key].always_split
        else:
            assert _heads(app)[0].startswith(load_indicators()[key].name.nl)


def test_numbers_that_depend_on_size_are_not_compared(opened: Opened) -> None:
    app = opened(plek=LOW, indicator="instroom")
    assert "dit getal hangt vooral af van hoe groot een Werkplein is" in said(app)
    assert not app.get("vega_lite_chart")
    assert not app.tabs
    assert "Niet te vergelijken: Instroom" in app.selectbox(key="indicator").options


def test_the_spread_is_by_name_and_says_its_finding(opened: Opened, store: Store) -> None:
    (chart,) = opened(plek=LOW).get("vega_lite_chart")
    assert told(_compared(store, LOW).findings[0]) in chart.proto.alt
    assert "2009K1 tot en met 2009K4: 8 Werkpleinen op naam" in chart.proto.alt


def test_the_funnel_names_its_limits_and_who_lies_outside(opened: Opened) -> None:
    app = _tab(opened(plek="Aldermeer"), "funnel")
    (chart,) = app.get("vega_lite_chart")
    assert f"Lager dan toeval en de gewone verschillen verklaren: {LOW}." in chart.proto.alt
    words = said(app)
    assert "95%-grens" in words
    assert "99,8%-grens" in words
    assert "In een trechter staat elk Werkplein naar het aantal gevallen" in words


def test_a_funnel_without_lines_says_why(opened: Opened) -> None:
    app = _tab(opened(plek=LOW, indicator="uitkeringsduur"), "funnel")
    assert app.get("vega_lite_chart")
    assert library_say("comparison.funnel_no_curve", "nl") in said(app)


def test_a_place_in_the_order_is_always_an_interval(opened: Opened, store: Store) -> None:
    own = _compared(store, LOW).frame.set_index("werkplein").loc[LOW]
    words = said(_tab(opened(plek=LOW), "order"))
    assert own["rank_low"] == own["rank_high"] == 7
    assert f"{LOW} staat ergens van plaats 7 tot en met plaats 7, van 7." in words
    assert "Plaats 1 is het hoogste cijfer." in words


def test_when_all_places_overlap_the_order_cannot_be_told(opened: Opened, store: Store) -> None:
    others = [name for name in PLACES if name not in ("Grauwdam", LOW)]
    store.save_group("Gelijk", others, by="test", scope=EVERYTHING)
    words = said(_tab(opened(plek="Grauwdam", groep="Gelijk"), "order"))
    assert "Wie hoger of lager staat, is niet te zeggen" in words


def test_the_table_holds_every_place_by_name(opened: Opened, store: Store) -> None:
    app = _tab(opened(plek=LOW), "table")
    (table,) = (each.value for each in app.html if "<table>" in each.value)
    head, *rows = Cells(table).rows
    assert [row[0] for row in rows] == sorted(PLACES)
    frame = _compared(store, LOW).frame
    shown = [told(Measured(v, "share")) if v == v else MISSING for v in frame["value"]]
    assert [row[1].split(" (")[0] for row in rows] == shown
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_name[LOW]["Ligging"] == "onder de 99,8%-grens"
    assert by_name[TINY]["Waarom geen cijfer"].startswith("Te weinig")


def test_with_these_clients(opened: Opened, store: Store) -> None:
    app = opened(plek=LOW, correctie="groepen")
    words = said(app)
    assert library_say("comparison.adjusted_lower", "nl", place=LOW) in words
    assert "Zonder die correctie: " in words
    row = _compared(store, LOW, adjust="indirect").frame.set_index("werkplein").loc[LOW]
    assert told(Measured(row["expected"], "share")) in words
    assert library_say("comparison.spread_adjusted", "nl") in words
    assert library_say("comparison.order_adjusted", "nl") in words
    assert "Plaats in de rij" not in [tab.label for tab in app.tabs]


def test_a_model_shows_its_card(opened: Opened) -> None:
    address = {"indicator": "werk_cohort_365", "correctie": "model", "periode": "2008K1-2008K4"}
    app = _tab(opened(plek=LOW, **address), "model")
    words = said(app)
    assert "klanten die instroomden van 2008K1 tot en met 2008K4" in words
    assert "waarbij 0,5 gokken is en 1 foutloos" in words
    tables = [Cells(each.value).rows for each in app.html if "<table>" in each.value]
    used, left_out, fit, terms = ([row[0] for row in rows[1:]] for rows in tables)
    assert "Leeftijd bij instroom" in used
    assert "Personeel (fte)" in left_out
    assert len(fit) <= 10
    assert any(name.startswith("Regeling: ") for name in terms)


def test_without_a_model_there_is_no_such_tab(opened: Opened) -> None:
    assert [tab.label for tab in opened(plek=LOW).tabs] == [
        "Spreiding", "Trechter", "Plaats in de rij", "Tabel",
    ]  # fmt: skip


def test_an_own_group_is_saved_chosen_and_taken_away(opened: Opened, store: Store) -> None:
    app = opened(plek=LOW)
    app.text_input(key="groep_naam").set_value("Buren <b>")
    app.text_input(key="groep_door").set_value("Anna")
    app.multiselect(key="groep_leden").set_value(["Aldermeer", "Beukrode", LOW])
    app.button(key="FormSubmitter:eigen_groep-Groep bewaren").click().run()
    assert app.selectbox(key="groep").value == "Buren <b>"
    assert app.query_params["groep"] in ("Buren <b>", ["Buren <b>"])
    words = said(app)
    assert "Dat zijn er 2: Aldermeer, Beukrode." in words
    assert ": 2. Bij minder" in words
    assert "<b>" not in " ".join(item.value for item in app.html)
    assert [group.name for group in store.saved_groups(EVERYTHING)] == ["Buren <b>"]
    app.button(key="groep_weg_Buren <b>").click().run()
    assert app.selectbox(key="groep").value == "alle"
    assert store.saved_groups(EVERYTHING) == ()


def test_a_group_without_name_or_members_is_refused(opened: Opened, store: Store) -> None:
    app = opened(plek=LOW)
    app.button(key="FormSubmitter:eigen_groep-Groep bewaren").click().run()
    assert app.error[0].value == WORDS.say("vergelijken.own_needs", "nl")
    app.text_input(key="groep_naam").set_value("Alleen")
    app.text_input(key="groep_door").set_value("Anna")
    app.multiselect(key="groep_leden").set_value([LOW])
    app.button(key="FormSubmitter:eigen_groep-Groep bewaren").click().run()
    assert len(app.error) == 1
    assert store.saved_groups(EVERYTHING) == ()


def test_a_group_that_is_not_known_leaves_the_choice_open(opened: Opened) -> None:
    app = opened(plek=LOW, groep="regio")
    assert "geen arbeidsmarktregio bekend" in app.warning[0].value
    app.selectbox(key="groep").set_value("alle").run()
    assert not app.warning


def test_the_address_holds_the_whole_view(opened: Opened) -> None:
    app = opened(plek=LOW)
    app.selectbox(key="periode").set_value("2009K2").run()
    app.selectbox(key="regeling").set_value("WW").run()
    address = {k: v[0] if isinstance(v, list) else v for k, v in dict(app.query_params).items()}
    assert address == {
        "plek": LOW, "indicator": "aandeel_werk", "periode": "2009K2", "regeling": "WW",
        "doelgroep": "alle",
        "groep": "alle", "correctie": "geen",
    }  # fmt: skip
    assert said(opened(**address)) == said(app)


def test_names_from_files_are_text_and_nothing_else(opened: Opened) -> None:
    name = "Cedervoort <i>"
    raw = " ".join(item.value for item in opened(plek=name).html)
    assert "<i>" not in raw
    assert html.escape(name) in raw


def test_english_says_the_same_in_english(opened: Opened) -> None:
    app = opened(plek=LOW, taal="en")
    words = said(app)
    assert f"Compare  {LOW}, 2009K1 to 2009K4" in words
    assert "lies lower than this group together" in words
    assert " dan " not in words
    assert app.tabs[0].label == "Spread"


def test_without_deliveries_it_says_what_to_do(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "empty"))
    assert opened().info[0].value == WORDS.say("page.nothing_delivered", "nl")


def test_a_number_of_people_is_no_figure_to_compare(opened: Opened) -> None:
    app = opened(indicator="personen")
    (picker,) = [box for box in app.selectbox if box.key == "indicator"]
    assert load_indicators()["personen"].name.nl not in picker.options
    assert picker.value == "aandeel_werk"


def _drawn(app: AppTest) -> list[pd.DataFrame]:
    """The rows of each chart of the page, in its order."""
    return [
        pa.ipc.open_stream(each.proto.data.data).read_all().to_pandas()
        for each in app.get("vega_lite_chart")
    ]


def test_adjusted_stands_beside_counted_wherever_it_can(opened: Opened, store: Store) -> None:
    app = opened(plek=LOW)
    (rows,) = _drawn(app)
    places = rows[rows["role"].isin(["subject", "other"])].set_index("place")
    frame = _compared(store, LOW, adjust="indirect")
    known = frame.frame.set_index("werkplein")
    assert frame.reference is not None
    np.testing.assert_allclose(places["value"], known["value"])
    np.testing.assert_allclose(places["adjusted"], known["ratio"] * frame.reference)
    (line,) = rows.loc[rows["role"] == "line", "value"]
    assert line == frame.reference
    (changed,) = [each for each in _sections(store, frame) if each.key == "adjusting"]
    assert told(changed.finding) in said(app)


def _sections(store: Store, made: Comparison) -> tuple[Section, ...]:
    return answers.compared(made, store.peer_group("alle", LOW, EVERYTHING), "", "")


def test_the_group_stands_in_the_picture_with_its_interval(opened: Opened, store: Store) -> None:
    (rows,) = _drawn(opened(plek=LOW, indicator="uitkeringsduur"))
    quarter = Quarter.parse(str(opened(plek=LOW, indicator="uitkeringsduur").selectbox("periode")
                                .value).split("-")[0])  # fmt: skip
    quarters = [quarter, *(quarter + step for step in range(1, 4))]
    peers = store.peer_group("alle", LOW, EVERYTHING)
    gap = store.compare(
        "uitkeringsduur", quarters=quarters, peers=peers, scope=EVERYTHING
    ).difference
    assert gap is not None
    (group,) = rows[rows["role"] == "group"].to_dict("records")
    assert [group[name] for name in ("value", "low", "high")] == [
        gap.other.value, gap.other.low, gap.other.high,
    ]  # fmt: skip
    (line,) = rows.loc[rows["role"] == "line", "value"]
    assert line == gap.other.value


def test_where_no_model_exists_that_is_said(opened: Opened) -> None:
    app = opened(plek=LOW, indicator="uitkeringsduur")
    (rows,) = _drawn(app)
    assert rows["adjusted"].isna().all()
    assert said(app).count(library_say("comparison.adjust_impossible", "nl")) == 1


def test_several_figures_with_the_same_places_in_the_same_order(
    opened: Opened, store: Store
) -> None:
    keys = ["uitstroomquote", "uitkeringsduur", "aandeel_reden"]
    app = opened(plek=LOW, ook=",".join(keys))
    names = [load_indicators()[key].name.nl for key in ("aandeel_werk", *keys)]
    heads = _heads(app)
    assert len(heads) == 4
    assert all(head.startswith(name) for head, name in zip(heads, names, strict=True))
    there = [list(rows.loc[rows["role"] != "line", "place"]) for rows in _drawn(app)]
    assert there == [[*sorted(PLACES), "Groep samen"]] * 4
    found = store.compare(
        "uitstroomquote", quarters=YEAR, scope=EVERYTHING,
        peers=store.peer_group("alle", LOW, EVERYTHING),
    )  # fmt: skip
    assert told(found.findings[0]) in said(app)
    # What was taken away is gone from the address too.
    app.multiselect(key="ook").set_value(keys[:1]).run()
    assert app.query_params["ook"] in (keys[0], keys[:1])
    assert len(_heads(app)) == 2


def test_a_figure_below_that_nobody_knows_is_told_and_left_out(opened: Opened) -> None:
    app = opened(plek=LOW, ook="uitstroomquote,onzin,aandeel_werk")
    assert len(_heads(app)) == 2
    assert "onzin, aandeel_werk" in said(app)
    assert app.multiselect(key="ook").value == ["uitstroomquote"]
