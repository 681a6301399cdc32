"""What is timed, against what.

Each module here offers `run() -> list[Row]`; `python -m benchmarks` runs them
and prints one table. The data are invented and seeded, so two machines time
the same work. Nothing here is a test: no time can fail.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was timed: all runs in seconds, first run included.

    `size` says of how much (rows, bytes); `against` what it stands beside
    (another way to do the same, or the same on less data); `peak_mib` the
    largest memory of the process in MiB where that was measured.
    """

    what: str
    size: str
    seconds: tuple[float, ...]
    against: str = ""
    peak_mib: float | None = None

    def __post_init__(self) -> None:
        if not self.seconds:
            raise ValueError(f"'{self.what}' was not run")

    @property
    def median(self) -> float:
        return median(self.seconds)


def timed(work: Callable[[], object], runs: int = 3) -> tuple[float, ...]:
    """Seconds of `runs` calls of `work`, one after the other."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return tuple(taken)
