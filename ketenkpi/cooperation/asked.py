"""How far UWV and gemeente work together at one Werkplein: scan, phases and steps together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ketenkpi.cooperation.agreement import agreements, disagreements
from ketenkpi.cooperation.coordination import GROUPS, coordination
from ketenkpi.cooperation.integration import (
    degree_course,
    degrees,
    position,
)
from ketenkpi.cooperation.picture import PhasePicture, phase_picture
from ketenkpi.cooperation.profile import (
    balances,
    channels,
    conditions,
    principles,
)
from ketenkpi.cooperation.register import Timeline, timeline
from ketenkpi.cooperation.result import Cooperation
from ketenkpi.cooperation.scan import ScanAnswers, answers_of
from ketenkpi.errors import UsageError, UserError
from ketenkpi.figure import Figure, figure_of, lacking
from ketenkpi.research_model import Sign, load_integration, load_phases
from ketenkpi.scope import Scope
from ketenkpi.source import Source
from ketenkpi.vocabulary import AnyQuarter, Quarter, as_quarter

if TYPE_CHECKING:
    import pandas as pd

INFLOW, WAIT, HANDOVER = "instroom", "overdracht_mediaan", "overdracht:"
YEAR = 4
NOT_OBSERVED = "indicators.reason_nothing_observed"
# What cooperation is computed from; the last delivery of these gives the last quarter.
SOURCES = ("samenwerking", "fasen", "stappen", "trajecten")


def cooperation_of(
    source: Source,
    werkplein: str,
    quarter: AnyQuarter | None,
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
    last = _last_known(source, werkplein, scope)
    asked = last if quarter is None else as_quarter(quarter)
    rows = source.table("samenwerking", mine).to_pylist()
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
            _clients(source, werkplein, asked, mine),
            _handovers(source, werkplein, asked, mine),
            time_factor=time_factor,
        ),
        _phase(source, answers, asked, mine),
        found,
        position(found),
        degree_course(history),
        balances(answers),
        channels(answers),
        principles(answers, _measured(source, werkplein, asked, mine)),
        conditions(answers, history),
    )


def phases(source: Source, scope: Scope) -> Timeline:
    """The register of phases of every Werkplein in scope.

    Raises UserError when nothing is delivered.
    """
    quarters = [delivery.quarter for delivery in source.deliveries(scope)]
    if not quarters:
        raise UserError("cooperation.nothing_delivered")
    until = Quarter.from_index(max(quarters)).last_day
    return timeline(source.table("fasen", scope).to_pylist(), until)


def _last_known(source: Source, werkplein: str, scope: Scope) -> Quarter:
    every = [each for each in source.deliveries(scope) if each.contract in SOURCES]
    quarters = [each.quarter for each in every if each.werkplein == werkplein]
    if not quarters:
        known = ", ".join(sorted({each.werkplein for each in every}))
        raise UsageError("cooperation.unknown_werkplein", werkplein=werkplein, known=known)
    closed = _closed(source, werkplein, scope)
    return Quarter.from_index(min(max(quarters), closed or max(quarters)))


def _closed(source: Source, werkplein: str, scope: Scope) -> int | None:
    """The last quarter of a Werkplein that closed, by the user's own list; else None."""
    rows = source.table("werkpleinen", scope).to_pylist()
    ends = [row["geldig_tot"] for row in rows if row["werkplein"] == werkplein]
    return None if not ends or None in ends else Quarter.of(max(ends)).index


def _phase(source: Source, answers: ScanAnswers, quarter: Quarter, scope: Scope) -> PhasePicture:
    registered = phases(source, scope).at(answers.werkplein, quarter)
    known = source.indicators
    shown_by = dict.fromkeys(sign.indicator for sign in load_phases().signs.values())
    kept: dict[tuple[str, ...], pd.DataFrame] = {}

    def ask(sign: Sign, groups: tuple[str, ...]) -> Figure:
        # All signs by the same target groups are one question.
        narrows = "doelgroep" in known[sign.indicator].dimensions
        at = groups if narrows else ()
        if at not in kept:
            keys = [key for key in shown_by if "doelgroep" in known[key].dimensions or not at]
            where = _at(answers.werkplein, quarter) | ({"doelgroep": at} if at else {})
            kept[at] = source.figures(keys, (), scope, where)
        return _only(kept[at], sign.indicator)

    return phase_picture(answers, registered, ask)


def _clients(source: Source, werkplein: str, quarter: Quarter, scope: Scope) -> dict[str, Figure]:
    """The clients of each target group who came in the year up to the quarter."""
    where = _year(werkplein, quarter)
    return clients_by_group(source.figures([INFLOW], ("doelgroep",), scope, where))


def _handovers(
    source: Source, werkplein: str, quarter: Quarter, scope: Scope
) -> dict[tuple[str, str], Figure]:
    """The median days of every handover, by situation and key, over the year."""
    result = {}
    for situation, groups in GROUPS.items():
        where = {**_year(werkplein, quarter), "doelgroep": list(groups)}
        found = source.figures([WAIT], ("split",), scope, where)
        for row in found.to_dict("records"):
            kind = str(row["split"])
            if kind.startswith(HANDOVER):
                result[situation, kind.removeprefix(HANDOVER)] = figure_of(row)
    return result


def _measured(source: Source, werkplein: str, quarter: Quarter, scope: Scope) -> dict[str, Figure]:
    """What is counted beside the principles of the toonkamermodel, by item."""
    beside = load_integration().measured
    keys = [each.indicator for each in beside.values()]
    found = source.figures(keys, ("split",), scope, _at(werkplein, quarter))
    result = {}
    for item, measured in beside.items():
        part = found["split"].isna() if measured.part is None else found["split"] == measured.part
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
