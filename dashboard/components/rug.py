"""Small pictures of one figure as images: its course, and where it stands among all places."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components.mini import image
from dashboard.words import say
from ketenkpi.answer import Measured
from ketenkpi.charts import minis
from ketenkpi.charts.minis import MiniSize, OwnMark
from ketenkpi.overview import RugRow
from ketenkpi.overview.answers import value_said
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter

MARKS: dict[str | None, OwnMark] = {"concern": "worse", "improvement": "better"}


def strip(
    row: RugRow, verdict: str | None, size: MiniSize = minis.STRIP, *, limits: bool = True
) -> str:
    """All places on a line with the own one marked by its verdict; '' where no other has a figure.

    limits: with its interval, which fills a strip of 50 pixels. Among nobody is no place.
    """
    if not row.others:
        return ""
    own = None if row.now is None or row.now.immature else row.now.figure
    ends = own if limits and own is not None and own.value is not None else None
    source = minis.strip(
        list(row.others.values()),
        None if own is None else own.value,
        low=None if ends is None else ends.low,
        high=None if ends is None else ends.high,
        mark=MARKS.get(verdict, "plain"),
        size=size,
    )
    return image(source, f"{value(row)}. {elsewhere(row)}", size)


def spark(row: RugRow, quarters: Sequence[int], size: MiniSize = minis.SPARK) -> str:
    """The course of a figure without axes; '' of fewer than two quarters."""
    source = minis.spark(row.course, quarters, row.at, size=size)
    return image(source, say("rug.course_alt", quarters=len(row.course)), size)


def value(row: RugRow) -> str:
    """The figure in words, or the words for not having one."""
    return in_words(value_said(row.now))


def short(row: RugRow) -> str:
    """The value alone, for a table with one unit a row or column; '' without one."""
    now = row.now
    if now is None or not now.known:
        return ""
    return in_words(Measured(now.figure.value, now.unit))


def older(row: RugRow, quarter: int) -> str:
    """Of which quarter a figure is, where that is not the one asked."""
    return "" if row.at == quarter else say("rug.of_quarter", quarter=Quarter.from_index(row.at))


def elsewhere(row: RugRow) -> str:
    """The middle of the other places; '' where there are none."""
    if row.middle is None:
        return ""
    middle = Measured(row.middle, row.unit, "worded")
    key = "middle_of_parts" if row.of_parts else "elsewhere"
    return say(f"rug.{key}", value=in_words(middle))
