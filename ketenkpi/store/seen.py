"""Since when the source of a case was followed: what a partner delivers of a place joins on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from ketenkpi.vocabulary import Period

# Before any date a contract accepts: the whole past was observed.
ALWAYS = -(10**6)


class Followed(Protocol):
    """What a delivery says of since when and until when its cases were followed, and where."""

    @property
    def partner(self) -> str: ...
    @property
    def covers(self) -> frozenset[tuple[str, int, int]]: ...
    @property
    def quarter(self) -> int: ...
    @property
    def month(self) -> int: ...
    @property
    def observed_from(self) -> date | None: ...
    @property
    def observed_until(self) -> date: ...
    @property
    def nothing(self) -> bool: ...


def seen_since(parts: Sequence[Followed]) -> list[dict[int, list[str]]]:
    """Per delivery the days since which its source was followed, where earlier, with the places.

    A file of one quarter tells of that quarter only. Joined to what the same partner
    delivered before, without a day in between, it goes on where that began: a client who
    comes anew in it was seen then, or was not there. Days since 1970; -10**6 for always.
    """
    windows: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for part in parts:
        for place in _places(part):
            windows.setdefault((part.partner, place), []).append(_window(part))
    found: list[dict[int, list[str]]] = []
    for part in parts:
        own, _ = _window(part)
        since: dict[int, list[str]] = {}
        for place in sorted(_places(part)):
            begin = _joined(own, windows[part.partner, place])
            if begin < own:
                since.setdefault(begin, []).append(place)
        found.append(since)
    return found


def _places(part: Followed) -> frozenset[str]:
    return frozenset(place for place, _, _ in part.covers)


def _window(part: Followed) -> tuple[int, int]:
    """The first and the last day that a delivery was followed."""
    until = days(part.observed_until)
    if part.observed_from is not None:
        return days(part.observed_from), until
    # That nothing happened is said of the period alone.
    return days(
        Period.of_slot(part.quarter, part.month).first_day
    ) if part.nothing else ALWAYS, until


def _joined(begin: int, windows: Sequence[tuple[int, int]]) -> int:
    """The first day of the windows that follow on each other up to the one that begins here."""
    for first, last in sorted(windows, reverse=True):
        if first < begin <= last + 1:
            begin = first
    return begin


def days(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days
