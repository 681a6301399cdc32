"""A figure as a card, and what stands out over all cards together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketenkpi.answer import Listed, Measured, Said, count_of, in_full, phrase, without_stop
from ketenkpi.indicators import in_a_sentence, load_indicators
from ketenkpi.overview.answers.words import (
    beside_of,
    certain_said,
    change_said,
    estimated_said,
    settled_said,
    value_said,
)
from ketenkpi.overview.change import BROKEN, COUNTED, ChangeSince, change_since, verdict
from ketenkpi.overview.delivered import Settled
from ketenkpi.overview.placed import PlacedFigure, PlacedFigures
from ketenkpi.overview.tiles import Tile
from ketenkpi.vocabulary import Quarter, in_both, joined

YEAR = 4


@dataclass(frozen=True)
class Card:
    """One figure of a place and quarter: its value, how certain it is, how it changed.

    quarter: which it is of; `own_quarter` says so where that is not the one asked for.
    provisional: in a word, None where it is not. certain: one after the other. changes:
    each with whether it is good, bad, or neither and yet more than chance explains
    (moved), else neutral. beside: what to read with it. course: the values so far, by
    quarter.
    previous: the change since the quarter before, None where it is of an earlier quarter.
    """

    tile: Tile
    value: Said
    shown: bool
    own_quarter: Said
    provisional: Said
    certain: tuple[Said, ...]
    changes: tuple[tuple[str, Said], ...]
    beside: tuple[Said, ...]
    course: tuple[tuple[int, float], ...]
    quarters: tuple[int, ...]
    quarter: int
    previous: ChangeSince | None


def card(tile: Tile, seen: PlacedFigures, place: str, asked: int, settled: Settled) -> Card:
    """The card of one figure for one place and quarter.

    A figure that is known later is that of the newest quarter it is known of, which
    the card names; it is no change in the quarter asked for then.
    """
    quarter = seen.known_by(tile.indicator, place, asked)
    placed = seen.get(tile.indicator, place, quarter)
    shown = placed is not None and placed.shown
    changes = changes_of(seen, tile.indicator, place, quarter)
    previous = next((each for each in changes if each.since == quarter - 1), None)
    told = [
        (_kind(each, tile.indicator), change_said(each, placed.unit, "change"))
        for each in changes
        if placed is not None
    ]
    return Card(
        tile=tile,
        value=value_said(placed),
        shown=shown,
        own_quarter=_own_quarter(quarter, asked),
        provisional=(
            in_both("overview.provisional")
            if placed is not None and shown and placed.provisional
            else None
        ),
        # Of a figure that is not there the reason says enough: it is neither final nor provisional.
        certain=(
            without_stop(certain_said(placed)),
            settled_said(settled) if shown else None,
        ),
        changes=(*told, *_last_known(seen, tile, place, quarter)),
        beside=_beside(seen, tile, place, quarter),
        course=tuple(_values(seen, tile.indicator, place)),
        quarters=seen.quarters,
        quarter=quarter,
        previous=previous if quarter == asked else None,
    )


def _kind(change: ChangeSince, indicator: str) -> str:
    kind = verdict(change, indicator)
    return "moved" if kind == "neutral" and change.chance == "beyond" else kind


def changes_of(seen: PlacedFigures, indicator: str, place: str, quarter: int) -> list[ChangeSince]:
    """The changes since the quarter before and since a year before, as far as there are any."""
    now = seen.get(indicator, place, quarter)
    earlier = (quarter - 1, quarter - YEAR)
    found = (change_since(now, seen.get(indicator, place, at), at) for at in earlier)
    return [each for each in found if each]


def _own_quarter(quarter: int, asked: int) -> Said:
    if quarter == asked:
        return None
    when, later = Quarter.from_index(quarter), Quarter.from_index(asked)
    return phrase("overview.own_quarter", quarter=when, asked=later)


def _last_known(
    seen: PlacedFigures, tile: Tile, place: str, quarter: int
) -> list[tuple[str, Said]]:
    """For a figure that is not there (yet): the latest earlier one that is."""
    now = seen.get(tile.indicator, place, quarter)
    series = seen.series(tile.indicator, place)
    earlier = [(at, each) for at, each in series if at < quarter and each.known]
    if (now is not None and now.known) or not earlier:
        return []
    when, last = earlier[-1]
    value = Measured(last.figure, last.unit, "worded")
    said = phrase("overview.last_known", value=value, quarter=Quarter.from_index(when))
    return [("neutral", said)]


def _beside(seen: PlacedFigures, tile: Tile, place: str, quarter: int) -> tuple[Said, ...]:
    placed = seen.get(tile.indicator, place, quarter)
    known = load_indicators()
    definition = known[tile.indicator]
    found: list[Said] = [beside_of(placed, "short"), _note(placed)]
    if definition.estimated_by and placed is not None and placed.known:
        found.append(estimated_said(seen.get(definition.estimated_by, place, quarter)))
    if definition.shown_with:
        names = joined(known[key].name for key in definition.shown_with)
        found.append(phrase("overview.shown_with", names=names))
    return tuple(each for each in found if each is not None)


def _note(placed: PlacedFigure | None) -> Said:
    if placed is None or not placed.known or placed.note is None:
        return None
    # Short; the whole sentence stands where the figure is explained.
    return in_both(f"overview.{placed.note.rpartition('.')[2]}")


def _values(seen: PlacedFigures, indicator: str, place: str) -> list[tuple[int, float]]:
    series = seen.series(indicator, place)
    return [(at, each.figure.value) for at, each in series if each.figure.value is not None]


def headline(cards: Sequence[Card], without: int, place: Said, quarter: int) -> Said:
    """Which figures changed more than chance explains since the previous quarter.

    `without` is how many cards have no figure. With ten figures one in two
    quarters shows such a change by chance alone, and the page says so.
    """
    beyond = [each for each in cards if each.previous and each.previous.chance == "beyond"]
    compared = compared_of(cards)
    fill: dict[str, Said] = {"place": place, "quarter": in_full(Quarter.from_index(quarter))}
    fill["count"], fill["moved"] = (count_of(n) for n in (compared, len(beyond)))
    fill["names"] = Listed(tuple(map(_direction, beyond)))
    key = _one_or_more("moved", len(beyond)) if beyond else _one_or_more("quiet", compared)
    said = phrase(f"overview.headline_{key}" if compared else _no_comparison(cards), **fill)
    if not without:
        return said
    lacking = f"overview.headline_{_one_or_more('missing', without)}"
    return (said, phrase(lacking, count=count_of(without)))


def _one_or_more(key: str, count: int) -> str:
    return f"{key}_one" if count == 1 else key


def compared_of(cards: Sequence[Card]) -> int:
    """Of how many cards chance was weighed in the change since the quarter before."""
    nothing_said = (*COUNTED, *BROKEN)
    found = [each.previous for each in cards if each.previous]
    return sum(each.chance not in nothing_said for each in found)


def _no_comparison(cards: Sequence[Card]) -> str:
    """Why nothing is compared: the place is not what it was, or no quarter before it is known."""
    found = {each.previous.chance for each in cards if each.previous}
    return next(
        (f"overview.headline_{why}" for why in ("closed", "area", "others") if why in found),
        "overview.headline_no_comparison",
    )


def _direction(card: Card) -> Said:
    assert card.previous is not None, "only of cards with a change"
    arrow = "up" if card.previous.rose else "down"
    return phrase(f"overview.named_{arrow}", name=card.tile.name.each(in_a_sentence))
