"""The same cells as a file and as a frame: equal findings, equal counts.

Frames are made from a contract and changed on purpose, each from its number
alone. Their cells are written as CSV here, by plain loops that know nothing of
how the library spells a frame, and handed over as frames of five libraries.

`tests/tables` tries 50 of them as 5 kinds of frame on 3 engines, and
`tests/laws/test_frames.py` a few.
"""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from ketenkpi.contracts import Contract, Findings, Reading, check, load_contracts, read
from ketenkpi.contracts.days import DateKind, QuarterKind
from ketenkpi.contracts.generate import generate
from ketenkpi.contracts.kinds import ChoiceKind, NumberKind, TextKind
from ketenkpi.counts import FrameRefused, count
from ketenkpi.counts.engines import engine_names
from ketenkpi.counts.sources import SOURCES
from ketenkpi.errors import UserError
from ketenkpi.settings import Settings
from ketenkpi.vocabulary import Quarter
from tests.engines.uploads import plain

ROWS = 24
Cells = dict[str, list[Any]]
Row = dict[str, str | int | bool]


@dataclass(frozen=True)
class Changed:
    """The cells of one frame, by column, and what was done to them."""

    number: int
    contract: Contract
    change: str
    cells: Cells

    @property
    def height(self) -> int:
        return len(next(iter(self.cells.values())))


