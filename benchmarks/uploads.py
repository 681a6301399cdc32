"""An upload on what is stored: its cost follows what it brings, not what there is.

Two stores, one of ten times as many spells in ten times as many Werkpleinen. To each
the next quarter of one Werkplein of the same size is delivered, and a small file of
another contract. Time is processor time of a process of its own, from the file to the
commit, imports apart; peak memory is of that process. Clients are known everywhere, so
that each Werkplein shares some with all others.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import Compared
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter

RUNS = 3
PLACES, SPELLS = (10, 100), 4_000
FIRST, LAST = np.datetime64("2008-01-01"), np.datetime64("2009-12-31")
CUT = np.datetime64("2009-09-30")
NEXT = Quarter(2009, 4)
LIMIT, PEAK = 2.0, 1.5
HEADER = "traject_id;werkplein;regeling;client;doelgroep;melding;instroom;uitstroom;reden_uitstroom"
COMPLAINTS = "werkplein;datum;thema\n"
SAID = {"werkplein": "nieuw", "kring": "overal", "zaaknummers": "overal"}
# One upload, in a process that has imported all it needs.
CHILD = """
import json, resource, sys, time
from pathlib import Path
from benchmarks.uploads import deliver
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
home, file, contract = sys.argv[1:]
store = open_store(Settings.load(home=Path(home), database_url=f"sqlite:///{home}/catalogue.db"))
began = time.process_time()
deliver(store, file, contract)
print(json.dumps([time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def run() -> list[Compared]:
    """Both uploads in both stores, side by side."""
    files = {"trajecten": "next quarter of one Werkplein", "klachten": "a complaint"}
    found: dict[tuple[str, int], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="ketenkpi-bench-") as folder:
        homes = {places: _store(Path(folder) / str(places), places) for places in PLACES}
        for number in range(RUNS):
            for contract in files:
                for places, home in homes.items():
                    file = _next(Path(folder), contract, number)
                    found.setdefault((contract, places), []).append(_once(home, file, contract))
    compared = []
    for contract, what in files.items():
        (ours, peaks), (few, least) = (
            tuple(zip(*found[contract, places], strict=True)) for places in reversed(PLACES)
        )
        size = f"{PLACES[1] * SPELLS:,} spells stored"
        peer = f"the same on {PLACES[0] * SPELLS:,}"
        compared.append(Compared(what, size, ours, peer, few, LIMIT))
        compared.append(Compared(f"{what}, peak", size, peaks, peer, least, PEAK, "MiB"))
    return compared


def deliver(store: Store, file: str, contract: str) -> None:
    """Upload a file of one Werkplein for the next quarter; raises when it is not stored."""
    result = store.upload(
        Path(file),
        contract,
        by="bench",
        organisation="samen",
        quarter=NEXT,
        replace=True,
        answers={**SAID, "leeg:klachten": "ontbreekt"},
        scope=Scope.everything(),
    )
    if result.status != "stored":
        raise RuntimeError(f"{file}: {result.status}, {result.findings}")


def _store(home: Path, places: int) -> Path:
    """A store in which every Werkplein delivered up to the last quarter but one."""
    home.mkdir()
    file = home / "trajecten.csv"
    rows = (row for place in range(places) for row in _spells(place, CUT))
    file.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8")
    url = f"sqlite:///{home}/catalogue.db"
    store = open_store(Settings.load(home=home, database_url=url))
    done = store.upload(
        file,
        "trajecten",
        by="bench",
        organisation="samen",
        quarter=Quarter(2009, 3),
        answers=SAID,
        scope=Scope.everything(),
    )
    store.close()
    if done.status != "stored":
        raise RuntimeError(f"{file}: {done.status}, {done.findings}")
    return home


def _spells(place: int, until: np.datetime64) -> Iterator[str]:
    """The spells of one invented Werkplein as they were known on a day."""
    rng = np.random.default_rng(place)
    span = int((LAST - FIRST).astype(int))
    begin = np.sort(rng.integers(0, span, SPELLS))
    length = rng.exponential(200, SPELLS).astype(int) + 1
    # As many clients as there are spells in ten Werkpleinen: most are seen elsewhere too.
    client = rng.integers(0, 10 * SPELLS, SPELLS)
    for number in range(SPELLS):
        first = FIRST + begin[number]
        last = first + length[number]
        if first > until:
            return
        day, end = (str(d.astype("datetime64[D]")) for d in (first, last))
        ended = f"{end};werk" if last <= until else ";"
        scheme, group = ("WW", "WWB")[number % 2], ("jongere", "overig")[number % 3 == 0]
        who = f"{place}-{number};Plaats {place};{scheme};c{client[number]};{group}"
        yield f"{who};{day};{day};{ended}"


def _next(folder: Path, contract: str, number: int) -> Path:
    """The file of another Werkplein each time, of what is new or open since the cut."""
    file = folder / f"{contract}-{number}.csv"
    if contract == "klachten":
        file.write_text(f"{COMPLAINTS}Plaats {number};2009-11-0{number + 1};wachttijd\n")
    elif not file.exists():
        before = set(_spells(number, CUT))
        rows = [row for row in _spells(number, LAST) if row not in before]
        file.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8")
    return file


def _once(home: Path, file: Path, contract: str) -> tuple[float, float]:
    """Seconds of processor and MiB at most."""
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(home), str(file), contract],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    seconds, kilobytes = json.loads(done.stdout)
    return seconds, kilobytes / 1024
