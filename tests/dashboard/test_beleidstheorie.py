"""The page Beleidstheorie: figures per phase in boxes, with the warning that it proves nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ketenkpi.programme import load_theory
from ketenkpi.scope import Scope
from tests.dashboard.conftest import Opened
from tests.dashboard.programme_files import LAST, TO_WORK, installed
from tests.dashboard.said import said

pytestmark = pytest.mark.slow

PAGE = "beleidstheorie"
ASKED = {"kwartaal": "2009K2", "doelgroep": "korte_afstand"}


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the installation with goals and phases, made once."""
    home = tmp_path_factory.mktemp("theory") / "home"
    installed(home).close()
    return home


def html_of(app) -> str:
    return " ".join(item.value for item in app.html)


def test_the_warning_is_always_there(opened: Opened) -> None:
    for language in ("nl", "en"):
        words = said(opened(PAGE, **ASKED, taal=language))
        assert load_theory().caution.in_(language) in words


def test_figures_per_phase_are_summed_and_then_divided(opened: Opened, store) -> None:
    early, late = list(TO_WORK.values())[:3], list(TO_WORK.values())[3:]
    first, last = sum(early) / 300, sum(late) / 300
    found = store.theory(Scope.everything(), LAST)
    (line,) = (x for x in found.lines["uitstroom"] if x.indicator.key == "aandeel_werk")
    assert [figure.value for figure in line.figures] == [
        pytest.approx(first),
        pytest.approx(last),
    ]
    words = said(opened(PAGE, **ASKED))
    for share, phase in ((first, "1"), (last, "3a")):
        row = re.search(r"Aandeel uitstroom naar werk\s+aandeel\s(.*?)In fase", words)
        assert row, phase
        assert f"{100 * share:.1f}%".replace(".", ",") in row[1]
    assert "In fase 3a hoger dan in fase 1, zoals de theorie verwacht." in words


def test_every_box_has_its_table_and_every_figure_leads_to_its_definition(opened: Opened) -> None:
    app = opened(PAGE, **ASKED)
    page = html_of(app)
    headings = {heading.value for heading in app.header}
    for box in load_theory().boxes.values():
        assert re.search(rf"<h2>{box.column}[a-c]? {box.name.nl}</h2>", page)
        assert box.name.nl in headings
        for measure in box.measures:
            assert f'href="./definities?indicator={measure.indicator}"' in page
    # Nothing is clickable that is no link.
    assert "onclick" not in page


def test_without_phases_nothing_is_said(opened: Opened) -> None:
    words = said(opened(PAGE, kwartaal="2009K2", doelgroep="jongere"))
    assert "Van geen enkel Werkplein is de fase bekend." in words
    assert re.search(r"Niets te zeggen: (\d+)\.", words)[1] == str(len(load_theory().measures))


def test_the_choice_stands_in_the_address(opened: Opened) -> None:
    app = opened(PAGE, kwartaal="2009K2", doelgroep="jongere")
    assert app.query_params["doelgroep"] == "jongere"
    app.selectbox(key="doelgroep").set_value("korte_afstand").run()
    assert app.query_params["doelgroep"] == "korte_afstand"


def test_each_figure_is_a_small_picture_whose_text_says_what_may_be_said(opened: Opened) -> None:
    pictures = re.findall(r'<img class="kk-mini"[^>]*alt="([^"]*)"', html_of(opened(PAGE, **ASKED)))
    assert "In fase 3a hoger dan in fase 1, zoals de theorie verwacht." in pictures
    assert all(pictures)
