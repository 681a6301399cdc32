"""What both files of tests stand on: the example, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tutorials.reader import example


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home that the example was loaded into."""
    return example(tmp_path_factory.mktemp("example"))
