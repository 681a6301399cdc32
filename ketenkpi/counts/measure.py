"""What a tally is: dimensions, measures, and over what each measure may not be added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketenkpi.vocabulary import Text

KEYS = ("werkplein", "kwartaal", "regeling", "doelgroep")
# All other dimensions are text. `kwartaal` is a quarter index (2009K1 = 8036).
WHOLE_DIMS = frozenset({"kwartaal", "venster", "days", "aantal"})
DECIMAL_DIMS = frozenset({"score"})

# Why a measure may not be added over a dimension; each is a sentence in
# `ketenkpi/wording/counts.yaml` as `not_additive_<obstacle>`.
Obstacle = Literal["stock", "fte", "window", "kind", "staff", "task", "unit", "circle", "persons"]


@dataclass(frozen=True)
class Measure:
    """One number of a tally; `amount` is in euros, fte or marks, `count` is whole.

    `may_be_missing`: null means that nobody delivered the number, which is not zero.
    `together`: how the number of two sets of rows follows from that of each; of the
    least number of people it is the larger, for all of the other may be among them.
    """

    name: str
    meaning: Text
    unit: Literal["count", "amount"] = "count"
    not_over: tuple[tuple[str, Obstacle], ...] = ()
    may_be_missing: bool = False
    together: Literal["sum", "max"] = "sum"


@dataclass(frozen=True)
class Tally:
    """A table of additive numbers from one contract; `extra` are dimensions beside KEYS.

    derived: dimensions that a figure is shown by and that are made of the others when it
    is asked; one row may stand under several of their values.
    """

    name: str
    contract: str
    meaning: Text
    measures: tuple[Measure, ...]
    extra: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [*self.dims, *(measure.name for measure in self.measures)]
        if len(names) != len(set(names)):
            raise ValueError(f"tally {self.name} names a column twice: {names}")
        for measure in self.measures:
            if unknown := {dim for dim, _ in measure.not_over} - set(self.dims):
                raise ValueError(f"{self.name}.{measure.name} is not over unknown {unknown}")

    @property
    def dims(self) -> tuple[str, ...]:
        """All dimensions, the four that every tally has first."""
        return KEYS + self.extra

    @property
    def shown_by(self) -> tuple[str, ...]:
        """The dimensions beside KEYS that a figure may be shown by."""
        return self.extra + self.derived

    def measure(self, name: str) -> Measure:
        """The measure called `name`; raises KeyError when there is none."""
        return {measure.name: measure for measure in self.measures}[name]

    def adds_over(self, dim: str) -> bool:
        """Whether all rows may be added over a dimension, and their sum is exact.

        Not where a number may be missing, for beside others it would read as zero; nor
        amounts, whose last digits depend on the order in which they are added.
        """
        return all(
            measure.unit == "count"
            and not measure.may_be_missing
            and measure.together == "sum"
            and dim in self.additive_over(measure.name)
            for measure in self.measures
        )

    def additive_over(self, measure: str) -> tuple[str, ...]:
        """The dimensions over which `measure` may be added."""
        obstacles = dict(self.measure(measure).not_over)
        return tuple(dim for dim in self.dims if dim not in obstacles)


def counted(name: str, nl: str, en: str, **obstacles: Obstacle) -> Measure:
    """A whole number, with what hinders adding it over each named dimension."""
    return Measure(name, Text(nl, en), not_over=tuple(obstacles.items()))


def amount(name: str, nl: str, en: str, **obstacles: Obstacle) -> Measure:
    """An amount of euros or fte, which nobody may have filled in."""
    return Measure(name, Text(nl, en), "amount", tuple(obstacles.items()), may_be_missing=True)


def flow(name: str, nl: str, en: str, missing: bool = False, **obstacles: Obstacle) -> Measure:
    """A whole number of an aggregate delivery, as `counted`."""
    return Measure(name, Text(nl, en), "count", tuple(obstacles.items()), missing)
