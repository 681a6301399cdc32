"""A file as `propose` looks at it: its columns as text, with what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from ketenkpi.contracts import privacy, structure
from ketenkpi.contracts.contract import Contract
from ketenkpi.contracts.dialect import Dialect, name_key
from ketenkpi.contracts.finder import find_table
from ketenkpi.contracts.findings import Collector
from ketenkpi.contracts.intake import Intake, Wanted, refusal
from ketenkpi.contracts.profile.formats import ProfileFault
from ketenkpi.contracts.profile.json_records import WHOLE, JsonRecords, read_json
from ketenkpi.contracts.profile.mapping import CELL, PLACE, ROW
from ketenkpi.contracts.questions import Answers, Question
from ketenkpi.contracts.take_in import take_in
from ketenkpi.register import load_register
from ketenkpi.settings import Settings

# Of a column with more distinct texts than this, no table of codes is made.
MOST_CODES = 200
# A longer text is a remark and no code.
LONGEST_CODE = 80
# Rows looked at to see what a column holds; a code that is rare counts too, so
# distinct texts are taken from all rows.
SAMPLE = 5_000
# Names of columns that a mapping adds while it works.
OURS = (ROW, CELL, PLACE)
# A column called as one of persons is free when this share of its texts are gemeenten.
# The register knows those since 2008; a list of CBS holds older ones too, and of its 721
# names two in three are known. Of a list of surnames it would be a few in a hundred.
PLACES = 0.5


class Unclear(Exception):
    """A question about the file itself must be answered before its columns can be seen."""

    def __init__(self, question: Question | tuple[str, tuple[str, ...]]) -> None:
        self.question = question
        super().__init__()


@dataclass(frozen=True)
class Seen:
    """The columns of a file: `frame` has them by name with `_row`; `sample` its first rows.

    records: the name of the list of a JSON file, '' for a table. no_persons:
    columns called as those of persons that hold names of gemeenten.
    """

    header: tuple[str, ...]
    frame: pl.LazyFrame
    sample: pl.DataFrame
    rows: int
    format: str
    records: str = ""
    no_persons: tuple[str, ...] = ()
    _distinct: dict[str, Mapping[str, int]] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        """The distinct filled texts in the first rows of a column, the most frequent first."""
        column = self.sample[name].str.strip_chars()
        counts = column.drop_nulls().value_counts(sort=True)
        return [text for text in counts[name].to_list() if text]

    def codes(self, name: str) -> Mapping[str, int] | None:
        """Every distinct filled text of a column with its rows; None when those are no codes."""
        if name not in self._distinct:
            text = pl.col(name).str.strip_chars().alias("text")
            counts = self.frame.select(text).group_by("text").agg(pl.len().alias("rows"))
            found = counts.filter(pl.col("text") != "").sort(
                "rows", "text", descending=[True, False]
            )
            table = found.head(MOST_CODES + 1).collect(engine="streaming")
            self._distinct[name] = dict(table.iter_rows())
        table_of = self._distinct[name]
        short = all(len(text) <= LONGEST_CODE for text in table_of)
        return table_of if short and len(table_of) <= MOST_CODES else None


def look(
    source: Path,
    contract: Contract,
    known: frozenset[str],
    *,
    wanted: Wanted,
    answers: Answers,
    settings: Settings,
    staging: Path,
    found: Collector,
) -> Seen | None:
    """The columns of a CSV, workbook or JSON file; None when `found` says what stops it.

    Raises Blocked for a file that is none of these and Unclear for a question
    about it. Columns of persons stop a file here as they do when it is read.
    """
    records = ""
    if _is_json(source):
        source, records = _json(source, answers, staging)
    intake, dialect = _table(source, known, wanted, answers, settings, staging)
    shape = structure.examine(intake.path, dialect, found, answers=answers, limits=settings.limits)
    if shape is None:
        return None
    if shape.questions:
        raise Unclear(shape.questions[0])
    rows = shape.rows - len(shape.blank_rows)
    if rows == 0:
        raise refusal("geen_rijen")
    names = _named(dialect.header)
    frame = _scan(intake, dialect, names, shape.rows)
    sample = frame.head(SAMPLE).collect()
    free = tuple(name for name in names if _of_places(sample[name]))
    asked = [name for name in dialect.header if name not in free]
    found.add_all(privacy.check_header(asked, contract, dialect.header_line))
    head = frame.head(privacy.SAMPLE_ROWS).drop(ROW).collect()
    found.add_all(privacy.check_sample(head, contract, answers))
    if found.blocked:
        return None
    suspect = {name_key(one.column or "") for one in privacy.check_header(free, contract, 1)}
    return Seen(
        header=tuple(name for name in names if name in dialect.header),
        frame=frame,
        sample=sample,
        rows=rows,
        format="json_records" if records else "csv",
        records=records,
        no_persons=tuple(name for name in free if name_key(name) in suspect),
    )


def _table(
    source: Path,
    known: frozenset[str],
    wanted: Wanted,
    answers: Answers,
    settings: Settings,
    staging: Path,
) -> tuple[Intake, Dialect]:
    intakes = take_in(source, staging, settings.limits, wanted)
    table = find_table(intakes, known, (), wanted, answers)
    if table is None:
        raise refusal("leeg_bestand")
    if isinstance(table, Question):
        raise Unclear(table)
    return table.intake, table.dialect


def _named(header: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a header; a column without one, or with one that stands there twice, by place.

    A profile names the columns it reads, so those cannot be matched.
    """
    return tuple(
        name if name and header.count(name) == 1 and name not in OURS else f"\0{place + 1}"
        for place, name in enumerate(header)
    )


