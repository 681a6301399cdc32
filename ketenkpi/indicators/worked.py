"""Worked examples: `config/worked/<key>.md`, a few rows in and the figures done by hand.

One file per indicator, in Dutch, for somebody who does not program: which rows
are delivered, which figures must come out, and the sum on paper in between.
The golden tests compute every one of them; the methods page prints them.

    # <key>
    Per: werkplein, kwartaal              what the figures are asked by
    Waar: regeling = WWB, IOAW            optional; a line for each dimension
    Gezien vanaf: 2008-01-01              optional; observed from and until
    Gezien tot: 2009-12-31
    ## Rijen: trajecten                   one section per contract
    | traject_id | werkplein | ...        any of its columns; an empty cell is missing
    ## Uitkomst
    | werkplein | kwartaal | teller | waarde | ...
    ## Rekenen
    Free text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import polars as pl

from ketenkpi.contracts import Contract, load_contracts
from ketenkpi.contracts.cell import Fault
from ketenkpi.counts import TALLIES, Counts, count
from ketenkpi.counts.tally import KEYS, WHOLE_DIMS
from ketenkpi.errors import DefinitionError, UserError
from ketenkpi.indicators.ask import indicators
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Quarter

# Column of `Uitkomst` -> column of the frame of figures.
FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "teller": "numerator",
        "noemer": "denominator",
        "waarde": "value",
        "onder": "low",
        "boven": "high",
        "n": "n",
        "ernaast": "beside",
    }
)
REASON, SPLIT = "reden", "split"
HEAD = ("Per", "Waar", "Gezien vanaf", "Gezien tot")
BY = (*KEYS, SPLIT)
EXTRA = {name for tally in TALLIES.values() for name in tally.shown_by}
WORKED = CONFIG / "worked"
NUMBER = re.compile(r"-?\d+(,\d+)?")
FILTER = re.compile(r"(\w+)\s*=\s*(.+)")


@dataclass(frozen=True, slots=True)
class WrittenFigure:
    """A number as somebody wrote it; None when there is none."""

    value: float | None
    decimals: int

    def agrees(self, computed: float) -> bool:
        """Whether `computed` (NaN for none) rounds to what was written.

        Half a unit of the last digit; 1e-9 is added for binary fractions, so
        that 0,125 may be written as 0,13 or 0,12.
        """
        if self.value is None or math.isnan(computed):
            return self.value is None and math.isnan(computed)
        half: float = 0.5 * 10**-self.decimals
        return abs(self.value - computed) <= half + 1e-9


@dataclass(frozen=True)
class Outcome:
    """One line of `Uitkomst`: which row of the answer, and what must stand in it.

    `reason` is a wording key, '' for a row that must have none, None when the
    example does not say.
    """

    line: int
    place: Mapping[str, object]
    figures: Mapping[str, WrittenFigure]
    reason: str | None


@dataclass(frozen=True)
class Worked:
    """One worked example.

    inputs: typed rows per contract. text: the file below its name, in Markdown
    without headings, to be printed below an indicator.
    """

    key: str
    by: tuple[str, ...]
    where: Mapping[str, tuple[object, ...]]
    observed_from: date | None
    observed_until: date | None
    inputs: Mapping[str, pl.DataFrame]
    outcomes: tuple[Outcome, ...]
    text: str

    def counts(self, engine: str | None = None) -> Counts:
        """Its rows, counted as they stand: an example holds no more than its sum needs."""
        return count(
            dict(self.inputs),
            engine=engine,
            check=False,
            observed_from=self.observed_from,
            observed_until=self.observed_until,
        )

    def computed(self, engine: str | None = None) -> pd.DataFrame:
        """The figures that this library makes of its rows, as `indicators` answers."""
        found = indicators(self.counts(engine), keys=[self.key], by=self.by, where=self.where)
        # Some indicators bring others with them.
        return found[found["indicator"] == self.key]


def load_worked(folder: Path = WORKED) -> Mapping[str, Worked]:
    """All worked examples by key; raises DefinitionError with file, line and reason."""
    found = [read_worked(file) for file in sorted(folder.glob("*.md"))]
    return MappingProxyType({worked.key: worked for worked in found})


def read_worked(file: Path) -> Worked:
    """The worked example in one file; raises DefinitionError with its line and reason."""
    page = _Page(file, file.read_text(encoding="utf-8").splitlines())
    head, sections = page.split()
    names = [name for name, _ in sections]
    contracts = names[:-2]
    if names[-2:] != ["Uitkomst", "Rekenen"] or not contracts:
        raise page.fail(1, "the sections are: Rijen (one or more), Uitkomst, Rekenen")
    said = _head(page, head)
    return Worked(
        key=file.stem,
        by=said.by,
        where=MappingProxyType(said.where),
        observed_from=said.days.get("Gezien vanaf"),
        observed_until=said.days.get("Gezien tot"),
        inputs=MappingProxyType(dict(_rows(page, name, lines) for name, lines in sections[:-2])),
        outcomes=tuple(_outcomes(page, said.by, sections[-2][1])),
        text=_printed(page, sections[-1][1]),
    )


Line = tuple[int, str]


@dataclass(frozen=True)
class _Page:
    file: Path
    lines: list[str]

    def fail(self, line: int, reason: str) -> DefinitionError:
        return DefinitionError("config.invalid", file=self.file.name, line=line, reason=reason)

    def split(self) -> tuple[list[Line], list[tuple[str, list[Line]]]]:
        """The lines above the first section, and those of each; empty lines left out."""
        if not self.lines or self.lines[0] != f"# {self.file.stem}":
            raise self.fail(1, f"the first line must be '# {self.file.stem}', as the file is named")
        head: list[Line] = []
        sections: list[tuple[str, list[Line]]] = []
        for number, line in enumerate(self.lines[1:], start=2):
            if line.startswith("#"):
                sections.append((self.section(number, line), []))
            elif line.strip():
                (sections[-1][1] if sections else head).append((number, line.strip()))
        return head, sections

    def section(self, number: int, line: str) -> str:
        name = line.removeprefix("## ").strip()
        contract = name.removeprefix("Rijen:").strip()
        if line.startswith("## ") and name.startswith("Rijen:") and contract in load_contracts():
            return contract
        if line in ("## Uitkomst", "## Rekenen"):
            return name
        known = ", ".join(load_contracts())
        raise self.fail(
            number,
            f"unknown section '{line}'; allowed: '## Rijen: <contract>', '## Uitkomst', "
            f"'## Rekenen', where a contract is one of {known}",
        )

    def table(self, lines: list[Line]) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a table, each with its line; the first row holds the columns."""
        rows = [(number, self.cells(number, line)) for number, line in lines]
        if len(rows) < 3 or not all(re.fullmatch(":?-+:?", cell) for cell in rows[1][1]):
            number = lines[0][0] if lines else len(self.lines)
            raise self.fail(number, "a table has a row of columns, a row of dashes, and rows")
        names = rows[0][1]
        if len(set(names)) < len(names):
            raise self.fail(rows[0][0], "two columns have the same name")
        for number, cells in rows[2:]:
            if len(cells) != len(names):
                raise self.fail(number, f"{len(cells)} cells below {len(names)} columns")
            yield number, dict(zip(names, cells, strict=True))

    def cells(self, number: int, line: str) -> list[str]:
        if len(line) < 2 or not (line.startswith("|") and line.endswith("|")):
            raise self.fail(number, "a row of a table begins and ends with '|'")
        return [cell.strip() for cell in line[1:-1].split("|")]


