"""One cell: how its text is made one spelling, and what can come of reading it.

There is one reading of a cell. A text is made `normal` first, so that what
nobody sees cannot divide two equal cells; then the kind of its column reads it
by a `Manner`, which holds what was decided over the whole column. What comes is
a value, or one of three reasons why there is none, so that no filled cell
becomes missing in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

DayOrder = Literal["dmj", "mdj"]
Decimal = Literal["komma", "punt"]
Dash = Literal["nul", "ontbreekt"]
Why = Literal["onbekend", "nvt"]
About = Literal["dagvolgorde", "decimaalteken", "streepje"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a column is written; None where nothing decides it.

    day_order: which comes first in 03/04/2009. decimal: the sign before the
    decimals, so that the other one parts thousands. dash: what a cell with only
    a dash means.
    """

    day_order: DayOrder | None = None
    decimal: Decimal | None = None
    dash: Dash | None = None


UNDECIDED = Manner()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is not accepted: a rule key of `wording/contracts.yaml` and its parameters."""

    rule: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Absent:
    """A filled text that says there is no value.

    'onbekend': nobody knows it; 'nvt': it does not apply. `rule` names the
    finding that says so once a column.
    """

    why: Why
    rule: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text with two readings, between which only the whole column or its writer can decide."""

    about: About
