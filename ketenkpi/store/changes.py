"""What an upload would do: rows added, removed and changed, and every figure that moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ketenkpi.answer import Said, phrase
from ketenkpi.catalogue import DeliveryRecord, Slot
from ketenkpi.contracts import NVT, find_contract
from ketenkpi.counts import TALLIES, Measure, Tally
from ketenkpi.counts.keys import keys_of
from ketenkpi.counts.sources import PARTNER
from ketenkpi.shown import shown
from ketenkpi.store.rows import CASES, RowsPart, current_rows_at, names, text
from ketenkpi.store.series import SERIES
from ketenkpi.vocabulary import in_both

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

# Tallies that are fixed once a quarter is over. Durations and returns are not:
# they go on maturing because open cases end later, and that is no revision.
FIXED = frozenset(
    {"instroom", "uitstroom", "stand", "meldingen", "klant", "respons", "middelen", "klachten"}
    | {"stand_stroom"}
)


# Histograms behind durations and windows: true numbers that tell a reader
# nothing by themselves.
HISTOGRAMS = frozenset(
    {"duur", "duur_ongeldig", "vacature_duur", "score_hist", "herinstroom"}
    | {"cohort", "afloop", "terugkeer", "herhaling", "mix", "mix_team"}
)


@dataclass(frozen=True, slots=True)
class RowChange:
    """Rows of one contract: what comes, what goes, what gets another content."""

    contract: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class EarlierChange(RowChange):
    """Rows as they were known when an earlier period ended, that a later file changes.

    `until` is the end of that period; `examples` the first few numbers of rows,
    empty where rows have none.
    """

    until: date
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One tally's measure at one Werkplein and quarter, before and after.

    `part` is the kind or window where the measure may not be added over it,
    else empty. None means: there was, or will be, no such figure. `before`
    may equal `after`: then only its distribution within changes.
    """

    tally: str
    measure: str
    werkplein: str
    kwartaal: int
    part: str
    before: float | None
    after: float | None

    @property
    def telling(self) -> bool:
        """Whether the number says something to a reader by itself."""
        return self.tally not in HISTOGRAMS and not self.measure.endswith("_sq")

    @property
    def said(self) -> Said:
        """What was counted, in words."""
        tally = TALLIES[self.tally]
        what: Said = in_both(f"store.tally_{self.tally}")
        if len(tally.measures) > 1:
            meaning = tally.measure(self.measure).meaning
            what = phrase("store.part_of", what=what, part=meaning)
        if self.part:
            what = phrase("store.part_of", what=what, part=self.part)
        moved = self.before != self.after
        return what if moved else phrase("store.only_distribution", what=what)


