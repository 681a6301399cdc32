"""Rows in which something is wrong, kept aside as the texts that were delivered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

IN_MEMORY = 50_000


@dataclass
class Suspects:
    """Texts of rows with `_row`, added in any order; beyond `IN_MEMORY` rows they go to disk.

    So a file in which every row is wrong takes no more memory than a clean one.
    """

    folder: Path
    _kept: list[pl.DataFrame] = field(default_factory=list)
    _files: list[Path] = field(default_factory=list)

    def keep(self, rows: pl.DataFrame) -> None:
        """Keep these rows; may be called by several threads at once."""
        self._kept.append(rows)
        if sum(map(len, self._kept)) > IN_MEMORY:
            kept, self._kept = self._kept, []
            path = self.folder / f"suspects-{len(self._files)}.arrow"
            self._files.append(path)
            pl.concat(kept).sort("_row").write_ipc(path)

    def clear(self) -> None:
        """Forget all, before a file is passed over again."""
        self._kept.clear()
        self._files.clear()

    def batches(self) -> Iterator[pl.DataFrame]:
        """All of them, each batch in file order; batches may overlap."""
        for path in self._files:
            yield pl.read_ipc(path)
        if self._kept:
            yield pl.concat(self._kept).sort("_row")
