"""Where the rules do not hang together: two terms for one duty, duties nobody measures, gaps.

The closing passage of the paper asks it of the law on activation: rules for the citizen
and for the institutions that grew law by law, and may not fit each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketenkpi.comparison.targets import NORM, in_unit
from ketenkpi.indicators import Indicator, load_duties
from ketenkpi.programme.goals import Goal
from ketenkpi.programme.norm_matrix import NormMatrix, Rule
from ketenkpi.shown import shown
from ketenkpi.vocabulary import Text


@dataclass(frozen=True, slots=True)
class TwoTerms:
    """One duty, and the rules that give it another term in the same quarter.

    Raises ValueError when there are no two terms that differ.
    """

    duty: Text
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        if len({rule.norm.days for rule in self.rules}) < 2:
            raise ValueError(f"{self.duty.en} has no two terms")


@dataclass(frozen=True, slots=True)
class OwnNorm:
    """A norm that a Werkplein or region recorded, beside another one of the register.

    own, national: the part of cases that must meet it, from 0 to 1. Raises ValueError
    when they are the same.
    """

    place: str
    indicator: Indicator
    own: float
    national: float

    def __post_init__(self) -> None:
        if self.own == self.national:
            raise ValueError(f"the norm of {self.place} is the national one")


@shown
@dataclass(frozen=True)
class Coherence:
    """How the rules of one quarter fit each other, and what places agreed for themselves."""

    matrix: NormMatrix
    two_terms: tuple[TwoTerms, ...]
    own_norms: tuple[OwnNorm, ...]

    @property
    def unmeasured(self) -> tuple[Rule, ...]:
        """The rules that hold and that no indicator measures."""
        return self.matrix.gaps

    @property
    def without_duty(self) -> tuple[str, ...]:
        """The addressees whom no rule binds that holds in the quarter and was read."""
        every = self.matrix.addressees
        return tuple(each for each in every if not any(self.duties(s, each) for s in self.steps))

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of the chain that have any rule, in their order."""
        return tuple(step for step in self.matrix.steps if self.matrix.of_step(step))

    def duties(self, step: str, addressee: str) -> int:
        """How many rules of a step bind an addressee in the quarter."""
        rules = self.matrix.of_step(step)
        return sum(rule.binds(addressee) and rule.cell != "silent" for rule in rules)


def coherence_of(matrix: NormMatrix, goals: Iterable[Goal] = ()) -> Coherence:
    """What does not fit in the quarter of `matrix`; goals: those places recorded, where known."""
    return Coherence(matrix, tuple(_two_terms(matrix)), tuple(_own_norms(matrix, goals)))


def _two_terms(matrix: NormMatrix) -> Iterable[TwoTerms]:
    for duty, name in load_duties().items():
        rules = tuple(
            rule for rule in matrix.rules if rule.norm.duty == duty and _runs(rule, matrix)
        )
        if len({rule.norm.days for rule in rules}) > 1:
            yield TwoTerms(name, rules)


def _runs(rule: Rule, matrix: NormMatrix) -> bool:
    return rule.norm.days is not None and rule.norm.runs_in(matrix.quarter)


def _own_norms(matrix: NormMatrix, goals: Iterable[Goal]) -> Iterable[OwnNorm]:
    measured = {each.indicator.key: each for each in matrix.rules if each.indicator is not None
                and each.indicator.norm == each.norm}  # fmt: skip
    for goal in goals:
        rule = measured.get(goal.indicator or "")
        if rule is None or rule.indicator is None or goal.value is None:
            continue
        national = rule.norm.share_in(matrix.quarter) if rule.validity == "in_force" else None
        own = in_unit(rule.indicator, goal.value)
        if goal.soort == NORM and goal.holds_in(matrix.quarter) and national not in (None, own):
            assert national is not None
            yield OwnNorm(goal.place, rule.indicator, own, national)
