"""Crisis or us: the course of a place beside that of its region and of the country.

series         the series of outside that are known, and who published them
observations   their numbers: those that ship and those that were delivered
subjects       the schema of config/context.yaml: which figure stands beside which series
lines          numbers as an index, and how far two courses went apart
asked          the question, of a source
result         the answer
answers        what is found, as a section that every surface draws
"""

from ketenkpi.context.asked import context_of
from ketenkpi.context.observations import NATIONAL, Observation, Observations, observed, shipped
from ketenkpi.context.result import ContextCourse, CoursesApart, IndexLine, LinePoint
from ketenkpi.context.series import OutsideSeries, StatLineTable, load_series
from ketenkpi.context.subjects import ContextRules, ContextSubject, load_context_rules

__all__ = [
    "NATIONAL",
    "ContextCourse",
    "ContextRules",
    "ContextSubject",
    "CoursesApart",
    "IndexLine",
    "LinePoint",
    "Observation",
    "Observations",
    "OutsideSeries",
    "StatLineTable",
    "context_of",
    "load_context_rules",
    "load_series",
    "observed",
    "shipped",
]
