"""The key a place is kept under, and what a name that is none of them may have meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher

from ketenkpi.register.model import Werkplein
from ketenkpi.register.names import key
from ketenkpi.register.own_list import OWN_LIST

# Below this share of common letters a name is no likely slip of the pen. Of 928
# names with one letter left out, doubled or swapped none falls below 0.66 and the
# right one comes first 926 times; "Totaal" and "Onbekend" stay at 0.55.
ALIKE = 0.65
# A name that only has words more or less ("UWV Breda", "Rotterdam") is nearer
# than most slips, whatever the number of letters.
SAME_WORDS = 0.9


def place_key(code: str, periods: tuple[Werkplein, ...]) -> str:
    """What rows of this place are kept under: own code as written, else the name it began with.

    The code of a Werkplein of the decrees was made of one of its names, and
    stayed when that changed: code `almere` gives "Almere" although the decree of
    2015 calls it Flevoland. Where no name agrees with the code, the latest.
    """
    if periods[-1].source == OWN_LIST:
        return code
    names = [row.name.removeprefix("Werkplein ") for row in periods]
    made_of = [name for name in names if key(name).replace(" ", "-") == code]
    return (made_of or names)[-1]


def went_up(
    earlier: str,
    later: str,
    history: Mapping[str, tuple[Werkplein, ...]],
    code_of: Callable[[str], str | None],
) -> bool:
    """Whether the rows say that code `earlier` became part of `later`, over any number of steps."""
    reached, waiting = {earlier}, [earlier]
    while waiting:
        for row in history.get(waiting.pop(), ()):
            heir = code_of(row.merged_into) if row.merged_into else None
            if heir is not None and heir not in reached:
                reached.add(heir)
                waiting.append(heir)
    return later in reached - {earlier}


def nearest_names(name: str, known: Iterable[tuple[str, str]], limit: int) -> tuple[str, ...]:
    """Of `known` (name, place it leads to) those most like `name`, the likeliest first.

    Of equally likely ones the first of `known`. One name a place; none when
    nothing is likely.
    """
    asked = key(name)
    if not asked:
        return ()
    rated = [(_alike(asked, key(found)), found, place) for found, place in known]
    best: dict[str, str] = {}
    for likeness, found, place in sorted(rated, key=lambda each: -each[0]):
        if likeness >= ALIKE:
            best.setdefault(place, found)
    return tuple(best.values())[:limit]


def _alike(asked: str, known: str) -> float:
    words, others = set(asked.split()), set(known.split())
    if words <= others or others <= words:
        return SAME_WORDS if asked != known else 1.0
    return SequenceMatcher(None, asked, known, autojunk=False).ratio()
