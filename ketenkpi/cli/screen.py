"""What a command writes to: sentences in the reader's language, JSON, or a table as CSV."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from ketenkpi import __version__
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.answer import Said, Section
    from ketenkpi.surfaces import DataRows

Output = Literal["words", "json", "csv"]
NO_VERSIONS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Screen:
    """Standard output in one language; as JSON or CSV only the data, once, at the end."""

    language: Language
    output: Output = "words"

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
        if self.output == "words":
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
            if self.output == "words":
                self.show(sections_as_text(sections, _width()))
            return
        sections_as_workbook(sections, workbook)
        self.tell("workbook_written", file=workbook)

    def data(self, found: Mapping[str, Any], versions: Mapping[str, int] = NO_VERSIONS) -> None:
        """Print the result as JSON or CSV when that was asked for; numbers are exact.

        In JSON missing is null. Before the result stand the version of the program and,
        of the indicators or contracts it follows from, the `versions` by key. CSV is the
        first table of the result. Frames as `DataRows`, which are written in pieces.
        """
        match self.output:
            case "json":
                _write_json(found, versions)
            case "csv":
                _write_csv(next(filter(_is_rows, found.values())), self.language)


def _write_json(found: Mapping[str, Any], versions: Mapping[str, int]) -> None:
    from ketenkpi.surfaces import as_json

    made_by = {"program_version": __version__, "definition_versions": dict(versions)}
    sys.stdout.writelines(as_json({**made_by, **found}))
    print(flush=True)


def _is_rows(value: object) -> bool:
    from ketenkpi.surfaces import DataRows

    return isinstance(value, DataRows)


def _write_csv(told: DataRows, language: Language) -> None:
    from ketenkpi.surfaces import as_csv

    if isinstance(sys.stdout, io.TextIOWrapper):
        # The lines have the ends of this machine already.
        sys.stdout.reconfigure(newline="")
    sys.stdout.writelines(as_csv(_with_quarters(told), "," if language == "nl" else "."))
    sys.stdout.flush()


def _with_quarters(told: DataRows) -> pd.DataFrame:
    """The rows with quarters as 2009K1, each written once."""
    columns = {name: told.frame[name] for name in told.quarters if name in told.frame}
    return told.frame.assign(
        **{
            name: indices.astype("category").cat.rename_categories(_quarter)
            for name, indices in columns.items()
        }
    )


def _quarter(index: float) -> str:
    return str(Quarter.from_index(int(index)))


def _width() -> int | None:
    """The width of the terminal; None where nobody looks at one, such as in a file."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
