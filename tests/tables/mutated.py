"""Mutated files of three forms: each is read, asked about or refused; none is an own fault."""

from __future__ import annotations

from tests.fuzz import json_files, texts, workbooks
from tests.fuzz import messages as fuzzed
from tests.tables.table import Rows, total
from tests.tables.tried import File, table


def csv(size: int) -> Rows:
    """Mutated CSV files of all contracts, every second one read without its faulty rows."""
    return table(map(csv_file, range(size)))


def csv_file(seed: int) -> File:
    made = texts.text_file(seed)
    bytes_too = any(name in texts.OF_BYTES for name in made.changes)
    whole = "nothing" if made.content.count(b"\n") > 1 else "nothing, no rows"
    what = "bytes" if bytes_too else "cells or shape" if made.changes else whole
    return File(seed, what, made.content, made.contract, skip=seed % 2 == 0)


def workbook(size: int) -> Rows:
    """Mutated workbooks of stocks and flows, each read in a child process."""
    return table(
        File(seed, *workbooks.mutated(seed), "stand_stroom", skip=seed % 2 == 0)
        for seed in range(size)
    )


def json(size: int) -> Rows:
    """Mutated JSON of StatLine, read by its profile."""
    return table(
        File(seed, *json_files.mutated(seed), "context", "cbs_statline") for seed in range(size)
    )


def messages(size: int) -> Rows:
    """Mutated messages of Suwinet (XML) and records of BUS in turn, each read by its profile."""
    return table(map(_message, range(size)))


def _message(seed: int) -> File:
    make, profile = (fuzzed.message, "suwinet_bijstand") if seed % 2 else (fuzzed.records, "bus")
    what, content = make(seed)
    told = what if what == "nothing" else f"{profile}: {what}"
    constants = {"werkplein": "Almere"}
    return File(seed, told, content, "trajecten", profile, skip=seed % 4 < 2, constants=constants)


def holds(rows: Rows) -> bool:
    """None ends in an own fault, and one with rows that was left whole is read."""
    whole = [row for row in rows if row["changed"] == "nothing"]
    return total(rows, "own faults") == 0 and all(row["read"] == row["files"] for row in whole)
