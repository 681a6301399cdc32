"""What a region comes down to in one line, and which of its Werkpleinen have a signal."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.words import say
from ketenkpi.answer import Bullet, Listed, Measured
from ketenkpi.overview import PartsOfWhole
from ketenkpi.surfaces import in_html, in_words


def as_html(found: Sequence[PartsOfWhole], signals: Sequence[Bullet]) -> str:
    """Its counts that are known, then a signal only where there is one."""
    counts = ", ".join(filter(None, map(_count, found)))
    # The name of each Werkplein leads to its own screen.
    told = "".join(f" {in_html(each.of)}: {_names(each)}." for each in signals)
    return f"{counts}.{told}" if counts else told.strip()


def _count(each: PartsOfWhole) -> str:
    value = None if each.whole is None else each.whole.figure.value
    if value is None:
        return ""
    number = in_words(Measured(value, "number"))
    return say(f"regio.count_{each.tile.indicator}", count=number)


def _names(signal: Bullet) -> str:
    return in_html(Listed(signal.lines))
