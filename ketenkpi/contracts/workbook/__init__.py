"""Workbooks: every filled sheet as a CSV, or what the file is instead and what to do.

`foreign` tells by its first bytes what is neither text nor Open XML, `sheets`
has a workbook read in a child process (`ketenkpi.spreadsheet`), and `noticed`
makes findings of what was noticed in its table.
"""

from ketenkpi.contracts.workbook.foreign import refuse_foreign
from ketenkpi.contracts.workbook.noticed import UNREADABLE, Area, noticed
from ketenkpi.contracts.workbook.sheets import sheets

__all__ = ["UNREADABLE", "Area", "noticed", "refuse_foreign", "sheets"]
