"""Rows of text -> typed rows, in one streaming pass of polars.

A cell in the spelling of its column is typed natively (`Kind.quick`, or a table
of the distinct texts of the first rows), and so are rows in which every cell is,
and that break no rule: nearly all. Only the others come to Python. Their cells
are read by the one grammar, `Column.read`, once per distinct text of a batch of
some 15,000 rows: so a file is passed over once, whatever is in it. A row in
which something is wrong never reaches the Parquet file; its texts are kept
aside (`suspects`) to be explained one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import polars as pl

from ketenkpi.contracts.cell import UNDECIDED, About, Absent, Doubt, Fault, Manner
from ketenkpi.contracts.contract import LINE, NVT, Contract, ContractColumn
from ketenkpi.contracts.deadline import NEVER, Deadline
from ketenkpi.contracts.findings import STOPS
from ketenkpi.contracts.kind import Spelling
from ketenkpi.contracts.manners import Manners
from ketenkpi.contracts.not_applicable import CONTRADICTED, Settled, settle
from ketenkpi.contracts.personal.plain_codes import others
from ketenkpi.contracts.suspects import Suspects

ROW = "_row"
RAW = "raw:"
# What its quick spellings tell of a row: it breaks a rule that stops it, or one that
# does not; every cell is read and no rule is broken.
STOPPED, TOLD, SURE = "_stopped", "_told", "_sure"
# Another spelling is tried only while one leaves more of the texts.
NEARLY_ALL = 0.99
REMEMBERED = 200_000
# Each takes a comparison of the whole column; what is left is read by the grammar.
MOST_OTHERWISE = 16


@dataclass(frozen=True)
class Way:
    """How one column is read in the pass: a native form, or a table of texts seen at first."""

    column: ContractColumn
    manner: Manner
    form: Spelling | None
    table: Mapping[str, Any]

    def quick(self) -> pl.Expr:
        """The values of the texts that need no thought, null for all others."""
        kind, raw = self.column.kind, pl.col(self.column.name)
        if self.form is not None:
            return kind.quick(raw, self.form)
        # Not `replace`, for which polars would hold the whole file (1.9 GB of 5M rows).
        as_written = [text for text, value in self.table.items() if value == text]
        known = [(as_written, raw)] if as_written else []
        for value, texts in self._otherwise()[:MOST_OTHERWISE]:
            known.append((texts, pl.lit(value, dtype=kind.dtype)))
        read = (pl.when(raw.is_in(texts)).then(value) for texts, value in known)
        return pl.coalesce(*read, pl.lit(None, dtype=kind.dtype)).alias(self.column.name)

    @cached_property
    def is_short(self) -> bool:
        """Whether what is read this way are short codes, in which nothing of a person can be."""
        if self.form is not None:
            return self.form.short
        texts = [value for value in self.table.values() if isinstance(value, str)]
        return others(pl.Series(texts, dtype=pl.String)).is_empty()

    def _otherwise(self) -> list[tuple[Any, list[str]]]:
        """Values with the texts that are written otherwise, the most texts first."""
        found: dict[Any, list[str]] = {}
        for text, value in self.table.items():
            if value != text:
                found.setdefault(value, []).append(text)
        return sorted(found.items(), key=lambda pair: -len(pair[1]))


def ways(contract: Contract, sample: pl.DataFrame, manners: Manners) -> tuple[Way, ...]:
    """How each column is read, by its texts in the first rows; `sample` holds them."""
    return tuple(
        _way(column, sample[column.name], manners.of(column.name)) for column in contract.columns
    )


def _way(column: ContractColumn, texts: pl.Series, manner: Manner) -> Way:
    distinct = texts.drop_nulls().unique()
    forms = [form for form in column.kind.forms() if form.fits(manner)]
    if not forms:
        read = {text: column.read(text, manner) for text in distinct}
        table = {text: value for text, value in read.items() if is_value(value)}
        return Way(column, manner, None, table)
    frame = distinct.to_frame(column.name)
    best, taken = forms[0], -1
    for form in forms:
        values = frame.select(column.kind.quick(pl.col(column.name), form)).to_series()
        if values.count() > taken:
            best, taken = form, values.count()
        if taken >= NEARLY_ALL * len(distinct):
            break
    return Way(column, manner, best, {})


def is_value(outcome: object) -> bool:
    """Whether reading a cell gave a value."""
    return outcome is not None and not isinstance(outcome, Fault | Absent | Doubt)


def _is_nvt(outcome: object) -> bool:
    return isinstance(outcome, Absent) and outcome.why == "nvt"


@dataclass
class SeenTally:
    """How often something was seen in a column, with the first row and its text."""

    count: int = 0
    row: int = -1
    text: str = ""

    def add(self, other: SeenTally) -> None:
        """As often again."""
        self.count += other.count
        if self.row < 0 or other.row < self.row:
            self.row, self.text = other.row, other.text


@dataclass
class SeenInPass:
    """What the pass saw besides values; filled in by several threads."""

    absent: dict[tuple[str, str], SeenTally] = field(default_factory=dict)
    doubts: dict[tuple[str, About], SeenTally] = field(default_factory=dict)
    # Columns in which a text with two readings was read by what is decided.
    leant: set[tuple[str, About]] = field(default_factory=set)
    # Columns in which the grammar read a value that the quick way leaves open.
    otherwise: set[str] = field(default_factory=set)
    rows: int = 0
    blank: int = 0
    first_blank: int | None = None

    def note(self, column: str, outcome: Absent | Doubt, tally: SeenTally) -> None:
        """One distinct text of a batch that gave no value."""
        if isinstance(outcome, Absent):
            self.absent.setdefault((column, outcome.rule), SeenTally()).add(tally)
        else:
            self.doubts.setdefault((column, outcome.about), SeenTally()).add(tally)

    def less(self, column: str, rule: str, count: int) -> None:
        """So many of what was noted turn out to be something else."""
        noted = self.absent[column, rule]
        noted.count -= count
        if not noted.count:
            del self.absent[column, rule]

    def see_blank(self, rows: pl.Series) -> None:
        """Rows without any text."""
        first = int(rows.min())  # type: ignore[arg-type]
        self.blank += len(rows)
        self.first_blank = first if self.first_blank is None else min(first, self.first_blank)


@dataclass
class Pass:
    """One pass over a file: types its rows, keeps aside those in which something is wrong."""

    contract: Contract
    ways: tuple[Way, ...]
    first_line: int
    suspects: Suspects
    deadline: Deadline = NEVER
    seen: SeenInPass = field(default_factory=SeenInPass)
    _lock: Lock = field(default_factory=Lock)
    _read: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def short(self) -> frozenset[str]:
        """The columns of which every value that was written is known to be a short code."""
        ways = (way for way in self.ways if way.is_short)
        return frozenset(way.column.name for way in ways) - self.seen.otherwise

    def write(self, rows: pl.LazyFrame, out: Path) -> None:
        """Write the good rows; `rows` holds `_row` and the contract's columns as text."""
        texts = (pl.col(name).alias(RAW + name) for name in self.contract.names)
        values = (way.quick().alias(way.column.name) for way in self.ways)
        line = (pl.col(ROW).cast(pl.Int32) + self.first_line).cast(pl.Int32).alias(LINE)
        nothing = pl.lit(None, dtype=pl.String).alias(NVT)
        read = rows.select(ROW, *texts, *values, nothing)
        known = read.with_columns(*self._asked).with_columns(self._sure())
        typed = known.map_batches(
            self._batch,
            streamable=True,
            predicate_pushdown=False,
            projection_pushdown=False,
            slice_pushdown=False,
        )
        filled = (_filled(column) for column in self.contract.columns)
        typed.filter(SURE).select(*filled, NVT, line).sink_parquet(
            out, compression="zstd", maintain_order=True, engine="streaming"
        )

    def _sure(self) -> pl.Expr:
        """Which rows are read whole by their quick spellings, and break no rule."""
        read = (_is_read(column) for column in self.contract.columns)
        return pl.all_horizontal(*read, ~pl.col(STOPPED), ~pl.col(TOLD)).alias(SURE)

    @property
    def _asked(self) -> tuple[pl.Expr, pl.Expr]:
        """Whether a row breaks a rule that stops it, and one that does not."""
        stops, told = (
            [rule.broken() for rule in self.contract.rules if (rule.level in STOPS) == stopping]
            for stopping in (True, False)
        )
        none = pl.lit(False)
        return (
            pl.any_horizontal(none, *stops).fill_null(value=False).alias(STOPPED),
            pl.any_horizontal(none, *told).fill_null(value=False).alias(TOLD),
        )

    def _batch(self, rows: pl.DataFrame) -> pl.DataFrame:
        sure = rows[SURE]
        with self._lock:
            self.seen.rows += len(rows)
        # An exception may not pass through polars; who began the pass looks at the clock.
        if sure.all() or self.deadline.passed:
            return rows
        odd = np.flatnonzero(~sure.to_numpy())
        changed, bad = self._settled(rows[odd])
        # Bad rows stay unsure, and are filtered out natively: 4 ms a batch less.
        good = [place not in bad for place in range(len(odd))]
        changed.append(pl.Series(SURE, good, dtype=pl.Boolean))
        done = rows.clone()
        for one in changed:
            done.replace_column(done.get_column_index(one.name), rows[one.name].scatter(odd, one))
        return done

    def _settled(self, rows: pl.DataFrame) -> tuple[list[pl.Series], set[int]]:
        """Columns of rows that are not sure as the grammar reads them, and the places of bad
        rows; a column as it was read is not among them."""
        # Places and no masks, lists and no expressions: mostly it is about some sixteen
        # rows, and an expression waits 2 ms for a thread of those that read the file.
        bad: set[int] = set()
        nvt: dict[str, pl.Series] = {}
        read = [self._values(way, rows, bad, nvt) for way in self.ways]
        changed = [values for values in read if values is not None]
        if changed or nvt:
            settled = settle(self.contract, rows.with_columns(changed), nvt)
            self._note_contradicted(settled, rows)
            rows = settled.rows.with_columns(settled.said).with_columns(self._asked)
            if nvt:
                changed = [rows[name] for name in (*self.contract.names, NVT)]
        bad.update(_places(rows[STOPPED]))
        self._keep_aside(rows, bad)
        return changed, bad

    def _values(
        self,
        way: Way,
        rows: pl.DataFrame,
        bad: set[int],
        nvt: dict[str, pl.Series],
    ) -> pl.Series | None:
        """The values of a column, None where they stay as they are; places of its wrong cells
        are added to `bad`, a mask of those that do not apply to `nvt`."""
        name = way.column.name
        raw, values = rows[RAW + name], rows[name]
        missing = raw.null_count()
        if way.column.required and missing:
            bad.update(place for place, text in enumerate(raw.to_list()) if text is None)
        if values.null_count() == missing:
            return None
        texts, found = raw.to_list(), values.to_list()
        odd = [p for p, text in enumerate(texts) if text is not None and found[p] is None]
        outcomes = {text: self._outcome(way, text) for text in dict.fromkeys(texts[p] for p in odd)}
        read, absent, said = [], [], []
        for place in odd:
            outcome = outcomes[texts[place]]
            if isinstance(outcome, Fault):
                bad.add(place)
            elif isinstance(outcome, Absent | Doubt):
                absent.append(place)
                if _is_nvt(outcome):
                    said.append(place)
            elif outcome is not None:
                read.append(place)
        self._note(name, outcomes, {place: texts[place] for place in absent}, rows[ROW])
        if read:
            self.seen.otherwise.add(name)
            known = pl.Series([outcomes[texts[place]] for place in read], dtype=values.dtype)
            values = values.scatter(read, known)
        if said:
            nvt[name] = _mask(len(rows), said)
        return values if read else None

    def _outcome(self, way: Way, text: str) -> Any:
        known = (way.column.name, text)
        if known in self._read:
            return self._read[known]
        outcome = way.column.read(text, way.manner)
        if way.manner != UNDECIDED and not isinstance(outcome, Doubt):
            plain = way.column.read(text)
            if isinstance(plain, Doubt):
                self.seen.leant.add((way.column.name, plain.about))
        if len(self._read) < REMEMBERED:
            self._read[known] = outcome
        return outcome

    def _note(
        self, name: str, outcomes: Mapping[str, Any], absent: Mapping[int, str], rows: pl.Series
    ) -> None:
        """Cells without a value, by their place in a batch of `rows`."""
        first: dict[str, int] = {}
        for place, text in absent.items():
            first.setdefault(text, place)
        counted = Counter(absent.values())
        with self._lock:
            for text, place in first.items():
                self.seen.note(name, outcomes[text], SeenTally(counted[text], rows[place], text))

    def _note_contradicted(self, settled: Settled, rows: pl.DataFrame) -> None:
        with self._lock:
            for name, mask in settled.contradicted.items():
                row, text = rows.filter(mask).select(ROW, RAW + name).row(0)
                tally = SeenTally(int(mask.sum()), row, text)
                self.seen.note(name, Absent("onbekend", CONTRADICTED), tally)
                self.seen.less(name, "woord_nvt", tally.count)

    def _keep_aside(self, rows: pl.DataFrame, bad: set[int]) -> None:
        """Keep the texts of rows of which something must be told; blank ones are counted."""
        asked = sorted(bad.union(_places(rows[TOLD])))
        if not asked:
            return
        names = self.contract.names
        kept = rows[asked, [ROW, *(RAW + name for name in names)]]
        kept.columns = [ROW, *names]
        blank = [place for place, (_, *texts) in enumerate(kept.iter_rows()) if not any(texts)]
        if blank:
            with self._lock:
                self.seen.see_blank(kept[ROW][blank])
            kept = kept[sorted({*range(len(kept))} - {*blank})]
        if len(kept):
            self.suspects.keep(kept)


