"""What a page says comes from the catalogue, never from the code."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "dashboard"
# Streamlit calls whose first argument people read.
SAYING = {
    *("title", "header", "subheader", "markdown", "write", "caption", "text", "info", "warning"),
    *("error", "success", "button", "download_button", "form_submit_button", "checkbox", "radio"),
    *("selectbox", "multiselect", "text_input", "text_area", "date_input", "file_uploader"),
    *("expander", "popover", "metric", "page_link", "toggle", "spinner", "tabs", "pills"),
}
TELLING = ("label", "help", "placeholder", "alt")


def _logs(function: ast.Attribute) -> bool:
    return isinstance(function.value, ast.Name) and function.value.id == "log"


def _literals(file: Path) -> list[tuple[str, int, str]]:
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if not _logs(node.func):
            said = list(node.args[:1]) if node.func.attr in SAYING else []
            said += [k.value for k in node.keywords if k.arg in TELLING]
            found += [
                (file.name, text.lineno, text.value)
                for text in said
                if isinstance(text, ast.Constant)
                and isinstance(text.value, str)
                and any(c.isalpha() for c in text.value)
            ]
    return found


def test_no_sentence_stands_in_the_code() -> None:
    found = [item for file in sorted(ROOT.rglob("*.py")) for item in _literals(file)]
    # A page is named by its file, a quarter shown as an example is a code.
    assert [i for i in found if not i[2].endswith(".py") and i[2] != "2010K4"] == []
