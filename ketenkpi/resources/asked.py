"""Money and people of who may be seen: figures, an amount divided, and moves worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ketenkpi.asked import Several
from ketenkpi.comparison.standing import closed
from ketenkpi.contracts import find_contract
from ketenkpi.errors import UsageError, UserError
from ketenkpi.figure import Figure, figure_of, number_of
from ketenkpi.indicators import Needed
from ketenkpi.register import region_key
from ketenkpi.resources import ledger
from ketenkpi.resources.allocation import KEYS, Allocation, allocate, need, own_key
from ketenkpi.resources.assumptions import load_assumptions
from ketenkpi.resources.double import double_registration
from ketenkpi.resources.effort import effort
from ketenkpi.resources.ledger import PARTNERS, Ledger, Pair, line_of
from ketenkpi.resources.money import joint, ratios, spending
from ketenkpi.resources.result import Resources
from ketenkpi.resources.scenario import Scenario
from ketenkpi.resources.staff import Cases, caseloads
from ketenkpi.resources.sums import OUTFLOW_UNKNOWN, ROWS_NEEDED, STEPS_UNKNOWN
from ketenkpi.resources.what_if import WhatIf, what_if
from ketenkpi.scope import Scope
from ketenkpi.source import Source
from ketenkpi.vocabularies import caseload_of, stored_scheme, tasks_in_order
from ketenkpi.vocabulary import AnyQuarter, Quarter, as_quarters

if TYPE_CHECKING:
    from ketenkpi.counts import Counts

COST = "kosten_per_uitstroom_werk"
MEAN_STOCK, TO_WORK, STOCK, INFLOW = "gemiddelde_stand", "uitstroom_werk", "stand", "instroom"
BEGUN, RUNNING = "stap", "stap_stand"
KINDS = tuple(find_contract("middelen").column("soort").values)
FTE = "fte"
MADE_OF = ("middelen", "stappen", "trajecten")


@dataclass(frozen=True, slots=True)
class PlacesAndQuarters:
    """The Werkpleinen and quarters (indices, in order) that a question is about."""

    werkpleinen: tuple[str, ...]
    quarters: tuple[int, ...]

    @property
    def where(self) -> dict[str, list[Any]]:
        return {"werkplein": list(self.werkpleinen), "kwartaal": list(self.quarters)}


def resources_of(
    source: Source,
    scope: Scope,
    *,
    werkplein: str | None = None,
    regio: str | None = None,
    quarters: Several[AnyQuarter] = (),
    rate: float | None = None,
) -> Resources:
    """The resources of a Werkplein, a region, or all in scope.

    quarters: the last one with resources when none are named. rate: euros
    per hour, for the cost of double registration. Steps by partner and task
    are small numbers of clients: they need a scope that holds rows, else
    the figures made of them have that reason. Raises UsageError for a
    place outside the scope, UserError when nobody delivered resources.
    """
    asked = _asked(source, scope, werkplein, regio, quarters)
    book = _ledger(source, asked, scope)
    if not book.expected:
        raise UserError("resources.not_there_then", names=", ".join(asked.werkpleinen))
    if not book.lines:
        raise UserError("resources.nothing_delivered")
    assumed, counts = load_assumptions(), _steps(source, asked, scope)
    last = asked.quarters[-1]
    cost = source.figures([COST], (), scope, asked.where).to_dict("records")[0]
    beside = cost["beside"]
    steps = _started(counts, asked)
    reasons = {"stappen": _steps_reason(scope), "uitstroom_werk": OUTFLOW_UNKNOWN}
    return Resources(
        asked.werkpleinen,
        tuple(Quarter.from_index(quarter) for quarter in asked.quarters),
        spending(book, KINDS),
        ratios(book, _own(source, MEAN_STOCK, asked, scope), assumed.seed_ratio),
        joint(book),
        caseloads(book.of_quarter(last), _cases(counts, last, scope), assumed),
        figure_of(cost),
        None if beside != beside else float(beside),
        _cost_by_place(source, asked, scope),
        effort(book, steps, _own(source, TO_WORK, asked, scope), reasons),
        double_registration(book, assumed, rate),
        {partner: book.undelivered(partner) for partner in PARTNERS},
        assumed,
        source.still_open(MADE_OF, scope, asked.werkpleinen, asked.quarters),
    )


def _cost_by_place(source: Source, asked: PlacesAndQuarters, scope: Scope) -> dict[str, Figure]:
    rows = source.figures([COST], ("werkplein",), scope, asked.where)
    mine = rows[rows["indicator"] == COST].to_dict("records")
    return {str(row["werkplein"]): figure_of(row) for row in mine}


def allocation_of(
    source: Source,
    scope: Scope,
    *,
    key: str,
    unit: str,
    amount: Decimal,
    regio: str | None = None,
    quarters: Several[AnyQuarter] = (),
    partner: str | None = None,
) -> Allocation:
    """An amount of fte or euro divided over the Werkpleinen of a region, or all in scope.

    key: 'caseload' (benefits running at the end of the last quarter),
    'instroom' (benefits begun in the quarters), 'behoefte' (those running,
    weighted by target group), or the name of an own key of the region.
    partner: of whom the amount is; then only clients of its own schemes
    count, and only that partner's fte or budget is what there is now. Raises
    UserError when the key is not known there or does not hold for every
    Werkplein.
    """
    asked = _asked(source, scope, None, regio, quarters)
    book = _ledger(source, asked, scope)
    open_now = sorted({name for name, quarter in book.expected if quarter == asked.quarters[-1]})
    now = PlacesAndQuarters(tuple(open_now), asked.quarters)
    weights = _weights(source, key, now, scope, partner, regio)
    present = {name: _present(book, name, unit, partner, now) for name in open_now}
    return allocate(key, unit, amount, weights, present)


def allocation_keys(
    source: Source, scope: Scope, *, regio: str | None = None, quarter: AnyQuarter | None = None
) -> tuple[str, ...]:
    """Every key an amount can be divided by: those of the program, then the region's own.

    quarter: the last one with resources when none is named.
    """
    asked = _asked(source, scope, None, regio, () if quarter is None else (quarter,))
    return (*KEYS, *sorted(_own_keys(source, asked.quarters[-1], regio, scope)))


def what_if_of(
    source: Source,
    scope: Scope,
    scenario: Scenario,
    *,
    werkplein: str | None = None,
    regio: str | None = None,
    quarter: AnyQuarter | None = None,
) -> WhatIf:
    """A scenario worked out on one quarter (the last with resources when none is named).

    Raises UserError for a move that cannot be made.
    """
    chosen = () if quarter is None else (quarter,)
    asked = _asked(source, scope, werkplein, regio, chosen)
    last = asked.quarters[-1]
    book = _ledger(source, asked, scope)
    cases = _cases(_steps(source, asked, scope), last, scope)
    return what_if(scenario, last, book, cases, load_assumptions())


def _asked(
    source: Source,
    scope: Scope,
    werkplein: str | None,
    regio: str | None,
    quarters: Several[AnyQuarter],
) -> PlacesAndQuarters:
    places = source.places(scope)
    if werkplein is not None:
        chosen = tuple(name for name in places if name == werkplein)
        known = list(places)
    else:
        of = source.regions(scope)
        spelled = None if regio is None else region_key(regio)
        chosen = tuple(name for name in places if spelled in (None, region_key(of.get(name, ""))))
        known = sorted(set(of.values()))
    if not chosen and (werkplein or regio):
        raise UsageError("resources.not_in_scope", name=werkplein or regio, known=", ".join(known))
    wanted = tuple(sorted({quarter.index for quarter in as_quarters(quarters)}))
    return PlacesAndQuarters(chosen, wanted or _last(source, scope.narrowed(chosen)))


def _last(source: Source, scope: Scope) -> tuple[int, ...]:
    delivered = [
        delivery.quarter for delivery in source.deliveries(scope) if delivery.contract == "middelen"
    ]
    if not delivered:
        raise UserError("resources.nothing_delivered")
    return (max(delivered),)


def _ledger(source: Source, asked: PlacesAndQuarters, scope: Scope) -> Ledger:
    rows = source.table("middelen", scope.narrowed(asked.werkpleinen)).to_pylist()
    lines = tuple(line_of(row) for row in rows if row["kwartaal"] in asked.quarters)
    moments = [Quarter.from_index(quarter) for quarter in asked.quarters]
    gone = closed(source.register(), asked.werkpleinen, moments)
    expected = frozenset(
        (name, moment.index)
        for name in asked.werkpleinen
        for moment in moments
        if (name, moment) not in gone
    )
    return Ledger(lines, expected)


def _steps(source: Source, asked: PlacesAndQuarters, scope: Scope) -> Counts | None:
    """The steps of these Werkpleinen; None without rows in the scope, or without deliveries."""
    if scope.detail != "rows":
        return None
    within = scope.narrowed(asked.werkpleinen)
    counts = source.tallies(Needed((BEGUN, RUNNING), {}), within)
    return counts if RUNNING in counts.tallies else None


def _own(
    source: Source, key: str, asked: PlacesAndQuarters, scope: Scope
) -> dict[str, dict[Pair, float]]:
    """A figure per partner and pair, over the partner's own schemes; unknown pairs left out."""
    found = source.figures([key], ("werkplein", "kwartaal", "regeling"), scope, asked.where)
    found = found[found["indicator"] == key]
    pairs = [(str(n), int(q)) for n, q in zip(found["werkplein"], found["kwartaal"], strict=True)]
    known = found["value"].notna()
    # A scheme that nobody ever had is not in the rows: there it is zero.
    counted = {pair for pair, there in zip(pairs, known, strict=True) if there}
    result: dict[str, dict[Pair, float]] = {}
    for partner in PARTNERS:
        schemes = caseload_of(partner)
        values = dict.fromkeys(counted, 0.0)
        for pair, scheme, value in zip(pairs, found["regeling"], found["value"], strict=True):
            if stored_scheme(str(scheme)) in schemes and pair in counted:
                values[pair] += float(value)
        # A sum with a part that is not known is not known.
        result[partner] = {pair: value for pair, value in values.items() if value == value}
    return result


