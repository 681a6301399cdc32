"""Until when one file may be read: nothing a file holds may keep a reader busy for ever."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from ketenkpi.contracts.intake import refusal


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the clock that only goes forward, `seconds` after the reading began."""

    seconds: float
    until: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """So many seconds from now."""
        return cls(seconds, time.monotonic() + seconds)

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self.until

    def keep(self) -> None:
        """Go on; raises Blocked when the time is up."""
        if self.passed:
            raise refusal("lezen_te_lang", seconds=f"{self.seconds:g}")


NEVER = Deadline(math.inf, math.inf)
