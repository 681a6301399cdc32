"""In which way an upload was read, kept with it: the same bytes read otherwise are other rows.

Another sheet of the same workbook is another delivery, and so is the same text
below another header line. Of uploads from before this was kept nothing is known;
they were read as was found out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ketenkpi.contracts import Reading
from ketenkpi.contracts.intake import Wanted
from ketenkpi.contracts.normal import normal
from ketenkpi.contracts.personal.masking import COVER, mask

ASKED, SHEET = "asked", "sheet"


def read_as(reading: Reading, wanted: Wanted) -> dict[str, Any]:
    """How a file was read, and under 'asked' what of it the uploader said; as plain data."""
    dialect = reading.dialect
    found = {name: getattr(dialect, name) for name in asdict(wanted)} if dialect else {}
    return {**found, ASKED: _given(wanted)}


def same_way(kept: Mapping[str, Any], wanted: Wanted) -> bool:
    """Whether a file that was read as is `kept` would be read so again, as it is wanted now."""
    given, asked = _given(wanted), kept.get(ASKED, {})
    return asked.keys() <= given.keys() and all(
        _equal(value, kept.get(name)) or _equal(value, asked.get(name))
        for name, value in given.items()
    )


def from_sheet(kept: Mapping[str, Any], sheet: str | None) -> bool:
    """Whether it was read from that sheet; of a text, or without a name, never."""
    return bool(sheet) and _equal(mask(sheet or ""), kept.get(SHEET))


def has_sheet(kept: Mapping[str, Any]) -> bool:
    """Whether it is known to be read from a sheet."""
    return bool(kept.get(SHEET))


def again(kept: Mapping[str, Any], wanted: Wanted) -> Wanted:
    """What is wanted of the same file to read it as it was read then.

    A sheet whose name was covered is the one that is wanted now.
    """
    if not kept:
        return wanted
    sheet = kept.get(SHEET) or None
    if sheet is not None and COVER in sheet:
        sheet = wanted.sheet
    return Wanted(**{**kept.get(ASKED, {}), SHEET: sheet})


def _given(wanted: Wanted) -> dict[str, Any]:
    """What is wanted, without what is not; what may be of a person is covered."""
    return {
        name: mask(value) if isinstance(value, str) else value
        for name, value in asdict(wanted).items()
        if value is not None
    }


def _equal(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        # A tab is a separator, and no text without it.
        return (normal(one).casefold() or one) == (normal(other).casefold() or other)
    return one == other