def changed(number: int) -> Changed:
    """The frame of one number: contracts and changes take turns, the rest is drawn from it."""
    dice = random.Random(number)
    keys = sorted(SOURCES)
    contract = load_contracts()[keys[number % len(keys)]]
    made = generate(contract, ROWS, seed=number, faults=dice.choice((0, 0, 0, 2)))
    cells: Cells = {
        column.name: [_typed(contract, column.name, row[column.name]) for row in made.rows]
        for column in contract.columns
    }
    names = list(CHANGES)
    change = names[(number + number // len(keys)) % len(names)]
    CHANGES[change](cells, contract, dice)
    return Changed(number, contract, change, cells)


def _typed(contract: Contract, name: str, text: str) -> Any:
    """The value of a text that is right, the text where it is not or where a text is meant."""
    column = contract.column(name)
    if not text:
        return None
    if isinstance(column.kind, TextKind | ChoiceKind):
        return text
    value = column.read(text)
    return value if isinstance(value, date | int | float) else text


def _of(contract: Contract, *kinds: type) -> list[str]:
    return [column.name for column in contract.columns if isinstance(column.kind, kinds)]


def _put(cells: Cells, names: Sequence[str], value: Any, dice: random.Random) -> None:
    """One cell of one of these columns becomes `value`; a function is asked of a filled one."""
    present = [name for name in names if name in cells]
    if not present:
        return
    column = cells[dice.choice(present)]
    row = dice.randrange(len(column))
    if not callable(value):
        column[row] = value
    elif column[row] is not None:
        column[row] = value(column[row])


def _twice(cells: Cells, contract: Contract, dice: random.Random) -> None:
    first, row = sorted(dice.sample(range(ROWS), 2))
    for column in cells.values():
        column[row] = column[first]


def _blank_row(cells: Cells, contract: Contract, dice: random.Random) -> None:
    row = dice.randrange(ROWS - 1)
    for column in cells.values():
        column[row] = None


def _otherwise(cells: Cells, contract: Contract, dice: random.Random) -> None:
    """Codes and names in other letters, with spaces nobody sees."""
    for _ in range(8):
        turn = dice.choice((str.upper, str.title, " {} ".format, "{}\xa0".format))
        _put(cells, _of(contract, ChoiceKind, TextKind), turn, dice)


def _marks(cells: Cells, contract: Contract, dice: random.Random) -> None:
    for mark in (";", '"', "\n", ",", "'", "=1+1"):
        _put(cells, _of(contract, TextKind), f"a{mark}b", dice)


def _words(cells: Cells, contract: Contract, dice: random.Random) -> None:
    for word in ("onbekend", "n.v.t.", "NULL", "#N/B", "-", "", "  "):
        _put(cells, contract.names, word, dice)


def _as_text(cells: Cells, contract: Contract, dice: random.Random) -> None:
    quarters = _of(contract, QuarterKind)
    for name, column in cells.items():
        cells[name] = [v if v is None else _text(v, name in quarters) for v in column]


def _moments(cells: Cells, contract: Contract, dice: random.Random) -> None:
    """Days as moments at midnight, and in some columns one at another hour."""
    for name in _of(contract, DateKind):
        cells[name] = [_moment(value, time()) for value in cells[name]]
        if dice.random() < 0.3:
            _put(cells, [name], lambda value: _moment(value, time(12, 30)), dice)


def _moment(value: Any, at: time) -> Any:
    if isinstance(value, datetime):
        value = value.date()
    return datetime.combine(value, at) if isinstance(value, date) else value


def _far(cells: Cells, contract: Contract, dice: random.Random) -> None:
    for day in (date(2090, 3, 15), date(1800, 1, 1), date(9999, 12, 31)):
        _put(cells, _of(contract, DateKind), day, dice)
    _put(cells, _of(contract, QuarterKind), Quarter(2090, 1).index, dice)


def _no_numbers(cells: Cells, contract: Contract, dice: random.Random) -> None:
    for number in (float("inf"), 1.5, -1.0, 1e20):
        _put(cells, _of(contract, NumberKind), number, dice)


def _fewer(cells: Cells, contract: Contract, dice: random.Random) -> None:
    optional = [column.name for column in contract.columns if not column.required]
    for name in dice.sample(optional, min(2, len(optional))):
        del cells[name]


def _more(cells: Cells, contract: Contract, dice: random.Random) -> None:
    cells["volgnummer"] = list(range(ROWS))
    cells["opmerking"] = [None, "ja"] * (ROWS // 2)


def _renamed(cells: Cells, contract: Contract, dice: random.Random) -> None:
    turned = [(dice.choice((str.upper, str.title))(name), cells[name]) for name in cells]
    dice.shuffle(turned)
    cells.clear()
    cells.update(turned)


def _codes(cells: Cells, contract: Contract, dice: random.Random) -> None:
    for code in ("bestaat-niet", "Totaal", "#REF!", "x" * 70):
        _put(cells, _of(contract, ChoiceKind, TextKind), code, dice)


def _persons(cells: Cells, contract: Contract, dice: random.Random) -> None:
    texts = _of(contract, TextKind)
    cells[dice.choice(texts)] = [dice.choice(("111222333", "123456782")) for _ in range(ROWS)]


def _no_rows(cells: Cells, contract: Contract, dice: random.Random) -> None:
    for name in cells:
        cells[name] = []


def _same(cells: Cells, contract: Contract, dice: random.Random) -> None:
    """Nothing is changed."""


CHANGES: dict[str, Callable[[Cells, Contract, random.Random], None]] = {
    "niets": _same,
    "twee keer": _twice,
    "lege rij": _blank_row,
    "anders geschreven": _otherwise,
    "tekens": _marks,
    "woorden voor ontbreekt": _words,
    "alles tekst": _as_text,
    "tijdstippen": _moments,
    "ver weg": _far,
    "geen getallen": _no_numbers,
    "minder kolommen": _fewer,
    "meer kolommen": _more,
    "namen en volgorde": _renamed,
    "onbekende codes": _codes,
    "personen": _persons,
    "geen rijen": _no_rows,
}


def as_csv(frame: Changed) -> bytes:
    """The cells as a file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(frame.cells)
    texts = {name: _texts(frame, name) for name in frame.cells}
    writer.writerows(zip(*texts.values(), strict=True))
    return text.getvalue().encode()


def _texts(frame: Changed, name: str) -> list[str]:
    quarter = name.lower() in _of(frame.contract, QuarterKind)
    return ["" if value is None else _text(value, quarter) for value in frame.cells[name]]


def _text(value: Any, quarter: bool = False) -> str:
    match value:
        case bool():
            return "ja" if value else "nee"
        case int():
            known = quarter and 1990 * 4 <= value < 2100 * 4
            return str(Quarter.from_index(value)) if known else str(value)
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return repr(value).replace(".", ",")
        case datetime() if value.time() == time():
            return str(value.date())
        case _:
            return str(value)


def _sorts(column: list[Any]) -> set[type]:
    return {type(value) for value in column if value is not None}


def _alike(frame: Changed, name: str) -> list[Any]:
    """The column for libraries in which all its cells are of one type: else as texts."""
    column = frame.cells[name]
    sorts = _sorts(column)
    if sorts == {int, float}:
        return [None if value is None else float(value) for value in column]
    if len(sorts) > 1:
        return [text or None for text in _texts(frame, name)]
    return column


def as_pandas(frame: Changed) -> pd.DataFrame:
    """With object columns where types are mixed, and every second frame nullable types."""
    columns = {}
    for name, column in frame.cells.items():
        sorts = _sorts(column)
        if sorts == {str} and frame.number % 3 == 0:
            columns[name] = pd.Series(column, dtype="category")
        elif sorts in ({int}, {bool}, {float}, {int, float}):
            kind = {int: "Int64", bool: "boolean", float: "Float64"}[max(sorts, key=repr)]
            kind = "Float64" if float in sorts else kind
            columns[name] = pd.Series(column, dtype=kind)
            if sorts == {float} and frame.number % 2:
                columns[name] = columns[name].astype("float64")
        elif sorts == {datetime} and all(value is None or value.year < 2200 for value in column):
            columns[name] = pd.Series(pd.to_datetime(column))
        else:
            columns[name] = pd.Series(column, dtype=object)
    return pd.DataFrame(columns)


def as_polars(frame: Changed) -> pl.DataFrame:
    return pl.DataFrame([pl.Series(name, _alike(frame, name), strict=True) for name in frame.cells])


def as_arrow(frame: Changed) -> pa.Table:
    columns = {name: pa.array(_alike(frame, name)) for name in frame.cells}
    if frame.number % 2:
        columns = {
            name: column.dictionary_encode() if pa.types.is_string(column.type) else column
            for name, column in columns.items()
        }
    return pa.table(columns)


def frames(frame: Changed, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Any]]:
    """The cells as a frame of each kind."""
    yield "pandas", as_pandas(frame)
    yield "polars", as_polars(frame)
    yield "polars, lazy", as_polars(frame).lazy()
    yield "Arrow", as_arrow(frame)
    yield "DuckDB", connection.from_arrow(as_arrow(frame))


def seen(findings: Findings) -> list[tuple[Any, ...]]:
    """What is compared of findings: totals, and which cell was told of what."""
    totals = [(t.level, t.rule, t.column or "", t.count) for t in findings.totals]
    listed = [(f.rule, f.column or "", f.line or 0, f.value or "") for f in findings.listed]
    return [*sorted(totals), *sorted(listed)]


@dataclass(frozen=True)
class AsFile:
    """What the way of a file makes of the cells; `stored` is None where nothing may be stored."""

    checked: Reading
    stored: Path | None


def as_file(frame: Changed, folder: Path) -> AsFile:
    """The cells, checked and read as a file."""
    content, out = as_csv(frame), folder / "rows.parquet"
    checked = check(content, frame.contract.key)
    if frame.height == 0:
        # Where a file without rows is no number it is refused. A frame without
        # rows is: counting nothing gives nothing.
        pl.DataFrame(schema=frame.contract.schema).write_parquet(out)
        return AsFile(checked, out)
    reading = read(content, frame.contract.key, out=out, settings=Settings.load(), nothing=True)
    stops = sum(reading.findings.count(level) for level in ("blokkade", "fout", "vraag"))
    return AsFile(checked, None if stops else reading.parquet)


def counted(frame: Changed, rows: Any, engine: str) -> Any:
    """The tallies of rows; None where they are refused, the sentence where they belong nowhere."""
    if rows is None:
        return None
    try:
        return plain(count({frame.contract.key: rows}, engine=engine))
    except FrameRefused:
        return None
    except UserError as error:
        return error.message("nl")


def compared(number: int, engines: Sequence[str] = tuple(engine_names())) -> Iterator[Row]:
    """One row per kind of frame and engine: whether findings and counts are those of the file."""
    frame = changed(number)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        file = as_file(frame, Path(folder))
        told = seen(file.checked.findings)
        tallies = {engine: counted(frame, file.stored, engine) for engine in engines}
        for kind, native in frames(frame, connection):
            same = seen(check(native, frame.contract.key).findings) == told
            for engine in engines:
                yield {
                    "frame": number,
                    "contract": frame.contract.key,
                    "change": frame.change,
                    "kind": kind,
                    "engine": engine,
                    "counted": tallies[engine] is not None,
                    "findings": len(file.checked.findings.listed),
                    "same findings": same,
                    "same counts": counted(frame, native, engine) == tallies[engine],
                }
