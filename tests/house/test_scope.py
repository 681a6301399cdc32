"""Whom a question is for is said by whoever asks it: no `scope` has a default."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.tree import files, syntax

PYTHON = [*files(".py", below="ketenkpi"), *files(".py", below="dashboard")]
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def _defaults(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every parameter that has a default, and its line."""
    for each in ast.walk(tree):
        if isinstance(each, Function):
            asked = each.args
            placed = [*asked.posonlyargs, *asked.args]
            with_one = placed[len(placed) - len(asked.defaults) :]
            named = zip(asked.kwonlyargs, asked.kw_defaults, strict=True)
            with_one += [one for one, default in named if default is not None]
            yield from ((one.arg, one.lineno) for one in with_one)


def test_no_scope_has_a_default() -> None:
    # One that is forgotten would show all Werkpleinen, and nobody would see that it was.
    found = {
        f"{file}:{line}"
        for file in PYTHON
        for name, line in _defaults(syntax(file))
        if name == "scope"
    }
    assert found == set()


def test_the_check_above_can_fail() -> None:
    tree = ast.parse("def f(a, scope=1): ...\ndef g(*, scope=None, b): ...\ndef h(scope): ...")
    assert [name for name, _ in _defaults(tree)] == ["scope", "scope"]
