"""How far UWV and gemeente work together at one Werkplein: scan, phases and steps together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketenkpi.cooperation import (
    GROUPS,
    Agreement,
    Answers,
    Balance,
    Channels,
    Completeness,
    Condition,
    Coordination,
    Degree,
    Disagreement,
    Figure,
    PhasePicture,
    Point,
    Position,
    Principle,
    Timeline,
    agreements,
    answers_of,
    balances,
    channels,
    conditions,
    coordination,
    degree_course,
    degrees,
    disagreements,
    phase_picture,
    position,
    principles,
    timeline,
)
from ketenkpi.errors import UsageError, UserError
from ketenkpi.figure import figure_of, lacking
from ketenkpi.research_model import Sign, load_integration, load_phases
from ketenkpi.scope import Scope
from ketenkpi.store.figures import Figures
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

INFLOW, WAIT, HANDOVER = "instroom", "overdracht_mediaan", "overdracht:"
YEAR = 4
NOT_OBSERVED = "indicators.reason_nothing_observed"
# What cooperation is computed from; the last delivery of these gives the last quarter.
SOURCES = ("samenwerking", "fasen", "stappen", "trajecten")


@dataclass(frozen=True)
class Cooperation:
    """Everything about cooperation at one Werkplein, as it holds at the end of a quarter.

    scans: the quarters (indices) about which any party filled in a scan.
    """

    werkplein: str
    quarter: Quarter
    scans: tuple[int, ...]
    answers: Answers
    completeness: tuple[Completeness, ...]
    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]
    coordination: Coordination
    phase: PhasePicture
    degrees: tuple[Degree, ...]
    position: Position
    degree_course: tuple[Point, ...]
    balances: tuple[Balance, ...]
    channels: tuple[Channels, ...]
    principles: tuple[Principle, ...]
    conditions: tuple[Condition, ...]


class Cooperating(Figures):
    """The part of the store that knows how the partners work together."""

    def cooperation(
        self,
        werkplein: str,
        quarter: Quarter | None,
        scope: Scope,
        *,
        time_factor: bool = False,
    ) -> Cooperation:
        """Scan, coordination, phase and integration of one Werkplein.

        quarter: when None the last one delivered about, or in which the Werkplein
        was open. Clients and handovers
        are those of the year up to it. Raises OutOfScope for a Werkplein outside
        the scope, UsageError for one of which nothing is known.
        """
        scope.require(werkplein)
        mine = scope.narrowed([werkplein])
        last = self._last_known(werkplein, scope)
        asked = quarter or last
        rows = self._table("samenwerking", mine).to_pylist()
        answers = answers_of(rows, werkplein, asked.index)
        scans = sorted({int(r["kwartaal"]) for r in rows if r["kwartaal"] <= asked.index})
        history = [answers_of(rows, werkplein, index) for index in scans]
        found = degrees(answers)
        return Cooperation(
            werkplein,
            asked,
            tuple(scans),
            answers,
            answers.completeness(),
            agreements(answers),
            disagreements(answers),
            coordination(
                answers,
                self._clients(werkplein, asked, mine),
                self._handovers(werkplein, asked, mine),
                time_factor=time_factor,
            ),
            self._phase(answers, asked, mine),
            found,
            position(found),
            degree_course(history),
            balances(answers),
            channels(answers),
            principles(answers, self._measured(werkplein, asked, mine)),
            conditions(answers, history),
        )

    def phases(self, scope: Scope) -> Timeline:
        """The register of phases of every Werkplein in scope.

        Raises UserError when nothing is delivered.
        """
        quarters = [delivery.quarter for delivery in self.catalogue.deliveries(scope)]
        if not quarters:
            raise UserError("cooperation.nothing_delivered")
        until = Quarter.from_index(max(quarters)).last_day
        return timeline(self._table("fasen", scope).to_pylist(), until)

    def _last_known(self, werkplein: str, scope: Scope) -> Quarter:
        every = [each for each in self.catalogue.deliveries(scope) if each.contract in SOURCES]
        quarters = [each.quarter for each in every if each.werkplein == werkplein]
        if not quarters:
            known = ", ".join(sorted({each.werkplein for each in every}))
            raise UsageError("cooperation.unknown_werkplein", werkplein=werkplein, known=known)
        closed = self._closed(werkplein, scope)
        return Quarter.from_index(min(max(quarters), closed or max(quarters)))

    def _closed(self, werkplein: str, scope: Scope) -> int | None:
        """The last quarter of a Werkplein that closed, by the user's own list; else None."""
        rows = self._table("werkpleinen", scope).to_pylist()
        ends = [row["geldig_tot"] for row in rows if row["werkplein"] == werkplein]
        return None if not ends or None in ends else Quarter.of(max(ends)).index

    def _phase(self, answers: Answers, quarter: Quarter, scope: Scope) -> PhasePicture:
        registered = self.phases(scope).at(answers.werkplein, quarter)
        known = self.indicators
        shown_by = dict.fromkeys(sign.indicator for sign in load_phases().signs.values())
        kept: dict[tuple[str, ...], pd.DataFrame] = {}

        def ask(sign: Sign, groups: tuple[str, ...]) -> Figure:
            # All signs by the same target groups are one question.
            narrows = "doelgroep" in known[sign.indicator].dimensions
            at = groups if narrows else ()
            if at not in kept:
                keys = [key for key in shown_by if "doelgroep" in known[key].dimensions or not at]
                where = _at(answers.werkplein, quarter) | ({"doelgroep": at} if at else {})
                kept[at] = self.figures(keys, (), scope, where)
            return _only(kept[at], sign.indicator)

        return phase_picture(answers, registered, ask)

    def _clients(self, werkplein: str, quarter: Quarter, scope: Scope) -> dict[str, Figure]:
        """The clients of each target group who came in the year up to the quarter."""
        where = _year(werkplein, quarter)
        return clients_by_group(self.figures([INFLOW], ("doelgroep",), scope, where))

    def _handovers(
        self, werkplein: str, quarter: Quarter, scope: Scope
    ) -> dict[tuple[str, str], Figure]:
        """The median days of every handover, by situation and key, over the year."""
        result = {}
        for situation, groups in GROUPS.items():
            where = {**_year(werkplein, quarter), "doelgroep": list(groups)}
            found = self.figures([WAIT], ("split",), scope, where)
            for row in found.to_dict("records"):
                kind = str(row["split"])
                if kind.startswith(HANDOVER):
                    result[situation, kind.removeprefix(HANDOVER)] = figure_of(row)
        return result

    def _measured(self, werkplein: str, quarter: Quarter, scope: Scope) -> dict[str, Figure]:
        """What is counted beside the principles of the toonkamermodel, by item."""
        beside = load_integration().measured
        keys = [each.indicator for each in beside.values()]
        found = self.figures(keys, ("split",), scope, _at(werkplein, quarter))
        result = {}
        for item, measured in beside.items():
            part = (
                found["split"].isna() if measured.part is None else found["split"] == measured.part
            )
            result[item] = _only(found[part], measured.indicator)
        return result


