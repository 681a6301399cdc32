"""A page is a folder below `dashboard/views/`, a line in the navigation and a title."""

from __future__ import annotations

import ast
from pathlib import Path

from ketenkpi.wording import LANGUAGES, Sentences
from tests.house.tree import ROOT, syntax

VIEWS = Path("dashboard/views")
# The one that opens without an address of its own.
OPENING = "overzicht"


def all_pages() -> list[str]:
    """The name of every page, from its folder."""
    return sorted(file.parent.name for file in (ROOT / VIEWS).glob("*/page.py"))


def _in_navigation() -> list[ast.Call]:
    calls = (node for node in ast.walk(syntax(Path("dashboard/main.py"))))
    return [
        call
        for call in calls
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "frame.page"
    ]


def test_every_page_stands_in_the_navigation_once() -> None:
    named = [ast.literal_eval(call.args[0]) for call in _in_navigation()]
    assert sorted(named) == all_pages(), "a line in dashboard/main.py for each folder of views/"


def test_one_page_opens_first() -> None:
    first = [call.args[0] for call in _in_navigation() if call.keywords]
    assert [ast.literal_eval(name) for name in first] == [OPENING]


def test_every_page_has_a_title_and_says_what_it_is_for() -> None:
    words = Sentences(ROOT / "dashboard" / "wording")
    for page in all_pages():
        assert all(words.raw(f"{page}.title", language) for language in LANGUAGES)
        folder = VIEWS / page
        assert ast.get_docstring(syntax(folder / "page.py")), f"{folder}/page.py: no docstring"
