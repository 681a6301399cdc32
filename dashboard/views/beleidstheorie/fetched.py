"""The policy theory with its figures, kept by `cached`."""

from __future__ import annotations

from dashboard.basis import Basis
from dashboard.cached import cached
from ketenkpi.programme import TheoryFigures
from ketenkpi.vocabulary import Quarter


@cached
def theory_figures(basis: Basis, quarter: int, group: str) -> TheoryFigures:
    """The policy theory with its figures of a quarter, by the phase of one target group."""
    return basis.store.theory(basis.scope, Quarter.from_index(quarter), group)
