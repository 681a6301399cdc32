"""A text in any encoding -> the same text in UTF-8, its rows ending in LF or CR LF.

Nothing is changed that a cell could mean: only the encoding, an end-of-file
mark of DOS behind the last row, line ends of other systems, and the sign before a
text that is written as a formula so that a spreadsheet keeps its zeros (="0712"). What shows that
a text is damaged is said with its line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from ketenkpi.contracts.findings import Finding
from ketenkpi.contracts.intake import Encoding, Intake, Wanted, refusal

CHUNK = 1 << 20
# What may be asked for, by the names programs give. Latin-1 as the web reads it:
# bytes 0x80-0x9F that are no control characters make it Windows-1252
# (WHATWG Encoding Standard, "Names and labels").
NAMES: dict[str, Encoding] = {
    **dict.fromkeys(("utf8", "utf8sig", "utf8bom"), "utf-8"),
    **dict.fromkeys(("windows1252", "cp1252", "ansi", "latin1", "iso88591"), "windows-1252"),
    **dict.fromkeys(("iso885915", "latin9"), "iso-8859-15"),
    **dict.fromkeys(("utf16", "unicode"), "utf-16"),
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    **dict.fromkeys(("cp850", "ibm850", "dos"), "cp850"),
    **dict.fromkeys(("macroman", "macintosh"), "mac-roman"),
}
# Bytes that Windows-1252 leaves undefined.
UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Letters of DOS (cp850) and of old Macs are signs in Windows-1252 that stand
# between words: 'Co”peratie', 'Belgi‰', 'JosŽ'. In a word they are letters. Dashes,
# apostrophes and dots may stand between two letters, so they tell nothing.
# One class of bytes first: the places where it holds are few, and looked at next.
SIGN_IN_WORD = re.compile(
    rb"[\x82-\x84\x86-\x8c\x8e\x93-\x95\x98\x99\x9b\x9f\xa1-\xa3]"
    rb"(?:(?<=[A-Za-z][\x82-\x84\x86-\x89\x8b\x93-\x95\x98\x99\x9b\xa1-\xa3])(?=[A-Za-z])"
    rb"|(?<=[A-Za-z][\x82\x89\xa1\xa2])|(?<=\x82\x82)"
    rb"|(?<=[a-z][\x8a\x8c\x8e\x9f])|(?<=\x9f)(?=[a-z]))"
)
# An accented letter as UTF-8 writes it. In a file that is not UTF-8 as a
# whole this means two encodings were pasted together.
UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
NOT_1252 = (
    (UTF8_LETTER, "gemengde_codering"),
    (UNDEFINED_1252, "codering"),
    (SIGN_IN_WORD, "codering_oud"),
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
# A damaged text has a few control characters. Of random bytes one in ten is one,
# and 4 kB without a zero among them are rarer than one file in a million.
CONTROL_SHARE, MOST_CONTROL = 0.05, 0.3
# DOS ends a text at this byte and may fill the last sector with more of them or
# with zeros; what else may stand behind it is white space.
END_MARK, ZERO = b"\x1a", b"\x00"
PADDING = b"\x00\x1a\r\n \t"
# Many systems write ="0712" so that a spreadsheet keeps the zeros. Inside a cell in
# quotation marks those of the text are doubled, so this is never a part of one.
AS_FORMULA = b'="'
FORMULA_CELL = re.compile(rb'(?m)(?:^|(?<=[;,\t|]))=("[^"\r\n]+")(?=[;,\t|\r\n]|\Z)')


def read_text(source: Path, staging: Path, wanted: Wanted, head: bytes) -> Intake:
    """The text as UTF-8, itself or a copy in `staging`; `head` are its first bytes.

    Raises Blocked for what is no text, is damaged, or is not in the encoding
    that was asked for.
    """
    asked = _named(wanted.encoding)
    wide = _wide(head) if asked in (None, "utf-16") else None
    if asked is None and not wide and _is_binary(head):
        raise refusal("geen_tekstbestand")
    codec = wide or asked
    if codec and codec != "utf-8":
        path = _decoded(source, staging, codec)
        encoding: Encoding = "utf-16" if codec.startswith("utf-16") else codec
        return _mended(path, _scan(path), encoding, staging)
    scan = _scan(source)
    if scan.utf8:
        return _mended(source, scan, "utf-8-sig" if head.startswith(BOM) else "utf-8", staging)
    if scan.cut:
        raise refusal("letter_afgekapt", line=_line_at(source, source.stat().st_size))
    if asked:
        raise refusal("codering_anders", line=_line_at(source, scan.wrong), encoding=asked)
    _require_windows_1252(source)
    path = _decoded(source, staging, "windows-1252")
    return _mended(path, _scan(path), "windows-1252", staging)


BOM = codecs.BOM_UTF8


def _is_binary(head: bytes) -> bool:
    content = head.rstrip(PADDING)
    share = len(CONTROL.findall(content)) / max(1, len(content))
    return share > (CONTROL_SHARE if ZERO in content else MOST_CONTROL)


def _named(encoding: str | None) -> Encoding | None:
    if encoding is None:
        return None
    key = re.sub(r"[^a-z0-9]", "", encoding.casefold())
    if key not in NAMES:
        known = ", ".join(dict.fromkeys(NAMES.values()))
        raise refusal("codering_onbekend", encoding=encoding, known=known)
    return NAMES[key]


def _wide(head: bytes) -> Encoding | None:
    """Whether a text has two bytes a letter, by its mark or by where its zeros stand."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refusal("utf32")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = head.rstrip(ZERO)
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = (head[first : 2 * pairs : 2].count(0) / pairs for first in (0, 1))
    if min(even, odd) > 0.4 and max(even, odd) > 0.9:
        raise refusal("utf32")
    # Letters of our alphabet have one byte of zero, and no letter a zero elsewhere.
    if odd > 0.5 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 and odd < 0.05 else None


