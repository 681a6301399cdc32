"""A small delivery, written by hand so that every figure can be counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

HEADER = "traject_id;werkplein;regeling;melding;instroom;uitstroom;reden_uitstroom"
FIRST = date(2009, 1, 1)


def spells(count: int, *, werkplein: str = "Almere", away: int = 0) -> list[str]:
    """`count` spells that start on the first days of 2009, all with WW.

    Of every three one goes on, one ends after 40 days with work, and one ends
    after 20 days for another reason; the last `away` are left out.
    """
    return [_spell(number, werkplein) for number in range(count - away)]


def _spell(number: int, werkplein: str) -> str:
    start = FIRST + timedelta(days=number % 30)
    days, reason = ((None, ""), (40, "werk"), (20, "verhuizing"))[number % 3]
    end = "" if days is None else f"{start + timedelta(days=days):%d-%m-%Y}"
    return f"T{number};{werkplein};WW;{start:%d-%m-%Y};{start:%d-%m-%Y};{end};{reason}"


def write(file: Path, rows: list[str], header: str = HEADER) -> Path:
    file.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return file
