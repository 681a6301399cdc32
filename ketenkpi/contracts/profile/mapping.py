"""How a column of a contract is filled from a file that was made for something else.

The vocabulary is closed: a source column (with a way to tidy it, a code table
and texts that mean empty), a constant, also where another column is empty, a
running number, or several source columns joined. Each is a polars expression
over columns of text, so a mapping adds nothing to the cost of reading and never
guesses: a text it does not know is passed on raw, and the contract's own check
reports it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import polars as pl

from ketenkpi.contracts.names import is_unknown
from ketenkpi.register import load_register
from ketenkpi.wording import Language, say

ROW = "_row"
KEY = "key:"
CELL, PLACE = "_cell", "_place"
Take = Literal["first", "last", "min", "max"]
TAKES: tuple[Take, ...] = ("first", "last", "min", "max")

# Time stamps as a log writes them, with their distance to UTC.
STAMP = "%Y-%m-%dT%H:%M:%S%.f%:z"


def _utc_day(text: pl.Expr) -> pl.Expr:
    moment = text.str.replace(" ", "T", literal=True).str.to_datetime(STAMP, strict=False)
    return pl.coalesce(moment.dt.strftime("%Y-%m-%d"), text)


@cache
def _gemeente_code(name: str) -> str:
    # CBS writes 'Utrecht (gemeente)' beside the province of that name.
    found = load_register().gemeente_code(name.removesuffix(" (gemeente)"))
    return found[0] if found else name


def _coded(text: pl.Expr) -> pl.Expr:
    # A table of gemeenten has some hundreds of rows, so one call a name is cheap.
    return text.map_elements(_gemeente_code, return_dtype=pl.String)


# `timestamp` cuts a time stamp to its day as written, on the clock of the
# office; `timestamp_utc` puts all on one clock first, so that a log that
# changes between summer and winter time has days of 24 hours throughout.
# Statistical packages write the year 1982 as 1982.0. `gemeente_code` is the code
# of a gemeente by its name; a name that the register does not know stays. `trimmed`
# is for codes of CBS, which are written with spaces up to their full width.
TIDIES: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "timestamp": lambda text: text.str.replace(r"^(\d{4}-\d{2}-\d{2})[ T].*$", "${1}"),
    "timestamp_utc": _utc_day,
    "gemeente_code": _coded,
    "trimmed": lambda text: text.str.strip_chars(),
    "whole_number": lambda text: text.str.replace(r"^(-?\d+)[.,]0+$", "${1}"),
}


def _says_unknown(cell: pl.Expr) -> pl.Expr:
    # Only what has no digit is asked one by one: a wide table of figures has few such
    # cells. A dash may be zero, which the reading of the column asks about.
    word = pl.when(~cell.str.contains("[0-9]") & (cell.str.strip_chars() != "-")).then(cell)
    return word.map_elements(is_unknown, return_dtype=pl.Boolean).fill_null(value=False)


class Filling(ABC):
    """One way to fill a column; `take` says which record counts when records are grouped."""

    take: Take = "first"

    @property
    @abstractmethod
    def sources(self) -> tuple[str, ...]:
        """The source columns it reads."""

    @abstractmethod
    def text(self, empty: tuple[str, ...]) -> pl.Expr:
        """The column as text; `empty` are the texts that mean empty in the whole file."""

    @abstractmethod
    def describe(self, language: Language) -> str:
        """Where the column comes from, in words."""


@dataclass(frozen=True)
class FromColumn(Filling):
    """A source column, tidied, then looked up in a code table, then with a prefix."""

    column: str
    tidy: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    prefix: str = ""
    take: Take = "first"

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.column,)

    def text(self, empty: tuple[str, ...]) -> pl.Expr:
        text = pl.col(self.column)
        nothing = [*empty, *self.empty]
        if nothing:
            text = pl.when(~text.is_in(nothing)).then(text)
        if self.tidy:
            text = TIDIES[self.tidy](text)
        if self.codes:
            text = text.replace(dict(self.codes))
        return pl.lit(self.prefix) + text if self.prefix else text

    def describe(self, language: Language) -> str:
        parts = [say("profiles.from_column", language, column=self.column)]
        if self.tidy:
            parts.append(say(f"profiles.tidy_{self.tidy}", language))
        if self.codes:
            table = ", ".join(f"{old} → {new}" for old, new in self.codes.items())
            parts.append(say("profiles.by_table", language, table=table))
        if self.empty:
            texts = ", ".join(self.empty)
            parts.append(say("profiles.means_empty", language, texts=texts))
        if self.prefix:
            parts.append(say("profiles.with_prefix", language, prefix=self.prefix))
        return "; ".join(parts)


@dataclass(frozen=True)
class Constant(Filling):
    """The same text in every row; the user may give another one."""

    value: str

    @property
    def sources(self) -> tuple[str, ...]:
        return ()

    def text(self, empty: tuple[str, ...]) -> pl.Expr:
        return pl.lit(self.value, dtype=pl.String)

    def describe(self, language: Language) -> str:
        return say("profiles.constant", language, value=self.value)


@dataclass(frozen=True)
class Given(Filling):
    """Something that no file of this kind holds: whoever delivers it says it each time."""

    @property
    def sources(self) -> tuple[str, ...]:
        return ()

    def text(self, empty: tuple[str, ...]) -> pl.Expr:
        return pl.lit(None, dtype=pl.String)

    def describe(self, language: Language) -> str:
        return say("profiles.given", language)


@dataclass(frozen=True)
class WhereEmpty(Filling):
    """A text in the rows in which a source column is empty, or says that nobody knows."""

    column: str
    value: str

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.column,)

    def text(self, empty: tuple[str, ...]) -> pl.Expr:
        cell = FromColumn(self.column).text(empty)
        nothing = cell.is_null() | (cell.str.strip_chars() == "") | _says_unknown(cell)
        return pl.when(nothing).then(pl.lit(self.value))

    def describe(self, language: Language) -> str:
        return say("profiles.where_empty", language, value=self.value, column=self.column)


@dataclass(frozen=True)
class RowId(Filling):
    """A running number, for a file without one.

    It is the place in the file, so a later delivery cannot be matched with it.
    """

    prefix: str

    @property
    def sources(self) -> tuple[str, ...]:
        return ()

    def text(self, empty: tuple[str, ...]) -> pl.Expr:
        number = (pl.col(ROW) + 1).cast(pl.String).str.zfill(6)
        return pl.lit(self.prefix) + number

    def describe(self, language: Language) -> str:
        return say("profiles.row_id", language, prefix=self.prefix)


@dataclass(frozen=True)
class Joined(Filling):
    """Source columns joined by a dash; empty as soon as one of the parts is empty.

    Two records with the same text stay alike: whether they are one case in two
    months or a double is for the check to say, and a number made of their
    order would differ with the next file.
    """

    columns: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        return self.columns

    def text(self, empty: tuple[str, ...]) -> pl.Expr:
        parts = [FromColumn(column).text(empty) for column in self.columns]
        return pl.concat_str(parts, separator="-")

    def describe(self, language: Language) -> str:
        return say("profiles.joined", language, columns=", ".join(self.columns))


@dataclass(frozen=True)
class Keep:
    """Only records in which `column` holds one of `values` are taken over."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class MonthOf:
    """The columns in which a record of a monthly statistic names its year and month."""

    year: str
    month: str


