"""An attacker with every export of the example, of two versions of it, recovers no small number.

The attacker (`tests.laws.attacker`) sees what a reader of figures gets: every
indicator by every published breakdown, place and period, before and after a
delivery was replaced; counts, what percentages and intervals give away, and
what the definitions say. With protection against recalculation switched off
the same attacker does recover numbers, so it can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ketenkpi.disclosure import Decided, Protection, Release, load_rules, pattern
from ketenkpi.example import TRUTHS, write_example
from ketenkpi.indicators import load_indicators
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.example_store import deliver, empty, newest
from tests.laws.attacker import (
    SMALL,
    System,
    breakdowns,
    determined,
    moved,
    narrow,
    observe,
    stocks,
)

pytestmark = pytest.mark.slow
ROWS = Scope.everything()
FIGURES = Scope.everything("figures")
CONTRACTS = ("trajecten", "stand_stroom", "tevredenheid", "werkpleinen", "klachten")
ASKED = 120


class Versions:
    """The two versions of the example's figures, and their stores' answers, kept."""

    def __init__(self, store: Store, replacement: Any) -> None:
        self.store = store
        self.regions = store.regions(ROWS)
        self.true: list[dict[str, pd.DataFrame]] = [{}, {}]
        self.seen: list[dict[str, pd.DataFrame]] = [{}, {}]
        self.systems = {"protected": System(), "primary": System()}
        self.releases: list[Release] = []
        for version in (0, 1):
            if version:
                replacement()
            self._observe(version)

    def _observe(self, version: int) -> None:
        def true(keys: Sequence[str], by: Sequence[str], where: Mapping[str, Any]) -> pd.DataFrame:
            return self.store.figures(keys, by, ROWS, where)

        def shown(keys: Sequence[str], by: Sequence[str], where: Mapping[str, Any]) -> pd.DataFrame:
            found = self.store.figures(keys, by, FIGURES, where)
            self.seen[version][repr((by, where))] = found
            return found

        observe(self.systems["protected"], shown, true, self.regions)
        if not version:
            bare = self._primary_only(true)
            observe(self.systems["primary"], bare, true, self.regions, [None, "regeling"])

    def _primary_only(self, true: Any) -> Any:
        known, rules = load_indicators(), load_rules()
        made = pattern(lambda k, by: true(k, by, {}), known, self.regions, rules, secondary=False)
        view = Protection(Decided(made.figures), self.regions, known, rules)
        return lambda keys, by, where: view.apply(true(keys, by, where), by, where)


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Versions]:
    example = write_example(tmp_path_factory.mktemp("example"))
    home: Path = tmp_path_factory.mktemp("home")
    store = empty(home)
    files = [file for file in newest(example.files) if file.contract in CONTRACTS]
    name = TRUTHS.late_werkplein.lower()
    [late] = [f for f in files if name in f.path.name and f.quarter == Quarter(2010, 4)]
    shorter = home / late.path.name
    lines = late.path.read_bytes().splitlines(keepends=True)
    shorter.write_bytes(b"".join(line for at, line in enumerate(lines) if at % 15 or not at))
    for file in files:
        deliver(store, file, shorter if file is late else None)
    yield Versions(store, lambda: deliver(store, late))
    store.close()


def small(system: System) -> np.ndarray:
    truth = np.array(system.truth)
    return np.array(system.protected) & (truth > 0.5) & (truth < SMALL - 0.5)


def attacked(system: System) -> System:
    breakdowns(system)
    stocks(system)
    moved(system)
    return system


def test_nothing_small_is_shown_anywhere(versions: Versions) -> None:
    known = load_indicators()
    for tables in versions.seen:
        for table in tables.values():
            counting = table["indicator"].map(lambda key: known[key].unit_of_count)
            people = table[counting.isin(["persons", "spells", "events"])]
            for name in ("numerator", "denominator"):
                whole = people[(people[name] % 1).abs() < 1e-9]
                assert not whole[name].between(1, SMALL - 1).any()
            assert not people["n"].between(1, SMALL - 1).any()


def test_nobody_works_out_a_small_number(versions: Versions) -> None:
    system = attacked(versions.systems["protected"])
    exact = determined(system)
    targets = np.flatnonzero(small(system))
    assert len(targets) > 1000
    assert exact[targets].sum() == 0
    asked = np.random.default_rng(1).choice(targets, ASKED, replace=False)
    assert narrow(system, asked.tolist(), load_rules().width) == []


def test_without_secondary_suppression_the_same_attacker_succeeds(versions: Versions) -> None:
    system = attacked(versions.systems["primary"])
    exact = determined(system)
    assert exact[small(system)].sum() > 100
