"""The zip a workbook is: its parts by name, within bounds, with every damage named."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from ketenkpi.spreadsheet.unreadable import Unreadable

CHUNK = 1 << 18
ENCRYPTED = 0x1
# Excel writes these two; others (bzip2, lzma) are no workbook's.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# The largest real workbooks have some hundreds of parts.
MOST_PARTS = 20_000
END_OF_ZIP = b"PK\x05\x06"
# What the zip and zlib modules raise on damaged bytes, found by mutating 20,000 workbooks.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    struct.error,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True)
class Archive:
    """The parts of an opened zip, by their names in small letters with '/' between."""

    file: zipfile.ZipFile
    parts: Mapping[str, zipfile.ZipInfo]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, unpacked piece by piece; raises Unreadable where damaged."""
        member = self.parts.get(name.lower())
        if member is None:
            raise Unreadable("werkmap_deel_ontbreekt", part=name)
        with _opened(self.file, member, name) as stream:
            while chunk := _read(stream, name):
                yield chunk


def open_archive(file: IO[bytes], unpacked_bytes: int, ratio: int) -> Archive:
    """The zip in `file`; raises Unreadable when it is damaged, encrypted or out of bounds."""
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGE as fault:
        raise Unreadable("werkmap_stuk" if _has_end(file) else "werkmap_afgebroken") from fault
    members = archive.infolist()
    if not members:
        raise Unreadable("zip_leeg")
    if len(members) > MOST_PARTS:
        raise Unreadable("werkmap_te_veel_delen", count=len(members), limit=MOST_PARTS)
    # The sizes a zip declares are what its reader will unpack at most, so
    # these two sums bound the work before anything is unpacked.
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > unpacked_bytes or unpacked > ratio * max(1, packed):
        raise Unreadable("zipbom", unpacked=_mb(unpacked), limit=_mb(unpacked_bytes), ratio=ratio)
    return Archive(archive, _by_name(members))


def _by_name(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    parts: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        # Some programs write Windows paths or begin at the root.
        name = member.filename.replace("\\", "/").lstrip("/").lower()
        if ".." in name.split("/"):
            raise Unreadable("werkmap_pad")
        if name in parts:
            raise Unreadable("werkmap_dubbel_deel", part=_short(name))
        parts[name] = member
    return parts


def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> IO[bytes]:
    if member.flag_bits & ENCRYPTED:
        raise Unreadable("zip_wachtwoord")
    if member.compress_type not in METHODS:
        raise Unreadable("werkmap_deel_beschadigd", part=_short(name))
    try:
        return archive.open(member)
    except DAMAGE as fault:
        raise Unreadable("werkmap_deel_beschadigd", part=_short(name)) from fault


def _read(stream: IO[bytes], name: str) -> bytes:
    try:
        # At the last piece the zip module compares the checksum.
        return stream.read(CHUNK)
    except DAMAGE as fault:
        raise Unreadable("werkmap_deel_beschadigd", part=_short(name)) from fault


def _has_end(file: IO[bytes]) -> bool:
    """Whether the table of contents at the end of a zip is there; a file cut short has none."""
    size = file.seek(0, 2)
    # It is 22 bytes with a comment of at most 64 KiB behind it.
    file.seek(max(0, size - 65_557))
    return END_OF_ZIP in file.read()


def _short(name: str) -> str:
    return name if len(name) <= 60 else "…" + name[-59:]


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"
