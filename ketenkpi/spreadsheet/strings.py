"""The texts that cells share, and how a workbook writes what XML cannot hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ketenkpi.spreadsheet.xml import Attributes

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class SharedStrings:
    """Every shared text in its order: runs of rich text joined, how to pronounce it left out."""

    texts: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _within: list[str] = field(default_factory=list)
    _reading: bool = False

    def begin(self, name: str, attributes: Attributes) -> None:
        self._reading = name == "t" and self._within[-1:] != ["rPh"]
        if name == "si":
            self._pieces.clear()
        self._within.append(name)

    def text(self, data: str) -> None:
        if self._reading:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        self._within.pop()
        self._reading = False
        if name == "si":
            self.texts.append(unescaped("".join(self._pieces)))


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
