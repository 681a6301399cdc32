"""From counts to a pattern: which figures of the published lattice are shown, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketenkpi.disclosure.base import Figures, base
from ketenkpi.disclosure.history import Release, released, remembered
from ketenkpi.disclosure.lattice import FIGURE, lattice
from ketenkpi.disclosure.primary import first_hidden, marked, small
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
    processes: int | None = None,
) -> Pattern:
    """Decide what is shown of the figures that `source` gives for (keys, by).

    earlier: releases before this one, of which none remembers another; what they show
    stays known, what they hide stays hidden, and what they proved is proved again
    where it still holds. secondary=False leaves small numbers open to
    recalculation; it exists for the attacker in the tests. processes: see `beside.searched`;
    the pattern does not depend on it.
    """
    fresh = lattice(base(source, indicators, rules), indicators, regio_of, rules)
    known = remembered(fresh, small(fresh, rules), earlier)
    whole, table = known.lattice, known.lattice.figures
    tiny = small(whole, rules)
    hidden = first_hidden(whole, tiny)
    hidden |= whole.marked(table.loc[known.hidden, ["num", "den", "other"]])
    hidden |= whole.marked(table.loc[known.hidden_beside, ["beside"]])
    fixed = np.append(known.before, np.zeros(len(tiny) - len(known.before), dtype=np.bool_))
    hidden &= ~fixed
    search = Search(whole, hidden, fixed, np.flatnonzero(tiny), float(rules.width), processes)
    if secondary:
        search.take_up(known.worlds)
        search.run(regio_of)
    open_ = len(search.unmet())
    if secondary and open_ and not earlier:
        raise AssertionError(f"{open_} small numbers without another world")
    hidden = search.hidden | tiny
    reason = _reasons(table, tiny, hidden, known.hidden)
    beside = ~marked(table["beside"], hidden)
    decided = table[FIGURE].assign(reason=reason, beside=beside)
    return Pattern(decided, released(known, decided, hidden, search.worlds), open_)


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
