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
    found = []
    for place in sorted(werkpleinen):
        answers = answers_of(scan, place, quarter.index)
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
        self._kept: dict[tuple[str, tuple[str, ...]], pd.DataFrame] = {}

    def of(self, werkplein: str) -> Callable[[Sign, tuple[str, ...]], Figure]:
        """What `phase_picture` asks of one Werkplein."""

        def figure(sign: Sign, groups: tuple[str, ...]) -> Figure:
            rows = self._all(sign.indicator, groups)
            mine = rows[(rows["indicator"] == sign.indicator) & (rows["werkplein"] == werkplein)]
            return lacking(NOT_OBSERVED) if mine.empty else figure_of(mine.to_dict("records")[0])

        return figure

    def _all(self, indicator: str, groups: tuple[str, ...]) -> pd.DataFrame:
        narrows = "doelgroep" in self._known[indicator].dimensions
        at = (indicator, groups if narrows else ())
        if at not in self._kept:
            where: dict[str, Sequence[object]] = {"kwartaal": [self._quarter.index]}
            if at[1]:
                where["doelgroep"] = at[1]
            self._kept[at] = self._ask(indicator, ("werkplein",), where)
        return self._kept[at]
