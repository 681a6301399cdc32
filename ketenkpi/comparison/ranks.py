"""Places as intervals. A place without one is a claim nobody can hold, and exists nowhere here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats import rank_sets

if TYPE_CHECKING:
    import pandas as pd


def rank_intervals(
    names: Sequence[str],
    estimate: ArrayLike,
    se: ArrayLike,
    *,
    lowest_first: bool = False,
    level: float = 0.95,
) -> pd.DataFrame:
    """Which places each may take, 1 for the highest figure; by name, never by place.

    Columns name, rank_low, rank_high (whole numbers, missing without a figure).
    The intervals hold for all rows at once, so any two rows may be compared.
    lowest_first: 1 for the lowest figure.
    """
    import pandas as pd

    values = np.asarray(estimate, dtype=np.float64)
    found = rank_sets(-values if lowest_first else values, se, level=level)
    table = {"name": list(names), "rank_low": found.low_together, "rank_high": found.high_together}
    types = {"name": "str", "rank_low": "Int64", "rank_high": "Int64"}
    frame = pd.DataFrame(table).astype(types)
    return frame.sort_values("name", ignore_index=True)