def _is_read(column: ContractColumn) -> pl.Expr:
    """Whether the quick spelling takes a cell; an empty one only where it may be."""
    filled = pl.col(column.name).is_not_null()
    return filled if column.required else filled | pl.col(RAW + column.name).is_null()


def _places(mask: pl.Series) -> list[int]:
    """Where a mask is true."""
    return [place for place, true in enumerate(mask.to_list()) if true] if mask.any() else []


def _mask(height: int, places: Iterable[int]) -> pl.Series:
    """True at these places."""
    mask = [False] * height
    for place in places:
        mask[place] = True
    return pl.Series(mask, dtype=pl.Boolean)


def _filled(column: ContractColumn) -> pl.Expr:
    """The value as it is stored, or what an empty cell means."""
    value = pl.col(column.name)
    if column.stored is not None:
        value = column.stored.typed(value).alias(column.name)
    if column.if_empty is None:
        return value
    empty = pl.col(column.name).is_null()
    if column.if_empty_when is not None:
        empty &= pl.col(column.if_empty_when).is_not_null()
    return pl.when(empty).then(pl.lit(column.if_empty)).otherwise(value).alias(column.name)


def rows_in(parquet: Path) -> int:
    """The number of rows of a Parquet file, from its footer."""
    import pyarrow.parquet as pq

    return int(pq.ParquetFile(parquet).metadata.num_rows)
