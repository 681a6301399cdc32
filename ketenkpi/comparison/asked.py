"""Questions of comparison: Werkpleinen side by side, each over time, and what stands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.asked import Several
from ketenkpi.comparison.breaks import anew, area_since, lacking, without_closed
from ketenkpi.comparison.compare import Adjust, By, Comparison, compare
from ketenkpi.comparison.control import Rebase, control_chart
from ketenkpi.comparison.delivery_ages import ages, provisional
from ketenkpi.comparison.figures import comparable_indicator
from ketenkpi.comparison.late import CONTRACT
from ketenkpi.comparison.peers import PeerGroup
from ketenkpi.comparison.signals import signals
from ketenkpi.comparison.source import TargetSource
from ketenkpi.comparison.standing import target_of
from ketenkpi.comparison.testable import closed, heirs_of, still_filled_in, with_longer
from ketenkpi.errors import UserError
from ketenkpi.indicators import Indicator, named, needed, read_together
from ketenkpi.indicators.reached import LONGER, longer_than_usual
from ketenkpi.scope import Scope
from ketenkpi.source import Where
from ketenkpi.vocabularies import stored_scheme
from ketenkpi.vocabulary import AnyQuarter, Quarter, as_quarter, as_quarters

if TYPE_CHECKING:
    import pandas as pd

PLACE = ("werkplein", "kwartaal")


def compare_of(
    source: TargetSource,
    key: str,
    *,
    by: By = "werkplein",
    quarters: Several[AnyQuarter] | None = None,
    where: Where | None = None,
    peers: PeerGroup | None = None,
    scope: Scope,
    adjust: Adjust | None = None,
    without: Sequence[str] = (),
    level: float = 0.95,
) -> Comparison:
    """One indicator of all Werkpleinen (or regions) in scope; see `comparison.compare`.

    A reader of figures gets the comparison of what they may see, and
    nothing computed from the rest. A Werkplein that did not exist all of the
    `quarters` is not compared: who stayed behind there are no sample of who comes.
    Adjusting looks at finer cells, so it
    raises OutOfScope unless the scope holds rows.
    """
    if adjust is not None:
        scope.require_rows()
    known = source.indicators
    indicator = named(key, known)
    within = () if quarters is None else as_quarters(quarters)

    def ask(dims: Sequence[str], chosen: Where, wanted: float) -> pd.DataFrame:
        found = source.figures([key], dims, scope, chosen, wanted)
        return without_closed(found, chosen, source.register(), within)

    needs = None if adjust else needed([indicator], {})
    return compare(
        source.tallies(needs, scope),
        key,
        by=by,
        quarters=quarters,
        where=where,
        peers=peers,
        scope=scope,
        regio_of=source.regions(scope) if by == "regio" else None,
        adjust=adjust,
        without=without,
        level=level,
        definitions=known,
        ask=ask,
    )


def control_of(
    source: TargetSource,
    key: str,
    *,
    scope: Scope,
    where: Where | None = None,
    werkpleinen: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The control chart of an indicator per Werkplein; see `comparison.control_chart`.

    Adds the columns `target`: what stands by the register of targets, the
    norm first, and `area_since` (`comparison.breaks`). A quarter that is not definitive
    yet, of a Werkplein whose earlier ones are, or is a break, is pending. where:
    with one value of what the indicator is always split by. Raises UsageError for
    an unknown indicator or an unpinned split, UserError when there are no figures.
    """
    known = source.indicators
    chosen = dict(where or {})
    indicator = comparable_indicator(key, chosen, known)
    if werkpleinen is not None:
        chosen["werkplein"] = list(werkpleinen)
    frame = source.figures([key], PLACE, scope, chosen)
    frame = frame[frame["indicator"] == key].reset_index(drop=True)
    if frame.empty:
        raise UserError("store.no_figures", key=key)
    running = provisional(frame, [indicator], source.deliveries(scope))
    schemes = [str(each) for each in chosen.get("regeling", ())]
    frame = with_breaks(source, frame, "werkplein", scope, schemes)
    target = _standing(source, indicator, frame, chosen, scope)
    new_limits: dict[str, list[Rebase]] = {}
    for one in source.rebases(scope):
        if one.indicator == key:
            change = Rebase(Quarter.from_index(one.quarter), one.reason, one.by, one.on)
            new_limits.setdefault(one.werkplein, []).append(change)
    chart = control_chart(
        frame.assign(provisional=running),
        target=target,
        rebase=new_limits,
        definitions=known,
    )
    beside = frame[[*PLACE, "area_since"]].assign(target=target.to_numpy())
    return chart.merge(beside, on=[*PLACE], how="left", validate="one_to_one")


