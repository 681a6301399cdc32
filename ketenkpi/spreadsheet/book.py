"""A whole workbook: arguments and result are plain data, because this runs in a child process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenkpi.spreadsheet.archive import Archive, open_archive
from ketenkpi.spreadsheet.cells import CellReader
from ketenkpi.spreadsheet.layout import SheetLayout
from ketenkpi.spreadsheet.notes import Notes
from ketenkpi.spreadsheet.package import Package, Sheet, open_package
from ketenkpi.spreadsheet.records import Records
from ketenkpi.spreadsheet.rows import SheetReader
from ketenkpi.spreadsheet.strings import shared_strings
from ketenkpi.spreadsheet.styles import Format, styles_of
from ketenkpi.spreadsheet.unreadable import Unreadable
from ketenkpi.spreadsheet.values import Values
from ketenkpi.spreadsheet.xml import listen


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that is unpacked, held and written; ratio: unpacked to packed."""

    unpacked_bytes: int
    ratio: int
    cells: int
    written_bytes: int
    text_bytes: int


@dataclass(frozen=True, slots=True)
class _Opened:
    archive: Archive
    package: Package
    strings: Sequence[str]
    styles: Sequence[Format]


def read_book(asked: dict[str, Any]) -> dict[str, Any]:
    """Every filled sheet of a workbook as a CSV in a folder, or why there is none.

    asked: source, folder (paths), sheet (a name, or None for all) and bounds
    (the fields of Bounds). Gives {"sheets": [{name, path, hidden, notes}]} or
    {"refused": {rule, line, params}}.
    """
    bounds = Bounds(**asked["bounds"])
    try:
        with Path(asked["source"]).open("rb") as file:
            archive = open_archive(file, bounds.unpacked_bytes, bounds.ratio)
            sheets = _sheets(archive, Path(asked["folder"]), asked["sheet"], bounds)
    except Unreadable as why:
        return {"refused": {"rule": why.rule, "line": why.line, "params": why.params}}
    return {"sheets": sheets}


def _sheets(
    archive: Archive, folder: Path, wanted: str | None, bounds: Bounds
) -> list[dict[str, Any]]:
    package = open_package(archive)
    named = [sheet for sheet in package.sheets if wanted is None or _same(sheet.name, wanted)]
    if not named:
        there = ", ".join(sheet.name for sheet in package.sheets)
        raise Unreadable("werkmap_blad_onbekend", sheet=wanted or "", sheets=there)
    book = _Opened(archive, package, _strings(archive, package, bounds), _styles(archive, package))
    written = (
        _sheet(book, sheet, folder / f"blad_{number:03d}.csv", bounds)
        for number, sheet in enumerate(named, start=1)
    )
    filled = [sheet for sheet in written if sheet is not None]
    if not filled:
        raise Unreadable("werkmap_leeg", count=len(named))
    return filled


def _same(one: str, other: str) -> bool:
    # No two sheets of a workbook differ in capitals only.
    return one.strip().casefold() == other.strip().casefold()


def _strings(archive: Archive, package: Package, bounds: Bounds) -> Sequence[str]:
    part = package.strings
    if part is None:
        return []
    return shared_strings(archive.chunks(part), part, bounds.text_bytes)


def _styles(archive: Archive, package: Package) -> Sequence[Format]:
    part = package.styles
    return [] if part is None else styles_of(archive.chunks(part), part)


def _sheet(book: _Opened, sheet: Sheet, path: Path, bounds: Bounds) -> dict[str, Any] | None:
    """One sheet written to `path`; None when no cell of it is filled."""
    notes, layout = Notes(), SheetLayout()
    cells = CellReader(book.strings, book.styles, Values(book.package.from_1904), notes)
    with Records(path, bounds.cells, bounds.written_bytes) as records:
        reader = SheetReader(records, cells, layout)
        listen(book.archive.chunks(sheet.part), reader.grammar(), sheet.part)
    if not records.rows:
        path.unlink()
        return None
    layout.note(notes)
    return {
        "name": sheet.name,
        "path": str(path),
        "hidden": sheet.hidden,
        "notes": notes.plain(),
    }
