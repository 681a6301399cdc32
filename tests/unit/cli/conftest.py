"""Every test here has an installation of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty KETENKPI_HOME, and the folder the command is started in."""
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KETENKPI_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"
