"""Tallies -> estimates: value, limits, n and method, or the reason there is none.

definition   the schema of config/indicators, one indicator a file
norms        the schema of config/norms.yaml
load         which definitions there are: ours, own ones, older versions
needs        what has to be read of the counts to answer a question
hurdles      what a Werkplein-quarter must have to be in a figure
ask          the entrance: checks what is asked, one frame out
tables       tallies as frames, filtered; who delivered what
grouping     places crossed with kinds of case: the rows of the answer
counted      counts, stocks and sums
shares       proportions, rates, means, ratios
waiting      durations and shares within a term
causes       the same for one of several ways to end
following    cohorts: shares that left for a cause, shares that last, open cases
leaving      the same day by day: who is still there, and who left in the wanted way
money        ratios, joint shares and costs
cooperation  scores of the scan, mixed caseloads
maturity     from when a figure is known, and what may be concluded from
reasons      why there is no value
split_names  what an indicator is split by, in words
rows_told    the figures of one indicator as a table
labels       figures in words, to read
known_values what a question is asked within: what nobody knows is refused
naming       schemes by their name of the day, asked for by any name
figure_beside what the figure beside a figure is, by kind
review       which definitions wait for people to check them
bridge       from an old figure to the new one: data, definition, population
drivers      config/drivers: of which figures a figure is made
look         the same question looking back, or following who began
worked       config/worked: a few rows and the figures done by hand
"""

from __future__ import annotations

import sys
from inspect import signature
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ketenkpi.indicators.ask import (
    askable,
    checked_where,
    indicators,
    indicators_read,
    last_quarter,
    together,
)
from ketenkpi.indicators.bridge import Bridge, NoFigure, bridge
from ketenkpi.indicators.definition import Indicator, Part
from ketenkpi.indicators.drivers import Decomposition, DrivenBy, Own, below, load_drivers
from ketenkpi.indicators.figure_beside import beside_name, beside_said
from ketenkpi.indicators.grouping import BETWEEN
from ketenkpi.indicators.known_values import require_regions
from ketenkpi.indicators.labels import labelled
from ketenkpi.indicators.leaving import Leaving, leaving
from ketenkpi.indicators.load import (
    definitions_state,
    load_indicators,
    load_versions,
    named,
    own_folder,
    shipped_indicators,
    versioned,
)
from ketenkpi.indicators.look import counterpart, look_of, seen_as
from ketenkpi.indicators.maturity import (
    drawn,
    known_from,
    known_only,
    newest_complete,
    newest_mature,
    on_own_quarter,
    without_values,
)
from ketenkpi.indicators.naming import named_by_day
from ketenkpi.indicators.needs import Needed, needed, needs_of, read_together
from ketenkpi.indicators.norms import (
    ADDRESSEES,
    AgreedShare,
    Norm,
    load_duties,
    load_norms,
    load_steps,
)
from ketenkpi.indicators.reasons import BETWEEN_LIMITS
from ketenkpi.indicators.review import Review, reviews
from ketenkpi.indicators.rows_told import (
    ALL_QUARTERS,
    figures_section,
    figures_table,
    with_unit,
)
from ketenkpi.indicators.split_names import in_a_sentence, part_name, split_name
from ketenkpi.terms import Horizon, load_horizons

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ADDRESSEES",
    "ALL_QUARTERS",
    "BETWEEN",
    "BETWEEN_LIMITS",
    "AgreedShare",
    "Bridge",
    "Decomposition",
    "DrivenBy",
    "Horizon",
    "Indicator",
    "Leaving",
    "Needed",
    "NoFigure",
    "Norm",
    "Own",
    "Part",
    "Review",
    "askable",
    "below",
    "beside_name",
    "beside_said",
    "bridge",
    "checked_where",
    "counterpart",
    "definitions_state",
    "drawn",
    "figures_section",
    "figures_table",
    "in_a_sentence",
    "indicators",
    "indicators_read",
    "known_from",
    "known_only",
    "labelled",
    "last_quarter",
    "leaving",
    "load_drivers",
    "load_duties",
    "load_horizons",
    "load_indicators",
    "load_norms",
    "load_steps",
    "load_versions",
    "look_of",
    "named",
    "named_by_day",
    "needed",
    "needs_of",
    "newest_complete",
    "newest_mature",
    "on_own_quarter",
    "own_folder",
    "part_name",
    "read_together",
    "require_regions",
    "reviews",
    "seen_as",
    "shipped_indicators",
    "split_name",
    "together",
    "versioned",
    "with_unit",
    "without_values",
    "worked_text",
]


def worked_text(key: str) -> str | None:
    """The worked example of an indicator in Dutch, as Markdown; None when it has none.

    Raises DefinitionError with file, line and reason for a faulty file.
    """
    from ketenkpi.indicators.worked import WORKED, read_worked

    file = WORKED / f"{key}.md"
    return read_worked(file).text if file.is_file() else None


class _Both(ModuleType):
    """`ketenkpi.indicators` is this package, and as a public name also the function in it."""

    def __call__(self, *args: Any, **options: Any) -> pd.DataFrame:
        return indicators(*args, **options)


# What `inspect.signature` tells of the package, as it can be called.
__signature__ = signature(indicators)
# Importing any module of this package binds the package to the name under
# which users know the function; so the package can be called as well.
sys.modules[__name__].__class__ = _Both
