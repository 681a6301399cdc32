"""What differs between two states, before it is agreed to: of an upload, and of taking one back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.numbers import day as written
from ketenkpi.cli.numbers import number
from ketenkpi.cli.screen import Screen
from ketenkpi.surfaces.lines import lined_up
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.store import Changes, EarlierChange, FigureChange, Slot

# Figures shown before a change; the rest are counted, and in `--json`.
SHOWN = 15


def show_changes(changes: Changes, screen: Screen) -> None:
    """The definitive deliveries, rows and figures that would change, largest first."""
    for slot in changes.revised:
        screen.tell("would_revise", slot=slot_said(slot, screen))
    for earlier in changes.earlier:
        _show_earlier(earlier, screen)
    for rows in changes.rows:
        screen.tell("would_change_rows", **asdict(rows))
    _show_figures(changes, screen)


def _show_earlier(earlier: EarlierChange, screen: Screen) -> None:
    """What an earlier period knew already, and that would be otherwise."""
    counts = {
        name: number(getattr(earlier, name), 0, screen.language)
        for name in ("added", "changed", "removed")
    }
    until = written(earlier.until)
    screen.tell("would_change_earlier", contract=earlier.contract, until=until, **counts)
    if earlier.examples:
        screen.tell("earlier_examples", examples=", ".join(earlier.examples))


def _show_figures(changes: Changes, screen: Screen) -> None:
    moved = sorted(changes.telling, key=_size, reverse=True)
    unlisted = len(changes.figures) - len(moved)
    if not changes.figures:
        screen.tell("no_figure_moves")
        return
    if unlisted:
        screen.tell("histograms_move", count=number(unlisted, 0, screen.language))
    if not moved:
        return
    heads = [
        screen.say(f"head_{name}") for name in ("werkplein", "kwartaal", "tally", "was", "becomes")
    ]
    lines = [_figure(figure, screen) for figure in moved[:SHOWN]]
    screen.show(f"\n{lined_up(heads, lines, right=(3, 4))}")
    if len(moved) > SHOWN:
        screen.tell("more_figures", count=number(len(moved) - SHOWN, 0, screen.language))


def _size(figure: FigureChange) -> float:
    return abs((figure.after or 0) - (figure.before or 0))


def _figure(figure: FigureChange, screen: Screen) -> list[str]:
    was, becomes = (
        "-" if value is None else number(value, 0, screen.language)
        for value in (figure.before, figure.after)
    )
    what = figure.what(screen.language)
    return [figure.werkplein, str(Quarter.from_index(figure.kwartaal)), what, was, becomes]


def slot_said(slot: Slot, screen: Screen) -> str:
    """A delivery's place in words: what, where, for when, and by which partner."""
    from ketenkpi.contracts.partner_names import partner_name

    words = slot_words(slot)
    if not slot.partner:
        return screen.say("slot", **words)
    words["partner"] = partner_name(slot.partner, screen.language)
    return screen.say("slot_of_partner", **words)


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
