"""A sheet's rows -> a CSV: one record a row number, every record as wide as the widest."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from ketenkpi.spreadsheet.notes import letters
from ketenkpi.spreadsheet.unreadable import Unreadable

# No cell is longer than a part is; the module's own bound is 128 KiB.
LONGEST_CELL = 2**31 - 1


class Records:
    """Writes the filled rows of a sheet in their order; blank ones between are written too.

    cells: most cells written, rows times columns. bytes: most bytes written.
    """

    def __init__(self, path: Path, cells: int, bytes: int) -> None:
        self.path = path
        self.rows = 0
        self.width = 0
        self._uneven = False
        self._cells = cells
        self._room = bytes
        self._file = path.open("wb")
        self._csv = csv.writer(self, delimiter=";", lineterminator="\n")

    def __enter__(self) -> Records:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        if kind is None and self._uneven:
            self._level()

    def add(self, number: int, cells: Mapping[int, str]) -> None:
        """Write row `number`, whose filled cells stand in `cells` by column; raises Unreadable."""
        last = max(cells)
        if last > self.width:
            self._uneven = self._uneven or self.rows > 0
            self.width = last
        if number * self.width > self._cells:
            corner = f"{letters(self.width)}{number}"
            raise Unreadable("werkmap_te_veel_cellen", number, cell=corner, limit=self._cells)
        blank = [""] * self.width
        for _ in range(self.rows + 1, number):
            self._csv.writerow(blank)
        get = cells.get
        self._csv.writerow([get(column, "") for column in range(1, self.width + 1)])
        self.rows = number

    def write(self, record: str) -> None:
        """What the csv module writes a record to."""
        self._room -= self._file.write(record.encode())
        if self._room < 0:
            raise Unreadable("werkmap_te_veel_tekst", self.rows + 1)

    def _level(self) -> None:
        """Widen the records that were written before the widest row came."""
        csv.field_size_limit(LONGEST_CELL)
        narrow = self.path.with_suffix(".smal")
        self.path.rename(narrow)
        with (
            narrow.open(encoding="utf-8", newline="") as old,
            self.path.open("w", encoding="utf-8", newline="") as new,
        ):
            writer = csv.writer(new, delimiter=";", lineterminator="\n")
            for row in csv.reader(old, delimiter=";"):
                writer.writerow(row + [""] * (self.width - len(row)))
        narrow.unlink()
