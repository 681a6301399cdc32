"""Reading a small file by a profile, for the tests of profiles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from ketenkpi.contracts import Reading, read
from ketenkpi.settings import Settings

Go = Callable[..., Reading]


def reader_in(folder: Path) -> Go:
    """Reads a content by a contract and a profile; typed rows and own profiles are in `folder`."""
    settings = Settings.load(home=folder)

    def reading(content: str | bytes, contract: str, profile: str, **constants: str) -> Reading:
        return read(
            content if isinstance(content, bytes) else content.encode(),
            contract,
            out=folder / "rows.parquet",
            settings=settings,
            profile=profile,
            constants=constants,
        )

    return reading


def rows(result: Reading) -> list[dict[str, Any]]:
    """The typed rows, which there must be."""
    assert result.parquet is not None, result.findings.listed
    return pl.read_parquet(result.parquet).to_dicts()
