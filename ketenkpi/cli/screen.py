"""What a command writes to: sentences in the reader's language, or JSON."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    from ketenkpi.answer import Said, Section


@dataclass(frozen=True, slots=True)
class Screen:
    """Standard output in one language; with `as_json` only the data, once, at the end."""

    language: Language
    as_json: bool = False

    def say(self, key: str, **params: object) -> str:
        """The sentence `cli.<key>`, to be printed or placed in a table."""
        return say(f"cli.{key}", self.language, **params)

    def tell(self, key: str, **params: object) -> None:
        """Print a sentence, unless data were asked for."""
        self.show(self.say(key, **params))

    def number(self, value: float, unit: str = "number") -> str:
        """A number in its unit, as every surface writes it."""
        from ketenkpi.answer import Measured
        from ketenkpi.surfaces import in_words

        return in_words(Measured(value, unit))

    def stage(self, name: str) -> str:
        """What is going on, in words, for a progress bar."""
        return say(f"busy.{name}", self.language)

    def show(self, text: str) -> None:
        """Print a text that is already in the reader's language, unless data were asked for."""
        if not self.as_json:
            print(text, flush=True)

    def say_of(self, said: Said) -> None:
        """Print what an answer says."""
        from ketenkpi.surfaces import in_words

        self.show(in_words(said))

    def sections(self, sections: Iterable[Section], workbook: Path | None = None) -> None:
        """Print the sections of an answer, or write them to a workbook when one was asked for.

        Where data were asked for they are not even made: those of all figures take long.
        """
        from ketenkpi.surfaces import sections_as_text, sections_as_workbook

        if workbook is None:
            if not self.as_json:
                self.show(sections_as_text(sections, _width()))
            return
        sections_as_workbook(sections, workbook)
        self.tell("workbook_written", file=workbook)

    def data(self, found: Mapping[str, Any]) -> None:
        """Print the result as JSON when that was asked for; numbers are exact, missing is null.

        Frames as `DataRows`, which are written in pieces.
        """
        if self.as_json:
            from ketenkpi.surfaces import as_json

            sys.stdout.writelines(as_json(found))
            print(flush=True)


def _width() -> int | None:
    """The width of the terminal; None where nobody looks at one, such as in a file."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
