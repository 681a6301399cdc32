"""No test touches what this computer really stores, not even one that forgets to say where."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests() -> Iterator[None]:
    with (
        tempfile.TemporaryDirectory(prefix="ketenkpi-test-") as home,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("KETENKPI_HOME", home)
        patch.delenv("KETENKPI_DATABASE_URL", raising=False)
        yield