def _decoded(source: Path, staging: Path, codec: Encoding) -> Path:
    """A copy in UTF-8; raises Blocked at the first bytes that are no letter."""
    copy = staging / "utf8.csv"
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    with copy.open("w", encoding="utf-8", newline="") as new:
        for chunk in chain(_chunks(source), (b"",)):
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as fault:
                before = fault.object[: fault.start].decode(codec, errors="ignore")
                rule = "codering_anders" if chunk else "letter_afgekapt"
                line += before.count("\n")
                raise refusal(rule, line=line, encoding=codec) from fault
            line += text.count("\n")
            new.write(text)
    return copy


@dataclass(frozen=True, slots=True)
class _Scan:
    """What the bytes of a text hold.

    utf8: it is UTF-8 as a whole, else `wrong` is about where it is not; cut: it
    would be, but for a last letter that is not whole. zero, end_mark and mark are the
    places of the first byte of zero, the first end-of-file mark of DOS and the
    first mark of byte order behind the beginning; formula: a text may be written
    as a formula.
    """

    utf8: bool
    cut: bool = False
    wrong: int = 0
    formula: bool = False
    zero: int | None = None
    end_mark: int | None = None
    mark: int | None = None


def _scan(path: Path) -> _Scan:
    """What a text holds, in one pass; ends at once where it is no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    formula, letters = False, False
    places: dict[bytes, int] = {}
    last = edge = b""
    for number, chunk in enumerate(_chunks(path)):
        for sign in (ZERO, END_MARK):
            at = -1 if sign in places else chunk.find(sign)
            if at >= 0:
                places[sign] = number * CHUNK + at
        # Pure ASCII needs no decoding (10 times faster) as long as no
        # character is cut in two by the border of the chunk before.
        plain = chunk.isascii()
        # One sign is sought ten times as fast as two, and few files have both.
        signs = b'"' in chunk and (b"=" in chunk or edge == b"=")
        formula = formula or (signs and AS_FORMULA in edge + chunk)
        edge = chunk[-1:]
        if plain and not decoder.getstate()[0]:
            last = b""
            continue
        try:
            letters |= not decoder.decode(chunk).isascii()
        except UnicodeDecodeError as fault:
            return _Scan(False, wrong=number * CHUNK + fault.start)
        if BOM not in places:
            both = last + chunk
            at = both.find(BOM, _marks_at(both) if number == 0 else 0)
            if at >= 0:
                places[BOM] = number * CHUNK - len(last) + at
        last = chunk[-2:]
    whole = not decoder.getstate()[0]
    return _Scan(
        whole,
        # A last byte that begins a letter is one of Windows-1252 when it is the only one.
        cut=not whole and letters,
        formula=formula,
        zero=places.get(ZERO),
        end_mark=places.get(END_MARK),
        mark=places.get(BOM),
    )


def _marks_at(text: bytes) -> int:
    """The bytes of the marks of byte order a text begins with; some programs write two."""
    size = 0
    while text.startswith(BOM, size):
        size += len(BOM)
    return size


def _require_windows_1252(source: Path) -> None:
    for number, chunk in enumerate(_chunks(source)):
        for pattern, rule in NOT_1252:
            hit = pattern.search(chunk)
            if hit:
                raise refusal(rule, line=_line_at(source, number * CHUNK + hit.start()))


def _mended(path: Path, scan: _Scan, encoding: Encoding, staging: Path) -> Intake:
    """The text up to its end-of-file mark, with line ends of ours; Blocked when damaged."""
    size = path.stat().st_size
    first = min((at for at in (scan.zero, scan.end_mark) if at is not None), default=None)
    if first is not None:
        at_end, ends = _only_padding(path, first), first == scan.end_mark
        if not (at_end and ends):
            inside = "eindeteken_binnenin" if ends else "besturingsteken"
            raise refusal("nullen_aan_eind" if at_end else inside, line=_line_at(path, first))
        size = first
    taken = Intake(path, encoding, findings=_noticed(path, scan))
    change = _line_ends(path)
    if change is not None or first is not None:
        path = _rewrite(path, staging / "lines.csv", size, change)
    if scan.formula:
        path = _without_formulas(path, staging / "texts.csv")
    return replace(taken, path=path)


def _noticed(path: Path, scan: _Scan) -> tuple[Finding, ...]:
    if scan.mark is None:
        return ()
    line = _line_at(path, scan.mark)
    return (Finding("bestand", "advies", "bom_binnenin", line=line),)


def _only_padding(path: Path, place: int) -> bool:
    with path.open("rb") as file:
        file.seek(place)
        while chunk := file.read(CHUNK):
            if chunk.strip(PADDING):
                return False
    return True


def _line_ends(path: Path) -> tuple[bytes, bytes] | None:
    """Which line end is to become which, by the first megabyte; None mostly.

    A bare CR ends rows of old Macs. CR CR LF is CR LF that was written as text
    once more; both only where every row ends so.
    """
    with path.open("rb") as file:
        head = file.read(CHUNK)
    feeds = head.count(b"\n")
    if not feeds and b"\r" in head:
        return b"\r", b"\n"
    if feeds and head.count(b"\r\r\n") == feeds:
        return b"\r\r\n", b"\r\n"
    return None


def _rewrite(path: Path, copy: Path, size: int, change: tuple[bytes, bytes] | None) -> Path:
    """The first `size` bytes, with one line end for another."""
    held = b""
    with copy.open("wb") as new:
        for chunk in chain(_chunks(path), (b"",)):
            text = held + chunk[: max(0, size)]
            size -= len(chunk)
            # A line end may be cut in two by the border of a chunk.
            kept = len(text.rstrip(b"\r")) if chunk else len(text)
            text, held = text[:kept], text[kept:]
            if change == (b"\r", b"\n"):
                text = text.replace(b"\r\n", b"\n")
            new.write(text.replace(*change) if change else text)
    return copy


def _without_formulas(path: Path, copy: Path) -> Path:
    """The text with every cell of the form ="0712" as "0712", which is what it shows."""
    with path.open("rb") as old, copy.open("wb") as new:
        # Hinted by size: whole lines of a chunk together.
        while lines := old.readlines(CHUNK):
            new.write(FORMULA_CELL.sub(rb"\1", b"".join(lines)))
    return copy


def _line_at(path: Path, place: int) -> int:
    """The line of text in which byte `place` stands."""
    lines, left = 1, place
    for chunk in _chunks(path):
        lines += chunk.count(b"\n", 0, max(0, left))
        left -= len(chunk)
        if left <= 0:
            break
    return lines


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
