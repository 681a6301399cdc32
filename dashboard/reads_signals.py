"""Signals of a quarter and all figures they are among, kept by `cached`."""

from __future__ import annotations

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.presenters import parts, signals
from dashboard.presenters.cards import name_of
from dashboard.presenters.figures import TILES, UNSPLIT, Tile
from ketenkpi.indicators import drawn, load_indicators
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

# Three years before the quarter itself, so that every season was there three times.
PAST = 13


@cached
def everything(basis: Basis, last: int) -> pd.DataFrame:
    """Every figure of every Werkplein in the quarters up to `last`; not to be changed."""
    quarters = [q for q in reads.delivered(basis).quarters if last - PAST < q <= last]
    by = ("werkplein", "kwartaal")
    return drawn(basis.store.figures(None, by, basis.scope, {"kwartaal": quarters}))


@cached
def found(basis: Basis, quarter: int) -> pd.DataFrame:
    """Every test of a quarter, with how sure it is; not to be changed."""
    return basis.store.signals(Quarter.from_index(quarter), basis.scope)


@cached
def discussed(basis: Basis, code: str, quarter: int, language: Language) -> signals.Discussed:
    """What there is to discuss about a place and quarter."""
    place, known = reads.places(basis)[code], load_indicators()
    tests = found(basis, quarter)
    inside = reads.werkpleinen(basis, place)
    if place.kind != "werkplein":
        name = place.label(language)
        return signals.of_places(tests, inside, quarter, known, name, language)
    state = reads.delivered(basis)
    provisional = {key for key in known if state.is_provisional(key, inside, quarter)}
    return signals.of_place(tests, place.name, quarter, known, provisional, language)


@cached
def choices(basis: Basis, quarter: int, language: Language) -> dict[str, str]:
    """Every figure whose course can be seen: those of the cards, then all others by subject."""
    known = load_indicators()
    every = everything(basis, reads.last_shown(basis, quarter))
    seen = every[["indicator", "split"]].drop_duplicates()
    split_of = seen.groupby("indicator")["split"].agg(
        lambda s: [x for x in s if isinstance(x, str)]
    )
    tiles = list(TILES)
    for key in parts.listed(known, language):
        there = [part for part in split_of.get(key, []) if part != UNSPLIT]
        if known[key].always_split:
            tiles += [Tile(key, part) for part in parts.in_order(there, known[key], language)]
        else:
            tiles.append(Tile(key))
    return {tile.code: name_of(tile, language) for tile in dict.fromkeys(tiles)}
