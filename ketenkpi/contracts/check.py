"""Checking a file and keeping nothing: for who has no installation to store in."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ketenkpi.contracts.read import Places, Reading, read
from ketenkpi.register import load_register
from ketenkpi.settings import Settings


def check(
    source: Path | str | bytes,
    contract: str,
    *,
    profile: str | None = None,
    constants: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    places: Places | None = None,
    today: date | None = None,
) -> Reading:
    """What is wrong with a file by itself: its `findings`, and how many rows could be stored.

    As `read`, but the typed rows are thrown away and `parquet` is None, and
    without `places` a place is looked up in the register. Raises
    UsageError for an unknown contract or profile, FileNotFoundError when there
    is no such file.
    """
    with tempfile.TemporaryDirectory(prefix="ketenkpi-check-") as folder:
        reading = read(
            Path(source) if isinstance(source, str) else source,
            contract,
            out=Path(folder) / "rows.parquet",
            settings=settings or Settings.load(),
            profile=profile,
            constants=constants,
            places=places or _places(contract),
            today=today,
            nothing=True,
        )
    return replace(reading, parquet=None)


def _places(contract: str) -> Places | None:
    """The key of a place by the register, else the name as it stands.

    A list of Werkpleinen says itself what its places are called.
    """
    if contract == "werkpleinen":
        return None
    register = load_register()
    return lambda name: register.key_of(name) or name
