"""Reading a file with every bad cell reported, against DuckDB's bare typed read.

The peer reads the same CSV with given types straight into Parquet (zstd) and
checks nothing: one bad cell and it stops. Each run is a process of its own,
because peak memory belongs to a process; the time is that of the read alone,
imports and definitions apart on both sides.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import Compared
from benchmarks.spells import spells, write_csv

RUNS = 5
SIZES = {"1M": 1_000_000, "5M": 5_000_000}


def run() -> list[Compared]:
    """Clean and faulty files of one and five million spells; peak memory of 5M against 1M."""
    found: list[Compared] = []
    peaks: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="ketenkpi-bench-") as folder:
        for size, rows in SIZES.items():
            clean, faulty = _files(Path(folder), rows)
            bare, ours, bad = [], [], []
            for _ in range(RUNS):
                bare.append(_child("bare", clean))
                ours.append(_child("ours", clean))
                bad.append(_child("ours", faulty))
            peaks[size] = [mib for _, mib in ours]
            peer = tuple(seconds for seconds, _ in bare)
            for what, side, limit in (
                ("validated read, clean file", ours, 1.2),
                ("validated read, 0.1 % bad cells", bad, 1.5),
            ):
                taken = tuple(seconds for seconds, _ in side)
                found.append(Compared(what, size, taken, "DuckDB bare typed read", peer, limit))
            clean.unlink()
            faulty.unlink()
    large, small = (tuple(peaks[size]) for size in ("5M", "1M"))
    found.append(Compared("peak memory", "5M", large, "the same at 1M", small, 1.8, "MiB"))
    return found


def _files(folder: Path, rows: int) -> tuple[Path, Path]:
    table = spells(rows)
    clean, faulty = folder / "clean.csv", folder / "faulty.csv"
    write_csv(table, clean, faults=False)
    write_csv(table, faulty, faults=True)
    return clean, faulty


def _child(side: str, file: Path) -> tuple[float, float]:
    """Seconds and peak MiB of one read in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ingest", side, str(file)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, mib = json.loads(done.stdout.splitlines()[-1])
    return seconds, mib


def _bare(file: Path, out: Path) -> float:
    import duckdb

    from ketenkpi.contracts import load_contracts

    contract = load_contracts()["trajecten"]
    types = {name: "DATE" if name in contract.dates else "VARCHAR" for name in contract.names}
    types["geboortejaar"] = "BIGINT"
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    with duckdb.connect() as base:
        base.execute("set threads = 2")
        start = time.perf_counter()
        base.execute(
            f"copy (select * from read_csv('{file}', delim = ';', header = true, "
            f"columns = {{{columns}}}, dateformat = '%d-%m-%Y')) to '{out}' (compression zstd)"
        )
        return time.perf_counter() - start


def _ours(file: Path, out: Path) -> float:
    import pyarrow.parquet  # noqa: F401  (imported lazily by the reading)

    from ketenkpi.contracts import load_contracts, read
    from ketenkpi.settings import Settings

    load_contracts()
    settings = Settings.load()
    start = time.perf_counter()
    result = read(file, "trajecten", out=out, settings=settings)
    seconds = time.perf_counter() - start
    assert result.rows_read in SIZES.values()
    return seconds


def main() -> None:
    side, file = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="ketenkpi-bench-") as folder:
        work = _bare if side == "bare" else _ours
        seconds = work(Path(file), Path(folder) / "rows.parquet")
    print(json.dumps([seconds, _peak()]))


def _peak() -> float:
    """Peak MiB of this process. Not `ru_maxrss`: on Linux a child begins with its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    main()
