"""Rows of targets beside figures, as `targets_table` gives them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

NAN = np.nan
BASE = {
    "indicator": "aandeel_werk", "werkplein": "Noord", "kwartaal": 8043, "soort": "streefwaarde",
    "level": "werkplein", "target": 0.55, "afgeleid_van": None, "direction": "higher", "side": None,
    "value": 0.49, "low": 0.42, "high": 0.57, "unit": "share", "verdict": "niet_te_zeggen",
    "reason": "comparison.target_in_interval", "upload_id": 14,
    "recorded_on": date(2011, 1, 5), "afterwards": False, "now": NAN, "gap": -0.06,
    "gap_low": -0.13, "gap_high": 0.02, "before": NAN, "before_low": NAN, "before_high": NAN,
    "before_reason": "comparison.target_no_year_before", "change": NAN, "change_low": NAN,
    "change_high": NAN, "judged_by": "quarter", "period_first": None, "period_last": None,
    "due": NAN, "pace": None, "end_low": NAN, "end_high": NAN, "open_quarters": (),
    "lacking": (),
}  # fmt: skip
COUNT = {
    "indicator": "uitstroom_werk", "unit": "number", "judged_by": "sum", "target": 120.0,
    "period_first": date(2010, 1, 1), "period_last": date(2010, 12, 31), "kwartaal": 8041,
    "reason": None,
}  # fmt: skip


def rows(*changes: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([BASE | change for change in changes])
