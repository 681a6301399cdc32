"""Run long tables: `python -m tests.tables [--write] [NAME ...]`, all of them without a name."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date

from tests.tables import written
from tests.tables.registry import TABLES
from tests.tables.table import markdown


def main() -> int:
    """Exit code 1 when what a table proves is not so."""
    parser = argparse.ArgumentParser(prog="python3 start.py tables", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(TABLES))
    parser.add_argument("--write", action="store_true", help="put what came in docs/tables.md")
    asked = parser.parse_args()
    unknown = sorted(set(asked.names) - set(TABLES))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(TABLES)}")
    failed = []
    for name in asked.names or TABLES:
        table, commit, began = TABLES[name], written.commit(), time.perf_counter()
        print(f"\n{name}: {table.proves}", flush=True)
        rows = table.run(table.size)
        seconds = time.perf_counter() - began
        print(f"\n{markdown(rows)}\n\n{commit}, {seconds:.0f} s", flush=True)
        if not table.holds(rows):
            failed.append(name)
            print("THIS IS NOT SO.", flush=True)
        elif asked.write:
            # A table that does not hold is an own fault, not a result.
            written.write(table, rows, date.today(), commit, seconds)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
