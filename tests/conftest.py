"""What every test may ask for: a home of its own, and a real database of both kinds.

A test asks for `settings` and runs twice, on SQLite and on PostgreSQL. The
PostgreSQL server is started once per run, on loopback, in a temporary folder,
and stopped by its process id at the end.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabularies import load as installation
from tests.postgres import Server

_numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Not even a test that forgets to say where it stores touches what this computer holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENKPI_HOME", str(tmp_path_factory.mktemp("home")))
        patch.delenv("KETENKPI_DATABASE_URL", raising=False)
        yield


@pytest.fixture(autouse=True)
def _installation_of_the_test() -> Iterator[None]:
    """The own words and profiles of an installation a test opened are not those of the next."""
    before = [*installation._home]
    yield
    installation._home[:] = before


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running PostgreSQL server with no databases of ours yet."""
    with Server.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'catalogue.db').as_posix()}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_database(f"test_{os.getpid()}_{next(_numbers)}")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a new, empty installation, once per kind of database."""
    return Settings.load(home=tmp_path / "home", database_url=database_url)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An open store, once per kind of database."""
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Store]:
    """An open store on SQLite, where only rows and files matter."""
    url = f"sqlite:///{(tmp_path / 'catalogue.db').as_posix()}"
    opened = open_store(Settings.load(home=tmp_path / "home", database_url=url))
    yield opened
    opened.close()
