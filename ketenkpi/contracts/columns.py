"""Stage *rijen*: what only shows when a whole column is seen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import polars as pl

from ketenkpi.contracts import persons, privacy
from ketenkpi.contracts.contract import LINE, Contract
from ketenkpi.contracts.findings import Collector, Finding
from ketenkpi.contracts.questions import NOT_ANSWERED, Answers

NOBODY = "_nobody:"
ASCENDS = "_ascends"


def look_over(
    contract: Contract,
    out: Path,
    leave_out: pl.Series,
    found: Collector,
    answers: Answers = NOT_ANSWERED,
    short: Collection[str] = (),
) -> pl.Series:
    """Look over whole columns: persons in any of them, keys that repeat.

    Rows on the lines `leave_out` have faults already (or are blank) and are not
    compared; two empty cells in a key are the same. Of the columns `short` the reading
    saw that every value is a short code, so no person is looked for. Returns the lines of rows
    whose key stands on an earlier line, or that a rule between rows rejects.
    One pass over the text columns: per column the number of suspect values, and
    whether keys may repeat. Pseudonyms that are no person are taken out of `out`.
    """
    texts = [name for name in privacy.text_columns(contract) if name not in short]
    asked = [privacy.suspects(name, contract) for name in texts]
    asked += [persons.suspects(name).alias(NOBODY + name) for name in persons.pseudonyms(contract)]
    if contract.unique:
        asked.append(_ascends(contract.unique).alias(ASCENDS))
    rows = pl.scan_parquet(out)
    # Asked of no column, polars gives no row.
    seen = rows.select(pl.len(), *asked).collect(engine="streaming").row(0, named=True)
    worth = [name for name in texts if seen[name]]
    found.add_all(privacy.check_suspects(out, worth, contract, answers))
    _without_nobody([n for n in persons.pseudonyms(contract) if seen[NOBODY + n]], out, found)
    repeated = no_lines()
    if contract.unique and not seen[ASCENDS] and _may_repeat(out, contract.unique):
        repeated = _repeated_keys(contract, out, leave_out, found)
    return pl.concat([repeated, _across(contract, out, pl.concat([leave_out, repeated]), found)])


def _ascends(key: Sequence[str]) -> pl.Expr:
    """Whether every key is greater than the one before, as in a file in the order of its keys.

    Then none repeats, which is seen in a third of the time that comparing all takes.
    """
    first = pl.col(key[0])
    return (first > first.shift(1)).sum() == pl.len() - 1


def _may_repeat(out: Path, key: Sequence[str]) -> bool:
    """Whether there are fewer keys than rows, by a hash of 64 bits, so 8 bytes a row.

    Two keys with one hash only cost a second look; none is missed.
    """
    hashed = pl.col(key[0]).hash() if len(key) == 1 else pl.struct(key).hash()
    fewer = pl.scan_parquet(out).select((pl.len() - hashed.n_unique()).alias("fewer"))
    return bool(fewer.collect(engine="streaming").item())


def _without_nobody(names: list[str], out: Path, found: Collector) -> None:
    """Empty the cells of these columns that hold no person; each column says so once."""
    emptied = []
    for name in names:
        gone, finding = persons.look_at(out, name)
        if finding is not None:
            # As many as of the words for unknown, which the reading of a cell counts.
            found.add(finding, int(str(finding.params["count"])))
            emptied.append(pl.when(~pl.col(name).is_in(sorted(gone))).then(pl.col(name)))
    if emptied:
        rewrite(out, pl.scan_parquet(out).with_columns(emptied))


def rewrite(out: Path, rows: pl.LazyFrame) -> None:
    """Put these rows, which are made of `out`, in its place."""
    changed = out.with_suffix(".changed")
    rows.sink_parquet(changed, compression="zstd", maintain_order=True, engine="streaming")
    changed.replace(out)


def _across(contract: Contract, out: Path, leave_out: pl.Series, found: Collector) -> pl.Series:
    rejected: set[int] = set()
    for rule in contract.across:
        rows = pl.scan_parquet(out).select(*rule.columns_asked, pl.col(LINE))
        rows = rows.join(leave_out.to_frame(LINE).lazy(), on=LINE, how="anti")
        for finding, lines in rule.findings(rows.collect().iter_rows(named=True)):
            found.add(finding)
            rejected.update(lines)
    return pl.Series(LINE, sorted(rejected), dtype=pl.Int32)


def _repeated_keys(
    contract: Contract, out: Path, leave_out: pl.Series, found: Collector
) -> pl.Series:
    key = list(contract.unique)
    rows = pl.scan_parquet(out).select(*key, pl.col(LINE))
    rows = rows.join(leave_out.to_frame(LINE).lazy(), on=LINE, how="anti")
    doubles = (
        rows.with_columns(first=pl.col(LINE).min().over(key))
        .filter(pl.col(LINE) > pl.col("first"))
        .sort(LINE)
        .collect()
    )
    for row in doubles.iter_rows(named=True):
        value = " / ".join(_shown(contract, name, row[name]) for name in key)
        params = {"first": row["first"], "key": ", ".join(key)}
        found.add(Finding("rijen", "fout", "dubbel", row[LINE], None, key[0], value, params))
    return doubles[LINE].alias(LINE)


def _shown(contract: Contract, name: str, value: object) -> str:
    return "" if value is None else contract.column(name).kind.write(value)


def no_lines() -> pl.Series:
    """An empty series of spreadsheet lines."""
    return pl.Series(LINE, [], dtype=pl.Int32)
