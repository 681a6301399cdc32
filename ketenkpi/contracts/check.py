"""Checking a file and keeping nothing: for who has no installation to store in."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ketenkpi.contracts.read import Reading, read
from ketenkpi.settings import Settings


def check(
    source: Path | str | bytes,
    contract: str,
    *,
    profile: str | None = None,
    constants: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> Reading:
    """What is wrong with a file by itself: its `findings`, and how many rows could be stored.

    As `read`, but the typed rows are thrown away and `parquet` is None. Raises
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
        )
    return replace(reading, parquet=None)