def _own_keys(
    source: Source, quarter: int, regio: str | None, scope: Scope
) -> dict[str, list[tuple[str, float]]]:
    """The own keys of a region that hold in a quarter: their Werkpleinen and shares."""
    found: dict[str, list[tuple[str, float]]] = {}
    for row in source.table("verdeling", scope).to_pylist():
        of_region = regio and region_key(row["arbeidsmarktregio"]) == region_key(regio)
        if of_region and row["kwartaal"] == quarter:
            found.setdefault(row["sleutel"], []).append((row["werkplein"], row["aandeel"]))
    return found


def _weights(
    source: Source,
    key: str,
    asked: PlacesAndQuarters,
    scope: Scope,
    partner: str | None,
    regio: str | None,
) -> Mapping[str, float | None]:
    if key not in KEYS:
        own = _own_keys(source, asked.quarters[-1], regio, scope)
        if key not in own:
            known = ", ".join([*KEYS, *sorted(own)])
            raise UserError("resources.key_unknown", key=key, known=known)
        return own_key(key, own[key], asked.werkpleinen)
    last = {"kwartaal": [asked.quarters[-1]]}
    where = asked.where if key == "instroom" else asked.where | last
    if partner is not None:
        where = where | {"regeling": list(caseload_of(partner))}
    if key == "behoefte":
        return _need(source, asked, scope, where)
    by = ("werkplein",) if key == "instroom" else ("werkplein", "kwartaal")
    found = source.figures([INFLOW if key == "instroom" else STOCK], by, scope, where)
    value = dict(zip(found["werkplein"], found["value"], strict=True))
    return {name: number_of(value.get(name)) for name in asked.werkpleinen}


