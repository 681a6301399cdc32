"""What stands out in one quarter, over all cards together."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats
from dashboard.presenters.cards import Card
from dashboard.presenters.figures import BROKEN, COUNTED
from dashboard.words import say
from ketenkpi.wording import Language


def headline(
    cards: Sequence[Card], without: int, name: str, quarter: int, language: Language
) -> str:
    """Which figures changed more than chance explains since the previous quarter.

    `without` is how many cards have no figure. With ten figures one in two
    quarters shows such a change by chance alone, and the sentence says so.
    """
    moved = [c for c in cards if c.previous and c.previous.chance == "beyond"]
    compared = compared_of(cards)
    where = {"place": name, "quarter": formats.quarter_in_words(quarter, language)}
    if not compared:
        text = say(_no_comparison(cards), language, **where)
    elif not moved:
        key = "overzicht.headline_quiet_one" if compared == 1 else "overzicht.headline_quiet"
        text = say(key, language, count=compared, **where)
    else:
        names = _joined([_direction(card, language) for card in moved], language)
        key = "overzicht.headline_one" if len(moved) == 1 else "overzicht.headline_moved"
        text = say(key, language, moved=len(moved), count=compared, names=names, **where)
    if without:
        key = "overzicht.headline_missing_one" if without == 1 else "overzicht.headline_missing"
        text += " " + say(key, language, count=without)
    return text


def compared_of(cards: Sequence[Card]) -> int:
    """Of how many cards chance was weighed in the change since the quarter before."""
    nothing_said = (*COUNTED, *BROKEN)
    return sum(c.previous is not None and c.previous.chance not in nothing_said for c in cards)


def _no_comparison(cards: Sequence[Card]) -> str:
    """Why nothing is compared: the place is not what it was, or no quarter before it is known."""
    found = {card.previous.chance for card in cards if card.previous}
    return next(
        (f"overzicht.headline_{why}" for why in ("closed", "area") if why in found),
        "overzicht.headline_no_comparison",
    )


def _direction(card: Card, language: Language) -> str:
    assert card.previous is not None
    arrow = "up" if card.previous.rose else "down"
    return say(f"overzicht.named_{arrow}", language, name=_lowered(card.name))


def _lowered(name: str) -> str:
    # 'Eerste WW-betaling' becomes 'eerste WW-betaling'; 'WW-betaling' stays.
    return name if name[:2].isupper() else name[0].lower() + name[1:]


def _joined(names: Sequence[str], language: Language) -> str:
    if len(names) == 1:
        return names[0]
    return say("page.and", language, first=", ".join(names[:-1]), last=names[-1])
