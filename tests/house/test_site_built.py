"""The site is built as strictly as it can be, and loads nothing from another host."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docsite.pages import pages
from tests.house.tree import ROOT

pytestmark = pytest.mark.slow

LOADED = re.compile(r"<(?:script|img|iframe|source|link)\b[^>]*?\b(?:src|href)=[\"']?([^\"'\s>]+)")
ASKED = re.compile(r"(?:@import|url\()\s*[\"']?(https?:)?//")


# Of its own process: MkDocs and what it uses warn, and here a warning is an error.
BUILD = """
import sys
from pathlib import Path
from docsite.built import build
from docsite.pages import pages
folder, *page = sys.argv[1:]
sys.exit(build({**pages(), **dict([page] if page else [])}, Path(folder)))
"""


def _build(folder: Path, *page: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BUILD, str(folder), *page]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    done = _build(folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.mark.parametrize("page", ["[a](nowhere.md)", "[a](methods.md#nothing)", "[a](/b.md)"])
def test_a_link_that_leads_nowhere_stops_it(page: str, tmp_path: Path) -> None:
    done = _build(tmp_path, "glossary.md", page)
    assert done.returncode == 1
    assert "WARNING" in done.stderr


def test_every_page_is_built(site: Path) -> None:
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert built == {path.removesuffix(".md") + ".html" for path in pages()} | {"404.html"}


def test_pages_load_nothing_from_another_host(site: Path) -> None:
    for path in site.rglob("*.html"):
        loaded = LOADED.findall(path.read_text(encoding="utf-8"))
        assert loaded, path
        assert [each for each in loaded if re.match(r"(\w+:)?//", each)] == [], path
    for path in site.rglob("*.css"):
        assert not ASKED.search(path.read_text(encoding="utf-8")), path


def test_searching_needs_no_server_of_others(site: Path) -> None:
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert '"lang":["nl","en"]' in index
    assert "Duurzame uitstroom" in index
