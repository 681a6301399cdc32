"""How a text file is written: separator, quotes, where its header stands.

Found out by `finder` and shown to the user; whether every line obeys is checked
in `structure`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ketenkpi.contracts.intake import Encoding
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
