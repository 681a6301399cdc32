"""Which notes of people stand beside one figure of one place."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ketenkpi.catalogue import ALL_PLACES, FigureNote


def notes_beside(
    notes: Iterable[FigureNote], werkplein: str | None, indicator: str, quarters: Collection[int]
) -> tuple[FigureNote, ...]:
    """Those about this place or all, this figure or all, in these quarters (indices), by quarter.

    werkplein: None for places together, beside which only notes about all stand.
    """
    places = {ALL_PLACES, werkplein}
    mine = (
        each
        for each in notes
        if each.werkplein in places
        and each.indicator in (None, indicator)
        and each.quarter in quarters
    )
    return tuple(sorted(mine, key=lambda each: (each.quarter, each.id)))
