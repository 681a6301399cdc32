"""A frame -> the same reading as the file of its rows.

A frame is written out as a file would hold it and read by the code that reads
files, so there is one set of rules. A million spells of 15 columns take 0.5 s
to write. What differs is said here: cells of a type that no text stands for
are refused by column, and no finding names a line of text.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path

import polars as pl

from ketenkpi.contracts.contract import LINE, Contract
from ketenkpi.contracts.course import Places
from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.findings import Collector, Finding, Findings
from ketenkpi.contracts.frame_columns import Frame, FrameColumn, frame_of
from ketenkpi.contracts.frame_texts import (
    Texts,
    no_text,
    readable,
    readable_name,
    refused_as,
    spelled,
    taken,
    type_shown,
)
from ketenkpi.contracts.kind import Kind
from ketenkpi.contracts.read import Reading, read
from ketenkpi.digest import sha256
from ketenkpi.errors import UsageError
from ketenkpi.settings import Settings

__all__ = ["FIRST_LINE", "Frame", "frame_of", "read_frame"]

# The first row of a frame is on the line it would have under a header.
FIRST_LINE = 2
SEPARATOR = ";"
NO_LIMIT = 1 << 62


@dataclass(frozen=True)
class Expected:
    """What is looked for in a frame: kinds by name key, None for columns of a profile."""

    kinds: Mapping[str, Kind | None]

    @classmethod
    def by(cls, contract: Contract, sources: Collection[str]) -> Expected:
        """By the columns a profile reads, else by those of the contract."""
        if sources:
            return cls({name_key(name): None for name in sources})
        return cls({name_key(column.name): column.kind for column in contract.columns})


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
) -> Reading:
    """As `read`, of a frame.

    Row 0 is line 2, as below a header. `leave_out` are columns of our own
    that are not read. The reading has no dialect; its `sha256` is that of the
    rows as text. A frame is no upload, so it may be of any size.
    """
    expected = Expected.by(contract, _sources(profile))
    found = Collector(settings.limits.findings_listed_per_rule)
    with tempfile.TemporaryDirectory(prefix="frame-", dir=out.parent) as folder:
        file = Path(folder) / "frame.csv"
        kept = [column for column in frame.columns if column.name not in leave_out]
        _write(file, _texts(kept, expected, found, frame.height))
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


def _texts(
    columns: list[FrameColumn], expected: Expected, found: Collector, height: int
) -> list[tuple[str, pl.Series]]:
    """The columns as texts; adds what cannot be read to `found`."""
    made = []
    for column in columns:
        key = name_key(column.name)
        texts = spelled(column, expected.kinds.get(key), height)
        if key in expected.kinds:
            _check_sorts(column, texts, expected, found)
            _check_characters(column, texts.texts, found)
        made.append((readable_name(column.name), readable(texts.texts)))
    return made


def _check_sorts(column: FrameColumn, texts: Texts, expected: Expected, found: Collector) -> None:
    kind = expected.kinds[name_key(column.name)]
    if not texts.sorts <= taken(kind):
        params = {"came": type_shown(column, taken(kind))}
        found.add(Finding("kop", "blokkade", refused_as(kind), column=column.name, params=params))


def _check_characters(column: FrameColumn, texts: pl.Series, found: Collector) -> None:
    broken = no_text(texts)
    if not broken.any():
        return
    line = broken.arg_true()[0] + FIRST_LINE
    found.add(
        Finding("cel", "blokkade", "teken_onleesbaar", line, column=column.name),
        times=int(broken.sum()),
    )


def _write(file: Path, columns: list[tuple[str, pl.Series]]) -> None:
    """As text: a header, then a record for every row, with ';' and LF.

    A frame of one column has every cell quoted, so that a missing one is no blank line.
    """
    texts = pl.DataFrame({f"{place}": one for place, (_, one) in enumerate(columns)})
    with file.open("wb") as target:
        target.write(_header([name for name, _ in columns]))
        if columns:
            texts.write_csv(
                target,
                separator=SEPARATOR,
                include_header=False,
                quote_style="always" if len(columns) == 1 else "necessary",
            )


def _header(names: list[str]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=SEPARATOR, lineterminator="\n").writerow(names)
    return text.getvalue().encode()


def _refused(contract: Contract, profile: str | None, findings: Findings, digest: str) -> Reading:
    return Reading(contract.key, profile, None, findings, None, 0, 0, 0, digest)


def _of_rows(findings: Findings) -> Findings:
    return replace(findings, listed=tuple(replace(one, text_line=None) for one in findings.listed))
