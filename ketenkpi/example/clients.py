"""Which spells belong to one client: returns after work, WW to WWB, WW beside WWB.

The inflow of `spells` is left as it is, so that its ratios stay exactly as
planted; here only the question is answered whether a spell that starts is a
client who was there before. Each spell gets at most one predecessor and each
ended spell at most one successor.
"""

from __future__ import annotations

import numpy as np

from ketenkpi.example.csv_files import NEVER, Days
from ketenkpi.example.spells import (
    CELLS,
    DOELGROEP_OF,
    DOELGROEPEN,
    OVERGANG,
    REGELING_OF,
    REGELINGEN,
    TERM_OVER,
    TO_WORK,
    Arrivals,
    Index,
)
from ketenkpi.terms import days_of

# Of those who leave to work this share looks for a successor: a spell of the
# same Werkplein, regeling and doelgroep that starts within a year, most often
# within four months. Some find none, so some 17 % return.
RETURNS = 0.22
RETURN_FROM, RETURN_MEAN, RETURN_WITHIN = 15, 120, days_of("jaar")
# A WWB spell for the group overgang_ww_wwb follows a WW spell that reached
# its term at most this many days earlier, where there is one.
OVERGANG_WITHIN = 45
SAMENLOOP_WITHIN = 90
_SPAN = 10_000_000


def link(
    rng: np.random.Generator, found: Arrivals, uitstroom: Days, reden: Index
) -> tuple[Index, Index]:
    """The client number of each spell, and the reasons with `overgang_wwb` filled in."""
    before = np.full(len(found), -1)
    _follow_overgang(found, uitstroom, reden, before)
    _follow_samenloop(found, before)
    _follow_work(rng, found, uitstroom, reden, before)
    client = _without_overlap(found, uitstroom, before)
    reden = reden.copy()
    went_on = before[_of_group(found, "overgang_ww_wwb")]
    went_on = went_on[went_on >= 0]
    reden[went_on[reden[went_on] == TERM_OVER]] = OVERGANG
    return client, reden


def _of_group(found: Arrivals, doelgroep: str) -> Index:
    return np.flatnonzero(DOELGROEP_OF[found.cell] == DOELGROEPEN.index(doelgroep))


def _follow_overgang(found: Arrivals, uitstroom: Days, reden: Index, before: Index) -> None:
    ended = np.flatnonzero(reden == TERM_OVER)
    starts = _of_group(found, "overgang_ww_wwb")
    # Looked up backwards in time: the end nearest before the start, at one Werkplein.
    place, begin = found.origin, found.instroom
    seek, offer = _matched(place[ended], -uitstroom[ended], place[starts], -begin[starts])
    keep = begin[starts[seek]] - uitstroom[ended[offer]] <= OVERGANG_WITHIN
    before[starts[seek[keep]]] = ended[offer[keep]]


def _follow_samenloop(found: Arrivals, before: Index) -> None:
    running = np.flatnonzero(REGELING_OF[found.cell] == REGELINGEN.index("WW"))
    starts = _of_group(found, "samenloop")
    place, begin = found.origin, found.instroom
    seek, offer = _matched(place[running], -begin[running], place[starts], -begin[starts])
    keep = begin[starts[seek]] - begin[running[offer]] <= SAMENLOOP_WITHIN
    before[starts[seek[keep]]] = running[offer[keep]]


def _follow_work(
    rng: np.random.Generator, found: Arrivals, uitstroom: Days, reden: Index, before: Index
) -> None:
    leaves = np.flatnonzero(
        (reden == TO_WORK) & (uitstroom < NEVER) & (rng.random(len(found)) < RETURNS)
    )
    leaves = leaves[np.argsort(uitstroom[leaves], kind="stable")]
    wanted = uitstroom[leaves] + RETURN_FROM + rng.exponential(RETURN_MEAN, len(leaves)).astype(int)
    free = np.flatnonzero(before < 0)
    begin = found.instroom
    seek, offer = _matched(_pool(found, free), begin[free], _pool(found, leaves), wanted)
    keep = begin[free[offer]] - uitstroom[leaves[seek]] <= RETURN_WITHIN
    before[free[offer[keep]]] = leaves[seek[keep]]


def _pool(found: Arrivals, which: Index) -> Index:
    return found.origin[which] * len(CELLS) + found.cell[which]


def _matched(pool: Index, at: Days, wanted_pool: Index, wanted_at: Days) -> tuple[Index, Index]:
    """Pairs (seeker, offer): the first offer of the same pool at or after the wanted time.

    An offer goes to the first seeker that lands on it; the others find none.
    """
    offer = pool * _SPAN + at
    order = np.argsort(offer, kind="stable")
    landed = np.searchsorted(offer[order], wanted_pool * _SPAN + wanted_at)
    inside = np.flatnonzero(landed < len(order))
    chosen = order[landed[inside]]
    same = pool[chosen] == wanted_pool[inside]
    offers, first = np.unique(chosen[same], return_index=True)
    return inside[same][first], offers


def _without_overlap(found: Arrivals, uitstroom: Days, before: Index) -> Index:
    """The client of each spell, after cutting links that give one two benefits of one regeling.

    That happens to about one in four thousand, by way of samenloop.
    """
    law = REGELING_OF[found.cell]
    while True:
        client = _roots(before)
        order = np.lexsort((found.instroom, law, client))
        one, other = order[:-1], order[1:]
        same = (client[one] == client[other]) & (law[one] == law[other])
        overlap = other[same & (found.instroom[other] <= uitstroom[one])]
        if not (before[overlap] >= 0).any():
            return client
        before[overlap] = -1


def _roots(before: Index) -> Index:
    root = np.where(before < 0, np.arange(len(before)), before)
    while True:
        further = root[root]
        if np.array_equal(further, root):
            return root
        root = further
