"""Every place by name, as it was counted and beside it as adjusted wherever that can be."""

from __future__ import annotations

from dashboard.basis import Basis
from dashboard.views.vergelijken import fetched
from dashboard.views.vergelijken.fetched import NOT_ADJUSTED, ComparisonAsked
from dashboard.words import say
from ketenkpi.answer import Picture, Said

SPREAD = "spread"


def spread_of(basis: Basis, asked: ComparisonAsked) -> tuple[Picture | None, Said]:
    """The picture, None where nothing is compared, and what adjusting changes in it."""
    sections = fetched.sections(basis, fetched.beside_adjusted(basis, asked))
    pictures = [each for one in sections for each in one.pictures if each.kind == SPREAD]
    changed = [one.finding for one in sections if one.key == "adjusting"]
    return next(iter(pictures), None), next(iter(changed), None)


def legend(basis: Basis, asked: ComparisonAsked) -> str:
    """How to read it, in words with the marks themselves."""
    adjusted = fetched.beside_adjusted(basis, asked).adjust != NOT_ADJUSTED
    return say(f"vergelijken.legend_{'adjusted' if adjusted else 'counted'}")
