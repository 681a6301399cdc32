"""The streaming reading of a file equals the plain reading of its rows, for every contract."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenkpi.contracts import Contract, load_contracts, read
from ketenkpi.contracts.explain import Reader
from ketenkpi.settings import Settings

ROWS = 400
SPELLINGS = (str, lambda t: f" {t} ", str.upper, str.lower, lambda t: f"{t}\u00a0")


def cell(contract: Contract, name: str, draw: random.Random, faulty: float) -> str:
    column = contract.column(name)
    if not column.required and draw.random() < 0.3:
        return draw.choice(["", "", " "])
    if draw.random() < faulty:
        return draw.choice([*column.kind.faults(), "", "-", "1e9", "2009", "\u20ac 5"])
    text = draw.choice(list(column.kind.examples()))
    return text if draw.random() < 0.7 else draw.choice(SPELLINGS)(text)


def table(contract: Contract, seed: int, faulty: float) -> list[dict[str, str]]:
    draw = random.Random(seed)
    rows = [
        {name: cell(contract, name, draw, faulty) for name in contract.names} for _ in range(ROWS)
    ]
    for number, row in enumerate(rows):
        # Keys that stay apart, but for one repeated pair.
        for name in contract.unique[:1]:
            if contract.column(name).kind.dtype == pl.String() and not contract.column(name).values:
                row[name] = f"sleutel-{number if number != 7 else 3}"
    return rows


def as_file(contract: Contract, rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, contract.names, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def plain_reading(
    contract: Contract, rows: list[dict[str, str]]
) -> tuple[list[dict[str, Any]], list[tuple[int, str | None, str]]]:
    """Rows that may be stored and all findings, by reading row after row."""
    reader = Reader(contract)
    kept, found = [], []
    first: dict[tuple[Any, ...], int] = {}
    for line, row in enumerate(rows, start=2):
        result = reader.findings(row, line, None)
        found += [(line, f.column, f.rule) for f in result.findings]
        values, _ = reader.read(row)
        key = tuple(values[name] for name in contract.unique)
        compared = bool(key) and not result.rejected and not result.blank
        repeated = compared and key in first
        if repeated:
            found.append((line, contract.unique[0], "dubbel"))
        elif compared:
            first[key] = line
        if not (result.rejected or result.blank or repeated):
            kept.append(values | {"_line": line})
    return kept, found


@pytest.mark.parametrize("faulty", [0.0, 0.02, 0.4], ids=["clean", "few faults", "many faults"])
@pytest.mark.parametrize("key", sorted(load_contracts()))
def test_streaming_equals_plain(key: str, faulty: float, tmp_path: Path) -> None:
    contract = load_contracts()[key]
    rows = table(contract, seed=len(key) * 100 + int(faulty * 100), faulty=faulty)
    kept, found = plain_reading(contract, rows)
    settings = Settings.load(home=tmp_path / "home")
    result = read(
        as_file(contract, rows),
        key,
        out=tmp_path / "rows.parquet",
        settings=settings,
        skip_faulty_rows=True,
    )
    came = sorted((f.line, f.column or "", f.rule) for f in result.findings.listed)
    assert came == sorted((line, column or "", rule) for line, column, rule in found)
    assert sum(total.count for total in result.findings.totals) == len(found)
    assert result.rows_stored == len(kept)
    if kept:
        assert result.parquet is not None
        assert pl.read_parquet(result.parquet).to_dicts() == kept


@pytest.mark.parametrize("key", sorted(load_contracts()))
def test_every_kind_accepts_its_examples_and_refuses_its_faults(key: str) -> None:
    from ketenkpi.contracts.kinds import Fault, Spelling

    for column in load_contracts()[key].columns:
        kind = column.kind
        for text in kind.examples():
            assert not isinstance(kind.read(text), Fault), (column.name, text)
        for text, rule in kind.faults().items():
            refused = kind.read(text)
            assert isinstance(refused, Fault), (column.name, text)
            assert refused.rule == rule, (column.name, text)
        texts = pl.DataFrame({"t": [*kind.examples(), *kind.faults()]})
        typed = texts.select(kind.typed(pl.col("t"), Spelling(thorough=True)))["t"].to_list()
        plain = [kind.read(text) for text in texts["t"]]
        assert typed == [None if isinstance(value, Fault) else value for value in plain]