@dataclass(frozen=True)
class Unpivot:
    """A wide table made long: every one of these source columns gives a row of its own.

    series: source column -> what `name`, a column of the contract, says in its
    rows. `value` is the column of the contract that holds its cell. `absent`,
    where given, is a column and what stands in it when the cell is empty or says
    that nobody knows; a record in which all of them are empty gives no rows.
    """

    series: Mapping[str, str]
    name: str
    value: str
    absent: tuple[str, str] | None = None

    @property
    def filled(self) -> tuple[str, ...]:
        """The columns of the contract that it fills."""
        return (self.name, self.value, *(self.absent[:1] if self.absent else ()))

    def rows(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """A row per record and series, in the order of the file, each with the `_row` it is of."""
        columns, width = list(self.series), len(self.series)
        cells = [
            pl.when(pl.col(column).str.strip_chars() != "").then(pl.col(column))
            for column in columns
        ]
        places = pl.lit(pl.Series([list(range(width))], dtype=pl.List(pl.UInt32)))
        return (
            frame.filter(pl.any_horizontal(cell.is_not_null() for cell in cells))
            .with_columns(pl.concat_list(cells).alias(CELL), places.first().alias(PLACE))
            .explode(CELL, PLACE)
        )

    def text(self, name: str, empty: tuple[str, ...]) -> pl.Expr:
        """The text of one of the columns it fills, in rows made by `rows`."""
        cell = pl.col(CELL)
        if empty:
            cell = pl.when(~cell.is_in(list(empty))).then(cell)
        if name == self.value:
            return cell
        if name == self.name:
            named = dict(enumerate(self.series.values()))
            return pl.col(PLACE).replace_strict(named, return_dtype=pl.String)
        assert self.absent is not None, "only a column it fills is asked for"
        return pl.when(cell.is_null() | _says_unknown(cell)).then(pl.lit(self.absent[1]))

    def describe(self, name: str, language: Language) -> str:
        """Where one of the columns it fills comes from, in words."""
        columns = ", ".join(self.series)
        if name == self.value:
            return say("profiles.cell_of", language, columns=columns)
        if name == self.name:
            table = ", ".join(f"{old} → {new}" for old, new in self.series.items())
            return say("profiles.series_of", language, table=table)
        assert self.absent is not None, "only a column it fills is asked for"
        return say("profiles.absent", language, value=self.absent[1])


@dataclass(frozen=True)
class ContractMapping:
    """How one contract is filled; with `one_per` records become one row per case.

    With `month` a case may stand in the file once a month, and the latest counts.
    With `unpivot` a record gives a row for each of several columns.
    """

    columns: Mapping[str, Filling]
    keep: Keep | None
    one_per: tuple[str, ...]
    month: MonthOf | None = None
    unpivot: Unpivot | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The source columns it reads, each once."""
        used = [name for filling in self.columns.values() for name in filling.sources]
        kept = [self.keep.column] if self.keep else []
        named = [self.month.year, self.month.month] if self.month else []
        wide = list(self.unpivot.series) if self.unpivot else []
        return tuple(dict.fromkeys([*used, *kept, *self.one_per, *named, *wide]))

    @property
    def given(self) -> tuple[str, ...]:
        """The columns that whoever delivers a file must say."""
        return tuple(name for name, filling in self.columns.items() if isinstance(filling, Given))

    def months(self, frame: pl.LazyFrame) -> pl.LazyFrame | None:
        """`_row`, `_year` and `_month` as text of every record taken over; None: not named."""
        if self.month is None:
            return None
        year, month = pl.col(self.month.year), pl.col(self.month.month)
        return self._kept(frame).select(ROW, year.alias("_year"), month.alias("_month"))

    def rows(
        self, frame: pl.LazyFrame, names: tuple[str, ...], empty: tuple[str, ...]
    ) -> pl.LazyFrame:
        """`_row` and the columns `names` as text; what is not mapped is null.

        `_row` of a case is that of its first record, and rows stand in the
        order of the file. Of a record that gives several rows, each has the
        `_row` of that record: the line on which a person finds it.
        """
        kept = self._kept(frame)
        if self.unpivot:
            kept = self.unpivot.rows(kept)
        texts = [self._text(name, empty) for name in names]
        if not self.one_per:
            return kept.select(ROW, *texts)
        keys = [pl.col(column).alias(KEY + column) for column in self.one_per]
        cases = (
            kept.select(ROW, *keys, *texts)
            .group_by(KEY + column for column in self.one_per)
            .agg(pl.col(ROW).min(), *(self._taken(name) for name in names))
        )
        return cases.select(ROW, *names).sort(ROW)

    def _kept(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        if self.keep is None:
            return frame
        return frame.filter(pl.col(self.keep.column).is_in(self.keep.values))

    def _text(self, name: str, empty: tuple[str, ...]) -> pl.Expr:
        if self.unpivot and name in self.unpivot.filled and name not in self.columns:
            return self.unpivot.text(name, empty).alias(name)
        filling = self.columns.get(name)
        text = filling.text(empty) if filling else pl.lit(None, dtype=pl.String)
        return text.alias(name)

    def _taken(self, name: str) -> pl.Expr:
        text = pl.col(name)
        match self.columns[name].take if name in self.columns else "first":
            case "first":
                return text.sort_by(ROW).first()
            case "last":
                return text.sort_by(ROW).last()
            case "min":
                return text.min()
            case _:
                return text.max()
