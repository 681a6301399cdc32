"""What was made or read lately, kept in memory by its size: one way for counts and figures."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Held = TypeVar("Held")


@dataclass
class InMemory(Generic[Held]):
    """Answers by what was asked, as many as fit in `most` bytes, in the order in which they were
    asked last; thread safe. What is kept is shared by all who ask, so it must not be changed."""

    most: int
    total: int = 0
    _held: OrderedDict[Hashable, tuple[int, Held]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, asked: Hashable) -> Held | None:
        """What is kept of this question, None where nothing is."""
        with self._lock:
            if asked not in self._held:
                return None
            self._held.move_to_end(asked)
            return self._held[asked][1]

    def put(self, asked: Hashable, answer: Held, size: int) -> None:
        """Keep an answer of so many bytes; those that nobody asked for the longest go first."""
        with self._lock:
            self.total += size - self._held.pop(asked, (0, answer))[0]
            self._held[asked] = size, answer
            # The last one stays whatever its size: the same page asks for it again.
            while self.total > self.most and len(self._held) > 1:
                self.total -= self._held.popitem(last=False)[1][0]
