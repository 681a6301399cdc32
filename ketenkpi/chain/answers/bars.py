"""What is said of one figure in a picture of the chain, and a bar of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.answer import Measured, Reasons, Said, count_of, phrase
from ketenkpi.vocabulary import in_both

if TYPE_CHECKING:
    from ketenkpi.figure import Figure


def point(of: Said, figure: Figure, unit: str) -> Said:
    """What `of` is, or why it is not known."""
    known = figure.value is not None
    value = Measured(figure, unit, "value") if known else Reasons((figure,))
    return phrase("chain.point", of=of, value=value, n=count_of(figure.n))


def bar(
    label: Said, side: str, colour: str, figure: Figure, unit: str, of: Said
) -> dict[str, Said | float]:
    """A row of the chart of kind 'bars'. side: which of the bars of `label`, `of` in words."""
    return {
        "label": label,
        "side": side,
        "colour": colour,
        "note": "" if figure.value is not None else in_both("chain.too_few"),
        "text": point(phrase("chain.of", label=label, of=of), figure, unit),
        **{end: getattr(figure, end) for end in ("value", "low", "high")},
    }
