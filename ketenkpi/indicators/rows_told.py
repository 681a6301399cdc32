"""Figures of one indicator as a table: what each is of, the value, and what it was made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.answer import Cell, Column, Measured, Said, Section, Table, count_of, phrase, table_of
from ketenkpi.figure import figure_of, number_of
from ketenkpi.indicators.definition import Indicator
from ketenkpi.indicators.figure_beside import beside_name
from ketenkpi.indicators.split_names import split_name
from ketenkpi.vocabularies import vocabularies
from ketenkpi.vocabulary import Quarter, Text, in_both

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[Any, Any]
# Stands where a quarter would, in the row over all quarters; above any index.
ALL_QUARTERS = 10**6
# Columns that are shown only where they hold something.
COUNTED = ("undelivered", "incomplete")


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
    return table_of(
        rows.to_dict("records"),
        *((_column(name), _group(indicator, name)) for name in groups),
        (_column("value", indicator.unit), figure_of),
        (_column("n", "number"), lambda row: _count(row, "n")),
        *_extra(indicator, rows),
        (_column("method"), lambda row: in_both(row["method"]) if figure_of(row).method else None),
    )


def _column(name: str, unit: str | None = None) -> Column:
    return Column(name, in_both(f"indicators.head_{name}"), unit)


def _group(indicator: Indicator, name: str) -> Callable[[Row], Said]:
    """What stands in a column that says of what a figure is."""
    return lambda row: _of(indicator, name, row[name])


def _of(indicator: Indicator, name: str, value: Any) -> Said:
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


def _extra(indicator: Indicator, rows: pd.DataFrame) -> list[tuple[Column, Callable[[Row], Cell]]]:
    found: list[tuple[Column, Callable[[Row], Cell]]] = []
    if indicator.of_kind.beside and rows["beside"].notna().any():
        head = Column("beside", beside_name(indicator), indicator.unit)
        found.append((head, lambda row: Measured(number_of(row["beside"]), indicator.unit)))
    for name in COUNTED:
        if (rows[name].fillna(0) != 0).any():
            found.append((_column(name, "number"), _counted(name)))
    if indicator.over_places:
        # Of an estimate for everybody: how many were invited, and which part answered.
        found.append((_column("invited", "number"), lambda row: _count(row, "denominator")))
        found.append((_column("response", "share"), _response))
    return found


def _counted(name: str) -> Callable[[Row], Cell]:
    return lambda row: _count(row, name)


def _count(row: Row, name: str) -> Measured:
    return count_of(number_of(row[name]))


def _response(row: Row) -> Measured:
    answered, invited = number_of(row["numerator"]), number_of(row["denominator"])
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
