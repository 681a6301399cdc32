"""Figures of one indicator as a table: what each is of, the value, and what it was made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ketenkpi.answer import Cell, Column, Measured, Said, Section, Table, count_of, phrase
from ketenkpi.figure import Figure, figure_of, number_of
from ketenkpi.indicators.definition import Indicator
from ketenkpi.indicators.figure_beside import beside_name
from ketenkpi.indicators.split_names import split_name
from ketenkpi.vocabularies import vocabularies
from ketenkpi.vocabulary import Quarter, Text, in_both

if TYPE_CHECKING:
    import pandas as pd

Cells = Sequence[Cell]
# Stands where a quarter would, in the row over all quarters; above any index.
ALL_QUARTERS = 10**6
# Columns that are shown only where they hold something.
COUNTED = ("undelivered", "incomplete")
OF_FIGURE = ("value", "low", "high", "n", "numerator", "denominator", "method", "reason")


def with_unit(indicator: Indicator) -> Text:
    """The name of an indicator with its unit between brackets."""
    return in_both(
        "indicators.with_unit", name=indicator.name, unit=in_both(f"units.{indicator.unit}")
    )


def figures_section(indicator: Indicator, rows: pd.DataFrame, per: Sequence[str]) -> Section:
    """The figures of one indicator with what to know beside them.

    rows: of `Source.figures` by `per`; a row over all quarters has `ALL_QUARTERS`.
    """
    return Section(
        indicator.key,
        with_unit(indicator),
        None,
        figures_table(indicator, rows, per),
        notes=_notes(rows),
    )


def figures_table(indicator: Indicator, rows: pd.DataFrame, per: Sequence[str]) -> Table:
    """The same figures alone; columns that hold nothing are left out."""
    groups = [*per, *(["split"] if "split" not in per and rows["split"].notna().any() else [])]
    found = _figures(rows)
    columns = [
        *(
            (_column(name), _each_once(rows[name], partial(_of, indicator, name)))
            for name in groups
        ),
        (_column("value", indicator.unit), found),
        (_column("n", "number"), _counts(rows["n"])),
        *_extra(indicator, rows),
        (_column("method"), _each_once((each.method for each in found), _method)),
    ]
    return Table(
        tuple(column for column, _ in columns),
        tuple(zip(*(cells for _, cells in columns), strict=True)),
    )


def _column(name: str, unit: str | None = None) -> Column:
    return Column(name, in_both(f"indicators.head_{name}"), unit)


def _each_once(values: Iterable[Any], write: Callable[[Any], Cell]) -> Cells:
    """What `write` makes of each value, called once for every value there is.

    Of a hundred Werkpleinen over ten years a name stands in thousands of rows; the
    surfaces write one cell once too.
    """
    known: dict[Any, Cell] = {}
    return [
        known[each] if each in known else known.setdefault(each, write(each)) for each in values
    ]


def _figures(rows: pd.DataFrame) -> list[Figure]:
    names = [name for name in OF_FIGURE if name in rows]
    return [figure_of(row) for row in rows[names].to_dict("records")]


def _counts(numbers: pd.Series[Any]) -> Cells:
    return _each_once(numbers.astype("float64"), lambda number: count_of(number_of(number)))


def _method(key: str | None) -> Said:
    return None if key is None else in_both(key)


def _of(indicator: Indicator, name: str, value: Any) -> Said:
    """What stands in a column that says of what a figure is."""
    if name == "kwartaal":
        whole = int(value) == ALL_QUARTERS
        return in_both("indicators.all_quarters") if whole else Quarter.from_index(int(value))
    if name == "split":
        return split_name(indicator, value) if isinstance(value, str) else None
    text = str(value)
    # What no vocabulary has ('alle') stays as it is.
    if name == "regeling" and text in (schemes := vocabularies().schemes).entries:
        return schemes[text].name
    if name == "doelgroep" and text in (groups := vocabularies().groups).entries:
        return groups[text].name
    return text


def _extra(indicator: Indicator, rows: pd.DataFrame) -> list[tuple[Column, Cells]]:
    found: list[tuple[Column, Cells]] = []
    if indicator.of_kind.beside and rows["beside"].notna().any():
        head = Column("beside", beside_name(indicator), indicator.unit)
        found.append((head, [Measured(number_of(each), indicator.unit) for each in rows["beside"]]))
    for name in COUNTED:
        if (rows[name].fillna(0) != 0).any():
            found.append((_column(name, "number"), _counts(rows[name])))
    if indicator.over_places:
        # Of an estimate for everybody: how many were invited, and which part answered.
        found.append((_column("invited", "number"), _counts(rows["denominator"])))
        asked = zip(rows["numerator"], rows["denominator"], strict=True)
        found.append((_column("response", "share"), [_response(*each) for each in asked]))
    return found


def _response(numerator: float, denominator: float) -> Measured:
    answered, invited = number_of(numerator), number_of(denominator)
    known = answered is not None and invited
    return Measured((answered or 0) / invited if known and invited else None, "share")


def _notes(rows: pd.DataFrame) -> tuple[Said, ...]:
    """What to know beside the figures, each once; with the Werkpleinen when not of all."""
    known = rows[rows["value"].notna()]
    found: list[Said] = []
    for key, of in known[known["note"].notna()].groupby("note"):
        said = in_both(str(key))
        if "werkplein" in rows and len(of) < len(known):
            places = ", ".join(sorted(set(of["werkplein"])))
            found.append(phrase("indicators.note_of", places=places, note=said))
        else:
            found.append(said)
    return tuple(found)
