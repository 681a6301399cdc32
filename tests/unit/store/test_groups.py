"""With whom a Werkplein is compared: groups of the register, of size, and of the installation."""

from __future__ import annotations

import pytest

from ketenkpi.errors import OutOfScope, UsageError, UserError
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.unit.store.files import ALL, Q1, deliver, spells

pytestmark = pytest.mark.slow

HERE = "ABCDEF"
PLACES = "\n".join(
    ["werkplein;naam;arbeidsmarktregio;beroepsbevolking"]
    + [f"{p};Plein {p};{'Noord' if p in 'ABC' else 'Zuid'};{1000 * (i + 1)}"
       for i, p in enumerate(HERE)]
)  # fmt: skip


def fill(store: Store) -> None:
    """Six Werkpleinen with one benefit each, and the list with their regions and sizes."""
    deliver(store, spells(*(f"{p}1;{p};WW;;05-01-2009;;" for p in HERE)))
    deliver(store, f"{PLACES}\n".encode(), "werkpleinen")


def test_own_groups_are_kept_replaced_and_removed(store: Store) -> None:
    fill(store)
    before = store.version
    store.save_group("Kust", ["C", "A"], by="anna", scope=ALL)
    (group,) = store.saved_groups(ALL)
    assert (group.name, group.members, group.saved_by) == ("Kust", ("A", "C"), "anna")
    assert store.version > before
    store.save_group(" Kust ", ["A", "B", "C"], by="bert", scope=ALL)
    (group,) = store.saved_groups(ALL)
    assert (group.members, group.saved_by) == (("A", "B", "C"), "bert")
    assert store.peer_group("Kust", "A", ALL).members == ("B", "C")
    store.remove_group("Kust", by="anna", scope=ALL)
    assert store.saved_groups(ALL) == ()
    done = store.audit(ALL)
    assert done["action"].tolist()[-3:] == ["groep", "groep", "groep_weg"]
    assert done["detail"].iloc[-1] == {"name": "Kust", "members": ["A", "B", "C"]}


def test_a_group_with_a_member_outside_the_scope_does_not_exist_there(local: Store) -> None:
    fill(local)
    local.save_group("Kust", ["A", "C"], by="anna", scope=ALL)
    two = Scope.of(["A", "B"], "rows")
    assert local.saved_groups(two) == ()
    with pytest.raises(UsageError):
        local.peer_group("Kust", "A", two)
    with pytest.raises(UsageError):
        local.remove_group("Kust", by="bert", scope=two)
    # Nor can it be written over by who does not see it.
    with pytest.raises(UsageError):
        local.save_group("Kust", ["A", "B"], by="bert", scope=two)
    with pytest.raises(OutOfScope):
        local.save_group("Ons", ["A", "C"], by="bert", scope=two)
    assert [group.members for group in local.saved_groups(ALL)] == [("A", "C")]


@pytest.mark.parametrize(
    ("name", "members", "fault"),
    [
        ("  ", ["A", "B"], UserError),
        ("Kust", ["A", "Nergens"], UserError),
        ("Kust", ["A", "A"], UserError),
        ("Kust", ["A"], UserError),
        ("Regio", ["A", "B"], UsageError),
    ],
)
def test_no_group_that_cannot_be(
    local: Store, name: str, members: list[str], fault: type[UserError]
) -> None:
    fill(local)
    with pytest.raises(fault):
        local.save_group(name, members, by="anna", scope=ALL)
    assert local.saved_groups(ALL) == ()


def test_groups_by_region_size_and_all(local: Store) -> None:
    fill(local)
    assert local.peer_group("alle", "A", ALL).members == tuple("BCDEF")
    assert local.peer_group("regio", "A", ALL).members == ("B", "C")
    # Three classes of two.
    assert local.peer_group("grootte", "A", ALL).members == ("B",)
    assert local.peer_group("buren", "A", ALL).members[:1] == ("B",)
    assert local.peer_group("alle", "A", Scope.of(["A", "D"], "rows")).members == ("D",)
    with pytest.raises(OutOfScope):
        local.peer_group("alle", "B", Scope.of(["A", "D"], "rows"))
    with pytest.raises(UsageError, match="buren"):
        local.peer_group("vrienden", "A", ALL)


def test_without_a_list_size_is_the_running_benefits(local: Store) -> None:
    rows = [f"{p}{n};{p};WW;;05-01-2009;;" for i, p in enumerate(HERE) for n in range(i + 1)]
    deliver(local, spells(*rows), observed_until=Q1.last_day)
    assert local.peer_group("grootte", "F", ALL).members == ("E",)
