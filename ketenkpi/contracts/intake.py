"""The nouns of taking a file in: how it is wanted, as what it came, and why it is refused."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from ketenkpi.contracts.findings import Finding

Encoding = Literal[
    "utf-8",
    "utf-8-sig",
    "windows-1252",
    "xlsx",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "iso-8859-15",
    "cp850",
    "mac-roman",
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to be read, as far as its uploader or profile says; None: found out.

    sheet: the name of a sheet of a workbook. header_line: the row of the header
    as a spreadsheet numbers it. separator and encoding are of a text file.
    """

    sheet: str | None = None
    header_line: int | None = None
    separator: str | None = None
    encoding: str | None = None

    def over(self, other: Wanted) -> Wanted:
        """This, and where it says nothing the other."""
        return Wanted(*(getattr(self, f.name) or getattr(other, f.name) for f in fields(self)))


ANYHOW = Wanted()


@dataclass(frozen=True, slots=True)
class Noted:
    """One kind of thing that was noticed in a sheet, and where.

    column: its number from 1, 0 where it is about no column. runs: lines as (first,
    last, how many), from top to bottom.
    """

    rule: str
    column: int
    runs: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """A UTF-8 text file ready to be read, and how it arrived.

    Of a workbook each sheet is one, written as CSV with ';' and LF, a record for
    every row up to the last filled one, so that record and row numbers agree.
    sheet: its name, '' for a text file; hidden: the workbook hides it.
    findings: what was noticed on the way that stops nothing. notes: what was
    noticed all over a sheet, of which only what is in the table matters.
    """

    path: Path
    encoding: Encoding
    sheet: str = ""
    hidden: bool = False
    findings: tuple[Finding, ...] = ()
    notes: tuple[Noted, ...] = ()


class Blocked(Exception):
    """One finding that ends the reading of a file at once."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.rule)


def refusal(rule: str, line: int | None = None, **params: object) -> Blocked:
    """A blocking finding about the whole file, to be raised."""
    return Blocked(Finding("bestand", "blokkade", rule, line=line, params=params))
