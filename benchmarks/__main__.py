"""Run the benchmarks: `python -m benchmarks [--keep] [NAME ...]`, all without a name.

--keep adds the ratios to `benchmarks/history.csv`. Times are not kept: they belong to one
machine, and are no property of the project.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks import Compared
from tests.tables.written import commit

NAMES = ("ingest", "counts", "uploads", "indicators", "page", "signals")
HISTORY = Path(__file__).parent / "history.csv"
OUT = Path(__file__).parent / "out"
HEADS = ("what", "size", "ours", "peer", "ratio", "limit", "against")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--keep", action="store_true", help="add the ratios to history.csv")
    asked = parser.parse_args()
    names = asked.names or list(NAMES)
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(NAMES)}")
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print("Medians; a ratio is the median of paired ratios.")
    results: dict[str, list[Compared]] = {}
    for name in names:
        results[name] = importlib.import_module(f"benchmarks.{name}").run()
        print(f"\n{name}\n{_table(results[name])}", flush=True)
    _write(results)
    if asked.keep:
        _remember(results)
    return 0


def _table(found: list[Compared]) -> str:
    cells = [HEADS, *(_cells(row) for row in found)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(HEADS))]
    return "\n".join(
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def _cells(row: Compared) -> tuple[str, ...]:
    digits = 0 if row.unit == "MiB" else 3
    ours, peer = (f"{median(side):.{digits}f} {row.unit}" for side in (row.ours, row.peers))
    return (row.what, row.size, ours, peer, f"{row.ratio:.2f}", f"{row.limit:.2f}", row.peer)


def _write(results: dict[str, list[Compared]]) -> None:
    # Git-ignored: a time belongs to one machine, and is no property of the project.
    OUT.mkdir(exist_ok=True)
    rows = {name: [asdict(row) for row in found] for name, found in results.items()}
    (OUT / "latest.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")


def _remember(results: dict[str, list[Compared]]) -> None:
    """Add a line for each ratio, with the day and the commit it was measured at."""
    known = [date.today().isoformat(), commit()]
    with HISTORY.open("a", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        if file.tell() == 0:
            lines.writerow(("date", "commit", "name", "what", "size", "against", "ratio", "limit"))
        for name, found in results.items():
            for row in found:
                told = (row.what, row.size, row.peer, f"{row.ratio:.2f}", f"{row.limit:.2f}")
                lines.writerow((*known, name, *told))


if __name__ == "__main__":
    sys.exit(main())
