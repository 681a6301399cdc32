"""What a tutorial says of a page of the dashboard is there, by the name the page has today."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from dashboard.pages import path
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from tests.dashboard.said import said
from tests.dashboard.working import WorkedPage
from tests.house.tree import ROOT
from tests.tutorials.reader import HOME
from tests.tutorials.told import NAMES, page

# `<!-- page: keten?plek=X -->`, and below it what stands there: quoted, or as lines to copy.
QUOTED = re.compile(
    r"<!-- page: (\w+)\?(\S+) -->\n\n(?:(?P<said>(?:> [^\n]*\n)+)|```python\n(?P<lines>.*?)```)",
    re.DOTALL,
)
# The lines behind the '?' of a picture.
CODE = re.compile(r'<pre tabindex="0"><code>(.*?)</code></pre>', re.DOTALL)
QUOTES = [
    (name, *found.group(1, 2, "said", "lines"))
    for name in NAMES
    for found in QUOTED.finditer(page(name))
]


def _titles() -> Iterator[str]:
    for view in (ROOT / "dashboard" / "views").iterdir():
        words = ROOT / "dashboard" / "wording" / f"{view.name}.yaml"
        if words.exists():
            yield yaml.safe_load(words.read_text(encoding="utf-8"))["title"]["nl"]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_called_as_the_navigation_calls_it(name: str) -> None:
    called = set(re.findall(r"de pagina \*([^*]+)\*", page(name)))
    assert called - {*_titles()} == set()


def test_pages_are_named_and_quoted() -> None:
    assert sum("de pagina *" in page(name) for name in NAMES) >= 4
    assert {name for name, *_ in QUOTES} == {"tutorials/mt", "tutorials/board", "tutorials/analyst"}
    assert len(QUOTES) == sum(page(name).count("<!-- page:") for name in NAMES)


@pytest.fixture(scope="module")
def home(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all quotes: what a worker made for the first page is there for the others."""
    copy = tmp_path_factory.mktemp("pages") / HOME
    shutil.copytree(filled / HOME, copy)
    return copy


@pytest.mark.slow
@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: f"{quote[0]}-{quote[1]}")
def test_what_is_quoted_stands_on_the_page(
    quote: tuple[str, str, str, str | None, str | None],
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, view, address, quoted, lines = quote
    monkeypatch.setenv("KETENKPI_HOME", str(home))
    app = _opened(view, dict(parse_qsl(address)), home)
    words = re.sub(r"\s+", " ", said(app))
    for line in (quoted or "").splitlines():
        assert line.removeprefix("> ") in words
    if lines is not None:
        copied = [_meaning(unescape(each)) for each in CODE.findall(_html(app))]
        assert _meaning(lines) in copied


def _html(app: AppTest) -> str:
    return "".join(each.value for each in app.html)


def _opened(view: str, address: dict[str, str], home: Path) -> AppTest:
    store = open_store(Settings.load(home))
    app = WorkedPage(ROOT / "dashboard" / "main.py", store)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    if view != "overzicht":
        app.switch_page(path(view)).run()
    store.close()
    assert not app.exception, app.exception[0].stack_trace
    return app


def _meaning(lines: str) -> str:
    """The code without how it is laid out; `chart = x` and `x` draw the same."""
    *before, last = ast.parse(lines).body
    value = last.value if isinstance(last, ast.Assign | ast.Expr) else last
    return ast.dump(ast.Module([*before, value], []))
