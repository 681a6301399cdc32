"""An independent count of lines: the rows we read are those that others count.

Three sorts of files. Made ones, of which is known how many rows were written:
signs, line ends, encodings and quotation marks take turns, with blank lines,
lines in a cell, titles above and notes below; sizes pass the blocks in which
files are read. The mutated ones, as far as they were read. And whole workbooks.

Counted by Python's csv module, which is told how the file is written and looks
at every row; and by polars and DuckDB, which are given the file below its
titles and cannot read all of these.
"""

from __future__ import annotations

import codecs
import csv
import io
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import polars as pl

from ketenkpi.contracts import Dialect, Reading, load_contracts, read
from ketenkpi.contracts.generate import generate
from ketenkpi.settings import Settings
from tests.fuzz import workbooks
from tests.fuzz.texts import NOTES, text_file
from tests.tables.table import Row, Rows

SIGNS = (";", ",", "\t", "|")
LINE_ENDS = ("\n", "\r\n")
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
# One file in two hundred has as many rows as several blocks hold; a workbook is
# read by a process of its own, which takes longer.
SIZES = (1, 2, 15, 16, 17, 100, 1_000)
LARGE = 60_000
LARGE_EVERY = 200
BOOK_EVERY = 5
PATTERN = 500
REMARKS = ("", "niets", "ja; en nee", "regel 1\nregel 2", 'zeg "ja"', "a, b | c", "Curaçao", "\n\n")
_LINE_END = re.compile("\r+\n|\n\r(?!\n)|\r")
_ROW = re.compile(rb"<(?:x:)?row ")
csv.field_size_limit(1 << 30)


# By counter: the same, cannot or differ, their number, our number.
Counts = dict[str, tuple[str, int, int]]


@dataclass(frozen=True)
class Made:
    """A file of which is known how it is written and how many rows it has."""

    content: bytes
    encoding: str
    separator: str
    rows: int
    above: int
    below: int


def made(seed: int) -> Made:
    """The file of this seed, of stocks and flows with a column of remarks that is not ours."""
    dice = random.Random(seed)
    separator, encoding = dice.choice(SIGNS), dice.choice(ENCODINGS)
    quoting: Literal[0, 1] = dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    count = LARGE if seed % LARGE_EVERY == LARGE_EVERY - 1 else dice.choice(SIZES)
    out, end = io.StringIO(newline=""), dice.choice(LINE_ENDS)
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)
    above = dice.sample(NOTES, dice.choice((0, 0, 0, 1, 2)))
    out.writelines(line + end for line in above)
    names = load_contracts()["stand_stroom"].names
    writer.writerow((*names, "opmerking"))
    for row in _rows(count, seed):
        if dice.random() < 0.02:
            out.write(end)
        writer.writerow((*row, dice.choice(REMARKS)))
    below = dice.sample(NOTES[:3], dice.choice((0, 0, 0, 1)))
    out.writelines(line + end for line in below)
    text = out.getvalue()
    content = (text.rstrip("\r\n") if dice.random() < 0.2 else text).encode(encoding)
    return Made(content, encoding, separator, count, len(above), len(below))


def _rows(count: int, seed: int) -> Iterator[list[str]]:
    """So many rows, each of a place of its own."""
    pattern = generate(load_contracts()["stand_stroom"], min(count, PATTERN), seed=seed, faults=0)
    for number in range(count):
        row = pattern.rows[number % PATTERN]
        yield list((row | {"werkplein": f"Plein {number}"}).values())


