"""How a text file is written: separator, quotes, where its header stands.

Detected from the first 64 kB and shown to the user. Detection only decides
between spellings; whether every line obeys is checked in `structure`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ketenkpi.contracts.intake import Encoding, Intake
from ketenkpi.contracts.kind import plain
from ketenkpi.contracts.normal import normal

Separator = Literal[";", ",", "\t", "|"]
SEPARATORS: tuple[Separator, ...] = (";", ",", "\t", "|")
HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Dialect:
    """What was found out.

    `header` are the names of the columns, tidied; `header_line` is that row
    as a spreadsheet numbers it, and `skip_lines` the lines of text before the
    first data row. Of a header over two rows it is the lower one. `sheet` is the
    sheet of a workbook, '' for a text file. `foot` are the texts of the last rows,
    which are no data, '' for a blank one, and `end` the byte at which they begin,
    None where data run to the end of the file.
    """

    encoding: Encoding
    separator: Separator
    line_end: Literal["CRLF", "LF"]
    header: tuple[str, ...]
    header_line: int
    skip_lines: int
    sheet: str = ""
    foot: tuple[str, ...] = ()
    end: int | None = None


def detect(intake: Intake, known: Collection[str]) -> Dialect | None:
    """The dialect of a file, or None when it has no line with text.

    The separator is the one under which the first row holds most names in
    `known` (contract or profile columns), then most columns.
    """
    with intake.path.open(encoding="utf-8-sig", newline="") as file:
        head = file.read(HEAD)
    text, told = _without_separator_line(head)
    blank = len(text) - len(text.lstrip("\r\n"))
    leading = text[:blank].count("\n")
    if not text.strip():
        return None
    wanted = {name_key(name) for name in known}

    def fit(separator: Separator) -> tuple[int, int]:
        names = _first_row(text[blank:], separator)[0]
        return (len({name_key(name) for name in names} & wanted), len(names))

    separator: Separator = told if told else max(SEPARATORS, key=fit)
    header, lines = _first_row(text[blank:], separator)
    return Dialect(
        encoding=intake.encoding,
        separator=separator,
        line_end="CRLF" if "\r\n" in head else "LF",
        header=tuple(column_name(name) for name in header),
        header_line=leading + 1,
        skip_lines=leading + lines + (1 if told else 0),
    )


# Hyphens and dashes of every length, white space (a line break in a cell too).
_BETWEEN = re.compile(r"[\s_\-\u2010-\u2015]+")
QUOTES = "\"'`\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"


def column_name(cell: str) -> str:
    """A column name as a person reads it: nothing invisible, no quotation marks around it."""
    return normal(normal(cell).strip(QUOTES))


@lru_cache(maxsize=10_000)
def name_key(name: str) -> str:
    """A column name without case, accents, spaces, dashes and quotation marks around it."""
    return _BETWEEN.sub("_", plain(column_name(name))).strip("_")


def _without_separator_line(head: str) -> tuple[str, Separator | None]:
    # Excel writes and obeys a first line 'sep=;' and does not show it.
    first, _, rest = head.partition("\n")
    told = first.strip()
    for separator in SEPARATORS:
        if told.casefold() == f"sep={separator}" or first.rstrip("\r") == f"sep={separator}":
            return rest, separator
    return head, None


def _first_row(text: str, separator: Separator) -> tuple[list[str], int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    row = next(reader, [])
    return row, reader.line_num
