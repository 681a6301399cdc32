"""Notes that people put beside figures: what happened that the figures do not say.

A note is never changed nor removed: who was wrong strikes it, with a reason, and both stay
to be read. Notes change no figure, but charts show them, so each gives a new version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from ketenkpi.catalogue.audit import log
from ketenkpi.catalogue.choices import new_version
from ketenkpi.catalogue.database import now, reading, writing
from ketenkpi.catalogue.tables import Annotation, StrikeRow
from ketenkpi.errors import UsageError
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import Quarter

# The Werkplein of a note that is about all of them.
ALL_PLACES = ""


@dataclass(frozen=True, slots=True)
class Strike:
    """Why a note does not hold any more, who said so, and when."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FigureNote:
    """A note beside the figures of a Werkplein (ALL_PLACES: of all) and quarter (an index).

    day: on which it was, None where only the quarter is known. indicator: the figure it is
    about, None for all. struck: None while it holds. Raises ValueError for no text, and for
    a day outside its quarter.
    """

    id: int
    werkplein: str
    quarter: int
    note: str
    written_by: str
    created_at: datetime
    day: date | None = None
    indicator: str | None = None
    struck: Strike | None = None

    def __post_init__(self) -> None:
        if not self.note.strip():
            raise ValueError("a note without a text")
        if self.day is not None and Quarter.of(self.day).index != self.quarter:
            raise ValueError(f"{self.day} is not in {Quarter.from_index(self.quarter)}")


class FigureNotes:
    """The notes of an installation."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def seen(self, scope: Scope) -> tuple[FigureNote, ...]:
        """Notes at the Werkpleinen in scope and those about all, struck ones too, oldest first."""
        with reading(self._engine) as session:
            rows = session.execute(
                select(Annotation, StrikeRow)
                .outerjoin(StrikeRow, StrikeRow.note_id == Annotation.id)
                .where(_visible(scope))
                .order_by(Annotation.id)
            )
            return tuple(_note(row, strike) for row, strike in rows)

    def write(
        self,
        werkplein: str,
        quarter: int,
        note: str,
        actor: str,
        *,
        day: date | None = None,
        indicator: str | None = None,
    ) -> FigureNote:
        """Keep a new note; it is given as it was kept."""
        with writing(self._engine) as session:
            row = Annotation(
                werkplein=werkplein,
                quarter=quarter,
                day=day,
                indicator=indicator,
                note=note,
                written_by=actor,
                created_at=now(),
            )
            session.add(row)
            session.flush()
            _changed(session, row, actor, "notitie", {"note": row.id})
            return _note(row, None)

    def strike(self, note: int, reason: str, actor: str, scope: Scope) -> FigureNote:
        """Strike a note by its id; raises UsageError when it is not in scope, or struck already."""
        with writing(self._engine) as session:
            wanted = select(Annotation).where(_visible(scope), Annotation.id == note)
            row = session.scalars(wanted).one_or_none()
            if row is None:
                raise UsageError("catalogue.no_note", id=note)
            if session.get(StrikeRow, note) is not None:
                raise UsageError("catalogue.struck_already", id=note)
            strike = StrikeRow(note_id=note, reason=reason, struck_by=actor, created_at=now())
            session.add(strike)
            _changed(session, row, actor, "notitie_weg", {"note": note, "reason": reason})
            return _note(row, strike)


def _visible(scope: Scope) -> ColumnElement[bool]:
    if scope.werkpleinen is None:
        return true()
    return or_(Annotation.werkplein == ALL_PLACES, Annotation.werkplein.in_(scope.werkpleinen))


def _changed(
    session: Session, row: Annotation, actor: str, action: str, detail: dict[str, object]
) -> None:
    new_version(session)
    log(session, actor, action, detail, werkplein=row.werkplein or None, quarter=row.quarter)


def _note(row: Annotation, strike: StrikeRow | None) -> FigureNote:
    return FigureNote(
        id=row.id,
        werkplein=row.werkplein,
        quarter=row.quarter,
        note=row.note,
        written_by=row.written_by,
        created_at=row.created_at,
        day=row.day,
        indicator=row.indicator,
        struck=_strike(strike),
    )


def _strike(row: StrikeRow | None) -> Strike | None:
    return None if row is None else Strike(row.reason, row.struck_by, row.created_at)
