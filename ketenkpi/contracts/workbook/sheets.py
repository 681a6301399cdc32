"""A workbook -> its filled sheets, read in a child process, with what was noticed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ketenkpi.child import Died, Done, TooLong, TooMuch, run
from ketenkpi.contracts.intake import Blocked, Intake, Noted, Wanted, refusal
from ketenkpi.settings import Limits
from ketenkpi.spreadsheet import read_book


def sheets(source: Path, staging: Path, limits: Limits, wanted: Wanted) -> tuple[Intake, ...]:
    """Every sheet of an Open XML workbook in which a cell is filled, in its order.

    Each is written to `staging` as CSV with ';', a record a row number from 1
    to the last filled row. Raises Blocked when the file is no workbook, is
    damaged, or has no filled sheet.
    """
    asked = {
        "source": str(source),
        "folder": str(staging),
        "sheet": wanted.sheet,
        "bounds": {
            "unpacked_bytes": limits.xlsx_unpacked_bytes,
            "ratio": limits.xlsx_ratio,
            "cells": limits.xlsx_cells,
            "written_bytes": limits.upload_bytes,
            "text_bytes": limits.xlsx_memory_bytes // 2,
        },
    }
    outcome = run(
        read_book, asked, seconds=limits.xlsx_seconds, memory_bytes=limits.xlsx_memory_bytes
    )
    match outcome:
        case Done(result):
            return _taken(result)
        case TooLong():
            raise refusal("werkmap_te_traag", seconds=limits.xlsx_seconds)
        case TooMuch():
            raise refusal("werkmap_te_zwaar", limit=f"{limits.xlsx_memory_bytes >> 20} MB")
        case Died():
            raise refusal("werkmap_lezen_gestopt")


def _taken(result: dict[str, Any]) -> tuple[Intake, ...]:
    refused = result.get("refused")
    if refused is not None:
        raise _refused(**refused)
    return tuple(_intake(sheet) for sheet in result["sheets"])


def _refused(rule: str, line: int | None, params: dict[str, str | int]) -> Blocked:
    return refusal(rule, line=line, **params)


def _intake(sheet: dict[str, Any]) -> Intake:
    return Intake(
        Path(sheet["path"]),
        "xlsx",
        sheet["name"],
        sheet["hidden"],
        notes=tuple(_noted(**note) for note in sheet["notes"]),
    )


def _noted(rule: str, column: int, runs: list[list[int]]) -> Noted:
    return Noted(rule, column, tuple((first, last, many) for first, last, many in runs))
