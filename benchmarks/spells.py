"""Made-up spells in the layout of the contract `trajecten`, for timing only.

Deterministic: the same rows, locations and seed give the same file. `;`,
dd-mm-jjjj, 100 Werkpleinen of very unequal size, 40 quarters from 2003, about
135 bytes a row.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

REGELING = ("WW", "WWB", "IOAW", "IOAZ")
DOELGROEP = ("korte_afstand", "jongere", "grote_afstand", "overgang_ww_wwb", "samenloop", "overig")
KANAAL = ("digitaal", "balie", "telefoon", "overig")
REDEN = ("werk", "opleiding", "einde_recht", "verhuizing", "aow", "overig")
FIRST_DAY = np.datetime64("2003-01-01")
DAYS = 3652
# One row in a thousand gets one bad cell when faults are asked for, of these
# twelve kinds; none is a legal value of its column.
FAULT_SHARE = 0.001
FAULTS = (
    ("regeling", "WWX"),
    ("instroom", "31-02-2008"),
    ("uitstroom", "01-02-09"),
    ("geboortejaar", "wanneer"),
    ("geboortejaar", "1788"),
    ("melding", "2008/13/01"),
    ("kanaal", "rooksignaal"),
    ("traject_id", ""),
    ("werkplein", ""),
    ("reden_uitstroom", "weggelopen"),
    ("besluit", "gisteren"),
    ("doelgroep", "iedereen"),
)


def spells(rows: int, *, werkpleinen: int = 100, seed: int = 7) -> pa.Table:
    """Spells as a typed table: the columns of `trajecten`."""
    draw = np.random.default_rng(seed)
    melding = draw.integers(0, DAYS, rows)
    aanvraag = melding + draw.integers(0, 6, rows)
    besluit = aanvraag + np.minimum(draw.gamma(2.0, 14, rows).astype("int64"), 300)
    instroom = melding + draw.integers(0, 4, rows)
    betaling = instroom + draw.integers(5, 45, rows)
    uitstroom = instroom + np.minimum(draw.exponential(400, rows).astype("int64") + 1, 6000)
    closed = uitstroom < DAYS
    decided = (besluit < DAYS) & (draw.random(rows) < 0.97)
    paid = (betaling < DAYS) & decided
    none = np.zeros(rows, bool)
    return pa.table(
        {
            "traject_id": pa.array([f"t{n:09x}" for n in range(rows)]),
            "werkplein": _pick([f"WP{n:03d}" for n in range(werkpleinen)], draw.zipf(1.3, rows)),
            "regeling": _pick(REGELING, draw.choice(4, rows, p=(0.6, 0.34, 0.04, 0.02))),
            "client": _pseudonyms(draw.integers(0, max(1, int(rows / 1.6)), rows)),
            "doelgroep": _pick(DOELGROEP, draw.integers(0, 6, rows)),
            "kanaal": _pick(KANAAL, draw.integers(0, 4, rows)),
            "melding": _days(melding, none),
            "aanvraag": _days(aanvraag, none),
            "besluit": _days(besluit, ~decided),
            "instroom": _days(instroom, none),
            "eerste_betaling": _days(betaling, ~paid),
            "termijn": _days(aanvraag + 56, none),
            "uitstroom": _days(uitstroom, ~closed),
            "reden_uitstroom": pa.array(
                np.array(REDEN, object)[draw.integers(0, 6, rows)], pa.string(), mask=~closed
            ),
            "geboortejaar": draw.integers(1945, 1992, rows),
        }
    )


def _pick(codes: tuple[str, ...] | list[str], which: np.ndarray) -> pa.Array:
    return pa.array(np.array(codes, object)[which % len(codes)], pa.string())


def _pseudonyms(numbers: np.ndarray) -> pa.Array:
    return pa.array([f"k{n:08x}" for n in numbers])


def _days(offset: np.ndarray, missing: np.ndarray) -> pa.Array:
    return pa.array((FIRST_DAY + offset).astype("datetime64[D]"), mask=missing)


def _bad(rows: int, seed: int) -> np.ndarray:
    """The kind of fault of each row, 1 for the first; 0 for a good row."""
    draw = np.random.default_rng(seed + 1)
    return np.where(draw.random(rows) < FAULT_SHARE, draw.integers(1, len(FAULTS) + 1, rows), 0)


def planted(rows: int, *, seed: int = 7) -> dict[str, int]:
    """How many cells of each column `write_csv` spoils."""
    bad = _bad(rows, seed)
    counts: dict[str, int] = {}
    for kind, (column, _) in enumerate(FAULTS, start=1):
        counts[column] = counts.get(column, 0) + int((bad == kind).sum())
    return counts


def write_csv(table: pa.Table, path: Path, *, faults: bool, seed: int = 7) -> None:
    """The table as Dutch Excel writes it; with `faults`, one row in a thousand is bad."""
    rows = table.num_rows
    bad = _bad(rows, seed) if faults else np.zeros(rows, "int64")
    columns = []
    for name in table.column_names:
        text = f"strftime({name}, '%d-%m-%Y')" if pa.types.is_date(table[name].type) else name
        columns.append(f"{_spoiled(name, text)} as {name}")
    with duckdb.connect() as base:
        base.register("source", table.append_column("bad", pa.array(bad)))
        base.execute("set preserve_insertion_order = true")
        base.execute(
            f"copy (select {', '.join(columns)} from source) to '{path}' (header, delimiter ';')"
        )


def _spoiled(name: str, text: str) -> str:
    kinds = [(kind, bad) for kind, (column, bad) in enumerate(FAULTS, start=1) if column == name]
    if not kinds:
        return text
    whens = " ".join(f"when bad = {kind} then '{bad}'" for kind, bad in kinds)
    return f"case {whens} else {text}::varchar end"


def write_quoted(clean: Path, path: Path, *, line: int | None = None) -> None:
    """The same file with every cell quoted; with `line`, only the second cell of that line."""
    with clean.open(encoding="utf-8") as old, path.open("w", encoding="utf-8") as new:
        for number, row in enumerate(old):
            cells = row.rstrip("\n").split(";")
            if line is None:
                cells = [f'"{cell}"' for cell in cells]
            elif number == line:
                cells[1] = f'"{cells[1]}"'
            new.write(";".join(cells) + "\n")