def clients_by_group(found: pd.DataFrame) -> dict[str, Figure]:
    """The inflow of one Werkplein per target group; groups are left out when nobody has one."""
    known = {str(row["doelgroep"]): figure_of(row) for row in found.to_dict("records")}
    came = {name for name, figure in known.items() if figure.value}
    groups = [group for of in GROUPS.values() for group in of]
    if all(figure.value is None for figure in known.values()) or (came and not came & {*groups}):
        return known
    # A group that nobody came in of is not in the rows: there it is zero.
    none = Figure(0, 0.0, method="indicators.method_full_count")
    return dict.fromkeys(groups, none) | known


def _year(werkplein: str, quarter: Quarter) -> dict[str, Sequence[object]]:
    quarters = [quarter.index - ago for ago in range(YEAR)]
    return {"werkplein": [werkplein], "kwartaal": quarters}


def _at(werkplein: str, quarter: Quarter) -> dict[str, Sequence[object]]:
    return {"werkplein": [werkplein], "kwartaal": [quarter.index]}


def _only(rows: pd.DataFrame, indicator: str) -> Figure:
    # An indicator may bring others that it must be shown with.
    mine = rows[rows["indicator"] == indicator]
    return lacking(NOT_OBSERVED) if mine.empty else figure_of(mine.to_dict("records")[0])
