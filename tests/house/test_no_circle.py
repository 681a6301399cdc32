"""No module imports one that imports it, at any depth, also inside functions and for types only.

A package counts for what its `__init__` promises and is left out: a module may
import a neighbour by way of it. Between modules themselves a circle means that
two things are one, or that a third is missing in which both would find a noun.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.house.tree import files, imported


def _name(file: Path) -> str:
    return ".".join(file.with_suffix("").parts)


def _imports(package: str) -> dict[str, set[str]]:
    modules = {_name(file): file for file in files(".py", below=package)}
    plain = {name for name in modules if not name.endswith("__init__")}
    return {name: (imported(modules[name]) & plain) - {name} for name in sorted(plain)}


def _circles(imports: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """A circle, and after leaving out the first of its modules by name the next, until none is."""
    left = {name: set(others) for name, others in imports.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as found:
            circle = sorted(set(found.args[1]))
            yield circle
            left = {name: others - {circle[0]} for name, others in left.items()}
            continue
        return


@pytest.mark.parametrize("package", ["ketenkpi", "dashboard"])
def test_no_circle(package: str) -> None:
    assert list(_circles(_imports(package))) == []


def test_the_check_above_can_fail() -> None:
    assert list(_circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == [["a", "b", "c"]]
    assert list(_circles({"a": {"b"}, "b": set()})) == []
