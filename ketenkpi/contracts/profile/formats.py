"""Files that are not CSV -> a plain CSV that goes through the same pipeline.

Only source columns that the profile uses are written, so a field with a BSN
is never taken out of its record. Whatever is wrong with the form of a file is
a `ProfileFault`, one blocking finding; what is wrong with a value is passed on
as it stands, for the contract's own check to report.
"""

from __future__ import annotations

import csv
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ketenkpi.contracts.findings import Finding, shorten
from ketenkpi.contracts.intake import Blocked

BOM = b"\xef\xbb\xbf"
# What DOS programs write behind the last record.
END_OF_FILE = b"\x1a"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
BREAKS = re.compile(r"[\r\n]+")


class ProfileFault(Blocked):
    """The file does not have the form its profile promises; one blocking finding.

    `rule` names the sentences in `wording/contracts.*.yaml`; `line` is a line of
    text, None when the fault is about the whole file. Texts of the file among
    `params` are made fit to be shown.
    """

    def __init__(self, rule: str, line: int | None = None, **params: object) -> None:
        shown = {name: _shown(value) for name, value in params.items()}
        super().__init__(Finding("bestand", "blokkade", rule, line=line, params=shown))


def _shown(value: object) -> object:
    return shorten(CONTROL.sub("\ufffd", value)) if isinstance(value, str) else value


class Layout(ABC):
    """How the records of a file that is no table are found."""

    @abstractmethod
    def records(self, source: Path, names: tuple[str, ...]) -> Iterator[list[str]]:
        """The texts of these fields of every record; raises ProfileFault."""

    @abstractmethod
    def seems(self, begin: bytes, names: tuple[str, ...]) -> bool:
        """Whether a file that begins so may be one of these, with the fields `names`."""

    def write_csv(self, source: Path, out: Path, names: tuple[str, ...]) -> None:
        """Write the fields `names` of every record as CSV; raises ProfileFault."""
        if source.stat().st_size == 0:
            raise ProfileFault("leeg_bestand")
        _write(out, names, self.records(source, names))


@dataclass(frozen=True)
class Field:
    """One field of a record of fixed width, in bytes."""

    name: str
    width: int


@dataclass(frozen=True)
class FixedWidth(Layout):
    """Records of one line each, with fields at fixed places.

    `private` fields are never cut out of a record; a profile that maps one is
    refused when it is loaded.
    """

    fields: tuple[Field, ...]
    private: tuple[str, ...]

    @property
    def width(self) -> int:
        """The bytes of one record."""
        return sum(field.width for field in self.fields)

    def places(self, names: Iterable[str]) -> list[slice]:
        """Where the fields `names` stand in a record."""
        places, at = {}, 0
        for field in self.fields:
            places[field.name] = slice(at, at + field.width)
            at += field.width
        return [places[name] for name in names]

    def records(self, source: Path, names: tuple[str, ...]) -> Iterator[list[str]]:
        places, blank = self.places(names), 0
        with source.open("rb") as file:
            for line, record in enumerate(self._lines(file), start=1):
                if not record:
                    blank = blank or line
                    continue
                if blank:
                    raise ProfileFault("profiel_lege_regel", line=blank)
                if len(record) != self.width:
                    raise ProfileFault(
                        "profiel_regellengte", line=line, length=len(record), width=self.width
                    )
                yield [_ascii(record[place], line) for place in places]

    def seems(self, begin: bytes, names: tuple[str, ...]) -> bool:
        # The last line may be cut off; lines of one length that no table has.
        lines = begin.removeprefix(BOM).splitlines()
        whole = lines[:-1] if len(lines) > 1 else lines
        return bool(whole) and all(len(line) == self.width for line in whole)

    def _lines(self, file: BinaryIO) -> Iterator[bytes]:
        """The lines without their end, and without the mark of UTF-8 or of the end of a file.

        A file without line ends would otherwise stand in memory as a whole: of a
        line that is too long only as much is kept as tells its length.
        """
        if file.read(len(BOM)) != BOM:
            file.seek(0)
        longest = self.width + 2
        while text := file.readline(longest):
            while not text.endswith(b"\n") and (more := file.readline(1 << 16)):
                text += more
                if len(text) > 1 << 20:
                    break
            record = text.rstrip(b"\r\n")
            yield b"" if record == END_OF_FILE else record


def _ascii(cell: bytes, line: int) -> str:
    # An accented letter takes two bytes in UTF-8 and would shift the fields
    # after it, so outside ASCII nothing in a used field can be trusted.
    text = cell.decode("ascii", errors="replace")
    if not cell.isascii() or CONTROL.search(text):
        raise ProfileFault("profiel_teken", line=line)
    return text.strip()


def cell_text(text: str, number: int, name: str) -> str:
    """A text of a record as one cell on one line; raises ProfileFault for what is no text."""
    if CONTROL.search(text):
        raise ProfileFault("profiel_teken_in_veld", number=number, key=name)
    return BREAKS.sub(" ", text).strip()


def _write(out: Path, names: tuple[str, ...], records: Iterable[list[str]]) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(names)
        writer.writerows(records)
