"""Workbooks by hand: XML in a zip, so that a test sees every character that matters."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from ketenkpi.spreadsheet import read_book

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOUNDS = {
    "unpacked_bytes": 10_000_000,
    "ratio": 200,
    "cells": 100_000,
    "written_bytes": 1_000_000,
    "text_bytes": 1_000_000,
}
STYLES = ("General", "dd-mm-yyyy", "00000", "0.00%", "[h]:mm", "hh:mm", 'd mmm yyyy" (dag)"')


def parts(data: str, beside: str = "", strings: str = "", **changed: str | None) -> dict[str, str]:
    """The parts of a workbook with one sheet: `data` inside sheetData, `beside` after it.

    changed: other content for a part by its first word (`workbook`, `styles`),
    None to leave it out.
    """
    formats = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for n, code in enumerate(STYLES)
    )
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(STYLES)))
    found: dict[str, tuple[str, str]] = {
        "rels": ("_rels/.rels", relations(rId1=("officeDocument", "xl/workbook.xml"))),
        "workbook": ("xl/workbook.xml", book()),
        "links": (
            "xl/_rels/workbook.xml.rels",
            relations(
                rId1=("worksheet", "worksheets/sheet1.xml"),
                rId8=("styles", "styles.xml"),
                rId9=("sharedStrings", "sharedStrings.xml"),
            ),
        ),
        "styles": (
            "xl/styles.xml",
            f"<styleSheet><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>",
        ),
        "shared": ("xl/sharedStrings.xml", f"<sst>{strings}</sst>"),
        "sheet": ("xl/worksheets/sheet1.xml", sheet(data, beside)),
    }
    kept = {name: changed.get(word, text) for word, (name, text) in found.items()}
    return {name: text for name, text in kept.items() if text is not None}


def book(sheets: str = '<sheet name="Blad1" sheetId="1" r:id="rId1"/>', more: str = "") -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{more}<sheets>{sheets}</sheets></workbook>'


def sheet(data: str, beside: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{beside}</worksheet>'


def relations(**found: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in found.items()
    )
    return f"<Relationships>{inside}</Relationships>"


def zipped(members: dict[str, str] | dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(content: bytes, folder: Path, sheet: str | None = None, **bounds: int) -> dict[str, Any]:
    """What the reader makes of these bytes, read here and not in a child process."""
    file = folder / "werkmap.xlsx"
    file.write_bytes(content)
    asked = {"source": str(file), "folder": str(folder), "sheet": sheet, "bounds": BOUNDS | bounds}
    return read_book(asked)


def rows(content: bytes, folder: Path) -> list[list[str]]:
    """The cells of the only filled sheet."""
    (only,) = read(content, folder)["sheets"]
    text = Path(only["path"]).read_text(encoding="utf-8")
    return [line.split(";") for line in text.splitlines()]


def refused(content: bytes, folder: Path, **bounds: int) -> str:
    """The rule by which these bytes are refused."""
    return read(content, folder, **bounds)["refused"]["rule"]


def notes(content: bytes, folder: Path) -> dict[str, dict[str, Any]]:
    """What was noticed in the only filled sheet, by rule."""
    (only,) = read(content, folder)["sheets"]
    return {note["rule"]: note for note in only["notes"]}
