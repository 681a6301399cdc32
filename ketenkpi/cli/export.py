"""`ketenkpi export`: every figure in one file, protected unless asked otherwise; or the rows."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.cli.arguments import Parser, names
from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import versions_of_figures
from ketenkpi.errors import UsageError
from ketenkpi.person import who
from ketenkpi.surfaces.columns import ROWS, pieces
from ketenkpi.surfaces.json_text import DataRows
from ketenkpi.wording import Language

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Worksheet

    from ketenkpi.store import Export, Store

FORMATS = ("csv", "xlsx")
WIDTH = 16
# Of the 2^20 of Excel the first holds the heads. A hundred Werkpleinen over ten years need more.
MOST_ROWS = 2**20 - 1


def add_options(parser: Parser) -> None:
    parser.option("--uit", "export_file", type=Path, metavar="X.csv|X.xlsx")
    parser.listed("--werkplein", "filter_werkplein", names)
    parser.option("--rijen", "export_rows", default=None, metavar="CONTRACT")
    parser.flag("--onbeveiligd", "unprotected")
    parser.option("--door", "taken_by", default=None, metavar="NAAM")
    parser.json_or_csv()


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Write the file, or print it all as JSON; a file that exists is left alone."""
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    file = _file(options)
    _require_one(options)
    store = open_store()
    if options.rijen is not None:
        return _rows(options, file, store, screen)
    scope = Scope.everything("rows" if options.onbeveiligd else "figures")
    if options.werkplein:
        scope = scope.narrowed(options.werkplein)
    found = store.export(scope, by=who(options.door, at_terminal=True), language=screen.language)
    if file is None and screen.output == "words":
        file = Path(f"ketenkpi_cijfers_v{found.version}.csv")
        _refuse_existing(file)
    if file is not None:
        _write(found, file, screen.language)
    screen.tell("exported", file=file, rows=screen.number(len(found.figures)))
    screen.tell("export_protected" if found.protected else "export_unprotected")
    screen.data(
        {
            "version": found.version,
            "protected": found.protected,
            "file": None if file is None else str(file),
            "figures": DataRows(found.figures, ()) if file is None else None,
            "dictionary": DataRows(found.dictionary, ()),
        },
        versions_of_figures(store.indicators, found.figures),
    )
    return 0


def _rows(options: argparse.Namespace, file: Path | None, store: Store, screen: Screen) -> int:
    """The rows of a contract as they can be delivered again; they can never be protected."""
    from ketenkpi.scope import Scope

    if not options.onbeveiligd:
        raise UsageError("cli.rows_unprotected")
    file = file or Path(f"ketenkpi_{options.rijen}_v{store.version}.csv")
    if file.suffix.lower() != ".csv":
        raise UsageError("cli.rows_as_csv", file=file)
    _refuse_existing(file)
    scope = Scope.everything("rows")
    if options.werkplein:
        scope = scope.narrowed(options.werkplein)
    by = who(options.door, at_terminal=True)
    file.write_bytes(store.export_rows(options.rijen, scope, by=by))
    states = store.states(options.rijen, scope)
    rows = states[0].filled + states[0].missing + states[0].not_applicable
    screen.tell("exported_rows", file=file, rows=screen.number(rows))
    screen.tell("export_unprotected")
    screen.data({"file": str(file), "columns": [asdict(one) for one in states]})
    return 0


def _require_one(options: argparse.Namespace) -> None:
    """Raise UsageError when a file is asked for and figures as CSV on the screen too."""
    if options.csv and (options.uit or options.rijen):
        other = "--uit" if options.uit else "--rijen"
        raise UsageError("cli.not_together", value="--csv", other=other)


def _file(options: argparse.Namespace) -> Path | None:
    file: Path | None = options.uit
    if file is not None:
        if file.suffix.lower().removeprefix(".") not in FORMATS:
            raise UsageError("cli.no_export_format", file=file)
        _refuse_existing(file)
    return file


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise UsageError("cli.export_exists", file=file)


def _write(found: Export, file: Path, language: Language) -> None:
    if file.suffix.lower() == ".xlsx":
        _require_room(len(found.figures))
        _write_workbook(found, file, language)
        return
    from ketenkpi.surfaces import as_csv

    explained = file.with_name(f"{file.stem}_uitleg{file.suffix}")
    _refuse_existing(explained)
    decimal = "," if language == "nl" else "."
    for table, target in ((found.figures, file), (found.dictionary, explained)):
        with target.open("w", encoding="utf-8-sig", newline="") as written:
            written.writelines(as_csv(table, decimal))


def _require_room(rows: int) -> None:
    """Raise UsageError for more rows than a sheet holds: XlsxWriter would leave them out unsaid."""
    if rows > MOST_ROWS:
        raise UsageError("cli.export_too_long", rows=rows, most=MOST_ROWS)


def _write_workbook(found: Export, file: Path, language: Language) -> None:
    import xlsxwriter

    from ketenkpi.wording import say

    # Constant memory: the rows go to disk one by one, or 200,000 rows take 2 GB.
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "constant_memory": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for key, table in (("sheet_figures", found.figures), ("sheet_explained", found.dictionary)):
            sheet = book.add_worksheet(say(f"cli.{key}", language))
            sheet.set_column(0, len(table.columns) - 1, WIDTH)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, list(table.columns), bold)
            _write_rows(sheet, table)


def _write_rows(sheet: Worksheet, table: pd.DataFrame) -> None:
    """Below the heads, a cell only where there is something."""
    for first, piece in zip(count(1, ROWS), pieces(table, ROWS), strict=False):
        columns = [_values(piece[name]) for name in piece.columns]
        for place, row in enumerate(zip(*columns, strict=True), first):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(place, column, value)


def _values(column: pd.Series) -> list[object]:
    """What stands in a column as plain Python has it; None where it is missing."""
    return column.astype("object").where(column.notna(), None).tolist()