def signals_of(
    source: TargetSource, quarter: AnyQuarter, scope: Scope, keys: Sequence[str] | None = None
) -> pd.DataFrame:
    """What in a quarter deserves a conversation; see `comparison.signals`.

    Judged over all Werkpleinen in scope. keys: None for every indicator.
    """
    asked = as_quarter(quarter)

    def make() -> pd.DataFrame:
        return _signals(source, asked, scope, keys)

    if keys is not None or scope.detail != "rows":
        return make()
    # Those of all figures together take 5 s of a hundred Werkpleinen.
    return source.kept("signals", (asked.index, scope.key), make)


def _signals(
    source: TargetSource, quarter: Quarter, scope: Scope, keys: Sequence[str] | None
) -> pd.DataFrame:
    known = source.indicators
    asked = tuple(keys) if keys is not None else tuple(known)
    figures = anew(_over_time(source, asked, scope, known), quarter, source.register())
    quarters = sorted({int(index) for index in figures["kwartaal"].unique()})
    heirs = heirs_of(set(figures["werkplein"]), quarters, source.register(), quarter)
    return signals(figures, quarter, heirs=heirs, definitions=known)


def _over_time(
    source: TargetSource, keys: tuple[str, ...], scope: Scope, known: Mapping[str, Indicator]
) -> pd.DataFrame:
    """The figures that every quarter is judged by; those asked last are kept.

    They take 4 s of the example, and are the same for each quarter.
    """
    for key in keys:
        named(key, known)
    return source.kept("judged", (scope.key, keys), lambda: _to_test(source, keys, scope, known))


def _to_test(
    source: TargetSource, keys: tuple[str, ...], scope: Scope, known: Mapping[str, Indicator]
) -> pd.DataFrame:
    """The figures, with what may not be tested and what durations are tested by."""
    frame = source.figures(keys, PLACE, scope)
    asked = {key: known[key] for key in dict.fromkeys(frame["indicator"])}
    # Who sees figures only gets what is made of figures only.
    if scope.detail == "rows":
        frame = with_longer(frame, _longer(source, frame, asked.values(), scope))
    return frame.assign(
        provisional=provisional(frame, list(asked.values()), source.deliveries(scope)),
        closed=closed(frame, source.register()),
        held_back=_held_back(source, frame, asked, scope),
    )


def _longer(
    source: TargetSource, frame: pd.DataFrame, asked: Iterable[Indicator], scope: Scope
) -> pd.DataFrame:
    """Of every duration how many cases took longer than usual, of what is read part by part."""
    import pandas as pd

    parts = [
        longer_than_usual(source.tallies(needed(group, {}, PLACE), scope), frame, group, scope)
        for group in read_together(each for each in asked if each.of_kind.longer)
    ]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled) if filled else pd.DataFrame(columns=list(LONGER))


def _held_back(
    source: TargetSource,
    frame: pd.DataFrame,
    asked: Mapping[str, Indicator],
    scope: Scope,
    schemes: Sequence[str] = (),
) -> np.ndarray:
    current = [each for each in source.deliveries(scope) if each.contract == CONTRACT]
    stored = [stored_scheme(each) for each in schemes]
    return still_filled_in(frame, asked, source.outflow_as_known(scope), ages(current), stored)


def with_breaks(
    source: TargetSource,
    frame: pd.DataFrame,
    column: str | None,
    scope: Scope,
    schemes: Sequence[str] = (),
) -> pd.DataFrame:
    """Figures with the columns `comparison.breaks.BREAKS`: what is no change of the place itself.

    frame: of `figures` by kwartaal and `column` (werkplein, regio, or None for all
    together). Only of a single Werkplein a quarter is `closed` or `held_back`: of
    several together the limits are widened by what later deliveries changed.
    schemes: of which alone they are, none for all.
    """
    known, register = source.indicators, source.register()
    alone = column == "werkplein"
    asked = {key: known[key] for key in dict.fromkeys(frame["indicator"])}
    no = np.zeros(len(frame), dtype=np.bool_)
    return frame.assign(
        closed=closed(frame, register) if alone else no,
        held_back=_held_back(source, frame, asked, scope, schemes) if alone else no,
        area_since=area_since(frame, column, _inside(source, column, scope), register),
        lacking=lacking(frame, register),
    )


def _inside(source: TargetSource, column: str | None, scope: Scope) -> dict[str, set[str]]:
    names = {delivery.werkplein for delivery in source.deliveries(scope)}
    if column is None:
        return {"": names}
    of = source.regions(scope) if column == "regio" else {name: name for name in names}
    inside: dict[str, set[str]] = {}
    for name in sorted(names & set(of)):
        inside.setdefault(of[name], set()).add(name)
    return inside


def _standing(
    source: TargetSource, indicator: Indicator, frame: pd.DataFrame, where: Where, scope: Scope
) -> pd.Series[float]:
    """The target per row; of a part of the cases none stands."""
    if set(where) - {*PLACE}:
        return frame["value"] * np.nan
    return target_of(frame, indicator, source.targets(scope), source.register())
