"""What a model of case mix is, in one place, so that anybody can judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ketenkpi.answer import Phrase
from ketenkpi.comparison.rules import Variable
from ketenkpi.vocabulary import Quarter, Text


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One term: its log odds against the category named in `reference`, and the standard error."""

    term: str
    value: float
    se: float


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of the cases by predicted chance: how many, what happened, what was expected."""

    trials: float
    observed: float
    expected: float


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Everything that must be known to trust, or not to trust, an expected number.

    indicator and version: what is expected, and of which version of its
    definition. quarters: the first and last of inflow. n, events: the cases it
    was fitted to. used, left_out: the variables, each with its reason.
    references: per variable the category that others are compared with.
    discrimination: c-statistic; events_per_term: below ten it is shaky. limits:
    sentences. Raises ValueError when a variable is used and left out at once.
    """

    purpose: Text
    indicator: str
    version: int
    made_on: date
    quarters: tuple[Quarter, Quarter]
    n: float
    events: float
    used: tuple[Variable, ...]
    left_out: tuple[Variable, ...]
    coefficients: tuple[Coefficient, ...]
    references: tuple[tuple[str, str], ...]
    calibration: tuple[Tenth, ...]
    discrimination: float
    events_per_term: float
    limits: tuple[Phrase, ...]

    def __post_init__(self) -> None:
        if {each.key for each in self.used} & {each.key for each in self.left_out}:
            raise ValueError("a variable is either used or left out")
        if not 0 <= self.events <= self.n:
            raise ValueError("a model needs no more events than cases")
