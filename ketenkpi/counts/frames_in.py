"""Rows that are given to `count` -> rows that may be counted, or a refusal that says why not.

Parquet of our own reading, known by its `_line`, has been checked. Any other
rows are read by their contract as the file of them would be, and what was read
is counted: so `Werk` is `werk` in a frame too, and a case that stands twice
counts for nobody. Told not to check, the rows are taken for typed ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from ketenkpi.contracts import LINE, Contract, Finding, Findings, Reading, Total, find_contract
from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.frame import FIRST_LINE, Frame, frame_of, read_frame
from ketenkpi.contracts.frame_columns import FrameColumn
from ketenkpi.contracts.frame_texts import Sort, spelled
from ketenkpi.contracts.row_rules import Level
from ketenkpi.counts.engines import Rows, paths_of
from ketenkpi.counts.frames import check_columns
from ketenkpi.counts.sources import (
    CASE_CIRCLE,
    CLIENT_CIRCLE,
    PARTNER,
    SEEN_FROM,
    SEEN_UNTIL,
    SourceColumns,
)
from ketenkpi.errors import UsageError, UserError
from ketenkpi.settings import Settings
from ketenkpi.wording import Language, say

PARQUET = b"PAR1"
STOPS: tuple[Level, ...] = ("blokkade", "fout", "vraag")
SHOWN = 3
# Columns that the store adds: texts, of which an empty one says something, and days.
OWN_TEXTS = (CLIENT_CIRCLE, CASE_CIRCLE, PARTNER)
OWN = (*OWN_TEXTS, SEEN_FROM, SEEN_UNTIL)


class FrameRefused(UserError):
    """Rows that break the rules of their contract; `findings` are all that is wrong with them."""

    def __init__(self, contract: str, findings: Findings) -> None:
        self.contract = contract
        self.findings = findings
        super().__init__("counts.frame_refused", **self._filled("nl"))

    def message(self, language: Language) -> str:
        """How many findings there are, and the first three."""
        return say(self.key, language, **self._filled(language))

    def _filled(self, language: Language) -> dict[str, object]:
        total = sum(self.findings.count(level) for level in STOPS)
        listed = [one for one in self.findings.listed if one.level in STOPS][:SHOWN]
        first = " ".join(_said(one, language) for one in listed)
        return {"contract": self.contract, "total": total, "first": first}


def _said(finding: Finding, language: Language) -> str:
    message = finding.message(language)
    if finding.line is None:
        return message
    return say("counts.in_line", language, line=finding.line, message=message)


def to_count(rows: Any, source: SourceColumns, folder: Path, *, check: bool) -> Rows:
    """The rows as an engine opens them: files, or a table; files are written in `folder`.

    Raises FrameRefused when they break a rule of their contract, UsageError
    for what is no frame or Parquet, a column that counting needs and is not
    there, or one whose cells are of another type.
    """
    if (paths := paths_of(rows)) is not None:
        if not check or all(_was_read(Path(path)) for path in paths):
            return rows
        rows = pl.concat([pl.scan_parquet(path) for path in paths], how="diagonal")
    frame = frame_of(rows)
    return _read(frame, source, folder) if check else _taken_for_typed(frame, source)


def _was_read(path: Path) -> bool:
    """Whether our own reading wrote this Parquet file."""
    import pyarrow.parquet as pq

    with path.open("rb") as file:
        if file.read(len(PARQUET)) != PARQUET:
            raise UsageError("counts.no_parquet", name=path.name)
    return LINE in pq.read_schema(path).names


def _read(frame: Frame, source: SourceColumns, folder: Path) -> Path:
    """The rows as their contract reads them, with the columns that the store adds."""
    out = folder / f"{source.contract}.parquet"
    own = [column for column in frame.columns if column.name in OWN]
    contract = _as_far_as_given(find_contract(source.contract), frame, source)
    if frame.height == 0:
        pl.DataFrame(schema=contract.schema).write_parquet(out)
        return out
    # Rows that say who delivered them are of several deliveries, in each of
    # which a number stands once.
    asked = replace(contract, unique=()) if own else contract
    leave_out = (LINE, *OWN)
    reading = read_frame(
        frame, asked, out=out, settings=Settings.load(), nothing=True, leave_out=leave_out
    )
    if _stops(reading):
        raise FrameRefused(source.contract, reading.findings)
    if own:
        _add(own, frame.height, source, out)
        _refuse_repeated(contract, out, reading.findings)
    return out


def _stops(reading: Reading) -> bool:
    return reading.parquet is None or any(reading.findings.count(level) for level in STOPS)


def _as_far_as_given(contract: Contract, frame: Frame, source: SourceColumns) -> Contract:
    """The contract without the demands on columns that a frame lacks and counting does not need.

    Raises UsageError when one that counting needs is absent.
    """
    keys = {name_key(name) for name in frame.names}
    present = {column.name for column in contract.columns if name_key(column.name) in keys}
    check_columns(source, present)
    lacking = set(contract.names) - present
    columns = tuple(
        replace(column, required=False) if column.name in lacking else column
        for column in contract.columns
    )
    lost = any(contract.column(name).required for name in lacking & set(contract.unique))
    return replace(contract, columns=columns, unique=() if lost else contract.unique)


def _add(own: Collection[FrameColumn], height: int, source: SourceColumns, out: Path) -> None:
    """Put the columns of the store beside the rows that were read (blank ones were not)."""
    series = {column.name: _typed(column, height, source) for column in own}
    lines = pl.Series(LINE, range(FIRST_LINE, height + FIRST_LINE), dtype=pl.Int32)
    beside = pl.DataFrame([lines, *(one.alias(name) for name, one in series.items())])
    rows = pl.read_parquet(out).join(beside, on=LINE, how="left", maintain_order="left")
    rows.write_parquet(out)


def _refuse_repeated(contract: Contract, out: Path, findings: Findings) -> None:
    """Refuse rows whose number stands twice for one place, partner and circle of cases."""
    if not contract.unique:
        return
    rows = pl.read_parquet(out)
    more = (name for name in (*contract.places, PARTNER, CASE_CIRCLE) if name in rows.columns)
    key = list(dict.fromkeys((*contract.unique, *more)))
    first = pl.col(LINE).min().over(key).alias("_first")
    doubles = rows.select(*key, LINE, first).filter(pl.col(LINE) > pl.col("_first"))
    if doubles.is_empty():
        return
    name = key[0]
    listed = tuple(
        Finding(
            "rijen",
            "fout",
            "dubbel",
            line=row[LINE],
            column=name,
            value=" / ".join(str(row[part] or "") for part in key),
            params={"first": row["_first"], "key": ", ".join(key)},
        )
        for row in doubles.head(SHOWN).iter_rows(named=True)
    )
    total = Total("rijen", "fout", "dubbel", name, doubles.height)
    raise FrameRefused(contract.key, findings + Findings((total,), listed))


@dataclass(frozen=True)
class _Wanted:
    """What counting takes a column for: the sorts of its cells, and how texts become it."""

    sorts: frozenset[Sort]
    dtype: pl.DataType
    parse: Callable[[pl.Series], pl.Series]


_TEXT = _Wanted(frozenset({"tekst", "geheel"}), pl.String(), lambda texts: texts)
_DAY = _Wanted(
    frozenset({"dag", "tijdstip"}),
    pl.Date(),
    lambda texts: texts.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
)
_WHOLE = _Wanted(
    frozenset({"geheel", "komma"}),
    pl.Int64(),
    lambda texts: texts.cast(pl.Int64, strict=False),
)
_DECIMAL = _Wanted(
    frozenset({"geheel", "komma"}),
    pl.Float64(),
    lambda texts: texts.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False),
)
_FLAG = _Wanted(frozenset({"ja_nee"}), pl.Boolean(), lambda texts: texts == "ja")


def _wanted(source: SourceColumns) -> Mapping[str, _Wanted]:
    named = (
        ((*source.needed, *source.optional), _TEXT),
        (source.dates, _DAY),
        (source.whole, _WHOLE),
        (source.decimal, _DECIMAL),
        (source.flags, _FLAG),
    )
    return {name: wanted for names, wanted in named for name in names}


def _taken_for_typed(frame: Frame, source: SourceColumns) -> pa.Table:
    """The columns that counting uses, by their types alone; a moment is the day on its clock."""
    used = {c.name: c for c in reversed(frame.columns) if c.name in _wanted(source)}
    check_columns(source, used)
    series = {name: _typed(column, frame.height, source) for name, column in used.items()}
    return pl.DataFrame(series).to_arrow()


def _typed(column: FrameColumn, height: int, source: SourceColumns) -> pl.Series:
    """The cells of one column as counting takes them; raises UsageError for cells of other types.

    A text of no characters stays one: of a circle it says 'everywhere'.
    """
    wanted = _wanted(source)[column.name]
    cells = column.cells
    if cells is not None and cells.dtype == wanted.dtype:
        return cells
    if wanted is _TEXT and column.objects is not None:
        texts = [text for text in column.objects if isinstance(text, str)]
        if texts and "" in texts:
            filled = [text if isinstance(text, str) else None for text in column.objects]
            return pl.Series(filled, dtype=pl.String)
    texts_of = spelled(column, None, height)
    typed = wanted.parse(texts_of.texts)
    if texts_of.sorts - wanted.sorts or typed.null_count() > texts_of.texts.null_count():
        raise UsageError(
            "counts.column_type", contract=source.contract, column=column.name, came=column.type
        )
    return typed
