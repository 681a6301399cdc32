"""Cooperation at many Werkpleinen at once: what `cooperation_of` finds for one of them.

One Werkplein takes seconds, because of the figures of its steps and handovers.
An agenda of fifteen needs no handovers, and asks each figure once for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.cooperation import (
    Figure,
    Timeline,
    answers_of,
    coordination,
    disagreements,
    phase_picture,
)
from ketenkpi.cooperation.asked import (
    INFLOW,
    NOT_OBSERVED,
    YEAR,
    clients_by_group,
)
from ketenkpi.figure import figure_of, lacking
from ketenkpi.indicators import Indicator
from ketenkpi.programme.cooperation_gaps import Together, answered_by_both
from ketenkpi.research_model import Sign
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

# Asks figures: of which indicator, by what, and of which rows.
Ask = Callable[[str, Sequence[str], Mapping[str, Sequence[object]]], "pd.DataFrame"]


def together_at(
    werkpleinen: Iterable[str],
    quarter: Quarter,
    scan: Sequence[Mapping[str, Any]],
    phases: Timeline,
    known: Mapping[str, Indicator],
    ask: Ask,
) -> tuple[Together, ...]:
    """What is known of cooperation at each of these Werkpleinen, by name.

    scan: rows of contract `samenwerking`. phases: the register of phases.
    """
    year = [quarter.index - ago for ago in range(YEAR)]
    inflow = ask(INFLOW, ("werkplein", "doelgroep"), {"kwartaal": year})
    signs = _Signs(quarter, known, ask)
    # Looked up once: a hundred Werkpleinen each went through the scans of all, 2.5 s.
    scans: dict[str, list[Mapping[str, Any]]] = {}
    for row in scan:
        scans.setdefault(row["werkplein"], []).append(row)
    found = []
    for place in sorted(werkpleinen):
        answers = answers_of(scans.get(place, ()), place, quarter.index)
        clients = clients_by_group(inflow[inflow["werkplein"] == place])
        found.append(
            Together(
                place,
                answers,
                coordination(answers, clients, {}),
                phase_picture(answers, phases.at(place, quarter), signs.of(place)),
                disagreements(answers),
                answered_by_both(answers),
            )
        )
    return tuple(found)


class _Signs:
    """The signs of the steps, asked once for all Werkpleinen per set of target groups."""

    def __init__(self, quarter: Quarter, known: Mapping[str, Indicator], ask: Ask) -> None:
        self._quarter, self._known, self._ask = quarter, known, ask
        self._kept: dict[tuple[str, tuple[str, ...]], dict[str, Figure]] = {}

    def of(self, werkplein: str) -> Callable[[Sign, tuple[str, ...]], Figure]:
        """What `phase_picture` asks of one Werkplein."""

        def figure(sign: Sign, groups: tuple[str, ...]) -> Figure:
            found = self._all(sign.indicator, groups).get(werkplein)
            return lacking(NOT_OBSERVED) if found is None else found

        return figure

    def _all(self, indicator: str, groups: tuple[str, ...]) -> dict[str, Figure]:
        """The figure of each Werkplein that has one, the first where it is split."""
        narrows = "doelgroep" in self._known[indicator].dimensions
        at = (indicator, groups if narrows else ())
        if at not in self._kept:
            where: dict[str, Sequence[object]] = {"kwartaal": [self._quarter.index]}
            if at[1]:
                where["doelgroep"] = at[1]
            rows = self._ask(indicator, ("werkplein",), where)
            mine = rows[rows["indicator"] == indicator].drop_duplicates("werkplein")
            records = mine.to_dict("records")
            self._kept[at] = {str(row["werkplein"]): figure_of(row) for row in records}
        return self._kept[at]
