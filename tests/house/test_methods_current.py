"""`docs/methods.md` is what the definitions and docstrings say today."""

from __future__ import annotations

from ketenkpi.indicators import load_indicators
from ketenkpi.methods import FILE, document


def test_the_page_is_current() -> None:
    # Mend it with: python -m ketenkpi.methods
    assert FILE.read_text(encoding="utf-8") == document()


def test_every_indicator_stands_in_it_once() -> None:
    page = FILE.read_text(encoding="utf-8")
    for key, indicator in load_indicators().items():
        assert page.count(f"### {indicator.name.nl} / {indicator.name.en}\n") == 1
        assert f"`{key}`, version {indicator.version}" in page
