"""Whatever was uploaded -> one UTF-8 text file, or a finding that says what it is instead.

Stage *bestand*. Nothing here looks at columns. Accepted are text in UTF-8
(with or without BOM) or Windows-1252, and .xlsx workbooks, which are written
out row by row so that a sheet is read by the same code as a CSV.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ketenkpi.contracts.findings import Finding
from ketenkpi.settings import Limits

Encoding = Literal["utf-8", "utf-8-sig", "windows-1252", "xlsx"]
CHUNK = 1 << 20
# Bytes that Windows-1252 leaves undefined.
UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# An accented letter as UTF-8 writes it. In a file that is not UTF-8 as a
# whole this means two encodings were pasted together.
UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to be read, as far as its uploader or profile says; None: found out.

    sheet: the name of a sheet of a workbook. header_line: the row of the header
    as a spreadsheet numbers it. separator and encoding are of a text file.
    """

    sheet: str | None = None
    header_line: int | None = None
    separator: str | None = None
    encoding: str | None = None


ANYHOW = Wanted()


@dataclass(frozen=True, slots=True)
class Intake:
    """A UTF-8 text file ready to be read, and how it arrived.

    Of a workbook each sheet is one, written as CSV with ';' and LF, a record for
    every row up to the last filled one, so that record and row numbers agree.
    `ascii` is True when it is known to hold ASCII only, which lets texts be
    checked faster. sheet: its name, '' for a text file; hidden: the workbook
    hides it. findings: what was noticed on the way that stops nothing.
    """

    path: Path
    encoding: Encoding
    ascii: bool = False
    sheet: str = ""
    hidden: bool = False
    findings: tuple[Finding, ...] = ()


class Blocked(Exception):
    """One finding that ends the reading of a file at once."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.rule)


def refusal(rule: str, line: int | None = None, **params: object) -> Blocked:
    """A blocking finding about the whole file, to be raised."""
    return Blocked(Finding("bestand", "blokkade", rule, line=line, params=params))


def take_in(source: Path, staging: Path, limits: Limits) -> Intake:
    """The source as UTF-8 text, itself or a copy in `staging`; raises Blocked."""
    size = source.stat().st_size
    if size == 0:
        raise refusal("leeg_bestand")
    if size > limits.upload_bytes:
        raise refusal("te_groot", size=_mb(size), limit=_mb(limits.upload_bytes))
    with source.open("rb") as file:
        head = file.read(4096)
    # Both make findings and sheets of the nouns above, so they come after them.
    from ketenkpi.contracts.workbook import refuse_foreign, sheets

    refuse_foreign(source, head)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal("utf16")
    if head.startswith(b"PK"):
        return sheets(source, staging, limits, ANYHOW)[0]
    if CONTROL.search(head):
        raise refusal("geen_tekstbestand")
    return _text(source, staging)


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def _text(source: Path, staging: Path) -> Intake:
    utf8, ascii = _encoded(source)
    if utf8:
        with source.open("rb") as file:
            marked = file.read(3) == codecs.BOM_UTF8
        return _unix_lines(Intake(source, "utf-8-sig" if marked else "utf-8", ascii), staging)
    _require_windows_1252(source)
    copy = staging / "utf8.csv"
    with (
        source.open(encoding="windows-1252", newline="") as old,
        copy.open("w", encoding="utf-8", newline="") as new,
    ):
        while text := old.read(CHUNK):
            new.write(text)
    return _unix_lines(Intake(copy, "windows-1252"), staging)


def _encoded(source: Path) -> tuple[bool, bool]:
    """Whether a file is UTF-8 and whether it is even ASCII, in one pass; refuses NUL bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8 = ascii = True
    for number, chunk in enumerate(_chunks(source)):
        # A NUL beyond the head: the file was cut or damaged there.
        at = chunk.find(b"\x00")
        if at >= 0:
            raise refusal("besturingsteken", line=_line_at(source, number * CHUNK + at))
        # Pure ASCII needs no decoding (10 times faster) as long as no
        # character is cut in two by the border of the chunk before.
        plain = chunk.isascii()
        ascii &= plain
        if utf8 and not (plain and not decoder.getstate()[0]):
            utf8 = _decodes(decoder, chunk)
    return utf8 and _decodes(decoder, b"", final=True), ascii


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final=final)
    except UnicodeDecodeError:
        return False
    return True


def _line_at(source: Path, place: int) -> int:
    """The line of text in which byte `place` stands."""
    with source.open("rb") as file:
        return file.read(place).count(b"\n") + 1


def _require_windows_1252(source: Path) -> None:
    for number, chunk in enumerate(_chunks(source)):
        for pattern, rule in ((UTF8_LETTER, "gemengde_codering"), (UNDEFINED_1252, "codering")):
            hit = pattern.search(chunk)
            if hit:
                raise refusal(rule, line=_line_at(source, number * CHUNK + hit.start()))


def _unix_lines(taken: Intake, staging: Path) -> Intake:
    """A file whose lines end in a bare CR (old Mac) gets LF; other files stay as they are."""
    with taken.path.open("rb") as file:
        head = file.read(CHUNK)
    if b"\n" in head or b"\r" not in head:
        return taken
    copy = staging / "lines.csv"
    with copy.open("wb") as new:
        for chunk in _chunks(taken.path):
            new.write(chunk.replace(b"\r", b"\n"))
    return Intake(copy, taken.encoding, taken.ascii)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
