"""What a file is that is neither text nor a workbook, so that its finding can name it.

By its first bytes and never by its name. Facts of the signatures: the formats'
own specifications, gathered in the `magic` files of file(1) 5.45.
"""

from __future__ import annotations

import json
import re

from ketenkpi.contracts.intake import refusal

# First bytes -> rule and name.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "bestand_document", "PDF"),
    (b"%!PS", "bestand_document", "PostScript"),
    (b"\xffWPC", "bestand_document", "WordPerfect"),
    (b"\x89PNG", "bestand_plaatje", "PNG"),
    (b"\xff\xd8\xff", "bestand_plaatje", "JPEG"),
    (b"GIF87a", "bestand_plaatje", "GIF"),
    (b"GIF89a", "bestand_plaatje", "GIF"),
    (b"II*\x00", "bestand_plaatje", "TIFF"),
    (b"MM\x00*", "bestand_plaatje", "TIFF"),
    (b"RIFF", "bestand_plaatje", "WebP"),
    (b"$FL2", "bestand_statistiek", "SPSS (.sav)"),
    (b"$FL3", "bestand_statistiek", "SPSS (.zsav)"),
    (b"HEADER RECORD*******", "bestand_statistiek", "SAS (.xpt)"),
    (bytes(12) + b"\xc2\xea\x81\x60", "bestand_statistiek", "SAS (.sas7bdat)"),
    (b"<stata_dta>", "bestand_statistiek", "Stata (.dta)"),
    (b"RDX2\n", "bestand_statistiek", "R (.rda)"),
    (b"RDX3\n", "bestand_statistiek", "R (.rda)"),
    (b"X\n\x00\x00\x00", "bestand_statistiek", "R (.rds)"),
    (b"PAR1\x15", "bestand_statistiek", "Parquet"),
    (b"ARROW1\x00", "bestand_statistiek", "Arrow"),
    (b"FEA1\x00", "bestand_statistiek", "Feather"),
    (b"\x89HDF", "bestand_statistiek", "HDF5"),
    (b"\x80\x04\x95", "bestand_statistiek", "Python (pickle)"),
    (b"\x80\x05\x95", "bestand_statistiek", "Python (pickle)"),
    (b"Obj\x01", "bestand_statistiek", "Avro"),
    (b"SQLite format 3\x00", "bestand_database", "SQLite"),
    (b"\x00\x01\x00\x00Standard Jet DB", "bestand_database", "Access (.mdb)"),
    (b"\x00\x01\x00\x00Standard ACE DB", "bestand_database", "Access (.accdb)"),
    # Not "ID;P" alone: so begins a table with a column "Plaats" too.
    (b"ID;PWXL", "bestand_werkblad", "SYLK (.slk)"),
    (b"ID;PCALC", "bestand_werkblad", "SYLK (.slk)"),
    (b"ID;PSCALC", "bestand_werkblad", "SYLK (.slk)"),
    (b"TABLE\r\n0,1\r\n", "bestand_werkblad", "DIF (.dif)"),
    (b"MZ\x90", "bestand_programma", "Windows"),
    (b"\x7fELF", "bestand_programma", "Linux"),
)
# dBase: version, then year, month and day of the last change, number of rows,
# and the length of the header, which a byte of 0x0D ends.
DBASE_VERSIONS = b"\x02\x03\x30\x31\x43\x63\x83\x8b\xcb\xf5\xfb"
STATA_RELEASES = range(102, 117)
SQL = re.compile(
    rb"(?:\s|--[^\n]*\n|/\*.*?\*/;?)*(?:create\s+(?:table|database)|insert\s+into|drop\s+table"
    rb"|set\s+(?:names|statement_timeout|identity_insert)|use\s+\[?\w+\]?;|begin\s+transaction)",
    re.IGNORECASE | re.DOTALL,
)
MAIL = re.compile(rb"(?:[A-Z][\w-]+: [^\n]*\n(?:[ \t][^\n]*\n)*){3}")
MAIL_NAMES = re.compile(rb"^(?:From|Received|Return-Path|Message-ID|Subject): ", re.MULTILINE)
XML = re.compile(rb"\s*<(?:\?xml\b|!--|!doctype\b|[A-Za-z_][\w.:-]*[\s>/])", re.IGNORECASE)


def refuse_other(head: bytes) -> None:
    """Raise Blocked when the first bytes are those of a known kind that is not read."""
    for signature, rule, name in SIGNATURES:
        if head.startswith(signature):
            raise refusal(rule, name=name)
    text = head.removeprefix(b"\xef\xbb\xbf")
    for known, rule, name in (
        (_is_dbase(head), "bestand_database", "dBase (.dbf)"),
        (_is_stata(head), "bestand_statistiek", "Stata (.dta)"),
        (SQL.match(text) is not None, "bestand_database", "SQL"),
        (_is_mail(text), "bestand_document", "e-mail"),
        (_is_json(text), "bestand_json", "JSON"),
        (XML.match(text) is not None, "bestand_xml", "XML"),
    ):
        if known:
            raise refusal(rule, name=name)


def _is_dbase(head: bytes) -> bool:
    return (
        len(head) > 32
        and head[0] in DBASE_VERSIONS
        and 1 <= head[2] <= 12
        and 1 <= head[3] <= 31
        and int.from_bytes(head[8:10], "little") % 32 in (1, 8)
        and 0 in head[10:32]
    )


def _is_stata(head: bytes) -> bool:
    return (
        len(head) > 4 and head[0] in STATA_RELEASES and head[1] in (1, 2) and head[2:4] == b"\1\0"
    )


def _is_mail(text: bytes) -> bool:
    headers = MAIL.match(text)
    return headers is not None and MAIL_NAMES.search(headers[0]) is not None


def _is_json(text: bytes) -> bool:
    """Whether a text begins as an object or list of JSON does, and goes on so."""
    begin = text.lstrip()
    if not begin.startswith((b"{", b"[")):
        return False
    try:
        json.loads(begin.decode("utf-8", errors="ignore"))
    except json.JSONDecodeError as fault:
        # What was read ends somewhere: a fault far from the beginning is that end.
        return fault.pos > 20 or re.match(rb'[\[{]\s*(["{\[\]}]|\Z)', begin) is not None
    except RecursionError:
        return True
    return True
