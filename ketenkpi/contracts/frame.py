"""A frame -> the same reading as the file of its rows.

A frame is written out as a file would hold it and read by the code that reads
files, so there is one set of rules. A million spells of 15 columns take 0.5 s
to write. What differs is said here: cells of a type that no text stands for
are refused by column, and no finding names a line of text.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from io import StringIO
from pathlib import Path

import polars as pl

from ketenkpi.contracts.contract import LINE, NVT, Contract
from ketenkpi.contracts.course import Places
from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.findings import Collector, Finding, Findings
from ketenkpi.contracts.frame_columns import Frame, FrameColumn, frame_of
from ketenkpi.contracts.frame_texts import (
    Sort,
    no_text,
    readable,
    readable_name,
    refused_as,
    spelled,
    taken,
    type_shown,
)
from ketenkpi.contracts.intake import Wanted
from ketenkpi.contracts.kind import Kind
from ketenkpi.contracts.not_applicable import WRITTEN, named_in
from ketenkpi.contracts.read import Reading, read
from ketenkpi.digest import sha256
from ketenkpi.errors import UsageError
from ketenkpi.settings import Settings

__all__ = ["FIRST_LINE", "Frame", "frame_of", "read_frame"]

# The first row of a frame is on the line it would have under a header.
FIRST_LINE = 2
SEPARATOR = ";"
# Texts of a million rows of 15 columns take some 200 MB.
ROWS_AT_ONCE = 250_000
NO_LIMIT = 1 << 62
# The names of a frame are its names: no other row is looked at for them.
AS_WRITTEN = Wanted(header_line=1, separator=SEPARATOR, encoding="utf-8")


@dataclass(frozen=True)
class LookedFor:
    """What is looked for in a frame: kinds by name key, None for columns of a profile.

    filled_in: by name key the words that stand for an empty cell.
    """

    kinds: Mapping[str, Kind | None]
    filled_in: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def by(cls, contract: Contract, sources: Collection[str]) -> LookedFor:
        """By the columns a profile reads, else by those of the contract."""
        if sources:
            return cls({name_key(name): None for name in sources})
        words = {name_key(c.name): c.if_empty for c in contract.columns if c.if_empty is not None}
        return cls({name_key(column.name): column.kind for column in contract.columns}, words)

    def seen(self, column: FrameColumn) -> _Seen:
        """A column of a frame, with what is expected of it."""
        key = name_key(column.name)
        return _Seen(column, self.kinds.get(key), key in self.kinds, self.filled_in.get(key))


def read_frame(
    frame: Frame,
    contract: Contract,
    *,
    out: Path,
    settings: Settings,
    profile: str | None = None,
    constants: Mapping[str, str] | None = None,
    places: Places | None = None,
    today: date | None = None,
    nothing: bool = False,
    leave_out: Collection[str] = (LINE,),
    answers: Mapping[str, str] | None = None,
) -> Reading:
    """As `read`, of a frame.

    Row 0 is line 2, as below a header. `leave_out` are columns of our own
    that are not read; where `_nvt` names an empty cell it does not apply, as in
    rows that the store gave. The reading has no dialect; its `sha256` is that of the
    rows as text. A frame is no upload, so it may be of any size.
    """
    expected = LookedFor.by(contract, _sources(profile))
    found = Collector(settings.limits.findings_listed_per_rule)
    with tempfile.TemporaryDirectory(prefix="frame-", dir=out.parent) as folder:
        file = Path(folder) / "frame.csv"
        kept = tuple(column for column in frame.columns if column.name not in leave_out)
        _write(replace(frame, columns=kept), expected, file, found)
        if found.blocked:
            return _refused(contract, profile, found.findings(), sha256(file))
        reading = read(
            file,
            contract,
            out=out,
            settings=_without_limit(settings),
            profile=profile,
            constants=constants,
            places=places,
            today=today,
            nothing=nothing,
            wanted=AS_WRITTEN,
            answers=answers,
        )
    return replace(reading, dialect=None, findings=_of_rows(reading.findings))


def _sources(profile: str | None) -> tuple[str, ...]:
    from ketenkpi.contracts.profile import find_profile

    if profile is None:
        return ()
    known = find_profile(profile)
    if known.format != "csv":
        raise UsageError("contracts.profile_of_files", name=known.key)
    return known.source_columns


def _without_limit(settings: Settings) -> Settings:
    return replace(settings, limits=replace(settings.limits, upload_bytes=NO_LIMIT))


@dataclass
class _Seen:
    """One column, and what was seen of its cells so far."""

    column: FrameColumn
    kind: Kind | None
    expected: bool
    filled_in: str | None = None
    sorts: set[Sort] = field(default_factory=set)
    broken: int = 0
    first_broken: int = 0

    def written(self, start: int, rows: int, nvt: pl.Series | None) -> pl.Series:
        """The texts of so many rows, of which `nvt` names the columns that do not apply."""
        texts = self.texts(start, rows)
        if nvt is None or not self.expected:
            return texts
        said = named_in(nvt, name_key(self.column.name))
        empty = (
            texts.is_null()
            if self.filled_in is None
            else texts.fill_null("").is_in(["", self.filled_in])
        )
        return texts.set(said & empty, WRITTEN)

    def texts(self, start: int, rows: int) -> pl.Series:
        """The texts of so many rows, all of characters that a file may hold."""
        made = spelled(self.column.part(start, rows), self.kind, rows)
        self.sorts |= made.sorts
        broken = no_text(made.texts)
        if not broken.any():
            return made.texts
        self.first_broken = self.first_broken or start + broken.arg_true()[0] + FIRST_LINE
        self.broken += int(broken.sum())
        return readable(made.texts)

    def tell(self, found: Collector) -> None:
        """What cannot be read of a column that is looked for."""
        name = self.column.name
        if self.expected and not self.sorts <= taken(self.kind):
            params = {"came": type_shown(self.column, taken(self.kind))}
            found.add(Finding("kop", "blokkade", refused_as(self.kind), column=name, params=params))
        if self.expected and self.broken:
            line = self.first_broken
            told = Finding("cel", "blokkade", "teken_onleesbaar", line, column=name)
            found.add(told, times=self.broken)


def _write(frame: Frame, expected: LookedFor, file: Path, found: Collector) -> None:
    """As text: a header, then a record for every row, with ';' and LF.

    A part of the rows at a time, so that not all texts are in memory. A frame of one
    column has every cell quoted, so that a missing one is no blank line.
    """
    said = next((column for column in frame.columns if column.name == NVT), None)
    read = tuple(column for column in frame.columns if column.name != NVT)
    columns = [expected.seen(column) for column in read]
    with file.open("wb") as target:
        target.write(_header(column.name for column in read))
        for start in range(0, frame.height if columns else 0, ROWS_AT_ONCE):
            rows = min(ROWS_AT_ONCE, frame.height - start)
            nvt = None if said is None else spelled(said.part(start, rows), None, rows).texts
            texts = {
                f"{place}": each.written(start, rows, nvt) for place, each in enumerate(columns)
            }
            pl.DataFrame(texts).write_csv(
                target,
                separator=SEPARATOR,
                include_header=False,
                quote_style="always" if len(columns) == 1 else "necessary",
            )
    for each in columns:
        each.tell(found)


def _header(names: Iterable[str]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=SEPARATOR, lineterminator="\n")
    writer.writerow([readable_name(name) for name in names])
    return text.getvalue().encode()


def _refused(contract: Contract, profile: str | None, findings: Findings, digest: str) -> Reading:
    return Reading(contract.key, profile, None, findings, None, 0, 0, 0, digest)


def _of_rows(findings: Findings) -> Findings:
    return replace(findings, listed=tuple(replace(one, text_line=None) for one in findings.listed))
