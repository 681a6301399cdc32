"""The chain through the store: nobody sees beyond their scope, and small numbers need rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.chain.asked import MADE_OF
from ketenkpi.comparison import may_change_said
from ketenkpi.errors import OutOfScope, UsageError, UserError
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabulary import Quarter
from tests.dashboard.chain_files import QUICK, SLOW, installed

pytestmark = pytest.mark.slow

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


def test_a_handover_has_the_limits_it_has_everywhere(filled: Store) -> None:
    asked = filled.figures(["overdracht_aandeel"], ("werkplein",), ALL)
    rows = asked[asked["value"].notna()].set_index(["werkplein", "split"])
    assert len(rows) > 0
    for (place, kind), row in rows.iterrows():
        found = filled.chain(ALL, werkplein=str(place)).handover(str(kind).split(":")[1])
        if found is not None and found.share.value is not None:
            assert (found.share.low, found.share.high) == (row["low"], row["high"])


def test_it_says_which_quarters_later_deliveries_may_still_change(filled: Store) -> None:
    found = filled.chain(ALL)
    made_of = [d for d in filled.catalogue.deliveries(ALL) if d.contract in MADE_OF]
    first, last = min(d.first_quarter for d in made_of), max(d.quarter for d in made_of)
    newest = range(max(first, last - 3), last + 1)
    assert [quarter.index for quarter in found.may_change] == list(newest)
    old = [Quarter.from_index(last - 4)]
    assert filled.chain(ALL, quarters=old).may_change == ()
    assert found.as_data()["may_change"] == [str(quarter) for quarter in found.may_change]
    with reading("nl"):
        assert str(found.may_change[0]) in in_words(may_change_said(found.may_change))
    assert may_change_said(()) is None
