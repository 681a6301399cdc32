"""What somebody asks by name: several names are no text, and an unknown one gets the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Literal, Protocol, TypeVar

from ketenkpi.errors import UsageError

Item = TypeVar("Item")
Held = TypeVar("Held", covariant=True)
NEAREST = 3
# Of what happened in a quarter, or of those who began in it; as options and addresses say it.
Look = Literal["terugblik", "cohort"]
LOOKS: tuple[Look, ...] = ("terugblik", "cohort")


class Several(Protocol[Held]):
    """Several of something: a list, a tuple, a set, an array; never one text.

    To Python a text is a sequence of letters, so `keys="instroom"` would ask for eight
    indicators. In a text `in` takes texts only, by which a checker of types tells them apart.
    """

    def __contains__(self, value: object, /) -> bool: ...
    def __iter__(self) -> Iterator[Held]: ...
    def __len__(self) -> int: ...


def several(given: Iterable[Item], what: str) -> tuple[Item, ...]:
    """What is given as `what`, in its order; raises UsageError when it is one text."""
    if isinstance(given, str):
        raise UsageError("asked.one_text", what=what, value=given)
    return tuple(given)


def nearest(name: object, known: Iterable[object]) -> str:
    """The known names most like one that is unknown, the first few where none is, as a text."""
    return ", ".join(nearest_names(name, known)) or "-"


def nearest_names(name: object, known: Iterable[object]) -> list[str]:
    """The same names, the most alike first."""
    there = list(dict.fromkeys(str(each) for each in known))
    lower = {each.lower(): each for each in reversed(there)}
    near = get_close_matches(str(name).lower(), lower, n=NEAREST, cutoff=0.5)
    return [lower[each] for each in near] or there[:NEAREST]
