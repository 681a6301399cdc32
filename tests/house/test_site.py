"""The pages of the site hang together: links, anchors, navigation, and every public name is told.

What is read here is the Markdown that MkDocs gets; `test_site_built.py` builds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
import yaml

import ketenkpi
from docsite import reference
from docsite.pages import pages, pictures
from ketenkpi.cli import COMMANDS
from tests.house.tree import ROOT

PAGES = pages()
SETTINGS = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


@cache
def _anchors(path: str) -> set[str]:
    """What a link within a page may point at, computed as `test_decisions` does."""
    heads = re.findall(r"^#+ (.+)$", FENCED.sub("", PAGES[path]), flags=re.MULTILINE)
    shown = (re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", head) for head in heads)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in shown}


def _broken(path: str, page: str) -> Iterator[str]:
    for to, anchor in LINK.findall(FENCED.sub("", page)):
        target = normpath(join(dirname(path), to)) if to else path
        if target not in PAGES and target not in pictures():
            yield f"{to}: no such page"
        elif anchor and anchor not in _anchors(target):
            yield f"{to}#{anchor}: no such heading"


@pytest.mark.parametrize("path", PAGES)
def test_links_of_a_page_lead_somewhere(path: str) -> None:
    assert list(_broken(path, PAGES[path])) == []


def test_the_check_above_can_fail() -> None:
    page = "[a](nowhere.md) [b](glossary.md#nothing) [c](glossary.md#glossary) [d](#glossary)"
    said = ["nowhere.md: no such page", "glossary.md#nothing: no such heading"]
    assert list(_broken("glossary.md", page)) == said


def _named(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for each in nav if isinstance(nav, list) else []:
        yield from _named(each)
    for each in nav.values() if isinstance(nav, dict) else []:
        yield from _named(each)


def test_every_page_is_in_the_navigation_or_named_by_an_index_that_is() -> None:
    named = list(_named(SETTINGS["nav"]))
    assert len(named) == len({*named})
    for index in ("methods.md", "reference/index.md"):
        links = LINK.findall(PAGES[index])
        named += [normpath(join(dirname(index), to)) for to, _ in links if to]
    assert {*named} == PAGES.keys()


def test_nothing_of_another_host_is_asked_for() -> None:
    assert SETTINGS["theme"]["font"] is False
    assert [name for plugin in SETTINGS["plugins"] for name in plugin] == ["search"]
    assert not {"extra_javascript", "extra_css", "extra", "repo_url"} & SETTINGS.keys()
    pictured = [to for page in PAGES.values() for to in re.findall(r"!\[[^\]]*\]\(([^)]+)", page)]
    assert {Path(to).name for to in pictured} == {Path(path).name for path in pictures()}


def test_every_public_name_is_told() -> None:
    for part, module in reference.parts().items():
        names = set(re.findall(r"^## (\w+)$", PAGES[f"reference/{part}.md"], flags=re.MULTILINE))
        assert names == set(reference.public(module))
    index = PAGES["reference/index.md"]
    assert set(re.findall(r"`kk\.(\w+)`", index)) == set(ketenkpi.__all__)


def test_a_store_tells_its_questions_and_a_class_its_methods() -> None:
    store = PAGES["reference/store.md"]
    for name in ("upload", "figures", "withdraw", "approve"):
        assert f"### Store.{name}\n" in store
    assert "quarter: AnyQuarter | None = None," in store
    assert "### Quarter.from_index\n" in PAGES["reference/vocabulary.md"]
    assert "### recipes.trend\n" in PAGES["reference/charts.md"]


def test_every_command_explains_itself() -> None:
    page = PAGES["reference/commands.md"]
    assert re.findall(r"^## ketenkpi (\w+)$", page, flags=re.MULTILINE) == list(COMMANDS)
    assert all(f"gebruik: ketenkpi {name} " in page for name in COMMANDS)
