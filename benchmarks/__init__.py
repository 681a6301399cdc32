"""What is timed, against what.

Each module here offers `run() -> list[Compared]`; `python -m benchmarks` runs
them and prints one table. Both sides of a comparison run in turn, in one
call, so that a busy machine slows both; the figure to quote is the median of
the paired ratios. The data are invented and seeded. Nothing here is a test:
no time can fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Compared:
    """One measurement beside its peer, in pairs that ran after each other.

    `unit` is s or MiB; `limit` the ratio that was set as goal.
    """

    what: str
    size: str
    ours: tuple[float, ...]
    peer: str
    peers: tuple[float, ...]
    limit: float
    unit: str = "s"

    def __post_init__(self) -> None:
        if not self.ours or len(self.ours) != len(self.peers):
            raise ValueError(f"'{self.what}' needs as many runs of both sides")

    @property
    def ratio(self) -> float:
        """The median of ours / peer, pair by pair."""
        return median(a / b for a, b in zip(self.ours, self.peers, strict=True))
