"""What the house tests look at: the project's own files, as text and as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
MADE_HERE = {"__pycache__", "build", "dist", "out", "screens", "local"}


def files(*suffixes: str, below: str = ".") -> list[Path]:
    """Every file of the project with one of `suffixes`, relative to the root, sorted."""
    found = (path.relative_to(ROOT) for path in _walk(ROOT / below) if path.suffix in suffixes)
    return sorted(found)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in NOT_OURS | MADE_HERE and not path.name.endswith(".egg-info"):
                yield from _walk(path)
        else:
            yield path


def text(file: Path) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


@cache
def syntax(file: Path) -> ast.Module:
    return ast.parse(text(file), filename=str(file))


def imported(file: Path) -> set[str]:
    """Full names of all modules (and names in modules) a file imports, at any depth."""
    names: set[str] = set()
    for node in ast.walk(syntax(file)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(file, node)
            names.add(base)
            names.update(f"{base}.{alias.name}" for alias in node.names)
    return names


def _absolute(file: Path, node: ast.ImportFrom) -> str:
    if node.level == 0:
        return node.module or ""
    package = file.parts[: -node.level]
    return ".".join((*package, *([node.module] if node.module else [])))


def docstrings(file: Path) -> set[int]:
    """The ids of the constants that are docstrings, so that prose is not taken for code."""
    found: set[int] = set()
    for node in ast.walk(syntax(file)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def literals(file: Path) -> Iterator[str]:
    """Every whole string in the code of a file: no docstrings, no pieces of f-strings."""
    left_out = docstrings(file)
    for node in ast.walk(syntax(file)):
        if isinstance(node, ast.JoinedStr):
            left_out.update(id(piece) for piece in node.values)
        if not isinstance(node, ast.Constant) or id(node) in left_out:
            continue
        if isinstance(node.value, str):
            yield node.value
