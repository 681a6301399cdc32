"""Reading a file with every bad cell reported, against DuckDB's bare typed read.

The peer reads the clean CSV with given types straight into Parquet (zstd) and
checks nothing: one bad cell and it stops. The file in which every cell is
quoted is set against a bare read of that file too. Each run is a process of its
own, because peak memory belongs to a process; the time is that of the read
alone, imports and definitions apart on both sides. What was planted in the
faulty file must be found, cell by cell, or there is no figure.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks import Compared
from benchmarks.spells import FAULTS, planted, spells, write_csv, write_quoted

RUNS = 5
SIZES = {"1M": 1_000_000, "5M": 5_000_000}
# What is read, as it is called in the table, and the ratio that was set as goal.
FILES = {
    "clean": ("clean file", 1.2),
    "faulty": (f"{len(FAULTS)} kinds of fault in 0.1 % of rows", 1.5),
    "quoted": ("every cell quoted", 1.5),
    "one_quote": ("one quoted cell", 1.5),
}
PEAK = 1.8


def run(sizes: dict[str, int] | None = None) -> list[Compared]:
    """Four files of one and five million spells; for each its peak memory at 5M against 1M."""
    found: list[Compared] = []
    peaks: dict[tuple[str, str], tuple[float, ...]] = {}
    for size, rows in (sizes or SIZES).items():
        with tempfile.TemporaryDirectory(prefix="ketenkpi-bench-") as folder:
            times, memory = _times(_files(Path(folder), rows))
        for name, (what, limit) in FILES.items():
            ours, bare = times["ours", name], times["bare", "clean"]
            peer = "DuckDB bare typed read"
            found.append(Compared(f"validated read, {what}", size, ours, peer, bare, limit))
            peaks[name, size] = memory[name]
        ours, bare = times["ours", "quoted"], times["bare", "quoted"]
        peer = "DuckDB bare typed read of the same"
        found.append(Compared("validated read, every cell quoted", size, ours, peer, bare, 1.5))
    if {name for _, name in peaks} >= {"1M", "5M"}:
        for name, (what, _) in FILES.items():
            large, small = peaks[name, "5M"], peaks[name, "1M"]
            said = f"peak memory, {what}"
            found.append(Compared(said, "5M", large, "the same at 1M", small, PEAK, "MiB"))
    return found


def _files(folder: Path, rows: int) -> dict[str, Path]:
    table = spells(rows)
    files = {name: folder / f"{name}.csv" for name in FILES}
    write_csv(table, files["clean"], faults=False)
    write_csv(table, files["faulty"], faults=True)
    write_quoted(files["clean"], files["quoted"])
    write_quoted(files["clean"], files["one_quote"], line=rows // 2)
    files["faulty"].with_suffix(".json").write_text(json.dumps(planted(rows)), encoding="ascii")
    return files


Times = dict[tuple[str, str], tuple[float, ...]]


def _times(files: dict[str, Path]) -> tuple[Times, dict[str, tuple[float, ...]]]:
    """Seconds of each side and file, and peak MiB of ours; the sides run in turn."""
    sides = [("bare", "clean"), ("bare", "quoted"), *(("ours", name) for name in FILES)]
    runs: dict[tuple[str, str], list[tuple[float, float]]] = {side: [] for side in sides}
    for _ in range(RUNS):
        for side, name in sides:
            runs[side, name].append(_child(side, files[name]))
    seconds = {side: tuple(s for s, _ in found) for side, found in runs.items()}
    return seconds, {name: tuple(mib for _, mib in runs["ours", name]) for name in FILES}


def _child(side: str, file: Path) -> tuple[float, float]:
    """Seconds and peak MiB of one read in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ingest", side, str(file)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    seconds, mib = json.loads(done.stdout.splitlines()[-1])
    return seconds, mib


def _bare(file: Path, out: Path) -> float:
    import duckdb

    from ketenkpi.contracts import load_contracts

    contract = load_contracts()["trajecten"]
    with file.open(encoding="utf-8") as lines:
        names = lines.readline().replace('"', "").strip().split(";")
    types = {name: "DATE" if name in contract.dates else "VARCHAR" for name in names}
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
    result = read(file, "trajecten", out=out, settings=settings, skip_faulty_rows=True)
    seconds = time.perf_counter() - start
    truth = file.with_suffix(".json")
    wanted = json.loads(truth.read_text(encoding="ascii")) if truth.exists() else {}
    found: Counter[str] = Counter()
    for total in result.findings.totals:
        if total.level in ("blokkade", "fout"):
            found[str(total.column)] += total.count
    if found != Counter(wanted):
        raise AssertionError(f"planted {wanted}, found {dict(found)}")
    if result.rows_rejected != sum(wanted.values()) or result.rows_read not in SIZES.values():
        raise AssertionError(f"{result.rows_rejected} of {result.rows_read} rows rejected")
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
