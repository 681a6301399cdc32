"""A figure, how certain it is and how it changed, as sentences and parts of them."""

from __future__ import annotations

from typing import Literal

from ketenkpi.answer import Measured, Said, count_of, phrase, without_stop
from ketenkpi.indicators import beside_said, load_indicators
from ketenkpi.overview.change import ChangeSince
from ketenkpi.overview.delivered import Settled
from ketenkpi.overview.placed import PlacedFigure
from ketenkpi.units import UNITS, as_written, difference_of
from ketenkpi.vocabulary import Quarter, in_both

# On a card: 'change'. As a sentence of its own: 'said'.
ChangeForm = Literal["change", "said"]


def value_said(placed: PlacedFigure | None) -> Said:
    """The value, or the words for not having one: never a zero in its place."""
    if placed is None:
        return in_both("overview.not_in_any_file")
    if placed.between:
        ends = {end: Measured(getattr(placed.figure, end), placed.unit) for end in ("low", "high")}
        return phrase("indicators.between_people", **ends)
    if not placed.shown:
        return in_both("overview.no_figure")
    # Its limits stand beside it, in `certain_said`.
    known = placed.figure.value if placed.known else placed.figure
    return Measured(known, placed.unit, "worded")


def certain_said(placed: PlacedFigure | None) -> Said:
    """Interval and number of observations, or the reason there is no figure."""
    if placed is None:
        return in_both("indicators.reason_not_delivered")
    figure = placed.figure
    if figure.reason:
        return in_both(figure.reason)
    if placed.exact:
        return in_both("overview.full_count")
    if figure.low is None and figure.high is None:
        # A value without limits says in its method why it has none.
        return in_both(str(figure.method))
    return phrase(
        "overview.interval_provisional" if placed.provisional else "overview.interval_and_n",
        interval=Measured(figure, placed.unit, "limits"),
        n=count_of(figure.n),
    )


def change_said(change: ChangeSince, unit: str, form: ChangeForm) -> Said:
    """How far a figure moved, and whether chance explains it."""
    since = Quarter.from_index(change.since)
    moved_by = difference_of(unit)
    if not UNITS[moved_by].shows(change.value):
        return phrase(f"overview.{form}_none", since=since)
    return phrase(
        f"overview.{form}_{'up' if change.rose else 'down'}",
        size=Measured(change.value, moved_by, "change"),
        since=since,
        chance=in_both(f"overview.chance_{change.chance}"),
    )


def beside_of(placed: PlacedFigure | None, form: Literal["short", "said"]) -> Said:
    """The figure beside, with what it is; None where there is none, or it shows the same.

    Where nothing is open or unknown both are the same number, and neither is biased.
    """
    if placed is None or placed.beside is None:
        return None
    value = placed.figure.value
    if value is not None and as_written(value, placed.unit) == as_written(
        placed.beside, placed.unit
    ):
        return None
    indicator = load_indicators()[placed.indicator]
    return beside_said(indicator, Measured(placed.beside, placed.unit, "worded"), form)


def settled_said(settled: Settled) -> Said:
    """Final, provisional or not delivered."""
    return in_both(f"overview.status_{settled}")


def note_of(placed: PlacedFigure | None) -> Said:
    """What to know beside a figure, such as how far clients could be linked; None for nothing."""
    if placed is None or not placed.known or placed.note is None:
        return None
    return in_both(placed.note)


def estimated_said(placed: PlacedFigure | None) -> Said:
    """What all invited clients would say, with the response; None where it is not estimated."""
    if placed is None:
        return None
    figure = placed.figure
    if figure.reason is not None:
        return phrase("overview.not_estimated", reason=without_stop(in_both(figure.reason)))
    assert figure.denominator, "an estimate is of clients who were invited"
    text = phrase(
        "overview.estimated",
        value=Measured(figure, placed.unit, "worded"),
        interval=Measured(figure, placed.unit, "limits"),
        invited=count_of(figure.denominator),
        response=Measured((figure.numerator or 0) / figure.denominator, "share"),
    )
    return (text, note_of(placed))
