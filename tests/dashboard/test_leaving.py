"""M6 and R8: whether the young and those nearest to work leave sooner, on page Instroom."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from ketenkpi.overview import LeavingByGroup, answers, leaving_of
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import in_words, reading
from tests.dashboard.conftest import Opened
from tests.dashboard.leaving_files import HERE, LAST, installed
from tests.dashboard.said import said

pytestmark = pytest.mark.slow
PAGE = "instroom_uitstroom"
RANGE = range(LAST.index - 3, LAST.index + 1)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the installation with target groups, made once."""
    home = tmp_path_factory.mktemp("groups") / "home"
    installed(home).close()
    return home


def _found(store: Store, scheme: str | None = None) -> LeavingByGroup:
    asked = (store.source, "werkplein", HERE, Scope.everything())
    return leaving_of(*asked, quarters=RANGE, quarter=LAST.index, scheme=scheme)


def _drawn(app: AppTest) -> list[pd.DataFrame]:
    """The rows of the pictures of the page that are curves."""
    frames = [chart.proto.data for chart in app.get("vega_lite_chart")]
    assert frames, "no picture on the page"
    return frames


def test_m6_the_curves_say_who_leaves_sooner(opened: Opened, store: Store) -> None:
    app = opened(PAGE, plek=HERE, kwartaal=str(LAST))
    words, found = said(app), _found(store)
    with reading("nl"):
        for section in (answers.stays_section(found), answers.to_work_section(found)):
            assert in_words(section.finding) in words
    assert "minder dan bij grote afstand" in words
    assert "kan toeval zijn" in words
    assert len(_drawn(app)) == 2


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_the_words_of_the_curves_are_there_in_both_languages(opened: Opened, taal: str) -> None:
    words = said(opened(PAGE, plek=HERE, kwartaal=str(LAST), taal=taal))
    asked = {"nl": "Nog een uitkering, per doelgroep", "en": "Still on benefit, by target group"}
    assert asked[taal] in words
    assert "Kaplan-Meier" in words
    assert "Aalen-Johansen" in words


def test_a_reader_of_figures_sees_no_more_than_is_released_and_why(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    board = Scope.of([HERE], detail="figures")
    monkeypatch.setattr(session, "scope", lambda: board)
    app = opened(PAGE, plek=HERE, kwartaal=str(LAST))
    words = said(app)
    assert "alleen voor wie losse regels mag inzien" in words
    assert "Kaplan-Meier" not in words
    assert "na een half jaar" not in words
    # So small an installation has no share of a group that may be shown.
    assert "Van geen doelgroep is hier een cijfer vrijgegeven" in words
    where = {"kwartaal": [LAST], "werkplein": [HERE]}
    by = ("werkplein", "kwartaal", "doelgroep")
    hidden = store.figures(["aandeel_werk"], by, Scope.everything(), where)["value"].dropna()
    assert len(hidden) == 3
    for value in hidden:
        assert f"{100 * value:.1f}%".replace(".", ",") not in words


def test_one_chosen_group_stands_beside_no_other(opened: Opened) -> None:
    words = said(opened(PAGE, plek=HERE, kwartaal=str(LAST), doelgroep="jongere"))
    assert "Nog een uitkering, per doelgroep" not in words
