"""The streaming reading of a file equals the plain reading of its rows, for every contract."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenkpi.contracts import Contract, Reading, load_contracts, read
from ketenkpi.contracts.across import AddsUp
from ketenkpi.contracts.cell import Absent, Doubt, Fault
from ketenkpi.contracts.days import DateKind
from ketenkpi.contracts.explain import Reader
from ketenkpi.contracts.manners import Manners
from ketenkpi.contracts.normal import normal
from ketenkpi.contracts.persons import no_persons, pseudonyms
from ketenkpi.contracts.questions import Answers
from ketenkpi.settings import Settings

ROWS = 400
TODAY = date(2026, 11, 28)
CONTRACTS = {key: contract.on(TODAY) for key, contract in load_contracts().items()}
# What has two readings is answered, so that nothing is left to be asked.
ANSWERS = {
    "dagvolgorde": "dmj",
    "decimaalteken": "komma",
    "streepje": "ontbreekt",
    "totaalrijen": "eigen",
}
MANNERS = Manners(answers=Answers(ANSWERS))
OPEN = ("31-12-9999", " 9999-12-31", "99991231", "00000000", "31-12-2099")
NOBODY = ("onbekend", "N.V.T.", "0", "999999999", "?", "#N/B", "x")
NOT_APPLICABLE = ("n.v.t.", " NVT", "niet van toepassing")
SPELLINGS = (str, lambda t: f" {t} ", str.upper, str.lower, lambda t: f"{t}\u00a0")


def cell(contract: Contract, name: str, draw: random.Random, faulty: float) -> str:
    column = contract.column(name)
    if not column.required and draw.random() < 0.3:
        return draw.choice(["", "", " "])
    if not column.required and draw.random() < faulty / 2:
        return draw.choice(NOT_APPLICABLE)
    if draw.random() < faulty:
        return draw.choice([*column.kind.faults(), "", "-", "1e9", "2009", "\u20ac 5"])
    if isinstance(column.kind, DateKind) and column.kind.open_end and draw.random() < faulty:
        return draw.choice(OPEN)
    if name in pseudonyms(contract) and draw.random() < faulty:
        return draw.choice(NOBODY)
    text = draw.choice(list(column.kind.examples()))
    return text if draw.random() < 0.7 else draw.choice(SPELLINGS)(text)


def table(contract: Contract, seed: int, faulty: float) -> list[dict[str, str]]:
    draw = random.Random(seed)
    rows = [
        {name: cell(contract, name, draw, faulty) for name in contract.names} for _ in range(ROWS)
    ]
    # Shares that add up, each in a group of its own.
    for rule in contract.across:
        if isinstance(rule, AddsUp):
            for row in rows:
                row[rule.part] = "100"
    for number, row in enumerate(rows):
        # Keys that stay apart, but for one repeated pair.
        for name in contract.unique[:1]:
            if contract.column(name).kind.dtype == pl.String() and not contract.column(name).values:
                row[name] = f"sleutel_{number if number != 7 else 3}"
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
    reader = Reader(contract, MANNERS)
    nobody, said = nobodies(contract, rows)
    kept, found = [], said + absents(contract, rows)
    first: dict[tuple[Any, ...], int] = {}
    blank: list[int] = []
    for line, row in enumerate(rows, start=2):
        result = reader.findings(row, line, None)
        blank += [line] if result.blank else []
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
            gone = {name: None for name, texts in nobody.items() if values[name] in texts}
            said = ",".join(reader.not_applicable(row)) or None
            kept.append(values | gone | {"_nvt": said, "_line": line})
    return kept, found + [(blank[0], None, "lege_regel") for _ in blank]


Said = list[tuple[int, str | None, str]]


def nobodies(
    contract: Contract, rows: list[dict[str, str]]
) -> tuple[Mapping[str, frozenset[str]], Said]:
    """Per column of pseudonyms those that are no person, and the finding of each such column."""
    gone: dict[str, frozenset[str]] = {}
    said: Said = []
    reader = Reader(contract, MANNERS)
    good = [not reader.findings(row, 0, None).rejected for row in rows]
    for name in pseudonyms(contract):
        column = contract.column(name)
        read = [column.read(row[name], MANNERS.of(name)) for row in rows]
        texts = [
            value if isinstance(value, str) and stored else ""
            for value, stored in zip(read, good, strict=True)
        ]
        gone[name] = no_persons(Counter(text for text in texts if text))
        if gone[name]:
            lines = [line for line, text in enumerate(texts, start=2) if text in gone[name]]
            said += [(lines[0], name, "geen_persoon")] * len(lines)
    return gone, said


def absents(contract: Contract, rows: list[dict[str, str]]) -> Said:
    """A finding per cell that says there is no value, all on the first line of their column.

    What does not apply by its own word, and does by what else stands in the row, has
    a finding of its own.
    """
    said: Said = []
    reader = Reader(contract, MANNERS)
    for column in contract.columns:
        found: dict[str, list[int]] = {}
        for line, row in enumerate(rows, start=2):
            outcome = column.read(row[column.name], MANNERS.of(column.name))
            if isinstance(outcome, Absent):
                found.setdefault(outcome.rule, []).append(line)
        first = {rule: lines[0] for rule, lines in found.items()}
        asked = found.get("woord_nvt", [])
        denied = [x for x in asked if column.name not in reader.not_applicable(rows[x - 2])]
        if denied:
            found["woord_nvt"] = [line for line in asked if line not in denied]
            found["nvt_weersproken"] = denied
            first["nvt_weersproken"] = denied[0]
        for rule, lines in found.items():
            said += [(first[rule], column.name, rule)] * len(lines)
    return said


def listed(result: Reading) -> Iterator[tuple[int, str, str]]:
    """The findings listed; one that stands for several cells or rows as often as it says."""
    for finding in result.findings.listed:
        times = finding.params.get("count", 1)
        assert finding.line is not None
        assert isinstance(times, int)
        yield from [(finding.line, finding.column or "", finding.rule)] * times


@pytest.mark.parametrize("faulty", [0.0, 0.02, 0.4], ids=["clean", "few faults", "many faults"])
@pytest.mark.parametrize("key", sorted(CONTRACTS))
def test_streaming_equals_plain(key: str, faulty: float, tmp_path: Path) -> None:
    contract = CONTRACTS[key]
    rows = table(contract, seed=len(key) * 100 + int(faulty * 100), faulty=faulty)
    kept, found = plain_reading(contract, rows)
    settings = Settings.load(home=tmp_path / "home")
    result = read(
        as_file(contract, rows),
        key,
        out=tmp_path / "rows.parquet",
        settings=settings,
        skip_faulty_rows=True,
        today=TODAY,
        answers=ANSWERS,
    )
    came = sorted(listed(result))
    assert came == sorted((line, column or "", rule) for line, column, rule in found)
    assert sum(total.count for total in result.findings.totals) == len(found)
    assert result.rows_stored == len(kept)
    if kept:
        assert result.parquet is not None
        assert pl.read_parquet(result.parquet).to_dicts() == kept


@pytest.mark.parametrize("key", sorted(CONTRACTS))
def test_every_kind_accepts_its_examples_and_refuses_its_faults(key: str) -> None:
    for column in CONTRACTS[key].columns:
        kind = column.kind
        for text in kind.examples():
            read = kind.read(normal(text), MANNERS.of(column.name))
            assert not isinstance(read, Fault | Absent | Doubt), (column.name, text)
        for text, rule in kind.faults().items():
            refused = kind.read(normal(text), MANNERS.of(column.name))
            assert isinstance(refused, Fault), (column.name, text)
            assert refused.rule == rule, (column.name, text)
        for form in kind.forms():
            texts = pl.DataFrame({"t": [*kind.examples(), *kind.faults()]})
            typed = texts.select(kind.quick(pl.col("t"), form))["t"].to_list()
            plain = [kind.read(normal(text), MANNERS.of(column.name)) for text in texts["t"]]
            for quick, value in zip(typed, plain, strict=True):
                assert quick is None or not form.fits(MANNERS.of(column.name)) or quick == value


ODD = (*OPEN, *NOBODY, "\u200b", "\ufeff ", "Den\u00a0 Haag", "S\u00c3\u00badwest", "totaal", "--")
ODD += ("\uff11\uff12-01-2009", "2009-01-05 00:00", "15-03-2090", "99", "na", "\u2014", "x\u200b")


@pytest.mark.parametrize("key", sorted(CONTRACTS))
def test_a_filled_cell_never_becomes_missing_in_silence(key: str, tmp_path: Path) -> None:
    contract = CONTRACTS[key]
    draw = random.Random(len(key))
    rows = table(contract, seed=len(key), faulty=0.0)
    odd = {*contract.places, *contract.dates, *pseudonyms(contract)}
    for row in rows:
        row.update({name: draw.choice(ODD) for name in sorted(odd) if draw.random() < 0.1})
    result = read(
        as_file(contract, rows),
        key,
        out=tmp_path / "rows.parquet",
        settings=Settings.load(home=tmp_path / "home"),
        skip_faulty_rows=True,
        today=TODAY,
        answers=ANSWERS,
    )
    assert result.parquet is not None
    said = {finding.column for finding in result.findings.listed}
    for stored in pl.read_parquet(result.parquet).iter_rows(named=True):
        delivered = rows[stored["_line"] - 2]
        for column in contract.columns:
            filled = normal(delivered[column.name])
            assert not filled or stored[column.name] is not None or column.name in said
