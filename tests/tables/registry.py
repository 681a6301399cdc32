"""All long tables, a line each."""

from __future__ import annotations

from tests.tables import mutated
from tests.tables.table import Table, none

_NO_FAULT = none("own faults")

_ALL = (
    Table("csv", "A mutated CSV file is read, asked about or refused, never an own fault.",
          mutated.csv, 5_000, 80, _NO_FAULT),
    Table("workbooks", "A mutated workbook is read, asked about or refused, never an own fault.",
          mutated.workbook, 1_500, 25, _NO_FAULT),
    Table("json", "A mutated JSON file is read, asked about or refused, never an own fault.",
          mutated.json, 300, 30, _NO_FAULT),
)  # fmt: skip

TABLES = {table.name: table for table in _ALL}
