"""A question about the chain: which cases it is about, and what is asked of the source.

For who may see rows: its flows hold small numbers of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ketenkpi.asked import Several
from ketenkpi.chain.chain import NEEDED, Chain, chain
from ketenkpi.chain.selection import Selection
from ketenkpi.chain.waiting import Point, course_of
from ketenkpi.contracts import find_contract
from ketenkpi.errors import UsageError, UserError
from ketenkpi.indicators import Needed
from ketenkpi.scope import Scope
from ketenkpi.source import Source, Where
from ketenkpi.vocabularies import stored_schemes
from ketenkpi.vocabulary import AnyQuarter, as_quarters

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.chain.waiting import Ask
    from ketenkpi.counts import Counts


# Of steps without a spell, and of spells without a target group.
UNKNOWN = "onbekend"
MADE_OF = ("stappen", "trajecten")


def chain_of(
    source: Source,
    scope: Scope,
    *,
    werkplein: str | None = None,
    regio: str | None = None,
    quarters: Several[AnyQuarter] = (),
    regelingen: Sequence[str] = (),
    doelgroepen: Sequence[str] = (),
) -> Chain:
    """The chain at a Werkplein, in a region, or at all in scope.

    quarters, regelingen, doelgroepen: all when none are named. Handovers of
    the chosen Werkpleinen are compared with those of all others in scope.
    Raises OutOfScope unless the scope holds rows, UsageError for a place
    outside it or an unknown scheme or group, UserError when nobody
    delivered steps.
    """
    chosen = _chosen(source, scope, werkplein, regio, quarters, regelingen, doelgroepen)
    open_ = source.still_open(MADE_OF, scope, chosen.werkpleinen, chosen.quarters)
    return chain(_steps_counted(source, scope), chosen, _widened_for(source, scope), open_)


def handover_course(
    source: Source,
    key: str,
    scope: Scope,
    *,
    werkplein: str | None = None,
    regio: str | None = None,
    quarters: Several[AnyQuarter] = (),
    regelingen: Sequence[str] = (),
    doelgroepen: Sequence[str] = (),
) -> tuple[Point, ...]:
    """One handover ('intake>diagnose') quarter by quarter; arguments and errors as `chain_of`."""
    chosen = _chosen(source, scope, werkplein, regio, quarters, regelingen, doelgroepen)
    return course_of(_steps_counted(source, scope), key, chosen, _widened_for(source, scope))


def _widened_for(source: Source, scope: Scope) -> Ask:
    """The indicators of handovers with the limits they have everywhere."""

    def ask(keys: Sequence[str], by: Sequence[str], where: Where) -> pd.DataFrame:
        return source.figures(keys, by, scope, where)

    return ask


def _steps_counted(source: Source, scope: Scope) -> Counts:
    scope.require_rows()
    counts = source.tallies(Needed(NEEDED, {}), scope)
    if "stroom" not in counts.tallies or not counts.table("keten_begin").num_rows:
        raise UserError("chain.no_steps")
    return counts


def _chosen(
    source: Source,
    scope: Scope,
    werkplein: str | None,
    regio: str | None,
    quarters: Several[AnyQuarter],
    regelingen: Sequence[str],
    doelgroepen: Sequence[str],
) -> Selection:
    for dim, asked in (("regeling", regelingen), ("doelgroep", doelgroepen)):
        _check_known(dim, asked)
    return Selection(
        _within(source, scope, werkplein, regio),
        tuple(sorted({quarter.index for quarter in as_quarters(quarters)})),
        stored_schemes(regelingen),
        tuple(doelgroepen),
    )


def _within(
    source: Source, scope: Scope, werkplein: str | None, regio: str | None
) -> tuple[str, ...]:
    """The Werkpleinen meant, none for all in scope."""
    if werkplein is None and regio is None:
        return ()
    places, of = source.places(scope), source.regions(scope)
    chosen = tuple(p for p in places if werkplein in (None, p) and regio in (None, of.get(p)))
    if not chosen:
        known = places if werkplein is not None else sorted(set(of.values()))
        raise UsageError("chain.not_in_scope", name=werkplein or regio, known=", ".join(known))
    return chosen


def _check_known(dim: str, asked: Sequence[str]) -> None:
    """Raise UsageError for a value that the contract of spells does not know."""
    known = [*find_contract("trajecten").column(dim).values, UNKNOWN]
    for value in asked:
        if value not in known:
            raise UsageError("chain.unknown_value", value=value, dim=dim, known=", ".join(known))
