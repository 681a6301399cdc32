"""`docs/methods.md` and the pages below it are what the definitions and docstrings say today."""

from __future__ import annotations

import re
from os.path import normpath
from pathlib import Path

import pytest

from ketenkpi.indicators import load_indicators
from ketenkpi.methods import DOCS, GENERAL, INDEX, pages, present, write

RENEW = "renew docs/methods.md and docs/methods/ with: python -m ketenkpi.methods"
MADE = pages()
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def test_no_page_is_missing_and_none_is_left_of_what_is_gone() -> None:
    assert present() == set(MADE), RENEW


@pytest.mark.parametrize("page", MADE)
def test_a_page_is_current(page: str) -> None:
    file = DOCS / page
    assert file.exists(), RENEW
    assert file.read_text(encoding="utf-8") == MADE[page], RENEW


def test_an_indicator_has_a_page_and_the_index_names_it_once() -> None:
    for key, indicator in load_indicators().items():
        page = f"methods/{key}.md"
        assert MADE[page].startswith(f"# {indicator.name.nl} / {indicator.name.en}\n")
        assert f"`{key}`, version {indicator.version}" in MADE[page]
        assert MADE[INDEX].count(f"]({page})") == 1
    general = {f"methods/general/{name}.md" for name in GENERAL}
    assert general == {page for page in MADE if "/general/" in page}


@pytest.mark.parametrize("page", MADE)
def test_a_page_points_at_pages_that_exist(page: str) -> None:
    targets = [normpath((DOCS / page).parent / each) for each in LINK.findall(MADE[page])]
    assert set(targets) - {normpath(DOCS / each) for each in MADE} == set()


def test_writing_takes_away_what_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "methods" / "gone.md"
    gone.parent.mkdir()
    gone.write_text("# Gone\n", encoding="utf-8")
    write(tmp_path)
    assert present(tmp_path) == set(MADE)