@dataclass
class _Said:
    by: tuple[str, ...]
    where: dict[str, tuple[object, ...]]
    days: dict[str, date]


def _head(page: _Page, lines: list[Line]) -> _Said:
    said, seen = _Said((), {}, {}), set()
    for number, line in lines:
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or name not in HEAD:
            raise page.fail(number, f"unknown line '{line}'; allowed: {', '.join(HEAD)}")
        if name in seen and name != "Waar":
            raise page.fail(number, f"'{name}' stands here twice")
        seen.add(name)
        if name == "Per":
            said.by = _by(page, number, value)
        elif name == "Waar":
            said.where |= _where(page, number, value)
        else:
            said.days[name] = _day(page, number, value)
    if "Per" not in seen:
        raise page.fail(1, "missing line: Per")
    return said


def _by(page: _Page, number: int, value: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    for name in names:
        if name not in BY:
            raise page.fail(number, f"'{name}' is no dimension; allowed: {', '.join(BY)}")
    return names


def _where(page: _Page, number: int, value: str) -> dict[str, tuple[object, ...]]:
    found = FILTER.fullmatch(value)
    if found is None or found[1] not in {*KEYS, *EXTRA}:
        raise page.fail(number, "write 'Waar: <dimension> = <value>, <value>'")
    values = [text.strip() for text in found[2].split(",")]
    return {found[1]: tuple(_dimension(page, number, found[1], text) for text in values)}


def _dimension(page: _Page, number: int, name: str, text: str) -> object:
    try:
        if name == "kwartaal":
            return Quarter.parse(text).index
        return int(text) if name in WHOLE_DIMS else text
    except (UserError, ValueError) as fault:
        raise page.fail(number, f"'{text}' is no value of {name}") from fault


def _day(page: _Page, number: int, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as fault:
        raise page.fail(number, f"'{value}' is no day such as 2009-12-31") from fault


def _rows(page: _Page, contract: str, lines: list[Line]) -> tuple[str, pl.DataFrame]:
    """The typed rows of a section, as reading an upload would store them."""
    definition = load_contracts()[contract]
    columns = {name: kind for name, kind in definition.schema.items() if name in definition.names}
    rows = [_row(page, definition, number, row) for number, row in page.table(lines)]
    return contract, pl.DataFrame(rows, schema=columns, orient="row")


def _row(page: _Page, contract: Contract, number: int, row: dict[str, str]) -> dict[str, object]:
    for name in row:
        if name not in contract.names:
            allowed = ", ".join(contract.names)
            raise page.fail(number, f"'{name}' is no column of {contract.key}; allowed: {allowed}")
    read = {column.name: column.read(row.get(column.name)) for column in contract.columns}
    for name, value in read.items():
        if isinstance(value, Fault):
            raise page.fail(number, f"'{row.get(name, '')}' in column '{name}': {value.rule}")
    for column in contract.columns:
        asked = column.if_empty_when is None or read[column.if_empty_when] is not None
        if read[column.name] is None and asked:
            read[column.name] = column.if_empty
    return read


def _outcomes(page: _Page, by: tuple[str, ...], lines: list[Line]) -> Iterator[Outcome]:
    for number, row in page.table(lines):
        places = [name for name in row if name in (*by, SPLIT)]
        unknown = [name for name in row if name not in (*places, *FIGURES, REASON)]
        if unknown or (lacking := [name for name in by if name not in row]):
            wrong = f"unknown column '{unknown[0]}'" if unknown else f"missing column: {lacking[0]}"
            allowed = ", ".join([*by, SPLIT, *FIGURES, REASON])
            raise page.fail(lines[0][0], f"{wrong}; allowed: {allowed}")
        reason = row.get(REASON)
        yield Outcome(
            line=number,
            place={name: _dimension(page, number, name, row[name]) for name in places},
            figures={
                FIGURES[name]: _figure(page, number, row[name]) for name in row if name in FIGURES
            },
            reason=f"indicators.reason_{reason}" if reason else reason,
        )


def _figure(page: _Page, number: int, text: str) -> WrittenFigure:
    if not text:
        return WrittenFigure(None, 0)
    if not NUMBER.fullmatch(text):
        raise page.fail(number, f"'{text}' is no number such as 12 or 0,25")
    _, _, decimals = text.partition(",")
    return WrittenFigure(float(text.replace(",", ".")), len(decimals))


def _printed(page: _Page, sums: list[Line]) -> str:
    if not sums:
        raise page.fail(len(page.lines), "'Rekenen' is empty")
    return "\n".join(_deeper(line) for line in page.lines[1:]).strip()


def _deeper(line: str) -> str:
    # Lines of the head become a list, or Markdown would run them together; a
    # table needs an empty line above it.
    if line.startswith("## "):
        return f"**{line[3:]}**\n"
    return f"- {line}" if line.partition(":")[0] in HEAD else line
