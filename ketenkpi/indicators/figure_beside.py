"""What the figure beside a figure is: it is another one for each kind of indicator.

Ten kinds have a figure that is easier to compute. For a duration it leaves out
who still waits; for a share with unknown reasons it leaves out the unknown, which
is no bias but another question. One name for all of them was true of two.
By `kinds.IndicatorKind.beside`: closed: closed cases only; ended_so: only those that
ended in the wanted way; no_other_end: as if nothing else could end it; however_short:
everybody to whom it has not happened yet, however short they were followed; known:
cases of which it is known; unknown_too: those of which it is not known count as if so.
"""

from __future__ import annotations

from typing import Literal

from ketenkpi.answer import Phrase, Said, phrase
from ketenkpi.indicators.definition import Indicator
from ketenkpi.vocabulary import Text, in_both


def beside_name(indicator: Indicator) -> Text:
    """What the figure beside this indicator is, as the head of a column."""
    # A KeyError is a kind that got a figure beside it and no name for it.
    return in_both(f"indicators.beside_name_{indicator.of_kind.beside}")


def beside_said(indicator: Indicator, value: Said, form: Literal["short", "said"]) -> Phrase:
    """The figure beside: short, on a card, or in a sentence with what is wrong with it."""
    return phrase(f"indicators.beside_{form}_{indicator.of_kind.beside}", value=value)
