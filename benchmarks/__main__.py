"""Run the benchmarks: `python -m benchmarks [NAME ...]`, all of them without a name."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks import Row

HERE = Path(__file__).parent
NAMES = ("counts", "ingest", "page")
OUT = HERE / "out"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    names = parser.parse_args().names or NAMES
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(NAMES)}")
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    results: dict[str, list[Row]] = {}
    for name in names:
        results[name] = importlib.import_module(f"benchmarks.{name}").run()
        print(f"\n{name}\n{_table(results[name])}", flush=True)
    _keep(results)
    return 0


def _table(rows: list[Row]) -> str:
    heads = ("what", "size", "median s", "min s", "max s", "peak MiB", "against")
    cells = [heads, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(heads))]
    return "\n".join(
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    times = (f"{value:.3f}" for value in (row.median, min(row.seconds), max(row.seconds)))
    peak = "" if row.peak_mib is None else f"{row.peak_mib:.0f}"
    return (row.what, row.size, *times, peak, row.against)


def _keep(results: dict[str, list[Row]]) -> None:
    # Git-ignored: a time belongs to one machine, and is no property of the project.
    OUT.mkdir(exist_ok=True)
    rows = {name: [asdict(row) for row in found] for name, found in results.items()}
    (OUT / "latest.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
