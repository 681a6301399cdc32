"""What code asks the vocabularies, so that it need not name a scheme or a partner itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ketenkpi.vocabularies.entry import Scheme, Task
from ketenkpi.vocabularies.load import plain, vocabularies
from ketenkpi.vocabulary import Quarter


def caseload_of(partner: str) -> tuple[str, ...]:
    """The stored keys of the schemes whose clients are this partner's."""
    known = vocabularies().schemes.entries.values()
    return tuple(dict.fromkeys(each.stored_as for each in known if each.caseload_of == partner))


def chain_partners() -> tuple[str, ...]:
    """The partners whose chain this is, in the order of their vocabulary."""
    known = vocabularies().partners.entries.values()
    return tuple(each.key for each in known if each.kind == "chain")


def chain_doers() -> tuple[str, ...]:
    """Who works in the chain: its partners, alone or together."""
    known = vocabularies().partners.entries.values()
    return tuple(each.key for each in known if each.kind in ("chain", "joint"))


def teams() -> tuple[str, ...]:
    """The doers that mix the clients of both partners in one team."""
    return tuple(each.key for each in vocabularies().partners.entries.values() if each.team)


def tasks_in_order(lane: str | None = None) -> tuple[Task, ...]:
    """The tasks of a lane (of both when None), in the order of the chain."""
    known = vocabularies().tasks.entries.values()
    return tuple(
        sorted((each for each in known if lane in (None, each.lane)), key=lambda each: each.order)
    )


def stored_scheme(name: str) -> str:
    """The key that rows of a scheme are stored under, by any of its names; else the name itself."""
    schemes = vocabularies().schemes
    for each in schemes.entries.values():
        if plain(name) in {plain(text) for text in (each.key, *each.also)}:
            return each.stored_as
    return name


def stored_schemes(names: Iterable[str]) -> tuple[str, ...]:
    """The stored keys of what is asked for by any name, each once."""
    return tuple(dict.fromkeys(map(stored_scheme, names)))


def scheme_on(stored: str, day: date) -> Scheme | None:
    """The scheme under the name of a day; None for what is no scheme.

    Before its first name it has that one, after its last name the last.
    """
    names = vocabularies().schemes.series(stored)
    if not names:
        return None
    begun = [each for each in names if each.first is None or each.first <= day]
    return begun[-1] if begun else names[0]


def scheme_key_on(stored: str, quarter: Quarter | int) -> str:
    """What a stored scheme is called at the end of a quarter (or its index), as a key."""
    asked = Quarter.from_index(quarter) if isinstance(quarter, int) else quarter
    found = scheme_on(stored, asked.last_day)
    return stored if found is None else found.key


def scheme_breaks(stored: str, first: date, last: date) -> tuple[str, ...]:
    """The keys of the schemes in a series whose figures break between two days."""
    return tuple(
        each.key
        for each in vocabularies().schemes.series(stored)
        if any(one.first <= last and (one.last or date.max) >= first for one in each.breaks)
    )
