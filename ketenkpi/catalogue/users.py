"""Who may see and do what on this installation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import Engine, select

from ketenkpi.catalogue.audit import log
from ketenkpi.catalogue.database import now, reading, writing
from ketenkpi.catalogue.tables import User
from ketenkpi.errors import UsageError, UserError
from ketenkpi.scope import Detail, Scope

Role = Literal["lezer", "leverancier", "analist", "beheerder"]
ROLES: tuple[Role, ...] = get_args(Role)
# A reader gets figures; who delivers or analyses also gets rows.
DETAIL: dict[Role, Detail] = {
    "lezer": "figures",
    "leverancier": "rows",
    "analist": "rows",
    "beheerder": "rows",
}


class NoAccess(UserError):
    """Nobody by this name may use this installation (any more)."""


@dataclass(frozen=True, slots=True)
class UserRecord:
    """A person. `subject` is their name at the identity provider; `werkpleinen` None = all.

    A session begun under a lower `session_version` is over.
    """

    subject: str
    name: str
    role: Role
    werkpleinen: frozenset[str] | None
    active: bool
    session_version: int
    created_at: datetime

    @property
    def scope(self) -> Scope:
        """What this person may see; raises NoAccess when they were shut out."""
        if not self.active:
            raise NoAccess("catalogue.no_access", subject=self.subject)
        return Scope(self.werkpleinen, DETAIL[self.role])


class Users:
    """The people of an installation."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> tuple[UserRecord, ...]:
        """Everybody, by subject; those shut out too."""
        with reading(self._engine) as session:
            return tuple(_record(user) for user in session.scalars(_by_subject()))

    def get(self, subject: str) -> UserRecord:
        """One person; raises NoAccess when unknown."""
        with reading(self._engine) as session:
            user = session.get(User, subject)
            if user is None:
                raise NoAccess("catalogue.no_access", subject=subject)
            return _record(user)

    def put(
        self,
        subject: str,
        *,
        name: str,
        role: str,
        werkpleinen: Iterable[str] | None,
        by: str,
    ) -> UserRecord:
        """Add a person or change one; a change ends their open sessions.

        `werkpleinen` None means all. Raises UsageError for an unknown role.
        """
        if role not in ROLES:
            raise UsageError("catalogue.unknown_role", role=role, known=", ".join(ROLES))
        places = None if werkpleinen is None else sorted(set(werkpleinen))
        values = {"name": name, "role": role, "werkpleinen": places, "active": True}
        return self._write(subject, values, by)

    def shut_out(self, subject: str, *, by: str) -> UserRecord:
        """Take away all access and end open sessions; raises NoAccess when unknown."""
        self.get(subject)
        return self._write(subject, {"active": False}, by)

    def _write(self, subject: str, values: dict[str, Any], by: str) -> UserRecord:
        with writing(self._engine) as session:
            user = session.get(User, subject)
            if user is None:
                user = User(subject=subject, session_version=0, created_at=now())
                session.add(user)
            user.session_version += 1
            for key, value in values.items():
                setattr(user, key, value)
            log(session, by, "gebruiker", {"subject": subject, **values})
            session.flush()
            return _record(user)


def _by_subject() -> Any:
    return select(User).order_by(User.subject)


def _record(user: User) -> UserRecord:
    return UserRecord(
        subject=user.subject,
        name=user.name,
        role=cast(Role, user.role),
        werkpleinen=None if user.werkpleinen is None else frozenset(user.werkpleinen),
        active=user.active,
        session_version=user.session_version,
        created_at=user.created_at,
    )
