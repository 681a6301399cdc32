"""A workbook (Open XML: .xlsx, .xlsm) -> a CSV a sheet, with what was noticed.

Made for one reader of somebody else's file: it believes no stated dimension,
reads Strict and Transitional, keeps what a number looks like where that is part
of it (leading zeros), and says what it could not read. It is run in a child
process, which imports this package and nothing beside the standard library.

    archive  the zip and its bounds          package  which part is what
    xml      a part, event by event          styles   which numbers are dates
    strings  shared texts                    values   what a cell says
    cells    one cell                        layout   what a sheet hides
    rows     a sheet, cell by cell           records  the CSV that is written
    notes    what was noticed                book     all of it together
"""

from ketenkpi.spreadsheet.book import read_book

__all__ = ["read_book"]
