"""The programme: goals, agenda, norms and policy theory, on what is delivered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.comparison.asked import signals_of
from ketenkpi.comparison.standing import closed
from ketenkpi.comparison.targets_asked import verdicts_of
from ketenkpi.contracts import find_contract
from ketenkpi.cooperation.asked import phases
from ketenkpi.errors import UsageError, UserError
from ketenkpi.indicators import Indicator, known_only, newest_mature
from ketenkpi.indicators import newest_complete as last_complete
from ketenkpi.programme.agenda import (
    AgendaModel,
    Proposal,
    in_order,
    load_agenda,
    trimmed,
)
from ketenkpi.programme.cooperation_at import together_at
from ketenkpi.programme.cooperation_gaps import (
    missing_agreements,
    missing_scans,
    partners_apart,
    phase_gaps,
)
from ketenkpi.programme.goals import (
    Goal,
    GoalRegister,
    Key,
    goals_of,
    judge,
    judged_in,
)
from ketenkpi.programme.norm_matrix import NormMatrix, norm_matrix
from ketenkpi.programme.per_phase import (
    Line,
    ResultByPhase,
    TheoryFigures,
    per_phase,
    phase_in,
)
from ketenkpi.programme.proposals import (
    goal_gaps,
    missed_norms,
    missing_approvals,
    missing_deliveries,
    signalled,
)
from ketenkpi.programme.regional_targets import regional_targets
from ketenkpi.programme.result import Programme
from ketenkpi.programme.source import ProgrammeSource
from ketenkpi.programme.theory import BoxMeasure, load_theory
from ketenkpi.register import region_key
from ketenkpi.research_model import load_phases
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import AnyQuarter, Quarter, as_quarter

if TYPE_CHECKING:
    import pandas as pd

# Pages open on one quarter; who looks back looks at the year before it.
QUARTERS_AHEAD = 5
BY_AHEAD = (("werkplein", "kwartaal"), ("regio", "kwartaal"), ("kwartaal",), ("werkplein",), ())


def programme_of(
    source: ProgrammeSource, scope: Scope, quarter: AnyQuarter | None = None
) -> Programme:
    """The goal register and the proposed agenda of a quarter; None: `newest_complete`.

    A regional goal is judged by the figure of the whole region, so only for
    who may see all its Werkpleinen. Raises UserError when nothing is
    delivered.
    """
    asked = _quarter(source, scope, quarter)
    known, model = source.indicators, load_agenda()
    goals = goal_register(source, scope, asked)
    phase_of = _furthest_phases(source, scope, asked)
    grid = _open_grid(source, scope, asked)
    normed = [key for key, each in known.items() if each.norm and each.norm.shares]
    open_gaps = [
        *missing_deliveries(grid, asked, model),
        *missing_approvals(grid, asked, model),
        *goal_gaps(goals, phase_of, known, model),
        *missed_norms(verdicts_of(source, normed, scope, [asked]), asked, known, model),
        *signalled(signals_of(source, asked, scope), asked, known, model),
        *_cooperation_gaps(source, phase_of, asked, model, scope),
    ]
    agenda, left_out = trimmed(in_order(open_gaps, phase_of, model), model)
    return Programme(asked, goals, agenda, left_out, model, phase_of, source.regions(scope))


def _cooperation_gaps(
    source: ProgrammeSource,
    werkpleinen: Iterable[str],
    quarter: Quarter,
    model: AgendaModel,
    scope: Scope,
) -> Iterable[Proposal]:
    def ask(key: str, by: Sequence[str], where: Mapping[str, Sequence[object]]) -> pd.DataFrame:
        return known_only(source.figures([key], by, scope, where))

    scan = source.table("samenwerking", scope).to_pylist()
    register = phases(source, scope)
    found = together_at(werkpleinen, quarter, scan, register, source.indicators, ask)
    for gaps in (missing_scans, missing_agreements, phase_gaps, partners_apart):
        yield from gaps(found, quarter, model)


def goal_register(source: ProgrammeSource, scope: Scope, quarter: Quarter) -> GoalRegister:
    """Every goal that counts now of these Werkpleinen and regions, judged in `quarter`."""
    regions = source.regions(scope)
    rows = source.table("doelen", scope).to_pylist()
    mine = {region_key(region) for region in regions.values()}
    goals = [
        goal
        for goal in goals_of(rows, regions)
        if not goal.regional or scope.werkpleinen is None or region_key(goal.place) in mine
    ]
    known = source.indicators
    return judge(goals, quarter, known, _judgements(source, goals, quarter, known, scope))


def norm_register(
    source: ProgrammeSource, scope: Scope, quarter: AnyQuarter | None = None
) -> NormMatrix:
    """The rules as they stand in a quarter, the newest complete one when None."""
    return norm_matrix(_quarter(source, scope, quarter), source.indicators)


def theory_of(
    source: ProgrammeSource,
    scope: Scope,
    quarter: AnyQuarter | None = None,
    doelgroep: str = "korte_afstand",
) -> TheoryFigures:
    """The policy theory with the figures of each phase; see `programme.per_phase`.

    Raises UsageError for an unknown target group.
    """
    groups = find_contract("fasen").column("doelgroep").values
    if doelgroep not in groups:
        listed = ", ".join(groups)
        raise UsageError("programme.unknown_doelgroep", name=doelgroep, known=listed)
    asked = _quarter(source, scope, quarter)

    def make() -> TheoryFigures:
        return _theory(source, scope, asked, doelgroep)

    if scope.detail != "rows":
        return make()
    # The figures of each phase are asked of other Werkpleinen together: 18 s of a hundred.
    return source.kept("theory", (asked.index, doelgroep, scope.key), make)


def _theory(source: ProgrammeSource, scope: Scope, asked: Quarter, doelgroep: str) -> TheoryFigures:
    theory, known = load_theory(), source.indicators
    phase_of = phase_in(phases(source, scope), asked, doelgroep)
    held = _by_phase(phase_of)
    own = _known_in(source, theory.measures, asked, scope)
    found = {
        when: _lines(source, scope, theory.measures, when, doelgroep, list(held))
        for when in {asked, *own.values()}
    }
    lines = {
        box.key: tuple(found[own[measure]][measure] for measure in box.measures)
        for box in theory.boxes.values()
    }
    unknown = tuple(sorted(_delivering(source, scope, asked) - set(phase_of)))
    made_of = {contract for each in theory.measures for contract in known[each.indicator].contracts}
    places = [place for group in held.values() for place in group]
    open_ = source.still_open(made_of, scope, places, [when.index for when in found])
    return TheoryFigures(theory, asked, doelgroep, held, unknown, lines, open_)


def result_by_phase(
    source: ProgrammeSource,
    scope: Scope,
    measure: BoxMeasure,
    quarter: AnyQuarter | None = None,
) -> ResultByPhase:
    """One figure of every Werkplein by its phase, for each target group with phases.

    quarter: the newest complete one when None; each line is of the newest up to it of which
    the figure is known. A comparison and no effect: see `programme.per_phase`.
    """
    asked = _quarter(source, scope, quarter)
    when = _known_in(source, [measure], asked, scope)[measure]
    groups = find_contract("fasen").column("doelgroep").values
    held = {group: phase_in(phases(source, scope), when, group) for group in groups}
    lines = {
        group: _lines(source, scope, [measure], when, group, list(_by_phase(phase_of)))[measure]
        for group, phase_of in held.items()
        if phase_of
    }
    return ResultByPhase(asked, measure, lines, load_theory().least_werkpleinen)


def _lines(
    source: ProgrammeSource,
    scope: Scope,
    measures: Sequence[BoxMeasure],
    when: Quarter,
    doelgroep: str,
    shown: Sequence[str],
) -> dict[BoxMeasure, Line]:
    """Each figure of one quarter in the phases shown, by who was in them then."""

    def ask(
        by: Sequence[str], keys: Sequence[str], places: Sequence[str], group: str | None
    ) -> pd.DataFrame:
        where: dict[str, Sequence[object]] = {"kwartaal": [when], "werkplein": places}
        if group is not None:
            where["doelgroep"] = [group]
        return known_only(source.figures(keys, by, scope, where))

    then = _by_phase(phase_in(phases(source, scope), when, doelgroep))
    held = {phase: then.get(phase, ()) for phase in shown}
    least = load_theory().least_werkpleinen
    return per_phase(measures, held, doelgroep, source.indicators, ask, when, least)


def _known_in(
    source: ProgrammeSource, measures: Sequence[BoxMeasure], quarter: Quarter, scope: Scope
) -> dict[BoxMeasure, Quarter]:
    """Per measure the newest quarter up to this one of which its figure is known."""
    keys = list(dict.fromkeys(each.indicator for each in measures))
    figures = source.figures(keys, ("kwartaal",), scope)
    figures = figures[figures["kwartaal"] <= quarter.index]
    found = {}
    for measure in measures:
        mine = figures[figures["indicator"] == measure.indicator]
        if measure.part is not None:
            mine = mine[mine["split"] == measure.part]
        at = newest_mature(mine).get(measure.indicator)
        late = mine.loc[mine["kwartaal"] == quarter.index, "immature"].any()
        found[measure] = Quarter.from_index(at) if at is not None and late else quarter
    return found


def _quarter(source: ProgrammeSource, scope: Scope, asked: AnyQuarter | None) -> Quarter:
    return newest_complete(source, scope) if asked is None else as_quarter(asked)


def newest_complete(source: ProgrammeSource, scope: Scope) -> Quarter:
    """The quarter that everything opens on: the newest that nobody is still counting.

    Without benefits it is the last delivered. Raises UserError when nothing is.
    """
    quarters = [delivery.quarter for delivery in source.deliveries(scope)]
    if not quarters:
        raise UserError("programme.nothing_delivered")
    found = last_complete(source.figures(["instroom"], ("werkplein", "kwartaal"), scope))
    return Quarter.from_index(max(quarters) if found is None else min(found, max(quarters)))


def made_ahead(source: ProgrammeSource, progress: Callable[[str, float], None]) -> None:
    """Make what pages ask of everybody and what the source keeps: figures, and what stands out.

    All figures by place and quarter, the signals of the quarter that pages open on and of
    the year before it, the policy theory. After a delivery somebody asks these first, and
    they take a minute of a hundred Werkpleinen.
    """
    everything = Scope.everything()
    if not source.deliveries(everything):
        return
    for at, by in enumerate(BY_AHEAD):
        progress("figures", at / len(BY_AHEAD))
        source.figures(None, by, everything)
    newest = newest_complete(source, everything)
    quarters = range(newest.index, newest.index - QUARTERS_AHEAD, -1)
    for at, quarter in enumerate(quarters):
        progress("signals", at / len(quarters))
        signals_of(source, Quarter.from_index(quarter), everything)
    progress("theory", 0.0)
    theory_of(source, everything, newest)


def _open_grid(source: ProgrammeSource, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Who delivered what, without Werkpleinen that did not exist in `quarter`."""
    grid = source.grid(scope)
    gone = {place for place, _ in closed(source.register(), set(grid["werkplein"]), [quarter])}
    return grid[~grid["werkplein"].isin(gone)]


