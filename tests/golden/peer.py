"""Reading the transcribed figures that are too many for a test file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd


def figures(name: str) -> pd.DataFrame:
    """A table of this folder; its first lines, with #, say where the figures come from."""
    return pd.read_csv(Path(__file__).with_name(name), comment="#")