@shown
@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two states.

    `revised` are the definitive deliveries whose figures would move, `earlier`
    what an earlier period knew already and that would be otherwise.
    """

    rows: tuple[RowChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    revised: tuple[Slot, ...] = ()
    earlier: tuple[EarlierChange, ...] = ()

    @property
    def telling(self) -> tuple[FigureChange, ...]:
        """The changes a reader is shown: without the histograms behind durations and returns."""
        return tuple(figure for figure in self.figures if figure.telling)

    def as_frame(self) -> pd.DataFrame:
        """One row per figure that moves, in the fields of FigureChange."""
        import pandas as pd

        fields = list(FigureChange.__dataclass_fields__)
        rows = [[getattr(figure, field) for field in fields] for figure in self.figures]
        return pd.DataFrame(rows, columns=fields)


NO_CHANGES = Changes()


def row_change(
    connection: duckdb.DuckDBPyConnection,
    contract: str,
    places: Iterable[str],
    old: Sequence[RowsPart],
    new: Sequence[RowsPart],
) -> RowChange:
    """The change of the current rows of a contract at these places.

    A row that is identified (`Series.row`) and differs is changed; one that is
    not identified is removed and added. Temporary tables `were` and `will_be` hold the
    rows of which any may differ.
    """
    # A cell that did not apply and is missing now is another cell, though no other figure.
    columns = names((*row_columns(contract), NVT))
    wanted = may_differ(connection, contract, old, new)
    here = sorted(places)
    for table, parts in (("were", old), ("will_be", new)):
        rows = current_rows_at(contract, parts, here, wanted)
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {columns} FROM ({rows})"
        )
    if not any(part.contract == contract for part in old):
        return RowChange(contract, _one(connection, "SELECT count(*) FROM will_be"), 0, 0)
    counted = difference(connection, "FROM were", "FROM will_be", columns, row_key(contract))
    return RowChange(contract, *counted)


def may_differ(
    connection: duckdb.DuckDBPyConnection,
    contract: str,
    old: Sequence[RowsPart],
    new: Sequence[RowsPart],
) -> str:
    """A condition, as SQL, that all rows meet of which others count in one state than in the other.

    Which rows of a case count follows from the deliveries that hold its number, so only
    numbers in a delivery that one state has and the other has not are looked at: of a
    quarter beside a million earlier rows a tenth. Where a partner takes over its own
    rows of all partners together, the number says nothing.
    """
    parts = {part for part in old if part.contract == contract}
    parts ^= {part for part in new if part.contract == contract}
    if contract not in CASES or any(part.takes for part in parts):
        return "true"
    numbers = " UNION ".join(
        f"SELECT traject_id FROM read_parquet({text(path)})"
        for path in sorted({str(part.path) for part in parts})
    )
    if not numbers:
        return "false"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE differing AS {numbers}")
    return "traject_id IN (FROM differing)"


def row_columns(contract: str) -> tuple[str, ...]:
    """What makes two rows of a contract the same: its columns, and who delivered it."""
    own = (PARTNER,) if SERIES[contract].by_partner else ()
    return (*find_contract(contract).names, *own)


def row_key(contract: str) -> tuple[str, ...]:
    """What identifies a row, of its partner where partners deliver apart; empty: nothing does."""
    series = SERIES[contract]
    own = (PARTNER,) if series.by_partner else ()
    return (*series.row, *own) if series.row else ()


def difference(
    connection: duckdb.DuckDBPyConnection,
    before: str,
    after: str,
    columns: str,
    key: tuple[str, ...],
) -> tuple[int, int, int]:
    """How many rows of two queries are added, removed and changed; `moved` holds them."""
    # `d` is how many more there are of a row after than before.
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE moved AS SELECT {columns}, sum(one)::BIGINT AS d FROM"
        f" (SELECT *, -1 AS one FROM ({before}) UNION ALL SELECT *, 1 AS one FROM ({after}))"
        f" GROUP BY {columns} HAVING sum(one) <> 0"
    )
    removed = _one(connection, "SELECT coalesce(-sum(d), 0) FROM moved WHERE d < 0")
    added = _one(connection, "SELECT coalesce(sum(d), 0) FROM moved WHERE d > 0")
    changed = 0
    if key:
        both = "min(d) < 0 AND max(d) > 0"
        matched = f"SELECT 1 FROM moved GROUP BY {names(key)} HAVING {both}"
        changed = _one(connection, f"SELECT count(*) FROM ({matched})")
    return added - changed, removed - changed, changed


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    # All of it: a result of which anything is left holds up the connection.
    rows = connection.execute(query).fetchall()
    return int(rows[0][0]) if rows else 0


def tally_changes(tally: Tally, old: pa.Table, new: pa.Table) -> tuple[FigureChange, ...]:
    """Every measure of a tally that differs anywhere within a Werkplein and quarter.

    old, new: its rows before and after, of the same Werkpleinen and kinds.
    """
    import pyarrow as pa

    both = pa.concat_tables([old, new]).unify_dictionaries()
    cells = _cells(tally, both, old.num_rows)
    return tuple(
        change for measure in tally.measures for change in _figures(tally, measure, both, cells)
    )


def in_order(figures: Iterable[FigureChange]) -> tuple[FigureChange, ...]:
    """Changes in the order of the tallies and their measures, then by Werkplein and quarter."""
    place = {
        (tally.name, measure.name): at
        for at, (tally, measure) in enumerate(
            (tally, measure) for tally in TALLIES.values() for measure in tally.measures
        )
    }
    return tuple(
        sorted(figures, key=lambda f: (place[f.tally, f.measure], f.werkplein, f.kwartaal, f.part))
    )


def _cells(tally: Tally, both: pa.Table, before: int) -> pl.DataFrame:
    """Every cell of both sides: each measure as it was, and as `<measure>_new`.

    Cell by cell, so that a shift between two groups of clients is seen even where the
    total stays. `row` is one row of the cell, `figure` the number of the figure that it is
    a part of. before: how many of the rows are those before.
    """
    import polars as pl

    dims = [dim for dim in tally.dims if dim != "days"]
    measures = pl.DataFrame(both.select([measure.name for measure in tally.measures]))
    rows = measures.with_row_index("row").with_columns(pl.Series("cell", keys_of(both, dims)))
    was, becomes = (_added(tally, side) for side in (rows[:before], rows[before:]))
    cells = was.join(becomes, on="cell", how="full", suffix="_new")
    row = cells["row"].fill_null(cells["row_new"])
    figure = keys_of(both, _shown_by(tally))[row.to_numpy()]
    return cells.with_columns(row, pl.Series("figure", figure))


def _added(tally: Tally, rows: pl.DataFrame) -> pl.DataFrame:
    """The measures of each cell.

    Amounts are rounded to a millionth: a sum of the same amounts in another order
    differs in its last digits.
    """
    import polars as pl

    sums = (_sum(measure.name).round(6) for measure in tally.measures)
    return rows.group_by("cell").agg(pl.col("row").first(), *sums)


def _sum(column: str) -> pl.Expr:
    """The sum of what there is; missing where there is nothing."""
    import polars as pl

    return pl.when(pl.col(column).count() > 0).then(pl.col(column).sum())


def _shown_by(tally: Tally) -> tuple[str, ...]:
    """The dimensions that tell the figures of a tally apart: all its measures agree on them."""
    (part,) = {
        tuple(dim for dim, _ in measure.not_over if dim != "kwartaal")[:1]
        for measure in tally.measures
    }
    return ("werkplein", "kwartaal", *part)


def _figures(
    tally: Tally, measure: Measure, both: pa.Table, cells: pl.DataFrame
) -> Iterator[FigureChange]:
    import polars as pl

    old, new = measure.name, f"{measure.name}_new"
    # Nothing and zero differ only where nobody having delivered is not zero.
    differs = (
        pl.col(old).ne_missing(pl.col(new))
        if measure.may_be_missing
        else pl.col(old).fill_null(0) != pl.col(new).fill_null(0)
    )
    figures = cells.group_by("figure").agg(
        pl.col("row").first(), _sum(old), _sum(new), differs.any().alias("moves")
    )
    moved = figures.filter("moves")
    here = moved["row"].to_arrow()
    named = [both[dim].take(here).to_pylist() for dim in _shown_by(tally)]
    for (place, quarter, *part), before, after in zip(
        zip(*named, strict=True), moved[old], moved[new], strict=True
    ):
        within = str(part[0]) if part else ""
        yield FigureChange(tally.name, old, place, quarter, within, _real(before), _real(after))


def _real(value: float | None) -> float | None:
    return None if value is None else float(value)


def revised(
    figures: Iterable[FigureChange],
    deliveries: Iterable[DeliveryRecord],
    replaced: Iterable[DeliveryRecord],
) -> tuple[Slot, ...]:
    """The definitive deliveries that are replaced, or of whose quarters a fixed figure moves."""
    definitive = [d for d in deliveries if d.status == "definitief"]
    moved = {
        (TALLIES[figure.tally].contract, figure.werkplein, figure.kwartaal)
        for figure in figures
        if figure.tally in FIXED
    }
    touched = {d.slot for d in replaced if d.status == "definitief"}
    for delivery in definitive:
        quarters = range(delivery.first_quarter, delivery.quarter + 1)
        if any((delivery.contract, delivery.werkplein, q) in moved for q in quarters):
            touched.add(delivery.slot)
    return tuple(sorted(touched))
