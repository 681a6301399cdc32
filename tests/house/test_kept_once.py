"""How answers are kept is said in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import files, syntax

HOME = Path("dashboard/cached.py")
STREAMLITS = {"cache_data", "cache_resource"}


def _used(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in STREAMLITS:
            yield node.attr
        if isinstance(node, ast.ImportFrom):
            yield from (each.name for each in node.names if each.name in STREAMLITS)


def test_only_one_module_keeps_answers_with_streamlit() -> None:
    # A decorator beside it forgets the scope, the version or the bound on bytes.
    using = {file for file in files(".py", below="dashboard") if any(_used(syntax(file)))}
    assert using == {HOME}


def test_the_check_above_can_fail() -> None:
    for code in ("@st.cache_data\ndef f(): ...", "from streamlit import cache_resource"):
        assert list(_used(ast.parse(code)))
