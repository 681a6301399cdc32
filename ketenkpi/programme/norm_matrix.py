"""The norm register as a matrix of rules by addressee, with the rules that nobody measures.

The closing passage of the paper: rules for the citizen and for the
institutions, ordered by what they are about and not by the law they stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import ADDRESSEES, Indicator, Norm, load_norms, load_steps
from ketenkpi.shown import shown
from ketenkpi.vocabulary import Quarter, Text

# gap: it holds (or may hold) and nobody measures it. silent: there is nothing to
# measure in this quarter, because the rule does not hold, or nobody read its text.
Cell = Literal["measured", "gap", "silent"]
CELLS: tuple[Cell, ...] = get_args(Cell)


@dataclass(frozen=True, slots=True)
class Rule:
    """One norm as it stands in a quarter.

    validity: one of `indicators.norms.VALIDITIES`. indicator: what measures it,
    None in a gap. cell: what to show for each addressee it binds.
    """

    norm: Norm
    validity: str
    indicator: Indicator | None

    @property
    def cell(self) -> Cell:
        if self.validity in ("never", "not_yet", "ended", "to_check"):
            return "silent"
        return "measured" if self.indicator else "gap"

    def binds(self, addressee: str) -> bool:
        return addressee in self.norm.addressees


@shown
@dataclass(frozen=True)
class NormMatrix:
    """All rules by step of the chain, as they stand in `quarter`."""

    quarter: Quarter
    steps: Mapping[str, Text]
    rules: tuple[Rule, ...]

    def of_step(self, step: str) -> tuple[Rule, ...]:
        """The rules of one step of the chain."""
        return tuple(rule for rule in self.rules if rule.norm.step == step)

    def count(self, addressee: str, cell: Cell) -> int:
        """How many rules that bind `addressee` are such a cell."""
        return sum(rule.binds(addressee) and rule.cell == cell for rule in self.rules)

    @property
    def addressees(self) -> tuple[str, ...]:
        return ADDRESSEES

    @property
    def gaps(self) -> tuple[Rule, ...]:
        """The rules that hold and that nobody measures."""
        return tuple(rule for rule in self.rules if rule.cell == "gap")


def norm_matrix(quarter: Quarter, known: Mapping[str, Indicator]) -> NormMatrix:
    """The register in `quarter`; known: the indicators of this installation by key.

    Raises DefinitionError when a norm names an indicator that does not exist.
    """
    return NormMatrix(quarter, load_steps(), tuple(_rules(load_norms().values(), quarter, known)))


def _rules(
    norms: Iterable[Norm], quarter: Quarter, known: Mapping[str, Indicator]
) -> Iterable[Rule]:
    for norm in norms:
        if norm.indicator is not None and norm.indicator not in known:
            reason = f"norm '{norm.key}' names no indicator: '{norm.indicator}'"
            raise DefinitionError("config.invalid", file="norms.yaml", line=1, reason=reason)
        yield Rule(norm, norm.validity(quarter), known.get(norm.indicator or ""))
