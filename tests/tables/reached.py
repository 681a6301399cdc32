"""Which test files reach a module, by what they import: nearest first.

A test of `ketenkpi.stats.byar` imports it (0 steps away), or imports
`comparison.expected`, which does (1 step). A name that a package hands on is that of
the module where it is made, so `from ketenkpi.stats import byar` is no import of all
of `ketenkpi.stats`.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.tree import files, imported, syntax, text

# What is not about figures, needs a browser, or would run this itself.
_LEFT_OUT = {"browser", "house", "faults", "tables", "test_tables.py"}


@cache
def reaching(module: Path) -> tuple[Path, ...]:
    """Test files that reach the module: its own first, then by steps, a slow file one later.

    Of as many steps those of the same subject come before others.
    """
    steps, subject = _steps_from(module), module.parts[1:-1]
    own = Path("tests", "unit", *subject, f"test_{module.stem}.py")

    def order(file: Path) -> tuple[bool, int, bool, Path]:
        slow = "mark.slow" in text(file)
        return file != own, steps[file] + slow, file.parts[2:-1] != subject, file

    found = (file for file in steps if file.name.startswith("test_"))
    return tuple(sorted((file for file in found if not _LEFT_OUT & {*file.parts}), key=order))


def _steps_from(module: Path) -> dict[Path, int]:
    steps, waiting = {module: 0}, deque([module])
    while waiting:
        file = waiting.popleft()
        for importer in _importers().get(file, ()):
            if importer not in steps:
                steps[importer] = steps[file] + 1
                waiting.append(importer)
    return steps


@cache
def _importers() -> dict[Path, set[Path]]:
    found: dict[Path, set[Path]] = {}
    for folder in ("ketenkpi", "dashboard", "tests"):
        for file in files(".py", below=folder):
            for module in {each for name in imported(file) for each in _made_in(name)} - {file}:
                found.setdefault(module, set()).add(file)
    return found


@cache
def _made_in(name: str) -> tuple[Path, ...]:
    """The module a full name stands for or is made in; none for packages and what is not ours."""
    parts = name.split(".")
    if parts[0] not in ("ketenkpi", "dashboard", "tests"):
        return ()
    known = _known()
    for file in (Path(f"{'/'.join(parts)}.py"), Path(f"{'/'.join(parts[:-1])}.py")):
        if file in known:
            return (file,)
    if Path(*parts, "__init__.py") in known:
        return ()
    package = Path(*parts[:-1], "__init__.py")
    return tuple(_handed_on(package, parts[-1])) if package in known else ()


def _handed_on(package: Path, name: str) -> Iterator[Path]:
    for node in ast.walk(syntax(package)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if name == (alias.asname or alias.name):
                    yield from _made_in(f"{node.module}.{alias.name}")


@cache
def _known() -> frozenset[Path]:
    return frozenset(files(".py"))
