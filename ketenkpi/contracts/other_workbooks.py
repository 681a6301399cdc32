"""What a file is that is neither text nor Open XML, by its bytes and not by its name."""

from __future__ import annotations

import re
from pathlib import Path

from ketenkpi.contracts.intake import refusal

CHUNK = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes -> rule. BIFF 2 to 4 are Excel files of before 1993, without a
# container round them ([MS-XLS] 2.4.21; OpenOffice's "Excel File Format", 5.8).
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x09\x00\x04\x00", "oud_excel"),
    (b"\x09\x02\x06\x00", "oud_excel"),
    (b"\x09\x04\x06\x00", "oud_excel"),
)
PACKED: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    *((b"BZh%d1AY&SY" % level, "bzip2") for level in range(1, 10)),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
)
# Names of what an OLE container holds, as its table of contents spells them
# ([MS-CFB] 2.6.1: UTF-16, little end first), the telling ones first.
STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "werkmap_wachtwoord"),
    ("Workbook", "oud_excel"),
    ("Book", "oud_excel"),
    ("WordDocument", "ander_document"),
    ("PowerPoint Document", "ander_document"),
)
# What a text begins with that is a table in another form, after its declaration
# and comments. Programs name an HTML page .xls because Excel opens it.
FIRST = re.compile(rb"<!doctype\s+html|<[\w:.-]+|\{\\rtf|mime-version")
ROOTS: dict[bytes, str] = {
    **dict.fromkeys((b"<!doctype html", b"<html", b"<table", b"<head", b"<body"), "werkmap_html"),
    **dict.fromkeys((b"<div", b"<meta", b"<style", b"mime-version"), "werkmap_html"),
    b"<office:document": "werkmap_fods",
    b"{\\rtf": "ander_document",
}
XML_2003 = b"schemas-microsoft-com:office:spreadsheet"


def refuse_foreign(source: Path, head: bytes) -> None:
    """Raise Blocked when the file is of a kind that is known and not read.

    head: its first bytes, 4,096 or as many as there are. Text and zip files
    pass; what is no text and none of these passes too.
    """
    for signature, rule in SIGNATURES:
        if head.startswith(signature):
            raise refusal(rule)
    for signature, program in PACKED:
        if head.startswith(signature):
            raise refusal("gecomprimeerd", program=program)
    if head.startswith(OLE):
        raise refusal(_in_container(source))
    marked = _marked(_as_bytes_of_ascii(head))
    if marked is not None:
        raise refusal(marked)


def _marked(text: bytes) -> str | None:
    found = FIRST.match(_after_preamble(text.lower()))
    if found is None:
        return None
    # XML that a profile may read has roots of its own.
    if found[0].rpartition(b":")[2].lstrip(b"<") == b"workbook" and XML_2003 in text:
        return "werkmap_xml2003"
    return ROOTS.get(b" ".join(found[0].split()))


def _after_preamble(text: bytes) -> bytes:
    """The text from its first element on: after declarations and comments."""
    text = text.lstrip()
    while text.startswith((b"<?", b"<!--")):
        end = b"?>" if text.startswith(b"<?") else b"-->"
        text = text.partition(end)[2].lstrip()
    return text


def _as_bytes_of_ascii(head: bytes) -> bytes:
    """UTF-16 with a byte order mark without its zero bytes, so that tags are found in it."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _in_container(source: Path) -> str:
    """What an OLE container holds; its table of contents may stand anywhere, so all is searched.

    One that was cut short has lost it; most that people deliver are Excel's.
    """
    found = {name for name, _ in STREAMS if _holds(source, name.encode("utf-16-le") + b"\x00\x00")}
    for name, rule in STREAMS:
        if name in found:
            return rule
    return "oud_excel"


def _holds(source: Path, wanted: bytes) -> bool:
    rest = b""
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            if wanted in rest + chunk:
                return True
            rest = chunk[-len(wanted) :]
    return False
