"""Cases done by hand, in the one table of a page that a non-programmer can read."""

from __future__ import annotations

from math import nan
from pathlib import Path


def cases(page: Path) -> list[list[str]]:
    """The cells of each row of the table, without its head."""
    lines = page.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines if "|" in line]
    return rows[2:]


def number(cell: str) -> float:
    """A number as Dutch readers write it; NaN where the cell is empty."""
    return float(cell.replace(",", ".")) if cell else nan
