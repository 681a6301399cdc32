"""The reference: a page a part of the library, made from its docstrings, and one of commands.

Nothing is written by hand here. Public is what a package names in `__all__`; of a module that
is no package, what it defines without an underscore.
"""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout, suppress
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from tempfile import TemporaryDirectory
from types import FunctionType, ModuleType

import ketenkpi
from ketenkpi.cli import COMMANDS, main
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store

FOLDER = "reference"
# The command line is told by its own explanations, on a page of its own.
NOT_IMPORTED = {"__main__", "cli"}
WIDTH = 90
# Where a long signature is broken: before a parameter, and before the star of those by name.
PARAMETER = re.compile(r", (?=\*{0,2}\w+: |\*, )")
# Columns, or a line that is set in.
LAID_OUT = re.compile(r"\S {3,}\S|^ {2,}\S", re.MULTILINE)


def parts() -> Mapping[str, ModuleType]:
    """The parts of the library that somebody may import, by name, in alphabetical order."""
    names = sorted({each.name for each in iter_modules(ketenkpi.__path__)} - NOT_IMPORTED)
    return {name: import_module(f"ketenkpi.{name}") for name in names}


def public(module: ModuleType) -> list[str]:
    """The names that a part promises."""
    if hasattr(module, "__all__"):
        return list(module.__all__)
    return [name for name, value in vars(module).items() if _is_of(module, name, value)]


def _is_of(module: ModuleType, name: str, value: object) -> bool:
    defines = inspect.isclass(value) or inspect.isfunction(value)
    return defines and not name.startswith("_") and value.__module__ == module.__name__


def pages() -> Mapping[str, str]:
    """Index, commands and a page a part, by their path on the site."""
    known = parts()
    made = {"index": _index(known), "commands": _commands()}
    made |= {name: _part(name, module) for name, module in known.items()}
    return {f"{FOLDER}/{name}.md": "\n\n".join(blocks) + "\n" for name, blocks in made.items()}


def _index(known: Mapping[str, ModuleType]) -> Iterator[str]:
    yield "# Reference"
    yield "Made from the docstrings. `import ketenkpi as kk` has the names that most users need:"
    yield "\n".join(f"- {_place(name)}" for name in ketenkpi.__all__)
    yield "The [commands](commands.md), and every part of the library that may be imported:"
    yield "\n".join(f"- [`{name}`]({name}.md): {_first(each)}" for name, each in known.items())


def _place(name: str) -> str:
    """Where a name of `kk` is told: on the page of the part that has it."""
    value = getattr(ketenkpi, name)
    # `charts` and `indicators` are parts themselves, and the latter is a function too.
    part = name if isinstance(value, ModuleType) else value.__module__.split(".")[1]
    anchor = f"#{name.lower()}" if callable(value) else ""
    return f"[`kk.{name}`]({part}.md{anchor})"


def _first(module: ModuleType) -> str:
    return (inspect.getdoc(module) or "").split("\n\n")[0].replace("\n", " ")


def _commands() -> Iterator[str]:
    yield "# Commands"
    yield "What `ketenkpi COMMAND --help` says; with `--taal en` it says it in English."
    for name in COMMANDS:
        yield f"## ketenkpi {name}"
        yield f"```text\n{_help(name).strip()}\n```"


def _help(command: str) -> str:
    with redirect_stdout(io.StringIO()) as told, suppress(SystemExit):
        main([command, "--help"])
    return told.getvalue()


def _part(name: str, module: ModuleType) -> Iterator[str]:
    yield f"# ketenkpi.{name}"
    yield _prose(module)
    for each in public(module):
        yield from _named(each, getattr(module, each))


def _named(name: str, value: object) -> Iterator[str]:
    yield f"## {name}"
    if inspect.isclass(value) or inspect.isfunction(value):
        yield _signature(name, value)
        yield _prose(value)
    elif isinstance(value, ModuleType):
        yield _prose(value)
        for each in public(value):
            yield from _below(f"{name}.{each}", getattr(value, each))
    else:
        yield f"A `{type(value).__name__}`."
    if inspect.isclass(value):
        for each, member in _members(value):
            yield from _below(f"{name}.{each}", member)


def _members(cls: type) -> Iterator[tuple[str, object]]:
    """Public methods and properties that a class defines; those of a store are of an open one."""
    if cls is Store:
        with TemporaryDirectory() as home:
            store = open_store(Settings.load(Path(home)))
            asked = [(name, getattr(store, name)) for name in dir(store) if name[0] != "_"]
            store.close()
        yield from ((name, each) for name, each in asked if inspect.isroutine(each))
        return
    for name, member in vars(cls).items():
        if name[0] != "_" and isinstance(member, FunctionType | classmethod | property):
            yield name, member


def _below(name: str, value: object) -> Iterator[str]:
    yield f"### {name}"
    if not isinstance(value, property):
        yield _signature(name, getattr(value, "__func__", value))
    yield _prose(value)


class _AsWritten(str):
    """An annotation as it stands in the code, without the quotes of a text."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _signature(name: str, value: object) -> str:
    assert callable(value)
    try:
        signature = inspect.signature(value)
    except ValueError:  # an error that is raised with whatever it is given
        return f"```python\n{name}(*args)\n```"
    plain = signature.replace(
        parameters=[
            each.replace(annotation=_as_written(each.annotation))
            for each in signature.parameters.values()
        ],
        return_annotation=_as_written(signature.return_annotation),
    )
    line = f"{name}{plain}"
    if len(line) > WIDTH:
        line = PARAMETER.sub(",\n    ", line).replace("(", "(\n    ", 1)
    return f"```python\n{line}\n```"


def _as_written(annotation: object) -> object:
    return _AsWritten(annotation) if isinstance(annotation, str) else annotation


def _prose(value: object) -> str:
    """The docstring as Markdown: what is laid out by spaces keeps them."""
    told = (inspect.getdoc(value) or "").split("\n\n")
    return "\n\n".join(f"```text\n{each}\n```" if LAID_OUT.search(each) else each for each in told)