def _scan(intake: Intake, dialect: Dialect, names: tuple[str, ...], rows: int) -> pl.LazyFrame:
    rows_of_text = pl.scan_csv(
        str(intake.path),
        separator=dialect.separator,
        has_header=False,
        skip_lines=dialect.skip_lines,
        schema={name: pl.String() for name in names},
        row_index_name=ROW,
        # The rows behind the data are no data.
        n_rows=rows,
        # `structure` has proven every row, as for `Source.scan`.
        missing_columns="insert",
        extra_columns="ignore",
        glob=False,
    )
    # A blank row is no row.
    return rows_of_text.filter(pl.any_horizontal(pl.col(names).str.strip_chars() != ""))


def _of_places(texts: pl.Series) -> bool:
    """Whether a column holds names of gemeenten, so that 'Naam' is no name of a person."""
    names = texts.drop_nulls().unique().to_list()
    register = load_register()
    known = sum(register.gemeente_code(n.removesuffix(" (gemeente)")) is not None for n in names)
    return bool(names) and known >= PLACES * len(names)


def _is_json(source: Path) -> bool:
    with source.open("rb") as file:
        head = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] in (b"{", b"[")


def _json(source: Path, answers: Answers, staging: Path) -> tuple[Path, str]:
    """The list of records of a JSON file as a CSV, and the name of that list."""
    root = read_json(source)
    lists = _lists(root)
    if not lists:
        raise ProfileFault("profiel_geen_lijst", key="value")
    chosen = answers.given.get("lijst") or (next(iter(lists)) if len(lists) == 1 else None)
    if chosen not in lists:
        raise Unclear(("lijst", tuple(lists)))
    records = lists[chosen]
    names = [n for n in records[0] if all(_has_value(record, n) for record in records)]
    out = staging / "profile.csv"
    JsonRecords(chosen).write_csv(source, out, tuple(names))
    return out, chosen


def _has_value(record: Any, name: str) -> bool:
    return isinstance(record, dict) and name in record and not isinstance(record[name], dict | list)


def _lists(root: Any) -> dict[str, list[Any]]:
    """The lists of records in a JSON file, by name."""
    among = {WHOLE: root} if isinstance(root, list) else root if isinstance(root, dict) else {}
    return {
        str(name): value
        for name, value in among.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }
