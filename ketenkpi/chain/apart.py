"""Where partners number their cases each for itself: moves between them are unknown there."""

from __future__ import annotations

from dataclasses import dataclass

from ketenkpi.chain.selection import Selection
from ketenkpi.counts import Counts


@dataclass(frozen=True, slots=True)
class Apart:
    """A Werkplein and the quarters (indices) in which its steps came under several numberings."""

    werkplein: str
    quarters: tuple[int, ...]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The quarters as unbroken runs, each by its first and last."""
        runs: list[tuple[int, int]] = []
        for quarter in self.quarters:
            if runs and runs[-1][1] == quarter - 1:
                runs[-1] = (runs[-1][0], quarter)
            else:
                runs.append((quarter, quarter))
        return tuple(runs)


def apart_of(counts: Counts, where: Selection) -> tuple[Apart, ...]:
    """The Werkpleinen and quarters of a selection of which some moves cannot be seen.

    A circle of case numbers holds cases of every scheme and group, so those do
    not matter here.
    """
    by = ("werkplein", "kwartaal")
    found = counts.roll_up("zaakkringen", by, where=where.where("regeling", "doelgroep"))
    return tuple(
        Apart(str(name), tuple(sorted(int(quarter) for quarter in rows["kwartaal"])))
        for name, rows in found.groupby("werkplein", sort=True)
    )
