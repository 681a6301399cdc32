"""The page Keten: what the library computes, in words, pictures and tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pages import path
from ketenkpi.chain import answers, days_in_order
from ketenkpi.concepts import CHAIN
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabulary import Quarter
from tests.dashboard.chain_files import QUICK, SLOW, STEPS, installed
from tests.dashboard.conftest import MAIN, Opened
from tests.dashboard.said import said
from tests.dashboard.small import csv

pytestmark = pytest.mark.slow

PAGE = "keten"
ALL = Scope.everything()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the installation with steps, made once."""
    home = tmp_path_factory.mktemp("steps") / "home"
    installed(home).close()
    return home


def test_it_says_what_the_library_computes(opened: Opened, store) -> None:
    words = said(opened(PAGE))
    chain = store.chain(ALL)
    assert f"klanten gingen {chain.flow.moves} keer van een stap naar de volgende" in words
    share = f"{100 * chain.flow.crossing.value:.1f}%".replace(".", ",")
    assert f"Bij {share} daarvan" in words


def test_the_slow_handover_is_named_and_explained_as_no_proven_cause(opened: Opened) -> None:
    words = said(opened(PAGE))
    row = r"\s+intake \(UWV\)\s+diagnose \(gemeente\)\s+\d+\s"
    assert re.search(re.escape(SLOW) + row, words)
    assert not re.search(QUICK + row, words)
    assert "geen bewezen oorzaak" in words


def test_m2_each_part_stands_on_one_axis_of_days_in_the_order_of_the_chain(
    opened: Opened, store
) -> None:
    words = said(opened(PAGE))
    parts = days_in_order(store.source, store.chain(ALL), ALL)
    with reading("nl"):
        assert in_words(answers.in_order(parts).finding) in words
        assert in_words(answers.cost(store.chain(ALL)).finding) in words
    assert "Hoeveel dagen elk deel duurt" in words
    assert "wettelijke termijn" in words


def test_a_handover_in_the_address_is_chosen_and_explained(opened: Opened) -> None:
    app = opened(PAGE, overdracht="intake>diagnose")
    words = said(app)
    assert "Van intake naar diagnose" in words
    assert "Van wie intake afrondde (" in words
    assert "De helft van hen begon binnen" in words
    assert app.query_params["overdracht"] == "intake>diagnose"


def test_a_handover_that_nobody_made_is_said_and_not_replaced_by_another(opened: Opened) -> None:
    words = said(opened(PAGE, overdracht="diagnose>aanbodversterking"))
    assert "Niemand ging in deze keuze van diagnose direct naar aanbodversterking" in words


@pytest.mark.parametrize("asked", ["intake", "intake>koffie", "<b>>x"])
def test_an_address_with_no_handover_shows_all_of_them(opened: Opened, asked: str) -> None:
    app = opened(PAGE, overdracht=asked)
    assert app.query_params["overdracht"] == "alle"


def test_choices_stand_in_the_address_and_narrow_the_figures(opened: Opened, store) -> None:
    app = opened(PAGE, plek=QUICK, periode="2009K1", regeling="WWB", doelgroep="jongere")
    chain = store.chain(
        ALL,
        werkplein=QUICK,
        quarters=[Quarter(2009, 1)],
        regelingen=["WWB"],
        doelgroepen=["jongere"],
    )
    assert 0 < chain.flow.moves < store.chain(ALL, werkplein=QUICK).flow.moves
    assert f"klanten gingen {chain.flow.moves} keer" in said(app)


def test_a_choice_without_steps_says_so(opened: Opened) -> None:
    assert "In deze keuze zijn geen stappen" in said(opened(PAGE, regeling="IOAZ"))


def test_too_few_is_a_reason_and_never_a_zero(opened: Opened) -> None:
    words = said(opened(PAGE, plek=QUICK, periode="2009K3", regeling="WWB"))
    assert "Dat is te weinig om een aandeel te geven" in words
    assert "Of klanten tussen organisaties langer wachten dan erbinnen, is niet te zeggen" in words
    assert "Te weinig waarnemingen" in words


def test_names_from_files_are_text_and_nothing_else(opened: Opened) -> None:
    app = opened(PAGE)
    assert not any("<i>& Co" in item.value for item in app.html)
    assert SLOW.replace("<i>", "&lt;i&gt;").split(" ")[0] in said(app)


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_every_concept_leads_to_its_definition_and_names_the_paper(
    opened: Opened, taal: str
) -> None:
    app = opened(PAGE, taal=taal)
    links = re.findall(r'href="./definities\?([^"]*)"', " ".join(item.value for item in app.html))
    for key in ("wachttijd_tussen", "warme_overdracht", "leeftijd_open_zaken"):
        assert f"indicator={key}" in links, key
    for key in CHAIN:
        assert f"begrip=keten.{key}" in links, key
    assert said(app).count("Ketensamenwerking in de praktijk (2010)") == 5


def test_without_spells_it_says_that_ends_are_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    installed(home, "stappen").close()
    monkeypatch.setenv("KETENKPI_HOME", str(home))
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    app.switch_page(path(PAGE)).run()
    assert not app.exception
    words = said(app)
    assert "Hoe trajecten eindigen, is niet bekend" in words
    assert "Welke zaken open zijn, is niet bekend" in words


def test_a_reader_of_figures_is_told_why_there_is_nothing(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import session

    monkeypatch.setattr(session, "scope", lambda: Scope.of([QUICK], detail="figures"))
    words = said(opened(PAGE))
    assert "kleine aantallen klanten" in words
    assert "overdrachten" not in words


def test_moves_that_nobody_can_see_are_said_where_partners_number_apart(
    opened: Opened, store: Store
) -> None:
    assert not opened(PAGE).warning
    for partner, rows in (
        ("uwv", ["1;Breda;intake;uwv;2009-01-05;2009-01-06;dossier;"]),
        ("Breda", ["1;Breda;diagnose;gemeente;2009-01-12;2009-01-13;geen;"]),
    ):
        stored = store.upload(
            csv(rows, STEPS), "stappen", by="test", organisation=partner,
            quarter=Quarter(2009, 1), filename="stappen.csv",
            answers={"zaaknummers": "partner"}, scope=ALL)  # fmt: skip
        assert stored.status == "stored", stored.findings
    for address in ({}, {"plek": "Breda"}):
        app = opened(PAGE, **address)
        (warning,) = app.warning
        words = warning.value.replace("\\", "")
        assert words.startswith("Breda, 2009K1: overgangen van de ene partner naar de andere zijn")
    assert "is wachten tussen hen niet te zien: Breda." in said(app)
    assert not opened(PAGE, plek=QUICK).warning
