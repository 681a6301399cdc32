"""Estimators on arrays: counts in, value and limits out; they know nothing of Werkpleinen.

    wilson          a share of n, with Wilson's interval
    poisson_exact   events per exposure, with Garwood's exact interval
    byar            the same with Byar's approximation (exact below ten events)
    mean_t          a mean from n, sum and sum of squares, with Student's t
    difference      two estimates compared, from their own limits (MOVER)
    kaplan_meier    waiting times with open cases, from a histogram of days
    logrank         whether such waiting times differ between groups
    cumulative_incidence    the same with several ways to leave (Aalen-Johansen)

Every function takes arrays of any equal shape, works element by element and
returns a frozen result with `.value`, `.low` and `.high`. NaN in gives NaN out:
a missing count is never a zero.
"""

from ketenkpi.stats.byar import byar
from ketenkpi.stats.cumulative_incidence import Incidence, cumulative_incidence
from ketenkpi.stats.difference import difference
from ketenkpi.stats.interval import Interval
from ketenkpi.stats.kaplan_meier import Survival, kaplan_meier
from ketenkpi.stats.logrank import Logrank, logrank
from ketenkpi.stats.mean_t import Mean, mean_t
from ketenkpi.stats.poisson_exact import poisson_exact
from ketenkpi.stats.wilson import wilson

__all__ = [
    "Incidence",
    "Interval",
    "Logrank",
    "Mean",
    "Survival",
    "byar",
    "cumulative_incidence",
    "difference",
    "kaplan_meier",
    "logrank",
    "mean_t",
    "poisson_exact",
    "wilson",
]
