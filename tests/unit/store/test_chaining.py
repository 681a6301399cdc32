"""The chain through the store: nobody sees beyond their scope, and small numbers need rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.errors import OutOfScope, UsageError, UserError
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from tests.dashboard.chain_files import QUICK, SLOW, installed

ALL = Scope.everything()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return installed(tmp_path_factory.mktemp("chaining") / "home")


def test_a_reader_of_figures_gets_no_small_numbers(filled: Store) -> None:
    for scope in (Scope.of([QUICK]), Scope(None, "figures")):
        with pytest.raises(OutOfScope):
            filled.chain(scope)
        with pytest.raises(OutOfScope):
            filled.handover_course("intake>diagnose", scope)


def test_who_sees_one_werkplein_sees_nothing_of_the_other(filled: Store) -> None:
    own = Scope.of([QUICK], detail="rows")
    assert filled.chain(own).as_data() == filled.chain(own, werkplein=QUICK).as_data() | {
        "chosen": filled.chain(own).as_data()["chosen"]
    }
    # Nobody to compare with: the other Werkplein is not in what was read.
    assert filled.chain(own).slower.tested == 0
    assert set(filled.chain(own).open.moments) == {QUICK}
    with pytest.raises(UsageError, match=QUICK):
        filled.chain(own, werkplein=SLOW)


def test_both_together_are_the_sum_of_each(filled: Store) -> None:
    both = filled.chain(ALL)
    parts = [filled.chain(ALL, werkplein=place) for place in (QUICK, SLOW)]
    assert both.flow.moves == sum(part.flow.moves for part in parts)
    assert both.open.n == sum(part.open.n for part in parts)
    days = [part.handovers[0].days.value or 0 for part in parts]
    assert both.handovers[0].days.value == sum(days)


def test_a_region_nobody_knows_says_which_there_are(filled: Store) -> None:
    with pytest.raises(UsageError, match="Nergensland"):
        filled.chain(ALL, regio="Nergensland")


def test_without_steps_it_says_what_to_deliver(tmp_path: Path) -> None:
    empty = open_store(Settings.load(tmp_path / "empty"))
    with pytest.raises(UserError) as refused:
        empty.chain(ALL)
    assert refused.value.key == "chain.no_steps"
    spells = installed(tmp_path / "spells", "trajecten")
    with pytest.raises(UserError):
        spells.chain(ALL)
