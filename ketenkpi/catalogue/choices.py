"""What people decided about comparing: groups of Werkpleinen, new limits of control charts.

These change no figure, but everything a reader sees of a comparison; so each
change gives a new version, and stands in the audit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from ketenkpi.catalogue.audit import log
from ketenkpi.catalogue.database import now, reading, writing
from ketenkpi.catalogue.tables import PeerGroupRow, RebaseRow, StateRow
from ketenkpi.errors import UsageError
from ketenkpi.scope import Scope


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """Werkpleinen put together under a name; `members` sorted."""

    name: str
    members: tuple[str, ...]
    saved_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RebaseRecord:
    """New limits for one Werkplein and indicator from `quarter` (an index) on."""

    werkplein: str
    indicator: str
    quarter: int
    reason: str
    by: str
    on: date


class Choices:
    """The decisions of an installation about comparing."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def groups(self, scope: Scope) -> tuple[GroupRecord, ...]:
        """The groups of which every member is in scope, by name."""
        with reading(self.engine) as session:
            rows = session.scalars(select(PeerGroupRow).order_by(PeerGroupRow.name))
            found = [_group(row) for row in rows]
        return tuple(group for group in found if all(map(scope.allows, group.members)))

    def save_group(self, name: str, members: tuple[str, ...], actor: str, scope: Scope) -> None:
        """Keep a group; one of the same name is replaced.

        Raises UsageError when that one may not be seen with this `scope`.
        """
        with writing(self.engine) as session:
            old = session.get(PeerGroupRow, name)
            if old is not None:
                if not all(map(scope.allows, old.members)):
                    raise UsageError("catalogue.group_taken", name=name)
                session.delete(old)
                session.flush()
            session.add(
                PeerGroupRow(name=name, members=list(members), saved_by=actor, created_at=now())
            )
            new_version(session)
            log(session, actor, "groep", {"name": name, "members": list(members)})

    def remove_group(self, name: str, actor: str, scope: Scope) -> None:
        """Forget a group; raises UsageError when there is none of this name in scope."""
        with writing(self.engine) as session:
            old = session.get(PeerGroupRow, name)
            if old is None or not all(map(scope.allows, old.members)):
                raise UsageError("catalogue.no_group", name=name)
            session.delete(old)
            new_version(session)
            log(session, actor, "groep_weg", {"name": name, "members": list(old.members)})

    def rebases(self, scope: Scope) -> tuple[RebaseRecord, ...]:
        """The new limits of these Werkpleinen, in the order in which they were decided."""
        with reading(self.engine) as session:
            rows = session.scalars(select(RebaseRow).order_by(RebaseRow.id))
            return tuple(_rebase(row) for row in rows if scope.allows(row.werkplein))

    def rebase(self, new: RebaseRecord) -> None:
        """Keep new limits; raises UsageError when they begin in that quarter already."""
        with writing(self.engine) as session:
            here = (RebaseRow.werkplein == new.werkplein, RebaseRow.indicator == new.indicator)
            there = select(RebaseRow).where(*here, RebaseRow.quarter == new.quarter)
            if session.scalars(there).first() is not None:
                raise UsageError(
                    "catalogue.rebased_already", werkplein=new.werkplein, key=new.indicator
                )
            session.add(
                RebaseRow(
                    werkplein=new.werkplein,
                    indicator=new.indicator,
                    quarter=new.quarter,
                    reason=new.reason,
                    decided_by=new.by,
                    decided_on=new.on,
                )
            )
            detail = {"indicator": new.indicator, "reason": new.reason}
            new_version(session)
            log(
                session,
                new.by,
                "nieuwe_grenzen",
                detail,
                werkplein=new.werkplein,
                quarter=new.quarter,
            )

    def exported(self, actor: str, detail: Mapping[str, Any]) -> None:
        """Keep in the audit that figures left this installation, and which."""
        with writing(self.engine) as session:
            log(session, actor, "export", detail)


def _group(row: PeerGroupRow) -> GroupRecord:
    return GroupRecord(row.name, tuple(row.members), row.saved_by, row.created_at)


def _rebase(row: RebaseRow) -> RebaseRecord:
    place = (row.werkplein, row.indicator, row.quarter)
    return RebaseRecord(*place, row.reason, row.decided_by, row.decided_on)


def new_version(session: Session) -> None:
    """Readers can see it: every cache is out of date."""
    session.execute(update(StateRow).values(version=StateRow.version + 1))
