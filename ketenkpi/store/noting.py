"""Notes beside figures: writing one, striking one, reading them."""

from __future__ import annotations

from datetime import date

from ketenkpi.catalogue import ALL_PLACES, FigureNote, FigureNotes, require_reason
from ketenkpi.errors import UsageError, UserError
from ketenkpi.indicators import named
from ketenkpi.scope import Scope
from ketenkpi.store.explained import tells_of_somebody
from ketenkpi.store.installation import Installation
from ketenkpi.vocabulary import AnyQuarter, Quarter, as_quarter

# What fits on two lines below a chart.
LONGEST = 200


class Noting:
    """What people say beside the figures, kept for who reads them after."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    @property
    def _notes(self) -> FigureNotes:
        return FigureNotes(self._installation.catalogue.engine)

    def annotate(
        self,
        werkplein: str,
        quarter: AnyQuarter,
        note: str,
        *,
        by: str,
        scope: Scope,
        indicator: str | None = None,
        day: date | None = None,
    ) -> FigureNote:
        """Put a note beside the figures of a Werkplein ('' for all of them) and quarter.

        indicator: only beside this one. day: on which it was, within the quarter. Raises
        OutOfScope for a place outside the scope, and for all when the scope is not;
        UsageError for an unknown place or indicator or a day outside the quarter; UserError
        for no text, one of more than 200 signs, or one that tells of a person.
        """
        self._require_place(werkplein, scope)
        if indicator is not None:
            named(indicator, self._installation.indicators)
        at = as_quarter(quarter)
        if day is not None and Quarter.of(day) != at:
            raise UsageError("store.note_day", day=day, quarter=at)
        return self._notes.write(
            werkplein, at.index, checked_note(note), by, day=day, indicator=indicator
        )

    def _require_place(self, werkplein: str, scope: Scope) -> None:
        if werkplein == ALL_PLACES:
            scope.require_all()
            return
        scope.require(werkplein)
        snapshot = self._installation.catalogue.snapshot()
        self._installation.require_places(snapshot, [werkplein], scope)

    def annotations(self, scope: Scope, *, struck: bool = False) -> tuple[FigureNote, ...]:
        """The notes at the Werkpleinen in scope and about all of them, oldest first.

        struck: also those that do not hold any more.
        """
        return tuple(each for each in self._notes.seen(scope) if struck or each.struck is None)

    def strike_annotation(self, note: int, *, reason: str, by: str, scope: Scope) -> FigureNote:
        """A note (its id) does not hold any more; it stays to be read, with the reason.

        Raises ReasonNeeded without one, UserError when that tells of a person, UsageError
        when there is no such note in scope or it is struck already, and OutOfScope for one
        about all Werkpleinen when the scope is not.
        """
        why = checked_note(require_reason(reason, "store.strike_reason"))
        for each in self._notes.seen(scope):
            if each.id == note and each.werkplein == ALL_PLACES:
                scope.require_all()
        return self._notes.strike(note, why, by, scope)


def checked_note(words: str) -> str:
    """A note as it is kept; raises UserError for none, too long a one, or one about a person."""
    tidied = " ".join(words.split())
    if not tidied:
        raise UserError("store.note_empty")
    if len(tidied) > LONGEST:
        raise UserError("store.note_long", length=len(tidied), most=LONGEST)
    if tells_of_somebody(tidied):
        raise UserError("store.note_person")
    return tidied
