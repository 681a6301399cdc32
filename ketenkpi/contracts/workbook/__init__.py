"""Workbooks: every filled sheet as a CSV.

`sheets` has a workbook read in a child process (`ketenkpi.spreadsheet`), and
`noticed` makes findings of what was noticed in its table.
"""

from ketenkpi.contracts.workbook.noticed import UNREADABLE, TableArea, noticed
from ketenkpi.contracts.workbook.sheets import sheets

__all__ = ["UNREADABLE", "TableArea", "noticed", "sheets"]
