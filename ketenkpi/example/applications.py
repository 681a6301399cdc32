"""The dates around a spell, refused applications, and all spells of the set together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ketenkpi.example.clients import link
from ketenkpi.example.csv_files import NEVER, Days, stream
from ketenkpi.example.places import REGISTER
from ketenkpi.example.spells import (
    END,
    REGELING_OF,
    REGELINGEN,
    START,
    Arrivals,
    Index,
    Spells,
    arrivals,
    outflow,
    registered_at,
)
from ketenkpi.example.truths import FIRST, TRUTHS
from ketenkpi.indicators import load_norms

# Refused or withdrawn applications for each granted one; three in ten of
# these people never asked for a particular benefit (regeling `geen`).
REFUSED, WITHOUT = 0.11, 0.30
# A WW decision is due in 4 weeks (first payment, UWV's own norm), a bijstand
# decision in 8 (Awb 4:13). Not every register keeps the date.
TERM_WW = load_norms()["eerste_betaling_ww"].term
TERM_BIJSTAND = load_norms()["besluit_bijstand"].term
TERM_KNOWN = 0.88
# Multiples of the golden section fall evenly in 0-1, however few are taken.
GOLDEN = (5**0.5 - 1) / 2


def simulate(seed: int, spells: int) -> Spells:
    """Every spell that ran or was reported in the period, by day of melding; the whole truth."""
    all_spells = _granted(seed, spells).joined(_refused(seed, spells))
    order = np.lexsort((all_spells.client, all_spells.instroom, all_spells.melding))
    return all_spells.take(order)


def _granted(seed: int, spells: int) -> Spells:
    rng = stream(seed, "spells")
    found = arrivals(rng, spells)
    uitstroom, reden = outflow(rng, found)
    client, reden = link(rng, found, uitstroom, reden)
    melding, aanvraag, besluit, betaling = _granted_dates(rng, found, uitstroom)
    granted = Spells(
        origin=found.origin,
        place=registered_at(found),
        cell=found.cell,
        instroom=found.instroom,
        uitstroom=uitstroom,
        reden=reden,
        client=client,
        melding=melding,
        aanvraag=aanvraag,
        besluit=besluit,
        betaling=betaling,
        termijn=_term(rng, _is_ww(found), aanvraag),
        late=_late(rng, found, uitstroom) + _usual_late(seed, found, uitstroom),
        refused=np.zeros(len(found), dtype=bool),
        without=np.zeros(len(found), dtype=bool),
    )
    return granted.take((uitstroom >= START) & (melding <= END))


def _late(rng: np.random.Generator, found: Arrivals, uitstroom: Days) -> Index:
    """Which ends are registered late: a fixed share in order of time, so every quarter alike."""
    here = np.flatnonzero(found.origin == REGISTER.number[TRUTHS.late_werkplein])
    here = here[np.argsort(uitstroom[here], kind="stable")]
    count = np.floor(np.arange(len(here) + 1) * TRUTHS.late_share + rng.random())
    late = np.zeros(len(found), dtype=np.int64)
    late[here] = np.diff(count) > 0
    return late


def _usual_late(seed: int, found: Arrivals, uitstroom: Days) -> Index:
    """How many quarters late ends are registered where only the usual share is."""
    rng = stream(seed, "usual_late")
    late = np.zeros(len(found), dtype=np.int64)
    bounds = np.cumsum(TRUTHS.usual_delays)
    for name in TRUTHS.delivering_again:
        here = np.flatnonzero(found.origin == REGISTER.number[name])
        here = here[np.argsort(uitstroom[here], kind="stable")]
        # In order of time through the parts of one, so that every quarter is alike.
        part = (np.arange(len(here)) * GOLDEN + rng.random()) % 1
        late[here] = (np.searchsorted(bounds, part, side="right") + 1) % (len(bounds) + 1)
    return late


def _is_ww(found: Arrivals) -> NDArray[np.bool_]:
    ww: NDArray[np.bool_] = REGELING_OF[found.cell] == REGELINGEN.index("WW")
    return ww


def _gamma(rng: np.random.Generator, shape: float, mean: float, size: int) -> Days:
    return rng.gamma(shape, mean / shape, size).astype(np.int64)


def _granted_dates(
    rng: np.random.Generator, found: Arrivals, uitstroom: Days
) -> tuple[Days, Days, Days, Days]:
    n, ww = len(found), _is_ww(found)
    lead = np.where(ww, rng.integers(0, 11, n), (rng.random(n) < 0.2) * rng.integers(1, 8, n))
    melding = found.instroom - lead
    aanvraag = melding + np.where(ww, rng.integers(0, 7, n), rng.integers(0, 11, n))
    besluit = aanvraag + _decision_days(rng, ww)
    paid = np.where(
        ww,
        np.maximum(besluit + 1, found.instroom + _gamma(rng, 6, 17, n)),
        besluit + rng.integers(2, 7, n),
    )
    # Whoever leaves within days has everything settled by then.
    aanvraag, besluit, betaling = (np.minimum(d, uitstroom) for d in (aanvraag, besluit, paid))
    return melding, aanvraag, besluit, np.maximum(betaling, found.instroom)


def _decision_days(rng: np.random.Generator, ww: NDArray[np.bool_]) -> Days:
    n = len(ww)
    return np.where(ww, _gamma(rng, 3, 13, n), _gamma(rng, 5, 31, n))


def _term(rng: np.random.Generator, ww: NDArray[np.bool_], aanvraag: Days) -> Days:
    due = aanvraag + np.where(ww, TERM_WW, TERM_BIJSTAND)
    known = (rng.random(len(ww)) < TERM_KNOWN) & (aanvraag < NEVER)
    return np.where(known, due, NEVER)


def _refused(seed: int, spells: int) -> Spells:
    rng = stream(seed, "refused")
    found = arrivals(rng, round(spells * REFUSED), FIRST)
    n, ww = len(found), _is_ww(found)
    without = rng.random(n) < WITHOUT
    applied = (rng.random(n) < 0.75) & ~without
    aanvraag = np.where(applied, found.instroom + rng.integers(0, 8, n), NEVER)
    decided = applied & (rng.random(n) < 0.85)
    besluit = np.where(decided, aanvraag + _decision_days(rng, ww), NEVER)
    never, no = np.full(n, NEVER), np.zeros(n, dtype=bool)
    return Spells(
        origin=found.origin,
        place=registered_at(found),
        cell=found.cell,
        instroom=never,
        uitstroom=never,
        reden=np.zeros(n, dtype=np.int64),
        # Clients of their own: numbered below zero, where no granted spell is.
        client=-1 - np.arange(n),
        melding=found.instroom,
        aanvraag=aanvraag,
        besluit=besluit,
        betaling=never,
        termijn=_term(rng, ww, aanvraag),
        late=no,
        refused=~no,
        without=without,
    ).take(found.instroom <= END)
