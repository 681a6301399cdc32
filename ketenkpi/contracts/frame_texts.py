"""One column of a frame -> texts as a file would hold them, and what sorts of cells it has.

A typed cell is spelled in one exact way that the grammar of a file reads back
as the same value: a day as jjjj-mm-dd, a number with the fewest digits that
tell it apart and a decimal comma, yes and no as ja and nee. A time of day is
kept: whether it may stand there is for the grammar to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import polars as pl

from ketenkpi.contracts.days import DateKind, QuarterKind
from ketenkpi.contracts.frame_columns import SURROGATE, FrameColumn
from ketenkpi.contracts.kind import Kind
from ketenkpi.contracts.kinds import ChoiceKind, NumberKind, TextKind, YesNoKind
from ketenkpi.vocabulary import FIRST_YEAR, LAST_YEAR, Quarter

Sort = Literal["tekst", "geheel", "komma", "ja_nee", "dag", "tijdstip", "anders"]
NUMBERS: frozenset[Sort] = frozenset({"tekst", "geheel", "komma"})
ANY: frozenset[Sort] = NUMBERS | {"ja_nee", "dag", "tijdstip"}
# What may stand in each kind of column, behind the finding about anything else. A
# number with decimals is no code: pandas makes 12 beside a missing cell into 12.0, and by
# then '0012' is lost.
TAKEN: Mapping[type[Kind], tuple[str, frozenset[Sort]]] = {
    TextKind: ("cellen_tekst", frozenset({"tekst", "geheel"})),
    ChoiceKind: ("cellen_tekst", frozenset({"tekst", "geheel"})),
    DateKind: ("cellen_datum", NUMBERS | {"dag", "tijdstip"}),
    QuarterKind: ("cellen_kwartaal", NUMBERS),
    NumberKind: ("cellen_getal", NUMBERS),
    YesNoKind: ("cellen_ja_nee", NUMBERS | {"ja_nee"}),
}
# The characters that make a file no text, and one that is no character, which
# stands here for half of a pair of UTF-16.
CONTROL = r"[\x00-\x08\x0e-\x1f\uFFFE]"
BROKEN, REPLACED = "\ufffe", "\ufffd"
QUARTERS = {
    index: str(Quarter.from_index(index))
    for index in range(Quarter(FIRST_YEAR, 1).index, Quarter(LAST_YEAR, 4).index + 1)
}


@dataclass(frozen=True)
class Texts:
    """A column as texts (null where nothing stands), and the sorts of its filled cells."""

    texts: pl.Series
    sorts: frozenset[Sort]


def taken(kind: Kind | None) -> frozenset[Sort]:
    """The sorts of cells that may stand in a column of this kind; None: of a profile."""
    return ANY if kind is None else _known(kind)[1]


def refused_as(kind: Kind | None) -> str:
    """The rule that other cells break."""
    return "cellen_profiel" if kind is None else _known(kind)[0]


def _known(kind: Kind) -> tuple[str, frozenset[Sort]]:
    return next(said for base, said in TAKEN.items() if isinstance(kind, base))


def type_shown(column: FrameColumn, sorts: frozenset[Sort]) -> str:
    """The type of a column that holds other cells than these, as its library calls it.

    Python objects may be of any type: then that of the first such cell too.
    """
    if column.type != "object":
        return column.type
    for value in column.objects or ():
        sort, _ = _object(value)
        if sort is not None and sort not in sorts:
            return f"{column.type} ({type(value).__name__})"
    return column.type


def no_text(texts: pl.Series) -> pl.Series:
    """Where characters stand that occur in no text."""
    return texts.str.contains(CONTROL).fill_null(False)


def readable(texts: pl.Series) -> pl.Series:
    """The same with another sign for each of those characters."""
    return texts.str.replace_all(CONTROL, REPLACED) if no_text(texts).any() else texts


def readable_name(name: str) -> str:
    """The same of the name of a column."""
    return re.sub(CONTROL, REPLACED, SURROGATE.sub(BROKEN, name))


def spelled(column: FrameColumn, kind: Kind | None, height: int) -> Texts:
    """The texts of a column; `kind` is what a contract expects of it, None when it does not."""
    quarter = isinstance(kind, QuarterKind)
    if column.objects is not None:
        return _of_objects(column.objects, quarter)
    if column.cells is None:
        return Texts(pl.Series([None] * height, dtype=pl.String), frozenset({"anders"}))
    cells = column.cells
    if cells.null_count() == len(cells):
        return Texts(pl.Series([None] * len(cells), dtype=pl.String), frozenset())
    sort, texts = _typed(cells, quarter, column.zone)
    return Texts(texts, frozenset({sort}))


def _typed(cells: pl.Series, quarter: bool, zone: str) -> tuple[Sort, pl.Series]:
    dtype = cells.dtype
    if dtype == pl.String:
        return "tekst", _on_one_line_end(cells)
    if dtype.is_integer():
        return "geheel", _quarters(cells.cast(pl.String), quarter)
    if dtype.is_float():
        return "komma", _quarters(_numbers(cells.cast(pl.String)), quarter)
    if dtype.is_decimal():
        return "komma", _quarters(_numbers(cells.cast(pl.String)), quarter)
    if dtype == pl.Boolean:
        return "ja_nee", cells.replace_strict({True: "ja", False: "nee"}, return_dtype=pl.String)
    if dtype == pl.Date:
        return "dag", cells.cast(pl.String)
    if isinstance(dtype, pl.Datetime):
        return "tijdstip", _moments(cells, dtype.time_zone or zone)
    return "anders", pl.Series([None] * len(cells), dtype=pl.String)


def _on_one_line_end(texts: pl.Series) -> pl.Series:
    """An empty text is a missing cell, as in a file; a line break in a cell is one sign."""
    texts = texts.set(texts == "", None)
    if not texts.str.contains("\r", literal=True).any():
        return texts
    return texts.str.replace_all("\r\n", "\n", literal=True).str.replace_all(
        "\r", "\n", literal=True
    )


def _quarters(texts: pl.Series, quarter: bool) -> pl.Series:
    """In a column of quarters a number that is the index of one is that quarter."""
    if not quarter:
        return texts
    return texts.replace({str(index): name for index, name in QUARTERS.items()})


def _numbers(texts: pl.Series) -> pl.Series:
    """Numbers as a library writes them, as a file would."""
    plain = ~texts.str.contains("[eE]")
    if not plain.all():
        odd = texts.filter(~plain).unique()
        texts = texts.replace({text: _number(text) for text in odd})
    decimals = texts.str.contains(".", literal=True)
    if not decimals.any():
        return texts
    # Only what stands behind a point: '100' keeps its zeros.
    rest = texts.str.replace(r"(\.\d*?)0+$", "${1}").str.strip_chars_end(".")
    return rest.str.replace(".", ",", literal=True).str.replace(r"(,\d{3})$", "${1}0")


def _number(text: str) -> str:
    """One number in digits only.

    Three decimals get a nought behind them: '1,125' may be a thousand and so on.
    """
    digits = format(Decimal(text), "f")
    if "." not in digits:
        return digits
    whole, decimals = digits.rstrip("0").split(".")
    if not decimals:
        return whole
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}"


def _moments(cells: pl.Series, zone: str) -> pl.Series:
    """Days where all are at midnight by their own clock, else the day and the time.

    In UTC midnight in Amsterdam is the evening before, so no zone is turned into another.
    """
    wall = cells.dt.replace_time_zone(None)
    days = wall.cast(pl.Date)
    if (days.cast(wall.dtype) == wall).all():
        return days.cast(pl.String)
    times = wall.dt.to_string("%Y-%m-%d %H:%M:%S%.f").str.replace(r"(\.\d*?)0+$", "${1}")
    times = times.str.strip_chars_end(".") + (f" {zone}" if zone else "")
    at_midnight = days.cast(wall.dtype) == wall
    return times.zip_with(~at_midnight, days.cast(pl.String))


def _of_objects(objects: tuple[object, ...], quarter: bool) -> Texts:
    texts: list[str | None] = []
    sorts: set[Sort] = set()
    for value in objects:
        sort, text = _object(value)
        if text is not None and quarter and sort in ("geheel", "komma"):
            text = QUARTERS.get(int(text), text) if text.isdecimal() else text
        texts.append(text)
        if sort is not None:
            sorts.add(sort)
    series = pl.Series(texts, dtype=pl.String)
    return Texts(_on_one_line_end(series), frozenset(sorts))


def _object(value: Any) -> tuple[Sort | None, str | None]:
    """The sort and text of one Python object; no sort for a missing one."""
    if isinstance(value, str):
        return ("tekst", SURROGATE.sub(BROKEN, str(value))) if value else (None, None)
    if isinstance(value, np.datetime64):
        return ("tijdstip", _moment(value.item())) if not np.isnat(value) else (None, None)
    if _is_missing(value):
        return None, None
    if isinstance(value, bool | np.bool_):
        return "ja_nee", "ja" if value else "nee"
    if isinstance(value, int | np.integer):
        return "geheel", str(int(value))
    if isinstance(value, float | np.floating | Decimal):
        return "komma", _number(str(value)) if np.isfinite(float(value)) else str(value)
    if isinstance(value, datetime):
        return "tijdstip", _moment(value)
    if isinstance(value, date):
        return "dag", value.isoformat()
    if type(value).__name__ == "Period":
        return "tekst", str(value)
    return "anders", None


def _is_missing(value: Any) -> bool:
    # NaN and NaT differ from themselves; pandas' NA answers nothing, so by name.
    if value is None or type(value).__name__ == "NAType":
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float | np.floating | datetime) and bool(value != value)


def _moment(value: Any) -> str:
    if not isinstance(value, datetime):
        return value.isoformat() if isinstance(value, date) else str(value)
    wall = value.replace(tzinfo=None)
    text = wall.isoformat(sep=" ")
    if text.endswith(" 00:00:00"):
        return text[:10]
    if "." in text:
        text = text.rstrip("0")
    return f"{text} {value.tzinfo}" if value.tzinfo else text