def _delivering(source: ProgrammeSource, scope: Scope, quarter: Quarter) -> set[str]:
    """The Werkpleinen that delivered anything up to this quarter, and exist in it."""
    found = {
        delivery.werkplein
        for delivery in source.deliveries(scope)
        # A delivery of goals may be that of a region.
        if not delivery.shared
        and delivery.contract != "doelen"
        and delivery.first_quarter <= quarter.index
    }
    return found - {place for place, _ in closed(source.register(), found, [quarter])}


def _furthest_phases(
    source: ProgrammeSource, scope: Scope, quarter: Quarter
) -> dict[str, str | None]:
    register, order = phases(source, scope), list(load_phases().phases)
    found: dict[str, str | None] = dict.fromkeys(_delivering(source, scope, quarter))
    for place in found:
        held = (period.phase for period in register.at(place, quarter))
        found[place] = max(held, key=order.index, default=None)
    return found


def _judgements(
    source: ProgrammeSource,
    goals: Collection[Goal],
    quarter: Quarter,
    known: Mapping[str, Indicator],
    scope: Scope,
) -> dict[Key, Mapping[str, Any]]:
    """The verdicts that goals are judged by, in the last quarter in which each holds."""
    measured = [goal for goal in goals if goal.indicator in known]
    keys = sorted({str(goal.indicator) for goal in measured})
    quarters = sorted({at for goal in measured if (at := judged_in(goal, quarter))})
    if not quarters:
        return {}
    own = verdicts_of(source, keys, scope, quarters)
    found = _by_key(own[own["level"] != "landelijk"], regional=False)
    regional = [goal.place for goal in measured if goal.regional]
    if regional:
        found |= _by_key(regional_targets(source, keys, scope, quarters), regional=True)
    return found


def _by_key(rows: pd.DataFrame, *, regional: bool) -> dict[Key, Mapping[str, Any]]:
    found: dict[Key, Mapping[str, Any]] = {}
    for each in rows.to_dict("records"):
        row = {str(name): value for name, value in each.items()}
        if isinstance(row["soort"], str):
            at = (row["werkplein"], regional, row["indicator"], row["soort"], int(row["kwartaal"]))
            found[at] = row
    return found


def _by_phase(phase_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The Werkpleinen in each phase that any is in, in the order of the phases."""
    there = set(phase_of.values())
    return {
        phase: tuple(sorted(place for place, at in phase_of.items() if at == phase))
        for phase in load_phases().phases
        if phase in there
    }
