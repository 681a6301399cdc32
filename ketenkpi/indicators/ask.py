"""The one entrance: indicators of counts, as a frame with one row per indicator and group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

import numpy as np
import pandas as pd

from ketenkpi.asked import Several, several
from ketenkpi.counts import TALLIES, Counts
from ketenkpi.counts.tally import BY_CLIENT, KEYS
from ketenkpi.errors import NotAdditive, UsageError
from ketenkpi.indicators import (
    causes,
    cooperation,
    counted,
    following,
    handover,
    maturity,
    money,
    reasons,
    shares,
    stratified,
    waiting,
)
from ketenkpi.indicators.answer import Estimated, frame
from ketenkpi.indicators.definition import Indicator
from ketenkpi.indicators.estimates import Asked, Estimates
from ketenkpi.indicators.grouping import PLACE_COLUMNS, Grouping, combinations, places
from ketenkpi.indicators.handover_kinds import TALLY as HANDOVERS
from ketenkpi.indicators.hurdles import hurdles_of, stopped_at
from ketenkpi.indicators.known_values import require_cases, require_known
from ketenkpi.indicators.labels import labelled
from ketenkpi.indicators.load import load_indicators, named
from ketenkpi.indicators.naming import by_stored_key, named_by_day
from ketenkpi.indicators.needs import Needed, needed, read_together
from ketenkpi.indicators.norms import Norm
from ketenkpi.indicators.tables import Tables
from ketenkpi.indicators.threads import at_once
from ketenkpi.scope import Scope
from ketenkpi.stats.interval import Bools, Ints
from ketenkpi.vocabulary import Quarter, quarter_index
from ketenkpi.wording import Language

BY = (*KEYS, "regio", "split")
ESTIMATORS: Mapping[str, Callable[[Asked], Estimates]] = MappingProxyType(
    {
        "count": counted.count,
        "stock": counted.stock,
        "persons": counted.persons,
        "sum": counted.money,
        "proportion": shares.proportion,
        "rate": shares.rate,
        "mean": shares.mean,
        "stratified_mean": stratified.mean,
        "ratio": shares.ratio,
        "duration": waiting.duration,
        "within": waiting.within,
        "rate_per_1000": shares.rate_per_1000,
        "gap": shares.gap,
        "money_ratio": money.money_ratio,
        "money_share": money.money_share,
        "cost": money.cost,
        "scan": cooperation.scan,
        "mix": cooperation.mix,
        "begin_stock": counted.begin_stock,
        "mean_stock": counted.mean_stock,
        "stock_ratio": counted.stock_ratio,
        "composition": shares.composition,
        "rate_year": shares.rate_year,
        "cohort_share": shares.proportion,
        "share_within": shares.share_within,
        "per_1000": shares.per_1000,
        "incidence": following.incidence,
        "remaining": following.remaining,
        "open_age": following.open_age,
        "within_cause": causes.within_cause,
        "duration_cause": causes.duration_cause,
        "next_within": handover.next_within,
        "next_quantile": handover.next_quantile,
    }
)
Where = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Shared:
    """What is the same for every indicator of one question."""

    tables: Tables
    by: tuple[str, ...]
    where: Where
    placed: pd.DataFrame
    place_of: Ints
    level: float


def indicators(
    counts: Counts,
    *,
    keys: Several[str] | None = None,
    by: Several[str] = ("werkplein", "kwartaal"),
    where: Where | None = None,
    regio_of: Mapping[str, str] | None = None,
    level: float = 0.95,
    definitions: Mapping[str, Indicator] | None = None,
    by_day: bool = True,
    labels: Language | None = None,
) -> pd.DataFrame:
    """Estimates of `keys` (all that can be asked so when None) for every group of `by`.

    Of all Werkpleinen that `counts` hold; `Counts.select` keeps those of a scope.

    An indicator that misleads on its own brings those it must be shown with.
    by: any of werkplein, regio, kwartaal, regeling, doelgroep and split (the
    indicator's own dimension, for example the reason of outflow). regio needs
    `regio_of`, the region of each Werkplein; one it does not name reads
    'onbekend'. where: per dimension the values to keep. level: of the intervals.
    definitions: `load_indicators()` when None; `versioned` gives older ones.
    by_day: schemes by their name of the day; else by the key they are stored under.
    labels: 'nl' or 'en' for a frame to read: quarters as 2010K4, and unit, method, reason
    and note as sentences of that language.

    Returns one row per indicator and group, in the order of `keys`, then of the
    groups: indicator, the columns of `by`, split, value, low, high, n, numerator,
    denominator, unit, method, reason, beside, undelivered, incomplete, immature, note,
    without.
    There is a row for every Werkplein and quarter that any file mentions, from the
    first quarter that was observed anywhere (earlier ones only when `where` names them).
    `kwartaal` is a quarter index. A dimension the indicator is not counted by
    reads 'alle'. split is filled when asked, and always for an indicator that may
    not be added over it.

    value is NaN exactly where `reason` (a wording key) says why. method (a
    wording key) says how low and high were made, or why there are none; `high`
    NaN for a duration means that it lies beyond the follow-up. undelivered is
    the number of Werkplein-quarters in the group without the files needed;
    incomplete is the number whose quarter ends after the last day of which
    anything is known, so that a flow is still being counted. immature: the figure
    is not known yet by the rule of its definition (`maturity`), and may be shown
    but not compared, tested, judged or drawn as a trend; its note says so. without: the
    Werkpleinen of which nothing is in a figure of several together, with `BETWEEN`
    between their names, missing where there is none; totals of which it differs are not
    of the same places. note (a
    wording key) also says of a figure that follows clients how far they could be linked, where that
    is not everywhere, and of one about handovers that those between partners are
    not seen, where these number their cases each for itself.

    Raises UsageError for an unknown indicator or dimension, a Werkplein, region, scheme or
    target group in `where` that nobody knows (`known_values`), or one text where several
    are asked; UserError for what is no quarter; and NotAdditive when the grouping would add
    what may not be added.
    """
    question = _question(keys, by, where, regio_of, level, definitions)
    tables = Tables(counts)
    require_known(question.where, tables, regio_of or {})
    found = frame(question.estimates(tables, question.chosen), question.by)
    told = named_by_day(found, _last_quarter(tables, question.where)) if by_day else found
    return told if labels is None else labelled(told, labels)


def indicators_read(
    read: Callable[[Needed], Counts],
    *,
    keys: Sequence[str] | None = None,
    by: Sequence[str] = ("werkplein", "kwartaal"),
    where: Where | None = None,
    regio_of: Mapping[str, str] | None = None,
    level: float = 0.95,
    definitions: Mapping[str, Indicator] | None = None,
    by_day: bool = True,
) -> pd.DataFrame:
    """The same as `indicators`, of counts that are read as they are needed and let go.

    read: the counts with what is needed of them; asked once for each group of
    indicators that is made of the same histograms (`needs.read_together`).
    """
    question = _question(keys, by, where, regio_of, level, definitions)
    found: dict[str, Estimated] = {}
    for group in read_together(question.chosen):
        tables = Tables(read(needed(group, question.where, by)))
        require_cases(question.where, tables.counts)
        found |= {one.indicator.key: one for one in question.estimates(tables, group)}
    if not found:
        return frame([], by)
    figures = frame([found[one.key] for one in question.chosen], by)
    return named_by_day(figures, _last_quarter(tables, question.where)) if by_day else figures


@dataclass(frozen=True)
class _Question:
    """What is asked, checked: which indicators, by and within what."""

    chosen: Sequence[Indicator]
    by: tuple[str, ...]
    where: Where
    regio_of: Mapping[str, str] | None
    level: float

    def estimates(self, tables: Tables, chosen: Sequence[Indicator]) -> list[Estimated]:
        """Those of some of its indicators, in their order."""
        shared = self.shared(tables)
        makers = [partial(_one, indicator, shared) for indicator in chosen]
        return at_once(makers, len(chosen) * len(shared.placed))

    def shared(self, tables: Tables) -> Shared:
        """What is the same for every indicator of it."""
        return Shared(
            tables,
            self.by,
            {name: values for name, values in self.where.items() if name != "regio"},
            *places(tables.network, self.by, self.where, self.regio_of, tables.first_quarter),
            self.level,
        )


def _question(
    keys: Several[str] | None,
    by: Several[str],
    where: Where | None,
    regio_of: Mapping[str, str] | None,
    level: float,
    definitions: Mapping[str, Indicator] | None,
) -> _Question:
    groups = several(by, "by")
    asked_where = checked_where(where or {})
    known = load_indicators() if definitions is None else definitions
    wanted = askable(known, groups, asked_where) if keys is None else several(keys, "keys")
    chosen = [named(key, known) for key in together(wanted, known, groups)]
    _check_by(groups, asked_where, regio_of)
    for indicator in chosen:
        _check_additive(indicator, groups, asked_where)
    return _Question(chosen, groups, asked_where, regio_of, level)


def last_quarter(counts: Counts, scope: Scope, where: Where) -> int | None:
    """The index of the last quarter that figures over several are about; None without any."""
    return _last_quarter(Tables(counts.select(scope)), where)


def _last_quarter(tables: Tables, where: Where) -> int | None:
    asked = [quarter_index(quarter) for quarter in where.get("kwartaal", ())]
    known = [int(quarter) for quarter in tables.network.quarters]
    return max(asked or known, default=None)


def asked_as(
    counts: Counts,
    key: str,
    *,
    by: Several[str],
    where: Where,
    regio_of: Mapping[str, str] | None = None,
) -> Asked:
    """What the estimator of one indicator is given, for what else is told of the same cases.

    Arguments and errors as of `indicators`.
    """
    question = _question((key,), by, where, regio_of, 0.95, None)
    tables, indicator = Tables(counts), named(key, load_indicators())
    require_known(question.where, tables, regio_of or {})
    return _asked(indicator, question.shared(tables), hurdles_of(indicator, tables))


def _asked(indicator: Indicator, shared: Shared, hurdles: list[tuple[Bools, str]]) -> Asked:
    usable = np.logical_and.reduce([taken for taken, _ in hurdles])
    grouping = _grouping(_combinations(indicator, shared), usable, shared)
    return Asked(indicator, shared.tables, grouping, shared.where, shared.level)


def _one(indicator: Indicator, shared: Shared) -> Estimated:
    tables = shared.tables
    hurdles = hurdles_of(indicator, tables)
    asked = _asked(indicator, shared, hurdles)
    grouping = asked.grouping
    found = ESTIMATORS[indicator.kind](asked)
    # The last hurdle leaves out what is not known yet; whether it is does not depend on that.
    there = np.logical_and.reduce([taken for taken, _ in hurdles[:-1]])
    waiting = maturity.immature(indicator, tables, grouping, there)
    hidden = maturity.withheld(indicator, waiting) & reasons.may_pass(found.reason)
    found = found.without(hidden, reasons.IMMATURE)
    if not set(shared.where) & set(KEYS) <= set(indicator.dimensions):
        found = found.without(np.ones(grouping.size, dtype=np.bool_), reasons.NOT_SPLIT)
    found = stopped_at(found, grouping, hurdles)
    running = "trajecten" in indicator.contracts
    delivered = hurdles[1][0]
    later = tables.network.quarters >= tables.first_quarter
    return Estimated(
        indicator,
        grouping,
        found,
        undelivered=grouping.places_in(~delivered & later),
        incomplete=grouping.places_in(tables.incomplete & delivered & running),
        immature=waiting,
        note=reasons.replaced(
            _note(asked),
            maturity.noted(indicator, waiting) & ~np.isnan(found.value),
            reasons.NOT_KNOWN_YET,
        ),
        without=grouping.werkpleinen_in(~grouping.usable & later),
    )


def _note(asked: Asked) -> reasons.Keys:
    """What one must know beside a figure: how far cases could be linked, whether a norm held."""
    indicator, grouping, tables = asked.indicator, asked.grouping, asked.tables
    if indicator.over_places:
        return stratified.note(asked)
    if indicator.norm is not None:
        return _norm_held(indicator.norm, grouping, tables)
    if indicator.numerator.tally not in BY_CLIENT:
        return _cases_apart(indicator, grouping, tables)

    def somewhere(width: str) -> Bools:
        result: Bools = grouping.places_in(tables.linked_within(width) & grouping.usable) > 0
        return result

    return reasons.first_that_holds(
        grouping.size,
        (somewhere("partner"), reasons.WITHIN_PARTNER),
        (somewhere("werkplein"), reasons.WITHIN_WERKPLEIN),
    )


def _norm_held(norm: Norm, grouping: Grouping, tables: Tables) -> reasons.Keys:
    """Of a term of the register: quarters it did not hold in, or of which that was not found."""
    network = tables.network
    validity = [norm.validity(Quarter.from_index(int(index))) for index in network.quarters]

    def somewhere(*among: str) -> Bools:
        quarters = np.isin(validity, among)
        mask = np.broadcast_to(quarters, (len(network.werkpleinen), len(quarters)))
        found: Bools = grouping.places_in(mask & grouping.usable) > 0
        return found

    return reasons.first_that_holds(
        grouping.size,
        (somewhere("begin_unknown"), reasons.NORM_BEGIN_UNKNOWN),
        (somewhere("in_force") & somewhere("ended", "not_yet"), reasons.NORM_IN_PART),
    )


def _cases_apart(indicator: Indicator, grouping: Grouping, tables: Tables) -> reasons.Keys:
    """Of handovers: where partners number their cases each for itself, some are not seen."""
    none = reasons.all_of(grouping.size, None)
    apart = tables.seen("zaakkringen")
    if not apart.any() or not _of_handovers(indicator):
        return none
    noted = grouping.places_in(apart & grouping.usable) > 0
    return reasons.replaced(none, noted, reasons.CASES_APART)


def _of_handovers(indicator: Indicator) -> bool:
    """Whether it counts how clients go from one organisation to another."""
    only = indicator.numerator.only
    if indicator.numerator.tally == HANDOVERS:
        return only.get("soort") != ("overdracht_binnen",)
    return "overdracht" in only


def _grouping(combined: pd.DataFrame, usable: Bools, shared: Shared) -> Grouping:
    # Most indicators are asked for the same groups, and share what is made per group.
    tables, kinds = shared.tables, combined.to_dict("tight")
    combined = tables.once(("combinations", str(kinds)), lambda: combined)
    return tables.once(
        ("grouping", id(combined), usable.tobytes()),
        lambda: Grouping(tables.network, shared.placed, shared.place_of, combined, usable),
    )


def _combinations(indicator: Indicator, shared: Shared) -> pd.DataFrame:
    columns = [name for name in shared.by if name in ("regeling", "doelgroep")]
    columns = [name for name in columns if name in indicator.dimensions]
    if indicator.split and (indicator.always_split or "split" in shared.by):
        columns.append(indicator.split)
    parts = [part for part in (indicator.numerator, indicator.denominator) if part]
    if indicator.of_kind.by_cause:
        # Kinds of case in which nobody ended in the wanted way are there too.
        everyone = {n: v for n, v in indicator.numerator.only.items() if n in KEYS}
        parts = [replace(indicator.numerator, only=everyone)]
    having = [shared.tables.rows(part, shared.where) for part in parts]
    within = [rows for rows in having if set(columns) <= set(rows.columns)]
    key = ("combinations", *map(id, within), *columns)
    return shared.tables.once(key, lambda: combinations(within, columns))


def askable(known: Mapping[str, Indicator], by: Sequence[str], where: Where) -> list[str]:
    """The indicators that may be added over all that `by` and `where` leave open.

    People do not add over Werkpleinen and stocks do not over quarters. Who names
    such an indicator is refused with the reason; who asks for all gets the others.
    What is about several Werkpleinen together is left out by werkplein.
    """
    added = {name for name in KEYS if not _pinned(name, by, where)}

    def can(key: str) -> bool:
        if known[key].over_places and "werkplein" in by:
            return False
        company = (known[other] for other in together([key], known))
        return all(added <= indicator.additive_over for indicator in company)

    return [key for key in known if can(key)]


def _pinned(name: str, by: Sequence[str], where: Where) -> bool:
    return name in by or len(where.get(name, ())) == 1


def together(
    keys: Iterable[str], known: Mapping[str, Indicator], by: Sequence[str] = KEYS
) -> list[str]:
    """The keys, each followed by those it may not be shown without and that were not asked.

    Of several Werkpleinen together (`by` without werkplein) stands beside it what
    estimates it for everybody.

    One that `known` lacks stays away: whoever passes one definition gets one
    figure, to compare it with itself. Raises UsageError for an unknown key.
    """
    asked = list(keys)
    for key in asked:
        company = list(named(key, known).shown_with)
        if "werkplein" not in by and (estimate := known[key].estimated_by):
            company.append(estimate)
        asked += [other for other in company if other in known and other not in asked]
    return asked


def _check_by(by: Sequence[str], where: Where, regio_of: Mapping[str, str] | None) -> None:
    for name in by:
        if name not in BY:
            raise UsageError("indicators.unknown_dimension", name=name, known=", ".join(BY))
    if "regio" in (*by, *where) and regio_of is None:
        raise UsageError("indicators.regions_needed")


def checked_where(where: Where) -> Where:
    """What is asked within, as it is stored: quarters by their index, schemes by their key.

    Raises UsageError for an unknown dimension, and one text where several are asked.
    """
    known = {"regio", *KEYS, *(name for tally in TALLIES.values() for name in tally.shown_by)}
    for name in where:
        if name not in known:
            allowed = ", ".join(sorted(known))
            raise UsageError("indicators.unknown_dimension", name=name, known=allowed)
    asked = {name: several(values, f"where: {name}") for name, values in where.items()}
    return by_stored_key(asked)


def _check_additive(indicator: Indicator, by: Sequence[str], where: Where) -> None:
    for name in where:
        extra = TALLIES[indicator.numerator.tally].shown_by
        if name not in (*PLACE_COLUMNS, *KEYS, *extra):
            raise UsageError(
                "indicators.no_such_dimension", indicator=indicator.key, dimension=name
            )
    for name in KEYS:
        if not _pinned(name, by, where) and name not in indicator.additive_over:
            why = "people_not_additive" if indicator.kind == "persons" else "not_additive"
            raise NotAdditive(f"indicators.{why}", indicator=indicator.key, dimension=name)