def lines(size: int) -> Rows:
    """A row for each counter and sort of file; size: how many files of each sort."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="lines-") as name:
        for seed, sort, counts in _tried(size, Path(name)):
            for counter, (came, theirs, ours) in counts.items():
                into = counted.setdefault((sort, counter), Counter())
                into["files"] += 1
                into[came] += 1
                into["rows"] += ours
                if came == "differ":
                    into[f"differ {seed}: {theirs}, not {ours}"] += 1
    return [_row(*key, found) for key, found in counted.items()]


def _tried(size: int, folder: Path) -> Iterator[tuple[int, str, Counts]]:
    for seed in range(size):
        yield seed, "made", _made(seed, folder)
        yield seed, "mutated", _mutated(seed, folder)
        if seed % BOOK_EVERY == 0:
            yield seed, "workbook", _workbook(seed, folder)


def _row(sort: str, counter: str, found: Counter[str]) -> Row:
    others = [what.removeprefix("differ ") for what in found if what.startswith("differ ")]
    return {
        "files": sort,
        "counted by": counter,
        "number": found["files"],
        "rows": found["rows"],
        "the same": found["same"],
        "cannot read": found["cannot"],
        "not the same": found["differ"],
        "which (seed: theirs, not ours)": "; ".join(others[:5]),
    }


def _compared(theirs: int | None, ours: int) -> tuple[str, int, int]:
    if theirs is None:
        return "cannot", 0, ours
    return ("same" if theirs == ours else "differ"), theirs, ours


def _made(seed: int, folder: Path) -> Counts:
    file = made(seed)
    ours = _reading(file.content, "stand_stroom", folder).rows_read
    text = file.content.decode(file.encoding).removeprefix("\ufeff")
    kept = _between(text, file.separator, file.above + 1, file.below)
    below = _below_titles(text, file.above)
    return {
        "who wrote it": _compared(file.rows, ours),
        "csv": _compared(kept, ours),
        **_others(below, file.separator, ours + file.below, folder),
    }


def _mutated(seed: int, folder: Path) -> Counts:
    """Nothing for a file that was not read so far that rows were counted."""
    file = text_file(seed)
    reading = _reading(file.content, file.contract, folder)
    if reading.dialect is None or not reading.rows_read:
        return {}
    # A header that stands there once more is no row, and said to be left out.
    headers = sum(t.count for t in reading.findings.totals if t.rule == "kop_herhaald")
    return {"csv": _compared(_by_csv(file.content, reading.dialect), reading.rows_read + headers)}


def _workbook(seed: int, folder: Path) -> Counts:
    """Of a whole workbook, whose rows are counted as elements of its largest sheet."""
    dice = random.Random(seed)
    parts = workbooks.plain_parts(dice)
    ours = _reading(workbooks.packed(parts, dice), "stand_stroom", folder).rows_read
    theirs = max(len(_ROW.findall(text)) for name, text in parts.items() if "sheet" in name) - 1
    return {"rows in its XML": _compared(theirs, ours)}


def _reading(content: bytes, contract: str, folder: Path) -> Reading:
    out = folder / "rows.parquet"
    return read(content, contract, out=out, settings=Settings.load(), skip_faulty_rows=True)


def _by_csv(content: bytes, dialect: Dialect) -> int:
    """As the csv module counts what `dialect` says of the file: its encoding, sign, header, foot.

    What ends a line, what ends a file and what marks its encoding differ by the
    program that wrote it, and the csv module knows none of that.
    """
    encoding = dialect.encoding
    if encoding == "utf-16" and content[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encoding = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
    text = content.decode(encoding, errors="replace").replace("\ufeff", "").rstrip("\0\x1a")
    lines = _LINE_END.sub("\n", text).split("\n")
    below = "\n".join(lines[dialect.skip_lines :])
    return _between(below, dialect.separator, 0, len(dialect.foot))


def _between(text: str, separator: str, above: int, below: int) -> int:
    """Rows with anything in them, by the csv module, without so many above and below."""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    kept = rows[above : len(rows) - below]
    return sum(any(cell.strip() for cell in row) for row in kept)


def _below_titles(text: str, above: int) -> str:
    for _ in range(above):
        text = text.partition("\n")[2]
    return text


def _others(text: str, separator: str, ours: int, folder: Path) -> Counts:
    """By polars and DuckDB, which both take a note below for a row that is too short."""
    path = folder / "text.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return {
        "polars": _compared(_by_polars(path, separator), ours),
        "DuckDB": _compared(_by_duckdb(path, separator), ours),
    }


def _by_polars(path: Path, separator: str) -> int | None:
    try:
        frame = pl.read_csv(path, separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    return len(frame.filter(pl.any_horizontal(pl.all().str.strip_chars() != "")))


def _by_duckdb(path: Path, separator: str) -> int | None:
    with duckdb.connect() as connection:
        try:
            rows = connection.read_csv(
                str(path), sep=separator, header=True, all_varchar=True, quotechar='"',
                null_padding=True, parallel=False,
            )  # fmt: skip
            filled = " OR ".join(f"trim(\"{name}\") != ''" for name in rows.columns)
            [(count,)] = rows.filter(filled).aggregate("count(*)").fetchall()
        except duckdb.Error:
            return None
    return int(count)
