"""Which cases a question about the chain is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """The Werkpleinen, quarters (indices), schemes and target groups; an empty one is all."""

    werkpleinen: tuple[str, ...] = ()
    quarters: tuple[int, ...] = ()
    regelingen: tuple[str, ...] = ()
    doelgroepen: tuple[str, ...] = ()

    def where(self, *without: str) -> dict[str, Sequence[object]]:
        """The values per dimension of a tally, without the dimensions named."""
        chosen: dict[str, tuple[object, ...]] = {
            "werkplein": self.werkpleinen,
            "kwartaal": self.quarters,
            "regeling": self.regelingen,
            "doelgroep": self.doelgroepen,
        }
        return {dim: values for dim, values in chosen.items() if values and dim not in without}
