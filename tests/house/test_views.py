"""A page and what only it has stand in one folder, and no other page reaches into it."""

from __future__ import annotations

from pathlib import Path

from tests.house.tree import files, imported

VIEWS = Path("dashboard/views")
# What is ready before the first visitor comes is the page that opens.
BEFORE_ANY_PAGE = {Path("dashboard/warm_up.py")}


def _page_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[2] if parts[:2] == ["dashboard", "views"] and len(parts) > 2 else None


def _reaching_in(file: Path) -> set[str]:
    own = file.parts[2] if file.is_relative_to(VIEWS) else None
    return {page for name in imported(file) if (page := _page_of(name)) not in (None, own)}


def test_no_module_imports_from_the_folder_of_another_page() -> None:
    # What two pages share stands in `dashboard/` itself, with a name of its own.
    reaching = {file: _reaching_in(file) for file in files(".py", below="dashboard")}
    assert {file for file, pages in reaching.items() if pages} == BEFORE_ANY_PAGE


def test_every_page_is_a_folder_with_its_page() -> None:
    folders = {file.parts[2] for file in files(".py", below="dashboard/views")}
    pages = {
        file.parent.name for file in files(".py", below="dashboard/views") if file.stem == "page"
    }
    assert folders == pages
    assert len(pages) == 17


def test_the_check_above_can_fail() -> None:
    assert _page_of("dashboard.views.keten.parts") == "keten"
    assert _page_of("dashboard.reads") is None
