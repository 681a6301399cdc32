"""The page Fase en resultaat: R3, is each Werkplein's phase in step with its result."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.programme import BoxMeasure, load_theory
from ketenkpi.programme.answers import by_phase
from ketenkpi.scope import Scope
from tests.dashboard.conftest import Opened
from tests.dashboard.programme_files import LAST, TO_WORK, installed
from tests.dashboard.said import said

pytestmark = pytest.mark.slow

PAGE = "fase_en_resultaat"
WORK = BoxMeasure("aandeel_werk", None, "higher")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the installation with goals and phases, made once."""
    home = tmp_path_factory.mktemp("phase-result") / "home"
    installed(home).close()
    return home


def test_every_werkplein_is_a_dot_in_its_own_phase(store) -> None:
    (line,) = store.result_by_phase(Scope.everything(), WORK, LAST).lines.values()
    found = {each.werkplein: (each.phase, each.figure.value) for each in line.places}
    names = list(TO_WORK)
    assert found == {
        place: ("1" if names.index(place) < 3 else "3a", to_work / 100)
        for place, to_work in TO_WORK.items()
    }
    assert line.middle("1", 3) == 0.32
    assert line.middle("1", 4) is None
    (_, section) = by_phase(store.result_by_phase(Scope.everything(), WORK, LAST), "Cel")
    (picture,) = section.pictures
    dots = {row["name"]: row["value"] for row in picture.rows if row["role"] == "subject"}
    assert dots == {"Cel": 0.34}


def test_who_sees_one_werkplein_gets_that_one(store) -> None:
    found = store.result_by_phase(Scope(frozenset({"Dal"})), WORK, LAST)
    (line,) = found.lines.values()
    assert [each.werkplein for each in line.places] == ["Dal"]


def test_the_page_says_what_the_phases_allow_and_that_it_is_no_effect(opened: Opened) -> None:
    for language, told in (("nl", "zoals de theorie verwacht"), ("en", "as the theory expects")):
        app = opened(PAGE, kwartaal="2009K2", plek="Cel", taal=language)
        words = said(app)
        assert told in words
        assert load_theory().caution.in_(language) in words
        assert len(app.get("vega_lite_chart")) == 1
    first, last = (
        sum(part) / 300 for part in (list(TO_WORK.values())[:3], list(TO_WORK.values())[3:])
    )
    for share in (first, last):
        assert f"{100 * share:.1f}%" in words


def test_a_group_without_phases_says_which_file_lacks(opened: Opened) -> None:
    app = opened(PAGE, kwartaal="2009K2", doelgroep="jongere")
    assert "Lever het bestand Fasen aan." in said(app)
