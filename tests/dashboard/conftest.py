"""Pages run whole, on a real store in a folder of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from tests.dashboard.small import installed
from tests.dashboard.working import WorkedPage, at

MAIN = Path(__file__).resolve().parents[2] / "dashboard" / "main.py"
Opened = Callable[..., AppTest]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the small installation, made once; tests that write get a copy."""
    home = tmp_path_factory.mktemp("small") / "home"
    installed(home).close()
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small installation, and the one the pages open."""
    copy = tmp_path / "home"
    shutil.copytree(filled, copy)
    monkeypatch.setenv("KETENKPI_HOME", str(copy))
    return copy


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """The store behind the pages."""
    opened = open_store(Settings.load(home))
    yield opened
    opened.close()


@pytest.fixture
def opened(store: Store) -> Opened:
    """Open a page with what stands in its address: `opened("gegevens", taal="en")`.

    What it asks of a worker is done at once.
    """

    def open_page(page: str | None = None, **address: str) -> AppTest:
        app = WorkedPage(MAIN, store)
        for name, value in address.items():
            app.query_params[name] = value
        (app if page is None else at(app, page)).run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    return open_page
