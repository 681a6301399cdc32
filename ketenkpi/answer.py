"""The nouns of an answer: what is said, shown in a table, drawn and noted.

An answer has no language and no surface yet. `ketenkpi.surfaces` writes it: a
page, the terminal, a workbook and data show the same cells, because there is
one place that turns them into text (`surfaces.written`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from ketenkpi.figure import Figure
from ketenkpi.units import check_unit
from ketenkpi.vocabulary import Quarter, Text

Row = TypeVar("Row")
Number = Figure | Decimal | float | int
# value: '1.330', with its limits behind it where it has any. bare: without them.
# limits: only these. size: without sign. signed: '+12' or '−12'. worded: with the
# word for its unit, '214 dagen'. change: so and without sign, '1,2 procentpunt'.
Form = Literal["value", "bare", "limits", "size", "signed", "worded", "change"]


@dataclass(frozen=True, slots=True)
class Measured:
    """A number in its unit; None where there is none and no reason need be told."""

    of: Number | None
    unit: str
    form: Form = "bare"

    def __post_init__(self) -> None:
        check_unit(self.unit)


def count_of(number: float | None) -> Measured:
    """A number of things: '1.234'."""
    return Measured(number, "number")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence or name by its key in the wording, and what fills its places.

    key: also the sentence itself, where a definition holds it and no wording.
    """

    key: str | Text
    fill: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """Several things within a sentence: 'A, B en C'."""

    of: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why figures are lacking, each reason once; nothing where all have a value."""

    of: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """What is said, and the page that tells more, where the surface has links."""

    of: Said
    page: str
    query: Mapping[str, str] = field(default_factory=dict)


Mark = Literal["good", "bad", "unknown", "neutral", "improvement", "concern", "change"]


@dataclass(frozen=True, slots=True)
class Marked:
    """What is said with a sign before it, and a colour where there is any."""

    mark: Mark
    of: Said


# A tuple is what is said one after the other, such as sentences.
Said = (
    Phrase
    | Measured
    | Listed
    | Reasons
    | Linked
    | Marked
    | Text
    | Quarter
    | date
    | str
    | None
    | tuple["Said", ...]
)


def phrase(key: str | Text, /, **fill: Said) -> Phrase:
    """A sentence and what fills its places."""
    return Phrase(key, fill)


def in_full(when: Quarter | date) -> Phrase:
    """A quarter or day in a sentence: 'het derde kwartaal van 2010', '9 maart 2010'."""
    if isinstance(when, Quarter):
        return phrase(f"surfaces.quarter_{when.number}", year=str(when.year))
    return phrase(f"surfaces.month_{when.month}", day=str(when.day), year=str(when.year))


def from_to(first: Quarter, last: Quarter) -> Said:
    """An unbroken run of quarters in a sentence: '2010K1 tot en met 2010K4', or the only one."""
    return first if first == last else phrase("surfaces.from_to", first=first, last=last)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. unit: that of its numbers, None for words.

    key: its name in data, which no language changes.
    """

    key: str
    head: Said
    unit: str | None = None
    form: Form = "value"

    def __post_init__(self) -> None:
        if self.unit is not None:
            check_unit(self.unit)


Cell = Said | Number


@dataclass(frozen=True)
class Table:
    """Rows of cells under their columns; the first column names the row.

    A number in a column of words is refused, and so are two columns of one key.
    Why a figure is lacking stands behind the last column, on every surface.
    level: that of the limits, above 95 % where many are judged at once.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    level: float = 0.95

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len({*keys}) < len(keys):
            raise ValueError(f"two columns have one key: {keys}")
        for row in self.rows:
            if len(row) != len(keys):
                raise ValueError(f"{len(row)} cells under {len(keys)} columns: {row!r}")
            for column, cell in zip(self.columns, row, strict=True):
                if isinstance(cell, Number) and column.unit is None:
                    raise ValueError(f"a number in the column of words '{column.key}': {cell!r}")

    @property
    def lacking(self) -> tuple[Reasons, ...]:
        """Per row the reasons of the figures that it lacks."""
        return tuple(Reasons(tuple(figures(row))) for row in self.rows)


def table_of(
    rows: Iterable[Row], *columns: tuple[Column, Callable[[Row], Cell]], level: float = 0.95
) -> Table:
    """A table of things: each column with what stands in it of one of them."""
    made = tuple(tuple(cell_of(row) for _, cell_of in columns) for row in rows)
    return Table(tuple(column for column, _ in columns), made, level)


def figures(cells: Iterable[Cell]) -> list[Figure]:
    """The figures in some cells, also those with a unit of their own."""
    return [found for found in map(plainly, cells) if isinstance(found, Figure)]


def plainly(cell: Cell) -> Said | Number:
    """What stands in a cell, without a unit of its own."""
    return cell.of if isinstance(cell, Measured) else cell


def have_limits(cells: Iterable[Cell]) -> bool:
    """Whether any figure in some cells has a limit."""
    return any(each.low is not None or each.high is not None for each in figures(cells))


def without_stop(said: Said) -> Said:
    """A reason as a part of a sentence: the full stop behind it is left out."""
    return said.each(lambda text: text.rstrip(".")) if isinstance(said, Text) else said


@dataclass(frozen=True)
class Picture:
    """What is drawn: the kind of chart, the unit of its values, a row per mark, and its words.

    rows: by the names the chart asks for, a number (None: nothing to draw) or
    what is said of it. alt: the picture to who cannot see it. note: how to read
    it, said only where it is drawn.
    """

    kind: str
    unit: str
    rows: tuple[Mapping[str, Said | float], ...]
    alt: Said
    note: Said = None

    def __post_init__(self) -> None:
        check_unit(self.unit)


@dataclass(frozen=True)
class Bullet:
    """An entry of a list: what it is, the lines that tell of it, and the entries below it."""

    of: Said
    lines: tuple[Said, ...] = ()
    below: tuple[Bullet, ...] = ()


@dataclass(frozen=True)
class Section:
    """One part of an answer: a finding with the table, pictures, list and notes it rests on.

    key: what it is about, such as a concept of the subject. table: None where
    the finding says all there is.
    """

    key: str
    title: Said
    finding: Said
    table: Table | None = None
    pictures: tuple[Picture, ...] = ()
    notes: tuple[Said, ...] = ()
    items: tuple[Bullet, ...] = ()
