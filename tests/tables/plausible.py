"""How often amounts are asked about: of the clean example, and with slips planted in it.

Every quarter of both examples is gone through, and slips are planted in a row at
a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from ketenkpi.contracts import LINE, Findings, find_contract, read, sums
from ketenkpi.contracts.questions import Answers
from ketenkpi.example import write_example
from ketenkpi.example.present import write_present
from ketenkpi.settings import Settings
from ketenkpi.store import plausible
from ketenkpi.store.rows import RowsPart, working
from tests.tables.table import Row, Rows, total

CONTRACTS = ("stand_stroom", "middelen")
SEED = 10
NOTHING, TOTALS = "nothing", "totals"
# What is planted, as what it makes of the amounts of a row.
SLIPS: dict[str, float] = {"x10": 10, "x100": 100, "x1000": 1000, ": 10": 0.1, ": 1000": 0.001}


@dataclass(frozen=True)
class Sample:
    """Typed rows of one contract of an example, with their `_line`."""

    example: str
    contract: str
    rows: pl.DataFrame

    @property
    def quarters(self) -> list[int]:
        return sorted(self.rows["kwartaal"].unique())

    @property
    def amounts(self) -> tuple[str, ...]:
        cells = plausible.Cells.of(self.contract)
        assert cells is not None
        return cells.amounts


def samples(folder: Path, today: date = date(2026, 11, 1)) -> Iterator[Sample]:
    """The files with amounts of both examples."""
    former = write_example(folder / "former")
    present = write_present(folder / "present")
    for name, example in (("2008-2010", former), ("2024-2025", present)):
        for contract in CONTRACTS:
            files = [file.path for file in example.files if file.contract == contract]
            frames = [_typed(file, contract, folder / "rows.parquet", today) for file in files]
            if frames:
                yield Sample(name, contract, pl.concat(frames))


def _typed(file: Path, contract: str, out: Path, today: date) -> pl.DataFrame:
    reading = read(file, contract, out=out, settings=Settings.load(), today=today)
    assert reading.parquet is not None, reading.findings
    return pl.read_parquet(reading.parquet)


def looked(sample: Sample, new: pl.DataFrame, folder: Path) -> Findings:
    """What is said of the rows `new` of one quarter beside those of the quarters before it."""
    quarter = int(new["kwartaal"][0])
    places = new["werkplein"].unique()
    before = sample.rows.filter(
        (pl.col("kwartaal") < quarter) & pl.col("werkplein").is_in(places.implode())
    )
    parts = []
    for number, rows in enumerate((before, new)):
        path = folder / f"{number}.parquet"
        rows.write_parquet(path)
        parts.append(RowsPart(sample.contract, path, None, quarter, number, None, date(2030, 1, 1)))
    with working(folder) as connection:
        return plausible.look(connection, parts[1], parts[:1], 10_000)


def alarms(sample: Sample, folder: Path) -> Row:
    """Filled amounts of all quarters but the first, and how many of these are asked about."""
    cells = asked = 0
    for quarter in sample.quarters[1:]:
        new = sample.rows.filter(pl.col("kwartaal") == quarter)
        cells += sum(len(new) - new[name].null_count() for name in sample.amounts)
        asked += looked(sample, new, folder).count("uitleg")
    return _row(sample, NOTHING, cells, asked)


def found(sample: Sample, what: str, planted: int, folder: Path) -> Row:
    """Of rows in which a slip was planted how many are asked about; a row at a time.

    Every amount of the row is made as many times as large; of a shifted begin only the
    stock at the begin and, so that the row balances, at the end.
    """
    random = np.random.default_rng(SEED)
    later = sample.rows.filter(pl.col("kwartaal") > sample.quarters[0])
    # A slip of nothing is nothing, and of a few too small to tell from chance.
    weight = pl.sum_horizontal(pl.col(name).fill_null(0).abs() for name in sample.amounts)
    least = 100 if SLIPS.get(what, 1) < 1 else 5
    candidates = later.filter(weight >= least)
    chosen = random.choice(len(candidates), min(planted, len(candidates)), replace=False)
    hit = 0
    for place in chosen.tolist():
        changed = candidates[place].with_columns(_slip(sample, what))
        listed = looked(sample, changed, folder).listed
        hit += any(_tells(what, finding.rule) for finding in listed)
    return _row(sample, what, len(chosen), hit)


def _tells(what: str, rule: str) -> bool:
    return (
        rule == "begin_anders" if what == "begin" else rule.startswith(("eenheid", "veel", "nul"))
    )


def _slip(sample: Sample, what: str) -> list[pl.Expr]:
    if what == "begin":
        return [pl.col(name) + 3 for name in ("beginstand", "eindstand")]
    kinds = find_contract(sample.contract).schema
    return [
        (pl.col(name) * SLIPS[what]).round(2).cast(kinds[name], strict=False)
        for name in sample.amounts
    ]


def sums_asked(sample: Sample) -> Row:
    """Rows of the example, and how many are taken for sums of others."""
    contract = find_contract(sample.contract)
    nothing = pl.DataFrame(schema=contract.schema)
    question = sums.look(contract, sample.rows.lazy(), nothing, Answers()).question
    count = 0 if question is None else int(str(question.params["count"]))
    return _row(sample, TOTALS, len(sample.rows), count)


def sums_by_chance(split: str, highest: int, files: int) -> Row:
    """Files of three rows with Poisson amounts, the third about the sum: how many are asked.

    split: what the rows are of, three target groups of which the last has no name,
    as a total has, or three places. highest: about how large the largest stock is.
    """
    random = np.random.default_rng(SEED)
    contract = find_contract("stand_stroom")
    asked = 0
    for _ in range(files):
        rows = []
        for group, share in (("jongere", 0.4), ("overig", 0.5), ("onbekend", 0.9)):
            begin, came, left = random.poisson([highest * share, *[highest * share / 10] * 2])
            amounts = (begin, came, left, max(begin + came - left, 0))
            names = ("beginstand", "instroom", "uitstroom", "eindstand")
            about = {"werkplein": "A", "doelgroep": "overig", "kwartaal": 8040, "regeling": "WW"}
            row = about | {split: group} | dict(zip(names, map(int, amounts), strict=True))
            rows.append(dict.fromkeys(contract.names) | row | {LINE: len(rows) + 2})
        frame = pl.DataFrame(rows, schema=contract.schema)
        nothing = pl.DataFrame(schema=contract.schema)
        asked += sums.look(contract, frame.lazy(), nothing, Answers()).question is not None
    row: Row = {"example": f"chance, up to {highest:,}", "contract": "stand_stroom"}
    return row | {"planted": f"{TOTALS}, by {split}", "cells": files, "asked": asked}


def _row(sample: Sample, what: str, cells: int, asked: int) -> Row:
    row: Row = {"example": sample.example, "contract": sample.contract}
    return row | {"planted": what, "cells": cells, "asked": asked}


def table(size: int) -> Rows:
    """A row per example, contract and slip: how many cells or rows, and how many were asked about.

    planted 'nothing': filled amounts of quarters 2 and later of the clean example,
    'totals': rows taken for sums of others; else rows with a slip. size: rows with
    each slip; of files by chance there are a hundred times as many.
    """
    rows: Rows = []
    with tempfile.TemporaryDirectory(prefix="plausible-") as name:
        folder = Path(name)
        for sample in samples(folder):
            rows += [alarms(sample, folder), sums_asked(sample)]
            whats = (*SLIPS, "begin") if sample.contract == "stand_stroom" else tuple(SLIPS)
            rows += [found(sample, what, size, folder) for what in whats]
    return rows + [
        sums_by_chance(split, highest, 100 * size)
        for split in ("doelgroep", "werkplein")
        for highest in (10, 30, 100, 1000)
    ]


def holds(rows: Rows) -> bool:
    """At most 2 % of the clean amounts are asked about, 1 % of chance, and most slips are."""
    clean = [row for row in rows if row["planted"] == NOTHING]
    sums = [row for row in rows if str(row["planted"]).startswith(TOTALS)]
    chance = [row for row in sums if row["planted"] != TOTALS]
    slips = [row for row in rows if row not in clean and row not in sums]
    return (
        all(float(row["asked"]) <= 0.02 * float(row["cells"]) for row in clean)
        and not any(row["asked"] for row in sums if row not in chance)
        and total(chance, "asked") <= 0.01 * total(chance, "cells")
        and all(float(row["asked"]) >= 0.9 * float(row["cells"]) for row in slips)
    )
