"""`docs/tables.md`: a section for each table, between two marks by which it is found again."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.tables.table import Rows, Table, markdown

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tables.md"
_SECTION = re.compile(r"<!-- table: (\w+) -->\n(.*?)<!-- end: \1 -->\n", re.DOTALL)


def commit() -> str:
    """The commit that is run, '+ changes' when files differ from it; 'no commit' without git."""
    try:
        short = _git("rev-parse", "--short", "HEAD").strip()
        changed = _git("status", "--porcelain", "--", ".", f":!{PAGE.relative_to(ROOT)}")
    except (OSError, subprocess.CalledProcessError):
        return "no commit"
    return f"commit {short}{' + changes' if changed.strip() else ''}"


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def sections(page: str) -> dict[str, str]:
    """The sections of the page by the name of their table, in the order they stand."""
    return dict(_SECTION.findall(page))


def section(table: Table, rows: Rows, day: date, commit: str, seconds: float) -> str:
    """What is written of one table."""
    took = f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
    return (
        f"## {table.name}\n\n{table.proves}\n\n"
        f"`python3 start.py tables {table.name}`: {day}, {commit}, size {table.size:,}, {took}.\n\n"
        f"{markdown(rows)}\n\n"
    )


def write(table: Table, rows: Rows, day: date, commit: str, seconds: float) -> None:
    """Put one table in its section, in the order of the registry; the others stay."""
    from tests.tables.registry import TABLES

    page = PAGE.read_text(encoding="utf-8")
    kept = sections(page) | {table.name: section(table, rows, day, commit, seconds)}
    intro = _SECTION.sub("", page).rstrip()
    PAGE.write_text(_page(intro, kept, TABLES), encoding="utf-8")


def _page(intro: str, kept: dict[str, str], order: Iterable[str]) -> str:
    parts = [
        f"<!-- table: {name} -->\n{kept[name]}<!-- end: {name} -->\n"
        for name in order
        if name in kept
    ]
    return "\n".join([f"{intro}\n", *parts])
