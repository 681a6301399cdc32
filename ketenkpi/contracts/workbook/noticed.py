"""What was noticed in a sheet -> findings, as far as it is about the table that is read.

A formula beside the table or a row hidden above it changes nothing of what is
delivered. So cells count in the columns that are read, rows below the header,
and columns as far as they have a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from ketenkpi.contracts.findings import Finding, Stage
from ketenkpi.contracts.intake import Noted
from ketenkpi.contracts.row_rules import Level
from ketenkpi.spreadsheet.notes import letters

# Enough to find them in the sheet; the count is true.
CELLS_NAMED = 5
UNREADABLE = "cel_onleesbaar"
# What was noticed: at which stage and level it is said.
NOTED: Mapping[str, tuple[Stage, Level]] = {
    UNREADABLE: ("cel", "fout"),
    "lange_getallen": ("cel", "advies"),
    "ingekorte_getallen": ("cel", "advies"),
    "verborgen_rijen": ("bestand", "advies"),
    "gefilterde_rijen": ("bestand", "advies"),
    "verborgen_kolommen": ("bestand", "advies"),
    "samengevoegde_cellen": ("bestand", "advies"),
}
COLUMNS = "verborgen_kolommen"


@dataclass(frozen=True, slots=True)
class TableArea:
    """Where the table stands in its sheet: its lines of data, its width, the columns read.

    read: the number (from 1) of each column that is read, with its name.
    """

    first: int
    last: int
    width: int
    read: Mapping[int, str]


def noticed(notes: Sequence[Noted], area: TableArea) -> Iterator[tuple[Finding, int]]:
    """A finding for each rule, of cells for each column, with how many it stands for."""
    for rule, (stage, level) in NOTED.items():
        mine = [note for note in notes if note.rule == rule]
        groups = [[note] for note in mine if note.column in area.read] if stage == "cel" else [mine]
        for group in groups:
            found = sorted(_inside(group, area))
            count = sum(many for *_, many in found)
            if count:
                column = area.read[group[0].column] if stage == "cel" else None
                line = None if rule == COLUMNS else found[0][0]
                params = {"count": count, "cells": _named(rule, found, count)}
                yield Finding(stage, level, rule, line, column=column, params=params), count


def _inside(notes: Sequence[Noted], area: TableArea) -> Iterator[tuple[int, int, int, int]]:
    """The runs inside the table, each as first line, last line, column and how many."""
    for note in notes:
        if note.column > area.width:
            continue
        for first, last, many in note.runs:
            if note.rule == COLUMNS:
                yield first, last, note.column, 1
                continue
            top, bottom = max(first, area.first), min(last, area.last)
            if top <= bottom:
                # A run that sticks out is one of neighbours, so its lines are its number.
                yield top, bottom, note.column, min(many, bottom - top + 1)


def _named(rule: str, found: Sequence[tuple[int, int, int, int]], count: int) -> str:
    names = (
        letters(column) + ("" if rule == COLUMNS else str(line))
        for first, last, column, many in found
        for line in range(first, min(last, first + many - 1) + 1)
    )
    shown = list(islice(names, CELLS_NAMED))
    return ", ".join(shown) + (", …" if count > len(shown) else "")
