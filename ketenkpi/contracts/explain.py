"""Rows in which something is wrong -> findings, one row at a time, in plain Python.

This is the obvious reading of a row. It is slow (about 20 microseconds a
row) and only sees rows that the streaming pass flagged; tests use it as the
reference for that pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ketenkpi.contracts.cell import Absent, Doubt, Fault, Manner
from ketenkpi.contracts.contract import Contract, ContractColumn
from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.findings import STOPS, Finding
from ketenkpi.contracts.manners import Manners
from ketenkpi.contracts.normal import normal
from ketenkpi.contracts.not_applicable import settle_row

REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a row: what they hold, and by column why they hold nothing."""

    values: dict[str, Any]
    faults: dict[str, Fault]
    not_applicable: tuple[str, ...]
    doubtful: set[str]


@dataclass
class Reader:
    """Reads rows of text by a contract; remembers texts it has read before.

    A cell that says there is no value, or that leaves a doubt, has none: both
    are told once a column, not here.
    """

    contract: Contract
    manners: Manners = field(default_factory=Manners)
    _memory: dict[tuple[str, str | None], Any] = field(default_factory=dict)

    def read(self, row: Mapping[str, str | None]) -> tuple[dict[str, Any], dict[str, Fault]]:
        """The values of a row as they are stored, and the faults by column.

        Missing is None; empty choices are filled.
        """
        cells = self._cells(row)
        return self.contract.settled(cells.values), cells.faults

    def not_applicable(self, row: Mapping[str, str | None]) -> tuple[str, ...]:
        """The columns of a row that do not apply."""
        return self._cells(row).not_applicable

    def _cells(self, row: Mapping[str, str | None]) -> _Cells:
        values: dict[str, Any] = {}
        faults: dict[str, Fault] = {}
        said: list[str] = []
        doubtful: set[str] = set()
        for column in self.contract.columns:
            name = column.name
            value = self._cell(column, row[name])
            if not isinstance(value, Fault | Absent | Doubt):
                values[name] = value
                continue
            values[name] = None
            if isinstance(value, Fault):
                faults[name] = value
            elif isinstance(value, Doubt):
                doubtful.add(name)
            elif value.why == "nvt":
                said.append(name)
        settled, left = settle_row(self.contract, values, said)
        return _Cells(self._fill(settled, faults), faults, left, doubtful)

    def _cell(self, column: ContractColumn, text: str | None) -> Any:
        known = (column.name, text)
        if known not in self._memory:
            if len(self._memory) >= REMEMBERED:
                self._memory.clear()
            self._memory[known] = column.read(text, self._written[column.name])
        return self._memory[known]

    @cached_property
    def _written(self) -> dict[str, Manner]:
        return {name: self.manners.of(name) for name in self.contract.names}

    def _fill(self, values: dict[str, Any], faults: Mapping[str, Fault]) -> dict[str, Any]:
        for column in self.contract.columns:
            empty = values[column.name] is None and column.name not in faults
            if (
                empty
                and column.if_empty is not None
                and (column.if_empty_when is None or values[column.if_empty_when] is not None)
            ):
                values[column.name] = column.if_empty
        return values

    def findings(self, row: Mapping[str, str | None], line: int, text_line: int | None) -> Row:
        """Everything wrong with one row.

        A row rule is not asked about a cell that could not be read: its
        fault is named already. Nor about one in doubt: it may hold either value,
        and the question about its column comes first.
        """
        if not any(normal(row[name] or "") for name in self.contract.names):
            return Row(line, (), rejected=False, blank=True)
        if _is_header({name: row[name] for name in self.contract.names}):
            return Row(line, (), rejected=False, blank=False, header=True)
        cells = self._cells(row)
        values, faults = cells.values, cells.faults
        unread = faults.keys() | cells.doubtful
        found = [
            Finding("cel", "fout", fault.rule, line, text_line, name, row[name], fault.params)
            for name, fault in faults.items()
        ]
        for rule in self.contract.rules:
            if unread.isdisjoint(rule.columns_asked) and rule.breaks(values):
                shown = row[rule.column]
                found.append(
                    Finding("rij", rule.level, rule.rule, line, text_line, rule.column, shown,
                            rule.params_of(values))
                )  # fmt: skip
        stopped = any(finding.level in STOPS for finding in found)
        named = {name: normal(row[name] or "") for name in faults if name in self.contract.places}
        return Row(
            line,
            tuple(found),
            rejected=stopped,
            blank=False,
            doubtful=bool(cells.doubtful),
            values={**values, **named},
        )


def _is_header(row: Mapping[str, str | None]) -> bool:
    """Whether a row says the names of its columns once more, as where two files were joined."""
    filled = [(name, text) for name, text in row.items() if text]
    return len(filled) > 1 and all(name_key(text) == name for name, text in filled)


@dataclass(frozen=True)
class Row:
    """What one row has wrong, whether it is rejected for it, and whether it is blank.

    header: it repeats the names of the columns. doubtful: a cell of it has two
    readings. values: as far as they could be read; a place that cannot be one as
    it is written.
    """

    line: int
    findings: tuple[Finding, ...]
    rejected: bool
    blank: bool
    header: bool = False
    doubtful: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
