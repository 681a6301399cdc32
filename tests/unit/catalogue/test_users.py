"""Who may see what; every change ends open sessions and is on record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ketenkpi.catalogue import Catalogue, NoAccess, Users
from ketenkpi.errors import UsageError
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from tests.unit.catalogue.builders import catalogue_of


@pytest.fixture
def catalogue(settings: Settings) -> Iterator[Catalogue]:
    made = catalogue_of(settings)
    yield made
    made.engine.dispose()


@pytest.fixture
def users(catalogue: Catalogue) -> Users:
    return Users(catalogue.engine)


def test_a_person_gets_a_scope(users: Users) -> None:
    anna = users.put("anna@uwv", name="Anna", role="lezer", werkpleinen=["B", "A"], by="root")
    assert anna.scope == Scope.of(["A", "B"], "figures")
    boss = users.put("baas", name="Baas", role="beheerder", werkpleinen=None, by="root")
    assert boss.scope == Scope.everything()
    assert [user.subject for user in users.all()] == ["anna@uwv", "baas"]


def test_no_werkpleinen_is_not_all(users: Users) -> None:
    nobody = users.put("x", name="X", role="lezer", werkpleinen=[], by="root")
    assert users.get("x").scope == nobody.scope == Scope.of([])


def test_every_change_ends_open_sessions(users: Users) -> None:
    first = users.put("x", name="X", role="lezer", werkpleinen=[], by="root")
    second = users.put("x", name="X", role="analist", werkpleinen=["A"], by="root")
    third = users.shut_out("x", by="root")
    assert [u.session_version for u in (first, second, third)] == [1, 2, 3]
    with pytest.raises(NoAccess):
        _ = users.get("x").scope
    again = users.put("x", name="X", role="lezer", werkpleinen=["A"], by="root")
    assert again.scope == Scope.of(["A"])


def test_strangers_and_unknown_roles_are_refused(users: Users) -> None:
    with pytest.raises(NoAccess):
        users.get("stranger")
    with pytest.raises(NoAccess):
        users.shut_out("stranger", by="root")
    with pytest.raises(UsageError, match="lezer"):
        users.put("x", name="X", role="king", werkpleinen=None, by="root")
    assert users.all() == ()


def test_changes_are_on_record_for_who_sees_all(users: Users, catalogue: Catalogue) -> None:
    users.put("x", name="X", role="lezer", werkpleinen=["A"], by="root")
    (record,) = catalogue.audit(Scope.everything())
    assert (record.actor, record.action, record.detail["subject"]) == ("root", "gebruiker", "x")
    assert catalogue.audit(Scope.of(["A"])) == ()
