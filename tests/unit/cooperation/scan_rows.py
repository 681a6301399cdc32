"""Rows of contract `samenwerking`, as the store gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]
QUARTER = 8036  # 2009K1
STAD = "Stad"


def row(partner: str, part: str, **given: Any) -> Row:
    """One row of Stad in 2009K1; what is not given was left empty."""
    empty: Row = {
        "werkplein": STAD,
        "kwartaal": QUARTER,
        "invuller": partner,
        "onderdeel": part,
        "situatie": None,
        "product": None,
        "proces": None,
        "score": None,
        "toelichting": None,
    }
    return {**empty, **given}


def scores(partner: str, marks: Mapping[str, int | None], **given: Any) -> list[Row]:
    """Rows with a score each."""
    return [row(partner, part, score=mark, **given) for part, mark in marks.items()]


def agreed(partner: str, marks: Mapping[str, tuple[int | None, int | None]]) -> list[Row]:
    """Rows of items of table 4: product, then proces."""
    return [
        row(partner, part, product=product, proces=proces)
        for part, (product, proces) in marks.items()
    ]


def pair(
    partner: str, key: str, situation: str, product: int | None, proces: int | None, **given: Any
) -> Row:
    """A row about a pair of tasks."""
    return row(partner, key, situatie=situation, product=product, proces=proces, **given)
