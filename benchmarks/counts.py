"""Counting against SQL that was tuned by hand: `python -m benchmarks counts`.

Both sides start from the same Parquet file of invented spells and end with
all tallies of `trajecten` as Arrow tables.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import Compared, tuned_sql
from ketenkpi.counts import count

FIRST_DAY = np.datetime64("2003-01-01")
QUARTERS, WERKPLEINEN = 40, 100
LIMIT = 1.25
CHOICES = {
    "regeling": (["WW", "WWB", "IOAW", "IOAZ", "geen"], [0.6, 0.33, 0.04, 0.02, 0.01]),
    "doelgroep": (
        ["korte_afstand", "jongere", "grote_afstand", "overgang_ww_wwb", "samenloop", "onbekend"],
        [0.4, 0.2, 0.2, 0.1, 0.05, 0.05],
    ),
    "kanaal": (["digitaal", "balie", "telefoon", "onbekend"], [0.5, 0.3, 0.1, 0.1]),
}
DATES = ("melding", "aanvraag", "besluit", "instroom", "eerste_betaling", "termijn", "uitstroom")
REASONS = ["werk", "opleiding", "einde_recht", "overgang_wwb", "verhuizing", "overig"]


def write_spells(path: Path, rows: int, seed: int = 7) -> None:
    """Invented typed `trajecten` rows: 100 Werkpleinen of uneven size over ten years."""
    rng = np.random.default_rng(seed)
    span = int(QUARTERS * 91.3)
    day = _days(rng, rows, span)
    columns: dict[str, pa.Array] = {
        "traject_id": pa.array([f"T-{i:08d}" for i in range(rows)]),
        "werkplein": _werkplein(rng, rows),
        "regeling": _choice(rng, rows, "regeling"),
        "client": pa.array([f"k-{i:07x}" for i in rng.integers(0, int(rows / 1.6), rows)]),
        "doelgroep": _choice(rng, rows, "doelgroep"),
        "kanaal": _choice(rng, rows, "kanaal"),
    }
    columns |= {name: _dates(day[name]) for name in DATES}
    reasons = pa.array(REASONS).take(pa.array(rng.integers(0, len(REASONS), rows)))
    columns["reden_uitstroom"] = _where(columns["uitstroom"].is_valid(), reasons)
    columns["geboortejaar"] = pa.array(rng.integers(1945, 1991, rows))
    columns["_line"] = pa.array(np.arange(2, rows + 2, dtype=np.int32))
    pq.write_table(pa.table(columns), path, compression="zstd")


def _days(rng: np.random.Generator, rows: int, span: int) -> dict[str, np.ndarray]:
    """Days since FIRST_DAY as floats; NaN where nothing happened (yet)."""

    def later(start: np.ndarray, mean: float, share: float) -> np.ndarray:
        end = start + np.floor(rng.gamma(2.0, mean / 2, rows))
        return np.where((rng.random(rows) < share) & (end < span), end, np.nan)

    melding = rng.integers(0, span, rows).astype(float)
    aanvraag = later(melding, 8, 0.93)
    instroom = later(melding, 10, 0.85)
    uitstroom = instroom + np.floor(rng.exponential(400, rows)) + 1
    return {
        "melding": melding,
        "aanvraag": aanvraag,
        "besluit": later(aanvraag, 30, 0.95),
        "instroom": instroom,
        "eerste_betaling": later(instroom, 25, 0.95),
        "termijn": aanvraag + 56,
        "uitstroom": np.where(uitstroom < span, uitstroom, np.nan),
    }


def _dates(days: np.ndarray) -> pa.Array:
    offset = int((FIRST_DAY - np.datetime64("1970-01-01")).astype(int))
    whole = np.nan_to_num(days).astype(np.int32) + offset
    return pa.array(whole, mask=np.isnan(days)).cast(pa.date32())


def _where(mask: pa.Array, values: pa.Array) -> pa.Array:
    return pc.if_else(mask, values, pa.scalar(None, values.type))


def _werkplein(rng: np.random.Generator, rows: int) -> pa.Array:
    names = pa.array([f"Voorbeeld {i:03d}" for i in range(WERKPLEINEN)])
    return names.take(pa.array(rng.zipf(1.3, rows) % WERKPLEINEN))


def _choice(rng: np.random.Generator, rows: int, name: str) -> pa.Array:
    values, shares = CHOICES[name]
    return pa.array(values).take(pa.array(rng.choice(len(values), rows, p=shares)))


def once(path: Path) -> tuple[float, float]:
    """Seconds of the library and of tuned SQL, from Parquet to Arrow."""
    started = time.perf_counter()
    count({"trajecten": path})
    between = time.perf_counter()
    tuned_sql.tally(path)
    return between - started, time.perf_counter() - between


def run() -> list[Compared]:
    """A million spells five times, five million three times."""
    return [_compared(1_000_000, 5), _compared(5_000_000, 3)]


def _compared(rows: int, runs: int) -> Compared:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trajecten.parquet"
        write_spells(path, rows)
        once(path)  # imports and the disk cache
        ours, theirs = zip(*(once(path) for _ in range(runs)), strict=True)
    return Compared("counts", f"{rows} spells", ours, "DuckDB SQL tuned by hand", theirs, LIMIT)
