"""Revisions of one figure of one Werkplein, as `revisions` gives them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ketenkpi.comparison import Revisions
from ketenkpi.indicators import load_indicators

NAN = np.nan
FIRST = 8040


def revisions(key: str = "aandeel_werk") -> Revisions:
    """Two quarters: the first delivered twice and changed since, the second once."""
    triangle = pd.DataFrame({
        "werkplein": "Noord", "kwartaal": [FIRST, FIRST, FIRST + 1], "split": None,
        "age": [0, 1, 0], "value": [0.5, 0.52, 0.4], "now": [0.52, 0.52, 0.4],
    })  # fmt: skip
    sizes = pd.DataFrame({
        "age": [-1, 0, 1], "n": [0, 40, 40], "median": [NAN, 0.01, 0.0],
        "low": [NAN, -0.042, -0.006], "high": [NAN, 0.014, 0.01],
        "reason": ["comparison.revision_too_few", None, None],
    })  # fmt: skip
    return Revisions(load_indicators()[key], triangle, sizes, pd.DataFrame(), pd.DataFrame())
