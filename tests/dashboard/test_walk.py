"""The first walk: shown while nothing is one's own, ticked by what was done, put away and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.pickers import Choice
from dashboard.components.walk import WalkState, steps
from dashboard.words import WORDS
from ketenkpi.overview import EVERY_CASE, EXAMPLE
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import LAST, NOORD, csv, spells

pytestmark = pytest.mark.slow
ALL = Scope.everything()
TITLE = WORDS.say("rondleiding.title", "nl")
CHOICE = Choice(NOORD, LAST.index, EVERY_CASE)


def _walk(app: AppTest) -> str:
    """What the walk says; '' where it is not there."""
    return next((each.value for each in app.html if "kk-walk" in each.value), "")


def _done(app: AppTest) -> int:
    return _walk(app).count("✓")


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An installation that holds invented data only."""
    home = tmp_path / "example"
    monkeypatch.setenv("KETENKPI_HOME", str(home))
    store = open_store(Settings.load(home))
    store.upload(
        csv(spells(NOORD, 60, seed=3)), "trajecten", by=EXAMPLE, organisation="samen",
        quarter=LAST, filename="trajecten.csv", answers={"werkplein": "nieuw"}, scope=ALL,
    )  # fmt: skip
    return store


def test_an_empty_installation_begins_with_a_file(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "empty"))
    app = opened()
    assert f"{TITLE} 0 van 5 gedaan" in " ".join(said(app).split())
    # Nothing but the first step can be done yet.
    assert _walk(app).count("href") == 2
    assert 'href="./gegevens"' in _walk(app)


def test_in_the_example_each_step_is_ticked_when_it_was_done(
    opened: Opened, example: Store
) -> None:
    assert _done(opened(plek="alle")) == 0
    assert _done(opened(plek=NOORD)) == 1
    seen = opened(plek=NOORD, signaal="ja")
    assert _done(seen) == 2
    assert "signaal" not in seen.query_params
    example.annotate(NOORD, LAST, "Verhuisd.", by="anna", scope=ALL)
    assert _done(opened(plek=NOORD)) == 2
    own = csv(spells("West", 40, seed=5))
    example.upload(
        own, "trajecten", by="anna", organisation="samen", quarter=LAST,
        filename="west.csv", answers={"werkplein": "nieuw"}, scope=ALL,
    )  # fmt: skip
    # Whoever has files of their own sees it only when asked for.
    assert _walk(opened(plek=NOORD)) == ""
    assert _done(opened(plek=NOORD, rondleiding="aan")) == 3


def test_it_is_put_away_and_stays_away_on_the_next_click(opened: Opened, example: Store) -> None:
    app = opened(plek=NOORD, rondleiding="uit")
    assert _walk(app) == ""
    assert "rondleiding" not in app.query_params
    assert _walk(app.run()) == ""
    assert example.version > 0


def test_over_brings_it_back(opened: Opened) -> None:
    assert 'href="./?rondleiding=aan"' in "".join(each.value for each in opened("over").html)
    # The small installation has files of its own.
    assert _walk(opened()) == ""
    assert TITLE in _walk(opened(rondleiding="aan"))


def test_a_signal_leads_to_its_course_and_without_one_to_the_board() -> None:
    nothing = WalkState(delivered=False, agreed=False, noted=False)
    for signal, ending in (("stand", "&indicator=stand&signaal=ja"), (None, "./werkpleinen")):
        found = {each.key: each for each in steps(nothing, CHOICE, signal, chosen=True, seen=False)}
        assert str(found["signal"].address).endswith(ending)
    assert [each.done for each in found.values()] == [False, True, False, False, False]


def test_a_signal_that_was_opened_is_ticked() -> None:
    done = WalkState(delivered=True, agreed=True, noted=True)
    found = steps(done, CHOICE, "stand", chosen=True, seen=True)
    assert all(each.done for each in found)
    assert len(found) == 5
