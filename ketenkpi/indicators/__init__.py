"""Tallies -> estimates: value, limits, n and method, or the reason there is none.

definition   the schema of config/indicators, one indicator a file
norms        the schema of config/norms.yaml
ask          the entrance: checks what is asked, one frame out
tables       tallies as frames, filtered; who delivered what
grouping     places crossed with kinds of case: the rows of the answer
counted      counts, stocks and sums
shares       proportions, rates, means, ratios
waiting      durations and shares within a term
reasons      why there is no value
"""

from ketenkpi.indicators.ask import indicators
from ketenkpi.indicators.definition import Indicator, Part, load_indicators
from ketenkpi.indicators.norms import Norm, load_norms

__all__ = ["Indicator", "Norm", "Part", "indicators", "load_indicators", "load_norms"]
