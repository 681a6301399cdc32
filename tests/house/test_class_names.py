"""A public class has a name of its own, so a name in a message or a search means one thing."""

from __future__ import annotations

import ast
from collections import Counter

from tests.house.tree import files, syntax

PYTHON = [*files(".py", below="ketenkpi"), *files(".py", below="dashboard")]


def _public(tree: ast.AST) -> list[str]:
    classes = (each.name for each in ast.walk(tree) if isinstance(each, ast.ClassDef))
    return [name for name in classes if not name.startswith("_")]


def test_every_public_class_has_a_name_of_its_own() -> None:
    times = Counter(name for file in PYTHON for name in _public(syntax(file)))
    twice = {name for name, found in times.items() if found > 1}
    assert twice == set(), "find another name: what it is of, or what it gives"


def test_the_check_above_can_fail() -> None:
    tree = ast.parse("class A: ...\nclass _B: ...\ndef f():\n    class A: ...")
    assert Counter(_public(tree)) == {"A": 2}
