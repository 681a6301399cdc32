"""Every page of the site as Markdown: what stands in `docs/` and beside it, and the reference.

A page of the repository also points at files that are no pages, such as a definition. On the
site nobody can follow that, so there the name of the file stands instead of a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import dirname, join, normpath, relpath

from docsite import reference

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
# Pages that people look for outside `docs/`, and what they are called on the site: a
# `README.md` would be taken for the first page of its folder.
BESIDE: Mapping[str, str] = {
    "README.md": "overview.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "tests/README.md": "tests.md",
}
LINK = re.compile(r"(!?\[([^\]]+)\])\((?!https?:|#)([^)#\s]+)(#[^)\s]+)?\)")


def pages() -> dict[str, str]:
    """The Markdown of every page, by its path on the site."""
    places = {f"docs/{path}": path for path in _below_docs("*.md")} | {**BESIDE}
    written = {
        place: _linked((ROOT / path).read_text(encoding="utf-8"), path, places)
        for path, place in places.items()
    }
    return {**written, **reference.pages()}


def pictures() -> dict[str, bytes]:
    """The bytes of every picture of the pages, by its path on the site."""
    return {path: (DOCS / path).read_bytes() for path in _below_docs("*.png")}


def _below_docs(pattern: str) -> list[str]:
    return sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob(pattern))


def _linked(page: str, path: str, places: Mapping[str, str]) -> str:
    """The page with its links as they are on the site. path: where it is in the repository."""

    def linked(found: re.Match[str]) -> str:
        shown, label, to, anchor = found.groups()
        target = normpath(join(dirname(path), to))
        place = places.get(target, target.removeprefix("docs/") if shown[0] == "!" else None)
        if place is not None:
            return f"{shown}({relpath(place, dirname(places[path]) or '.')}{anchor or ''})"
        if not (ROOT / target).exists():
            return found[0]  # building the site then says what is wrong
        return f"`{target}`" if target == label else f"{label} (`{target}`)"

    return LINK.sub(linked, page)
