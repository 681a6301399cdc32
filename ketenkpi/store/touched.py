"""Which Werkpleinen a change touches: those of which other rows count than before.

What counts of a Werkplein follows from the deliveries that speak of it, each as it
was stated, in their order. Where these are the same, so are the rows and their tallies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from ketenkpi.store.rows import Circles, RowsPart, order_of, with_moved
from ketenkpi.store.series import SERIES

# What counts of one Werkplein: of each delivery, in order, all that its rows depend on.
Deliveries: TypeAlias = tuple[tuple[object, ...], ...]


def touched_places(
    contracts: Collection[str], before: Iterable[RowsPart], after: Iterable[RowsPart]
) -> frozenset[str]:
    """The Werkpleinen of which other rows of these contracts count after than before."""
    old, new = ([part for part in parts if part.contract in contracts] for parts in (before, after))
    was, becomes = told_per_place(old), told_per_place(new)
    every = was.keys() | becomes.keys()
    differs = {place for place in every if was.get(place) != becomes.get(place)}
    if differs and any(part.followed_before for part in (*old, *new)):
        # Cases were followed wherever their number came back: by no place at all.
        return frozenset(every)
    return with_moved(differs, (*old, *new))


def told_per_place(parts: Iterable[RowsPart]) -> Mapping[str, Deliveries]:
    """What counts of each Werkplein that any of these deliveries speaks of."""
    ordered = sorted(parts, key=lambda part: (part.contract, *order_of(part), part.upload_id))
    found: dict[str, list[tuple[object, ...]]] = {}
    for part in ordered:
        for place in {place for place, _, _ in part.covers}:
            found.setdefault(place, []).append(_told(part, place))
    return {place: tuple(mine) for place, mine in found.items()}


def _told(part: RowsPart, place: str) -> tuple[object, ...]:
    """All that the rows of one delivery at one Werkplein depend on, but for its number."""
    return (
        *(part.contract, part.path.stem, _chosen(part, place)),
        *(part.quarter, part.month, part.partner, part.observed_from, part.observed_until),
        *(_circle_at(part.clients, place), _circle_at(part.cases, place)),
        tuple(sorted(pair for pair in part.moved if pair[1] == place)),
        tuple(sorted(take for take in part.takes if take[0] == place)),
        *(part.owned, part.followed_before, part.nothing),
        tuple(sorted(cover for cover in part.covers if cover[0] == place)),
    )


def _chosen(part: RowsPart, place: str) -> tuple[tuple[str, str], ...] | None:
    """Which partners' rows at a place count; None where all that the file holds of it do.

    Where one partner delivers, a place counts as a whole: that another place of its file
    was delivered anew makes no difference here. Taking it for one, the next upload of
    one Werkplein after a file of a hundred counted all of these: 60 s.
    """
    if part.places is None or SERIES[part.contract].by_partner:
        return None
    return tuple(sorted(chosen for chosen in part.places if chosen[0] == place))


def _circle_at(circles: Circles, place: str) -> str:
    return dict(circles.here).get(place, circles.usual)


def linked_widely(parts: Iterable[RowsPart]) -> tuple[bool, bool]:
    """Whether any numbers of clients, and any of cases, mean the same at several Werkpleinen."""
    mine = [part for part in parts if SERIES[part.contract].by_partner]
    return (
        any("overal" in _widths(part.clients) for part in mine if part.contract == "trajecten"),
        any("overal" in _widths(part.cases) for part in mine),
    )


def _widths(circles: Circles) -> frozenset[str]:
    return frozenset({circles.usual, *(circle for _, circle in circles.here)})
