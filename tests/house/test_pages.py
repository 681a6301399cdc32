"""A page is a folder below `dashboard/views/`, a line in the navigation and a title."""

from __future__ import annotations

import ast
from pathlib import Path

from dashboard.pages import OPENING, QUESTIONS
from ketenkpi.wording import LANGUAGES, Sentences
from tests.house.tree import ROOT, syntax

VIEWS = Path("dashboard/views")


def all_pages() -> list[str]:
    """The name of every page, from its folder."""
    return sorted(file.parent.name for file in (ROOT / VIEWS).glob("*/page.py"))


def test_every_page_stands_under_one_question() -> None:
    named = [page for pages in QUESTIONS.values() for page in pages]
    assert sorted(named) == all_pages(), "dashboard/pages.py has each folder of views/ once"
    assert OPENING in named


def test_the_navigation_is_made_of_the_questions() -> None:
    text = ast.unparse(syntax(Path("dashboard/main.py")))
    assert "QUESTIONS.items()" in text


def test_every_page_has_a_title_and_says_what_it_is_for() -> None:
    words = Sentences(ROOT / "dashboard" / "wording")
    for page in all_pages():
        assert all(words.raw(f"{page}.title", language) for language in LANGUAGES)
        folder = VIEWS / page
        assert ast.get_docstring(syntax(folder / "page.py")), f"{folder}/page.py: no docstring"
