"""An open store: `store` on both databases, `local` on SQLite where only rows and files matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{(tmp_path / 'catalogue.db').as_posix()}"
    opened = open_store(Settings.load(home=tmp_path / "home", database_url=url))
    yield opened
    opened.close()
