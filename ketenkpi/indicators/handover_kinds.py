"""Kinds of handover, made of the tally `vervolg`, and how long each is followed.

The tally says of each step that ended what followed. A figure is about one kind of
handover: from one task to another, or within and between organisations. Everybody
who ended such a step is at risk of it; whatever else follows ends the wait. So the
same rows are the denominator of several kinds, and are made of the tally when asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketenkpi.config_file import PROVENANCE, read_definition
from ketenkpi.counts.handovers import AT_ONCE, BEGUN, BETWEEN, LEFT, OPEN, REFUSED, WITHIN
from ketenkpi.settings import CONFIG
from ketenkpi.stats.interval import Bools, Ints

TALLY = "vervolg"
KIND, OUTCOME, WANTED = "soort", "uitkomst", "door"
PAIR, TO = "overdracht:", ">"
BORDERS: Mapping[str, str] = MappingProxyType(
    {WITHIN: "overdracht_binnen", BETWEEN: "overdracht_tussen"}
)
NO_TASK = frozenset({LEFT, REFUSED, OPEN, BEGUN, AT_ONCE})
NO_WAIT = frozenset({BEGUN, AT_ONCE})


@dataclass(frozen=True)
class Terms:
    """How long handovers are followed, in days; no_wait_for: tasks that are no wait at a border."""

    days: int
    pairs: Mapping[str, int]
    no_wait_for: frozenset[str]

    def of(self, kind: str) -> int:
        """The days that one kind of handover is followed."""
        if not kind.startswith(PAIR):
            return self.days
        pair = kind.removeprefix(PAIR)
        to = TO + pair.partition(TO)[2]
        return self.pairs.get(pair, self.pairs.get(to, self.days))

    def of_each(self, kinds: pd.Series | NDArray[Any]) -> Ints:
        """The days of many kinds, asked once for every kind there is."""
        codes, known = pd.factorize(kinds)
        return np.array([self.of(str(kind)) for kind in known], dtype=np.int64)[codes]


@cache
def load_terms() -> Terms:
    """The terms of `config/handover.yaml`; raises DefinitionError on any fault."""
    node = read_definition(CONFIG / "handover.yaml")
    node.only([*PROVENANCE, "days", "pairs", "no_wait_for"])
    for days in (node["days"], *node["pairs"].values()):
        if type(days) is not int or days <= 0:
            raise node.fail("a handover is followed for a whole number of days above 0", "days")
    for pair in node["pairs"]:
        if pair.count(TO) != 1 or pair.endswith(TO):
            raise node.fail(f"'{pair}' is no handover: 'diagnose>plaatsing' or '>plaatsing'")
    return Terms(
        node["days"], MappingProxyType(dict(node["pairs"])), frozenset(node["no_wait_for"])
    )


def at_risk_of(kind: str) -> tuple[str, frozenset[str]]:
    """Who can make a handover of this kind, as a dimension of the tally with its values.

    Two kinds with the same answer have the same people at risk.
    """
    if kind.startswith(PAIR):
        return "taak", frozenset({kind.removeprefix(PAIR).partition(TO)[0]})
    return "taak", frozenset({"*"})


def by_kind(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the tally for every kind of handover that occurs in them, one below the other.

    Adds `soort` and `uitkomst` ('door' where the case went on in that way). Steps
    without a wait are left out.
    """
    waiting = rows[~rows["volgt"].isin(NO_WAIT)]
    found = list(_kinds(waiting))
    if not found:
        # Steps that nobody went on from are at risk of nothing that has a name.
        return waiting.iloc[:0].assign(**{name: pd.Series(dtype="str") for name in (KIND, OUTCOME)})
    every = pd.concat([part for _, part, _ in found], ignore_index=True)
    kinds = pd.Categorical.from_codes(
        np.repeat(np.arange(len(found)), [len(part) for _, part, _ in found]),
        categories=pd.Index([kind for kind, _, _ in found]),
    )
    went = np.concatenate([wanted for _, _, wanted in found])
    outcome = pd.Categorical.from_codes(
        went.astype(np.int8), categories=pd.Index(["anders", WANTED])
    )
    return every.assign(**{KIND: kinds, OUTCOME: outcome})


def _kinds(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, Bools]]:
    """Each kind with its rows at risk, and which of these went on in that way."""
    tasks, following = rows["taak"].astype("str"), rows["volgt"].astype("str")
    for task in sorted(tasks.unique()):
        mine = (tasks == task).to_numpy()
        after = following[mine]
        for other in sorted(set(after.unique()) - NO_TASK):
            yield f"{PAIR}{task}{TO}{other}", rows[mine], (after == other).to_numpy()
    no_wait = load_terms().no_wait_for
    inside = (~tasks.isin(no_wait)).to_numpy()
    border, goes = rows["grens"][inside].astype("str"), ~following[inside].isin(no_wait)
    for name, kind in BORDERS.items():
        wanted = ((border == name) & goes).to_numpy()
        if wanted.any():
            yield kind, rows[inside], wanted
