"""Notes of people beside a course: their number at their quarter, and below it what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from ketenkpi.answer import Bullet, Said, in_full, phrase
from ketenkpi.catalogue import ALL_PLACES, FigureNote
from ketenkpi.indicators import load_indicators
from ketenkpi.vocabulary import Quarter, in_both


def marked_quarters(notes: Sequence[FigureNote]) -> list[tuple[int, str, Said]]:
    """Of notes by quarter, per quarter: its index, their numbers as '[1] [2]', what they say."""
    by_quarter = [(at, list(found)) for at, found in groupby(notes, key=lambda each: each.quarter)]
    return [
        (at, " ".join(f"[{each.id}]" for each in found), tuple(map(_told, found)))
        for at, found in by_quarter
    ]


def note_items(notes: Iterable[FigureNote]) -> tuple[Bullet, ...]:
    """An entry a note with who wrote it and when, and why it does not hold any more."""
    return tuple(Bullet(_told(each), (_written(each), _struck(each))) for each in notes)


def _told(note: FigureNote) -> Said:
    when = in_full(note.day or Quarter.from_index(note.quarter))
    return phrase("overview.note", number=str(note.id), when=when, text=note.note)


def _written(note: FigureNote) -> Said:
    on = _day(note.created_at)
    return phrase("overview.note_written", by=note.written_by, on=on, about=_about(note))


def _struck(note: FigureNote) -> Said:
    struck = note.struck
    if struck is None:
        return None
    on = _day(struck.at)
    return phrase("overview.note_struck", by=struck.by, on=on, reason=struck.reason)


def _day(moment: datetime) -> Said:
    """The day of a moment, by the clock of who reads."""
    return in_full(moment.astimezone().date())


def _about(note: FigureNote) -> Said:
    place = in_both("overview.note_all") if note.werkplein == ALL_PLACES else note.werkplein
    if note.indicator is None:
        return place
    name = load_indicators()[note.indicator].name
    return phrase("overview.note_about", place=place, indicator=name)
