"""Which numbers of a workbook are dates, and which are shown with leading zeros."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ketenkpi.spreadsheet.unreadable import Unreadable
from ketenkpi.spreadsheet.xml import ANYTHING, Attributes, Element, listen

Kind = Literal["number", "date", "time"]
# Formats every program knows by number: ECMA-376 part 1 (5th edition), 18.8.30;
# 27-36 and 50-58 are dates in the Chinese, Japanese and Korean lists there.
BUILT_IN_DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
BUILT_IN_TIMES = frozenset({18, 19, 20, 21, 45, 47})
# What a format shows as it is: between quotes, after a backslash, a blank as
# wide as a letter, a letter that fills, and between brackets a colour, a
# condition, a currency or elapsed time.
LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|am/pm|a/p')


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is shown: as what, and with how many digits at least (0: as many as it has)."""

    kind: Kind = "number"
    zeros: int = 0


PLAIN = Format()


def styles_of(chunks: Iterable[bytes], part: str) -> list[Format]:
    """The format of each cell style in its order, as `styles.xml` lists them."""
    codes: dict[str, str] = {}
    formats: list[Format] = []

    def code(attributes: Attributes) -> None:
        codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def style(attributes: Attributes) -> None:
        number = attributes.get("numFmtId", "0")
        formats.append(format_of(codes[number]) if number in codes else _built_in(number))

    numbers = Element({"numFmt": Element(begin=code, others=ANYTHING)})
    cells = Element({"xf": Element(begin=style, others=ANYTHING)})
    root = Element({"numFmts": numbers, "cellXfs": cells}, others=ANYTHING)
    listen(chunks, {"styleSheet": root}, part)
    return formats


def _built_in(number: str) -> Format:
    if not (number.isascii() and number.isdigit() and len(number) < 5):
        raise Unreadable("werkmap_opmaak", number=number[:20])
    if int(number) in BUILT_IN_DATES:
        return Format("date")
    return Format("time") if int(number) in BUILT_IN_TIMES else PLAIN


def format_of(code: str) -> Format:
    """What a format code makes of a number; elapsed time (`[h]:mm`) stays a number."""
    shown = LITERAL.sub("", code.lower()).partition(";")[0].strip()
    if set(shown) == {"0"} and len(shown) > 1:
        return Format(zeros=len(shown))
    if "general" in shown:
        return PLAIN
    if "d" in shown or "y" in shown:
        return Format("date")
    if re.search(r"\[(h+|m+|s+)\]", code.lower()):
        return PLAIN
    if "h" in shown or "s" in shown:
        return Format("time")
    return Format("date") if "m" in shown else PLAIN
