"""How a file was read, in one sentence: the same on the command line, a page and in a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ketenkpi.contracts.cell import About
from ketenkpi.contracts.dialect import Dialect
from ketenkpi.contracts.manners import FIELDS
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    from ketenkpi.contracts.read import Reading

# A tab is no sign that can be shown.
SIGNS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
# A mark of byte order changes nothing of what is read.
ENCODINGS = {"utf-8-sig": "UTF-8", "windows-1252": "Windows-1252"}


def so_read(reading: Reading, language: Language) -> str:
    """The whole sentence: where the table was found and how it is written."""
    return say("contracts.so_read", language, parts=how_read(reading, language))


def how_read(reading: Reading, language: Language) -> str:
    """What the sentence lists, with commas; what does not apply to such a file is left out."""
    parts = _rows(reading, language)
    dialect = None if _converted(reading) else reading.dialect
    if dialect is not None:
        parts = [*_where(dialect, language), *parts, *_how(dialect, language)]
    return ", ".join([*parts, *_written(reading, language)])


def _rows(reading: Reading, language: Language) -> list[str]:
    """How many; nothing where what is asked or wrong came before its rows."""
    rows = reading.rows_read
    if not reading.counted:
        return []
    number = f"{rows:,}".replace(",", "." if language == "nl" else ",")
    return [say(f"contracts.read_row{'' if rows == 1 else 's'}", language, count=number)]


def so_read_data(reading: Reading) -> dict[str, Any]:
    """The same as plain data; None for what does not apply to such a file.

    `columns` hold how whole columns are written, by the names under which it can be
    answered: {'dagvolgorde:instroom': 'dmj'}.
    """
    dialect = None if _converted(reading) else reading.dialect
    text = dialect is not None and not dialect.sheet
    return {
        "sheet": dialect.sheet or None if dialect else None,
        "header_line": dialect.header_line if dialect else None,
        "separator": dialect.separator if dialect and text else None,
        "encoding": encoding_name(dialect) if dialect and text else None,
        "rows_below": sum(bool(note) for note in dialect.foot) if dialect else 0,
        "columns": {f"{about}:{name}": how for about, name, how in _decided(reading)},
    }


def encoding_name(dialect: Dialect) -> str:
    """The encoding of a text file, as programs name it."""
    return ENCODINGS.get(dialect.encoding, dialect.encoding.upper())


def _converted(reading: Reading) -> bool:
    """Whether the file was made a table by its profile, so that lines and signs are ours."""
    from ketenkpi.contracts.profile import find_profile

    return reading.profile is not None and find_profile(reading.profile).format != "csv"


def _where(dialect: Dialect, language: Language) -> list[str]:
    sheet = [say("contracts.read_sheet", language, sheet=dialect.sheet)] if dialect.sheet else []
    return [*sheet, say("contracts.read_header", language, line=dialect.header_line)]


def _how(dialect: Dialect, language: Language) -> list[str]:
    if dialect.sheet:
        return []
    sign = say(f"contracts.read_sign_{SIGNS[dialect.separator]}", language)
    return [say("contracts.read_separator", language, sign=sign), encoding_name(dialect)]


def _decided(reading: Reading) -> Iterator[tuple[About, str, str]]:
    """What was decided over whole columns, by their texts or an answer: about what, of which."""
    for about, name in FIELDS.items():
        for column, manner in reading.manners.items():
            how = getattr(manner, name)
            if how is not None:
                yield about, column, how


def _written(reading: Reading, language: Language) -> Iterator[str]:
    """The same in words, the columns of one way together."""
    together: dict[tuple[About, str], list[str]] = {}
    for about, column, how in _decided(reading):
        together.setdefault((about, how), []).append(column)
    for (about, how), columns in together.items():
        yield say(f"contracts.read_{about}_{how}", language, columns=", ".join(columns))
