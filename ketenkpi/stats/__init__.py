"""Estimators on arrays: counts in, value and limits out; they know nothing of Werkpleinen.

    wilson          a share of n, with Wilson's interval
    poisson_exact   events per exposure, with Garwood's exact interval
    byar            the same with Byar's approximation (exact below ten events)
    mean_t          a mean from n, sum and sum of squares, with Student's t
    difference      two estimates compared, from their own limits (MOVER)
    kaplan_meier    waiting times with open cases, from a histogram of days
    logrank         whether such waiting times differ between groups
    cumulative_incidence    the same with several ways to leave (Aalen-Johansen)
    xmr             single values in time, with the limits of their usual movement
    p_chart, u_chart, c_chart, laney_p, laney_u    shares and counts in time
    signals, variation, assurance    what such a chart says, by the NHS rules

Every function takes arrays of any equal shape, works element by element and
returns a frozen result with `.value`, `.low` and `.high`. NaN in gives NaN out:
a missing count is never a zero.
"""

from ketenkpi.stats.attribute_charts import c_chart, laney_p, laney_u, p_chart, u_chart
from ketenkpi.stats.byar import byar
from ketenkpi.stats.control_chart import Chart
from ketenkpi.stats.control_rules import Signals, assurance, signals, variation
from ketenkpi.stats.cumulative_incidence import Incidence, cumulative_incidence
from ketenkpi.stats.difference import difference
from ketenkpi.stats.interval import Interval
from ketenkpi.stats.kaplan_meier import Survival, kaplan_meier
from ketenkpi.stats.logrank import Logrank, logrank
from ketenkpi.stats.mean_t import Mean, mean_t
from ketenkpi.stats.poisson_exact import poisson_exact
from ketenkpi.stats.wilson import wilson
from ketenkpi.stats.xmr import xmr

__all__ = [
    "Chart",
    "Incidence",
    "Interval",
    "Logrank",
    "Mean",
    "Signals",
    "Survival",
    "assurance",
    "byar",
    "c_chart",
    "cumulative_incidence",
    "difference",
    "kaplan_meier",
    "laney_p",
    "laney_u",
    "logrank",
    "mean_t",
    "p_chart",
    "poisson_exact",
    "signals",
    "u_chart",
    "variation",
    "wilson",
    "xmr",
]
