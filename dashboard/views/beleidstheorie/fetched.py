"""The policy theory with its figures, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.views.beleidstheorie import words
from ketenkpi.programme import TheoryFigures
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language


@cached
def theory_figures(basis: Basis, quarter: int, group: str) -> TheoryFigures:
    """The policy theory with its figures of a quarter, by the phase of one target group."""
    return basis.store.theory(basis.scope, Quarter.from_index(quarter), group)


@dataclass(frozen=True)
class BoxTable:
    """The table of one box, with where it stands on the page."""

    name: str
    anchor: str
    meaning: str
    table: pd.DataFrame


@dataclass(frozen=True)
class TheoryPage:
    """Everything on the page of the policy theory."""

    said: str
    phases: str
    caution: str
    may_change: tuple[Quarter, ...]
    picture: str
    arrows: str
    boxes: tuple[BoxTable, ...]


@cached
def theory_page(basis: Basis, quarter: int, group: str, language: Language) -> TheoryPage:
    """The policy theory in words, picture and tables."""
    found = theory_figures(basis, quarter, group)
    return TheoryPage(
        words.said(found, language),
        words.phases_said(found, language),
        found.theory.caution.in_(language),
        found.may_change,
        words.picture(found, language),
        words.arrows(found, language),
        tuple(
            BoxTable(
                box.name.in_(language),
                words.anchor(box),
                words.meaning(box, language),
                words.table(box, found, language),
            )
            for box in found.theory.boxes.values()
        ),
    )
