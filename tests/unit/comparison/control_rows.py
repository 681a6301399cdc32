"""The chart of one Werkplein, as `control_chart` gives it."""

from __future__ import annotations

import numpy as np
import pandas as pd

NAN = np.nan


def chart(values: list[float], **last: object) -> pd.DataFrame:
    count = len(values)
    frame = pd.DataFrame({
        "werkplein": "Noord", "kwartaal": range(8044 - count, 8044), "value": values,
        "centre": 10.0, "low": 5.0, "high": 15.0, "phase": 0, "rule": None,
        "variation": "common", "assurance": "none", "points": count, "trial": count < 13,
        "pending": False, "reason": None, "target": NAN,
    })  # fmt: skip
    for name, value in last.items():
        frame[name] = frame[name].astype(object)
        frame.loc[count - 1, name] = value
    return frame
