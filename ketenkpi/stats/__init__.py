"""Estimators on arrays: counts in, value and limits out; they know nothing of Werkpleinen.

    mid_p           a share of n, with the mid-p interval
    wilson          the same with Wilson's interval, as health bodies publish it
    clopper_pearson the same with limits that are never too narrow
    poisson_exact   events per exposure, with Garwood's exact interval
    predicted_count the events of the rest of a period, with prediction limits
    byar            the same with Byar's approximation (exact below ten events)
    mean_t          a mean from n, sum and sum of squares, with Student's t
    mean_gamma      a mean of waiting times from three sums, with limits that reach further up
    mean_skewed     a mean on a scale from four sums, with limits that follow the skewness
    bca_mean        a mean of marks from their histogram, by drawing again
    strata, stratified_mean    the mean of everybody from samples of parts of them
    dsr, isr        rates standardised directly and indirectly
    isr_binomial    the same of people to whom it happens or not
    ratio_t         a ratio of two sums over people, with the spread between them
    funnel, estimate_funnel    which units lie further off than the others do
    drift           how far one course went away from another, by its changes
    difference      two estimates compared, from their own limits (MOVER)
    kaplan_meier    waiting times with open cases, from a histogram of days
    logrank         whether such waiting times differ between groups
    cumulative_incidence    the same with several ways to leave (Aalen-Johansen)
    going_on        who goes on in one way within so many days, and how soon those who do
    weighted_kappa  how far two raters agree on an ordered scale, beyond chance
    xmr             single values in time, with the limits of their usual movement
    p_chart, u_chart, c_chart, laney_p, laney_u    shares and counts in time
    signals, variation, assurance    what such a chart says, by the NHS rules
    interrupted_series    whether a series changed at a known moment

Every function takes arrays of any equal shape, works element by element and
returns a frozen result with `.value`, `.low` and `.high`. NaN in gives NaN out:
a missing count is never a zero.
"""

from ketenkpi.stats.attribute_charts import c_chart, laney_p, laney_u, p_chart, u_chart
from ketenkpi.stats.bca_mean import bca_mean
from ketenkpi.stats.benjamini_hochberg import benjamini_hochberg
from ketenkpi.stats.byar import byar
from ketenkpi.stats.clopper_pearson import clopper_pearson
from ketenkpi.stats.control_chart import ControlChart
from ketenkpi.stats.control_rules import Signals, assurance, signals, variation
from ketenkpi.stats.cumulative_incidence import Incidence, cumulative_incidence
from ketenkpi.stats.difference import difference
from ketenkpi.stats.drift import SEASONS, Drift, drift
from ketenkpi.stats.dsr import dsr
from ketenkpi.stats.estimate_funnel import EstimateFunnel, estimate_funnel
from ketenkpi.stats.expected_logistic import Calibration, Expected, NoModel, expected_logistic
from ketenkpi.stats.funnel import Funnel, funnel
from ketenkpi.stats.going_on import GoingOn, going_on
from ketenkpi.stats.holm import holm
from ketenkpi.stats.interrupted_series import InterruptedSeries, interrupted_series
from ketenkpi.stats.interval import Interval
from ketenkpi.stats.isr import isr
from ketenkpi.stats.isr_binomial import isr_binomial
from ketenkpi.stats.kaplan_meier import Survival, kaplan_meier
from ketenkpi.stats.logrank import Logrank, logrank
from ketenkpi.stats.mean_gamma import mean_gamma
from ketenkpi.stats.mean_skewed import mean_skewed
from ketenkpi.stats.mean_t import Mean, mean_t
from ketenkpi.stats.mid_p import mid_p
from ketenkpi.stats.peer_funnel import PeerFunnel, peer_funnel
from ketenkpi.stats.poisson_exact import poisson_exact
from ketenkpi.stats.predicted_count import predicted_count
from ketenkpi.stats.quantile_groups import quantile_groups
from ketenkpi.stats.rank_sets import RankSets, rank_sets
from ketenkpi.stats.ratio_t import ratio_t
from ketenkpi.stats.stratified_mean import Strata, StratifiedMean, strata, stratified_mean
from ketenkpi.stats.weighted_kappa import Kappa, weighted_kappa
from ketenkpi.stats.wilson import wilson
from ketenkpi.stats.xmr import xmr

__all__ = [
    "SEASONS",
    "Calibration",
    "ControlChart",
    "Drift",
    "EstimateFunnel",
    "Expected",
    "Funnel",
    "GoingOn",
    "Incidence",
    "InterruptedSeries",
    "Interval",
    "Kappa",
    "Logrank",
    "Mean",
    "NoModel",
    "PeerFunnel",
    "RankSets",
    "Signals",
    "Strata",
    "StratifiedMean",
    "Survival",
    "assurance",
    "bca_mean",
    "benjamini_hochberg",
    "byar",
    "c_chart",
    "clopper_pearson",
    "cumulative_incidence",
    "difference",
    "drift",
    "dsr",
    "estimate_funnel",
    "expected_logistic",
    "funnel",
    "going_on",
    "holm",
    "interrupted_series",
    "isr",
    "isr_binomial",
    "kaplan_meier",
    "laney_p",
    "laney_u",
    "logrank",
    "mean_gamma",
    "mean_skewed",
    "mean_t",
    "mid_p",
    "p_chart",
    "peer_funnel",
    "poisson_exact",
    "predicted_count",
    "quantile_groups",
    "rank_sets",
    "ratio_t",
    "signals",
    "strata",
    "stratified_mean",
    "u_chart",
    "variation",
    "weighted_kappa",
    "wilson",
    "xmr",
]
