"""What differs between two states, before it is agreed to: of an upload, and of taking one back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.screen import Screen
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.store import Changes, Slot

# Figures shown before a change; the rest are counted, and in `--json`.
SHOWN = 15


def show_changes(changes: Changes, screen: Screen) -> None:
    """The definitive deliveries, rows and figures that would change, largest first."""
    from ketenkpi.store import answers

    if changes.revised:
        screen.tell("would_revise", slot=slots_said(changes.revised))
    if changes.earlier:
        screen.tell("would_change_earlier")
        for each in answers.earlier(changes):
            screen.say_of(each)
    screen.sections([answers.changed(changes, SHOWN)])
    if len(changes.telling) > SHOWN:
        screen.tell("more_figures")


def slots_said(slots: Iterable[Slot]) -> str:
    """The places of deliveries in words: what, where, for when, and by which partner."""
    from ketenkpi.store import answers
    from ketenkpi.surfaces import in_words

    return in_words(answers.slots(slots))


def slot_words(slot: Slot) -> dict[str, str]:
    """What a sentence says of a delivery's place."""
    return {
        "contract": slot.contract,
        "werkplein": slot.werkplein,
        "quarter": str(slot.period),
        "partner": slot.partner,
    }


def changes_data(changes: Changes) -> dict[str, Any]:
    """Rows and figures that change, exact, for `--json`."""
    return {
        "rows": [asdict(rows) for rows in changes.rows],
        "figures": [
            asdict(figure) | {"kwartaal": str(Quarter.from_index(figure.kwartaal))}
            for figure in changes.figures
        ],
        "earlier": [
            asdict(earlier) | {"until": earlier.until.isoformat()} for earlier in changes.earlier
        ],
    }
