"""Figures -> chart specifications; pure, and the same for screen and report.

    trend      one place over the quarters, with its interval and its peers
    spread     every place in one period, with its interval and what was expected
    ranks      between which places a place stands, as far as can be known
    funnel     every place against the limits that its number of cases allows
    flow       clients through the chain, as bands between columns
    bars       one or two bars a row, with their intervals
    marks      what each party says on one scale, now and over the quarters (course)
    balance    what helps to the left, what hinders to the right
    strategies the line from samenwerking to coördinatie with each party on it
    control    one place over the quarters against its own limits of chance
    swimlanes  the registered phases of every place over the days
    phases     the same of one place, as bands below trend and control

A chart is a Vega-Lite specification as a plain dict, its rows as a frame, and
its text alternative. Plain dicts because building and checking an Altair
object took 25 to 30 ms on every run of a page.
"""

from dashboard.charts.balance import balance
from dashboard.charts.bars import bars
from dashboard.charts.chart import Chart
from dashboard.charts.control import control
from dashboard.charts.flow import flow
from dashboard.charts.funnel import funnel
from dashboard.charts.marks import course, marks
from dashboard.charts.spread import ranks, spread
from dashboard.charts.strategies import strategies
from dashboard.charts.swimlanes import swimlanes
from dashboard.charts.trend import trend

__all__ = [
    "Chart",
    "balance",
    "bars",
    "control",
    "course",
    "flow",
    "funnel",
    "marks",
    "ranks",
    "spread",
    "strategies",
    "swimlanes",
    "trend",
]
