"""From counts to a pattern: which figures of the published lattice are shown, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketenkpi.disclosure.base import Figures, base
from ketenkpi.disclosure.history import Release, fixed_nodes, released, with_history
from ketenkpi.disclosure.lattice import FIGURE, lattice
from ketenkpi.disclosure.primary import figures, first_hidden, marked, small
from ketenkpi.disclosure.rules import Rules
from ketenkpi.disclosure.secondary import Search
from ketenkpi.indicators import Indicator

Bools = NDArray[np.bool_]
PRIMARY = "disclosure.reason_primary"
COMPLEMENT = "disclosure.reason_complement"
SECONDARY = "disclosure.reason_secondary"
EARLIER = "disclosure.reason_earlier_release"


@dataclass(frozen=True, eq=False)
class Pattern:
    """Which figures are shown.

    figures: FIGURE, reason (None where the figure is shown) and beside (whether
    the figure beside it is shown). release: what has now been made public, for
    the patterns that come after. unmet: how many small numbers can be worked
    out from what was public already; 0 for a first release.
    """

    figures: pd.DataFrame
    release: Release
    unmet: int


def pattern(
    source: Figures,
    indicators: Mapping[str, Indicator],
    regio_of: Mapping[str, str],
    rules: Rules,
    earlier: Sequence[Release] = (),
    secondary: bool = True,
) -> Pattern:
    """Decide what is shown of the figures that `source` gives for (keys, by).

    earlier: releases before this one; what they show stays known, what they
    hide stays hidden. secondary=False leaves small numbers open to
    recalculation; it exists for the attacker in the tests.
    """
    fresh = lattice(base(source, indicators, rules), indicators, regio_of, rules)
    whole = with_history(fresh, earlier)
    tiny = small(whole, rules)
    table = figures(whole)
    hidden = first_hidden(whole, tiny)
    before = _hidden_before(table, earlier)
    for role in ("num", "den", "other"):
        nodes = table.loc[before, role].to_numpy()
        hidden[nodes[nodes >= 0]] = True
    shown = np.zeros(len(tiny), dtype=np.bool_)
    shown[whole.shown.loc[whole.shown["role"] != "rest", "node"].unique()] = True
    fixed = fixed_nodes(whole, earlier) & shown & ~tiny
    hidden &= ~fixed
    search = Search(whole, shown, hidden, fixed, np.flatnonzero(tiny), float(rules.width))
    if secondary:
        search.run(dict(regio_of))
    hidden = search.hidden
    open_ = len(search.unmet(search.targets))
    if secondary and open_ and not earlier:
        raise AssertionError(f"{open_} small numbers without another world")
    reason = _reasons(table, tiny, hidden, before)
    beside = ~marked(table["beside"], hidden | tiny)
    decided = table.reset_index()[FIGURE].assign(reason=reason, beside=beside)
    return Pattern(decided, released(fresh, decided, hidden, tiny), open_)


def _hidden_before(table: pd.DataFrame, earlier: Sequence[Release]) -> Bools:
    found = np.zeros(len(table), dtype=np.bool_)
    for release in earlier:
        found |= table.index.isin(pd.MultiIndex.from_frame(release.hidden[FIGURE]))
    return found


def _reasons(table: pd.DataFrame, tiny: Bools, hidden: Bools, before: Bools) -> NDArray[np.object_]:
    tests = [
        (
            np.logical_or.reduce([marked(table[role], tiny) for role in ("num", "den", "other")]),
            PRIMARY,
        ),
        (marked(table["rest"], tiny), COMPLEMENT),
        (before, EARLIER),
        (
            np.logical_or.reduce([marked(table[r], hidden) for r in ("num", "den", "other")]),
            SECONDARY,
        ),
    ]
    reason: NDArray[np.object_] = np.full(len(table), None, dtype=object)
    for holds, key in reversed(tests):
        reason[holds] = key
    return reason
