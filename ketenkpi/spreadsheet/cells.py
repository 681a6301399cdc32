"""One cell of a workbook -> the text it stands for, with a note where that is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ketenkpi.spreadsheet.notes import Notes, letters
from ketenkpi.spreadsheet.strings import unescaped
from ketenkpi.spreadsheet.styles import PLAIN, Format
from ketenkpi.spreadsheet.unreadable import Unreadable
from ketenkpi.spreadsheet.values import SHORTENED, Values, is_long, iso_date

YES = ("1", "true")
NO = ("0", "false")


@dataclass(slots=True)
class WrittenCell:
    """A cell as it is written: its type, its style, and what stands in it."""

    type: str = "n"
    style: str = "0"
    value: str | None = None
    formula: str | None = None
    inline: str | None = None


class CellReader:
    """Reads the cells of one sheet by the shared texts and the styles of its workbook."""

    def __init__(
        self,
        strings: Sequence[str],
        styles: Sequence[Format],
        values: Values,
        notes: Notes,
    ) -> None:
        self._strings = strings
        self._styles = styles
        self._values = values
        self._notes = notes
        self._shown: dict[str, Format] = {}
        self._by_type: dict[str, Callable[[WrittenCell, str, int, int], str]] = {
            "n": self._number,
            "s": self._shared,
            "str": self._string,
            "inlineStr": self._string,
            "b": self._boolean,
            "e": self._error,
            "d": self._date,
        }

    def text(self, cell: WrittenCell, line: int, column: int) -> str:
        """What the cell says, '' when it is empty; raises Unreadable."""
        value = cell.value
        if not value:
            # A formula whose outcome is an empty text has an empty value, and
            # says that it is a text; a formula nobody worked out has none.
            if cell.formula is not None and not (cell.type == "str" and value is not None):
                # One of a shared formula has no text of its own. The reading of its
                # column refuses it, whatever the formula is.
                return f"={unescaped(cell.formula) or '?'}"
            if cell.inline is None:
                return ""
            return self._noted(unescaped(cell.inline), line, column)
        read = self._by_type.get(cell.type)
        if read is None:
            raise Unreadable("werkmap_celsoort", line, cell=f"{letters(column)}{line}")
        return read(cell, value, line, column)

    def _number(self, cell: WrittenCell, value: str, line: int, column: int) -> str:
        shown = self._shown.get(cell.style)
        if shown is None:
            shown = self._shown[cell.style] = self._format(cell.style, line, column)
        text = self._values.number(value.strip(), shown)
        if text is None:
            return self._doubted(value, line, column)
        if len(text) > 15 and is_long(text):
            self._notes.add("lange_getallen", line, column)
        return text

    def _format(self, style: str, line: int, column: int) -> Format:
        if style == "0" and not self._styles:
            return PLAIN
        # Without the style named it cannot be told whether a number is a date.
        number = _index(style)
        if number is None or number >= len(self._styles):
            raise Unreadable("werkmap_opmaak_index", line, cell=f"{letters(column)}{line}")
        return self._styles[number]

    def _shared(self, cell: WrittenCell, value: str, line: int, column: int) -> str:
        number = _index(value.strip())
        if number is None or number >= len(self._strings):
            raise Unreadable("werkmap_tekst_index", line, cell=f"{letters(column)}{line}")
        return self._noted(self._strings[number], line, column)

    def _string(self, cell: WrittenCell, value: str, line: int, column: int) -> str:
        return self._noted(unescaped(value), line, column)

    def _noted(self, text: str, line: int, column: int) -> str:
        if "+" in text and SHORTENED.fullmatch(text.strip()):
            self._notes.add("ingekorte_getallen", line, column)
        return text

    def _boolean(self, cell: WrittenCell, value: str, line: int, column: int) -> str:
        if value in YES:
            return "ja"
        return "nee" if value in NO else self._doubted(value, line, column)

    def _error(self, cell: WrittenCell, value: str, line: int, column: int) -> str:
        return unescaped(value)

    def _date(self, cell: WrittenCell, value: str, line: int, column: int) -> str:
        return iso_date(value) or self._doubted(value, line, column)

    def _doubted(self, value: str, line: int, column: int) -> str:
        """The text as it stands, so that the reading of its column refuses it, and a note."""
        self._notes.add("cel_onleesbaar", line, column)
        return unescaped(value)


def _index(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
