"""What is made once and shared, also between indicators that are made at the same time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, RLock
from typing import Any, TypeVar

Made = TypeVar("Made")
NOTHING = object()
# From so many figures on, two threads are faster than one.
WORKERS, MANY = 2, 100_000


def at_once(makers: Sequence[Callable[[], Made]], figures: int) -> list[Made]:
    """What every maker gives, in their order, two at a time when there are many figures.

    numpy and Arrow let another thread work meanwhile: every indicator by all
    dimensions takes 8 s instead of 12 on two cores. A few thousand groups, as
    on a page, are mostly Python, which threads only make slower.
    """
    if figures < MANY:
        return [make() for make in makers]
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(lambda make: make(), makers))


class Once:
    """Answers by key, each made at most once.

    Who asks for a key that another thread is making waits for that one. What
    is kept is never replaced, so the id of a kept object stays its own and may
    be part of another key. No two keys may need each other.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._places: dict[Hashable, _Place] = {}

    def __call__(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gave for this key the first time; an error is raised and not kept."""
        with self._guard:
            place = self._places.setdefault(key, _Place())
        found: Made = place.filled(make)
        return found


class _Place:
    def __init__(self) -> None:
        # The same thread may come back for the same key only by a fault; it
        # then recurses, and says so, instead of waiting for itself.
        self._lock = RLock()
        self._made: Any = NOTHING

    def filled(self, make: Callable[[], Any]) -> Any:
        with self._lock:
            if self._made is NOTHING:
                self._made = make()
        return self._made