def _need(
    source: Source, asked: PlacesAndQuarters, scope: Scope, where: Mapping[str, Sequence[object]]
) -> dict[str, float | None]:
    found = source.figures([STOCK], ("werkplein", "kwartaal", "doelgroep"), scope, where)
    weights = load_assumptions().need_weights.values
    result: dict[str, float | None] = {}
    for name in asked.werkpleinen:
        mine = found[found["werkplein"] == name]
        groups = dict(zip(mine["doelgroep"], mine["value"], strict=True))
        unknown = not groups or any(value != value for value in groups.values())
        result[name] = None if unknown else need(groups, weights)
    return result


def _steps_reason(scope: Scope) -> str:
    return STEPS_UNKNOWN if scope.detail == "rows" else ROWS_NEEDED


def _cases(counts: Counts | None, quarter: int, scope: Scope) -> Cases:
    if counts is None:
        return Cases.unknown(_steps_reason(scope))
    begun = _steps_of(counts, BEGUN, quarter)
    before, after = (_steps_of(counts, RUNNING, at) for at in (quarter - 1, quarter))
    # Stocks have a row for every quarter that was wholly observed, also of zero.
    known = {place for place, _, _ in before} & {place for place, _, _ in after}
    return Cases(begun, before, after, frozenset(known))


def _steps_of(counts: Counts, tally: str, quarter: int) -> dict[tuple[str, str, str], int]:
    by = ["werkplein", "taak", "organisatie"]
    found = counts.roll_up(tally, by, where={"kwartaal": [quarter]})
    keys = zip(*(map(str, found[name]) for name in by), strict=True)
    return dict(zip(keys, map(int, found["n"]), strict=True))


def _started(counts: Counts | None, asked: PlacesAndQuarters) -> dict[str, dict[Pair, float]]:
    """Steps begun per partner and pair, of quarters that were wholly observed."""
    result: dict[str, dict[Pair, float]] = {partner: {} for partner in PARTNERS}
    if counts is None:
        return result
    tasks = [task.key for task in tasks_in_order()]
    for quarter in asked.quarters:
        cases = _cases(counts, quarter, Scope.everything())
        for name in {place for place, _, _ in cases.after}:
            for partner in PARTNERS:
                started = sum(cases.started(name, task, partner) for task in tasks)
                result[partner][name, quarter] = started
    return result


def _present(
    book: Ledger, name: str, unit: str, partner: str | None, asked: PlacesAndQuarters
) -> Figure:
    """The fte of the last quarter, or the budget of all quarters, of one Werkplein."""
    lines = [
        line for line in book.lines if line.werkplein == name and partner in (None, line.partner)
    ]
    if unit == FTE:
        last = [line for line in lines if line.quarter == asked.quarters[-1]]
        return ledger.total(last, ledger.fte)
    return ledger.total(lines, ledger.budget)
