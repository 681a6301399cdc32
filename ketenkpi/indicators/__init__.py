"""Tallies -> estimates: value, limits, n and method, or the reason there is none.

definition   the schema of config/indicators, one indicator a file
norms        the schema of config/norms.yaml
ask          the entrance: checks what is asked, one frame out
tables       tallies as frames, filtered; who delivered what
grouping     places crossed with kinds of case: the rows of the answer
counted      counts, stocks and sums
shares       proportions, rates, means, ratios
waiting      durations and shares within a term
causes       the same for one of several ways to end
money        ratios, joint shares and costs
cooperation  scores of the scan, mixed caseloads
reasons      why there is no value
worked       config/worked: a few rows and the figures done by hand
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ketenkpi.indicators.ask import indicators
from ketenkpi.indicators.definition import Indicator, Part, load_indicators
from ketenkpi.indicators.norms import Norm, load_norms

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Indicator", "Norm", "Part", "indicators", "load_indicators", "load_norms"]


class _Both(ModuleType):
    """`ketenkpi.indicators` is this package, and as a public name also the function in it."""

    def __call__(self, *args: Any, **options: Any) -> pd.DataFrame:
        return indicators(*args, **options)


# Importing any module of this package binds the package to the name under
# which users know the function; so the package can be called as well.
sys.modules[__name__].__class__ = _Both
