"""The texts that cells share, and how a workbook writes what XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from sys import getsizeof

from ketenkpi.spreadsheet.unreadable import Unreadable
from ketenkpi.spreadsheet.xml import ANYTHING, Element, listen

# What a list takes for each text in it.
POINTER = 8
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def shared_strings(chunks: Iterable[bytes], part: str, room: int) -> list[str]:
    """Every shared text in its order: runs of rich text joined, how to pronounce it left out.

    room: bytes they may take; raises Unreadable when they take more.
    """
    texts: list[str] = []
    pieces: list[str] = []

    left = room

    def end() -> None:
        nonlocal left
        text = unescaped("".join(pieces))
        left -= getsizeof(text) + POINTER
        if left < 0:
            raise Unreadable("werkmap_te_zwaar", limit=f"{room >> 20} MB")
        texts.append(text)
        pieces.clear()

    text = Element(take=pieces.append)
    run = Element({"rPr": ANYTHING, "t": text})
    beside = dict.fromkeys(("rPh", "phoneticPr", "extLst"), ANYTHING)
    item = Element({"t": text, "r": run, **beside}, end=end)
    root = Element({"si": item, "extLst": ANYTHING})
    listen(chunks, {"sst": root}, part)
    return texts


def unescaped(text: str) -> str:
    """A text with `_x000D_` written out and every line break one `\\n`.

    Control characters other than tab and line breaks, and halves of a
    surrogate pair, stay as they are written: no text may hold them.
    """
    if "_x" in text:
        text = ESCAPED.sub(_character, text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE:
        return chr(code)
    return found[0]
