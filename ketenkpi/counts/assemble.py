"""Collected parts -> one Arrow table per tally, names back in place of cell numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from ketenkpi.counts.cells import NAMES
from ketenkpi.counts.tally import DECIMAL_DIMS, TALLIES, WHOLE_DIMS, Tally
from ketenkpi.errors import UserError

TEXT = pa.dictionary(pa.int32(), pa.string())
# `source` is 'keten' (trajecten and stappen together) or 'vacatures'; days
# count from 1970-01-01. `since` is null when no begin of observation is known.
# `kring` says within which circle a client is one person, the narrowest of the
# Werkplein: 'overal', 'werkplein' or 'partner'; null where no spells were counted.
OBSERVED = pa.schema(
    [
        ("source", pa.string()),
        ("werkplein", pa.string()),
        ("since", pa.int32()),
        ("look_back", pa.int32()),
        ("until", pa.int32()),
        ("kring", pa.string()),
    ]
)
# In which Werkpleinen and quarters each tally has any row.
PLACES = pa.schema([("of", pa.string()), ("werkplein", pa.string()), ("kwartaal", pa.int32())])


def dim_type(dim: str) -> pa.DataType:
    """The Arrow type of a dimension; texts are dictionary-encoded inside the library."""
    if dim in WHOLE_DIMS:
        return pa.int32()
    return pa.float64() if dim in DECIMAL_DIMS else TEXT


def schema_of(tally: Tally) -> pa.Schema:
    """Dimensions first, then measures."""
    fields = [pa.field(dim, dim_type(dim)) for dim in tally.dims]
    kinds = {"count": pa.int64(), "amount": pa.float64()}
    fields += [pa.field(measure.name, kinds[measure.unit]) for measure in tally.measures]
    return pa.schema(fields)


def complete(
    tally: Tally, table: pa.Table, cells: pa.Table | None, constants: Mapping[str, str | int]
) -> pa.Table:
    """The rows of a part in the schema of its tally.

    `cells` are the names per cell number; without it the frame holds the names
    itself and a dimension its contract does not have is 'alle'.
    """
    given = {name: table[name] for name in table.column_names}
    if cells is not None:
        given |= {name: _named(table["cell"], cells[name]) for name in NAMES}
    given |= {name: _repeated(value, table.num_rows) for name, value in constants.items()}
    columns = []
    for field in schema_of(tally):
        column = given.get(field.name)
        columns.append(
            _repeated("alle", table.num_rows) if column is None else _cast(column, field.type)
        )
    return pa.table(columns, schema=schema_of(tally))


def _named(cell: pa.ChunkedArray, names: pa.ChunkedArray) -> pa.Array:
    encoded = pc.dictionary_encode(names.combine_chunks())
    codes = encoded.indices.take(cell.combine_chunks().cast(pa.int32()))
    return pa.DictionaryArray.from_arrays(codes, encoded.dictionary)


def _repeated(value: str | int, rows: int) -> pa.Array:
    if isinstance(value, int):
        return pa.repeat(pa.scalar(value, pa.int32()), rows)
    codes = pa.repeat(pa.scalar(0, pa.int32()), rows)
    return pa.DictionaryArray.from_arrays(codes, pa.array([value], pa.string()))


def _cast(column: pa.ChunkedArray | pa.Array, kind: pa.DataType) -> pa.ChunkedArray | pa.Array:
    if column.type == kind:
        return column
    if kind != TEXT:
        return column.cast(kind)
    if pa.types.is_dictionary(column.type):
        # Coded already, by other numbers; a table of no rows has no codes.
        return pa.chunked_array([_recoded(chunk) for chunk in column.chunks], TEXT)
    return pc.dictionary_encode(column.cast(pa.string()))


def _recoded(coded: pa.DictionaryArray) -> pa.DictionaryArray:
    words = coded.dictionary.cast(pa.string())
    return pa.DictionaryArray.from_arrays(coded.indices.cast(pa.int32()), words)


def joined(tally: Tally, tables: Iterable[pa.Table]) -> pa.Table:
    """All parts of a tally below each other; raises UserError when a dimension is missing."""
    table = pa.concat_tables([schema_of(tally).empty_table(), *tables]).unify_dictionaries()
    for dim in tally.dims:
        if missing := table[dim].null_count:
            raise UserError(
                "counts.null_dimension", contract=tally.contract, columns=dim, rows=missing
            )
    return table


def added(
    table: pa.Table,
    by: Iterable[str],
    measures: Iterable[str],
    how: Mapping[str, str] = MappingProxyType({}),
) -> pa.Table:
    """Measures added per combination of `by`; the sum of only missing numbers is missing.

    how: per measure 'max' where the largest is wanted instead of the sum.
    """
    keys, names = list(by), list(measures)
    if table.num_rows == 0:
        return table.select(keys + names)
    grouped = table.group_by(keys, use_threads=False).aggregate(
        [(name, how.get(name, "sum")) for name in names]
    )
    return grouped.rename_columns(keys + names).select(keys + names)


def summed(tally: Tally, table: pa.Table) -> pa.Table:
    """Each combination of dimensions once, with what its rows are together."""
    how = {measure.name: measure.together for measure in tally.measures}
    return added(table, tally.dims, how, how).cast(table.schema)


def coarser(tally: Tally, table: pa.Table, over: Collection[str]) -> pa.Table:
    """The rows added over these dimensions, each of which then reads 'alle' (`Tally.adds_over`)."""
    kept = [dim for dim in tally.dims if dim not in over]
    rows = added(table, kept, [measure.name for measure in tally.measures])
    return complete(tally, rows, None, {})


def split_invalid(duur: pa.Table, may_be_negative: Iterable[str]) -> tuple[pa.Table, pa.Table]:
    """Durations below zero leave `duur` and become cases of `duur_ongeldig`."""
    negative = pc.and_(
        pc.less(duur["days"], 0),
        pc.invert(is_in(duur["soort"], pa.array(list(may_be_negative), pa.string()))),
    )
    wrong = duur.filter(negative)
    tally = TALLIES["duur_ongeldig"]
    counted = added(wrong, tally.dims, ["events"]).rename_columns([*tally.dims, "n"])
    kept = duur if wrong.num_rows == 0 else duur.filter(pc.invert(negative))
    return kept, counted.cast(schema_of(tally)) if wrong.num_rows else counted


def is_in(column: pa.ChunkedArray, values: pa.Array) -> pa.ChunkedArray:
    """Which rows of a coded text column hold one of these texts."""
    # Looked up once per distinct text, not once per row.
    chunks = [pc.is_in(c.dictionary, values).take(c.indices) for c in column.chunks]
    return pa.chunked_array(chunks, pa.bool_())


def where(table: pa.Table, chosen: Mapping[str, Iterable[object]]) -> pa.Table:
    """Only the rows with one of the chosen values in each named dimension."""
    for dim, values in chosen.items():
        column = table[dim]
        if column.type == TEXT:
            mask = is_in(column, pa.array(list(values), pa.string()))
        else:
            mask = pc.is_in(column, pa.array(list(values), column.type))
        table = table.filter(mask)
    return table


def inside(told: pa.Table, places: Iterable[str]) -> pa.Table:
    """The rows at these Werkpleinen, of what is told beside the tallies."""
    return told.filter(pc.is_in(told["werkplein"], pa.array(sorted(places), pa.string())))


def elsewhere(rows: pa.Table, places: Iterable[str]) -> pa.Table:
    """The rows of a tally at all but these Werkpleinen."""
    here = is_in(rows["werkplein"], pa.array(sorted(places), pa.string()))
    return rows.filter(pc.invert(here))
