"""Reading definitions from `config/`: strict, with the line of every fault.

A definition file is data with a closed vocabulary. Unknown keys, missing keys
and double keys are refused with file and line, because a typing error that is
silently ignored is how a definition rots.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import yaml
from yaml.constructor import SafeConstructor

from ketenkpi.errors import DefinitionError
from ketenkpi.vocabulary import Text
from ketenkpi.wording import FASTEST

PROVENANCE = ("author", "source", "reviewed_on")
Made = TypeVar("Made")

# What tells that definitions in a folder changed: path, time and size of each file.
FolderState = tuple[tuple[str, int, int], ...]


def state_of(folder: Path) -> FolderState:
    """Changes whenever a definition in `folder` does; empty where there is no folder."""
    # Without the folder, as almost everywhere, this takes a few microseconds.
    try:
        files = [entry for entry in os.scandir(folder) if entry.name.endswith(".yaml")]
    except (FileNotFoundError, NotADirectoryError):
        return ()
    stats = [(entry.path, entry.stat()) for entry in files]
    return tuple(sorted((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats))


class Node(dict[str, Any]):
    """A mapping from a YAML file that remembers its file and the line of each key."""

    file: Path
    line: int
    lines: dict[str, int]

    def fail(self, reason: str, key: str | None = None) -> DefinitionError:
        """A DefinitionError that points at `key` (or at the start of this mapping)."""
        line = self.lines.get(key, self.line) if key else self.line
        return _invalid(self.file, line, reason)

    def only(self, required: Iterable[str], optional: Iterable[str] = ()) -> Node:
        """Refuse unknown and missing keys; returns itself."""
        needed, allowed = set(required), set(required) | set(optional)
        for key in self:
            if key not in allowed:
                raise self.fail(f"unknown key '{key}'; allowed: {', '.join(sorted(allowed))}", key)
        missing = sorted(needed - set(self))
        if missing:
            raise self.fail(f"missing key: {', '.join(missing)}")
        return self

    def text(self, key: str) -> Text:
        """The value of `key` as a text in both languages."""
        value = self[key]
        if not isinstance(value, Node) or set(value) != {"nl", "en"}:
            raise self.fail(f"'{key}' needs nl and en", key)
        if not all(isinstance(value[lang], str) and value[lang].strip() for lang in value):
            raise self.fail(f"'{key}' has an empty or non-text nl or en", key)
        return Text(value["nl"].strip(), value["en"].strip())

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        """The value of `key`, which must be one of `allowed`."""
        value, choices = self[key], tuple(allowed)
        if value not in choices:
            raise self.fail(f"'{key}' is '{value}'; allowed: {', '.join(choices)}", key)
        return str(value)

    def built(self, kind: Callable[..., Made], /, **given: object) -> Made:
        """The dataclass `kind`, each field that is not given read from the key of its name.

        As the type of the field says: a Text has nl and en, a list becomes a tuple, a str or
        float is made one; other values stay as YAML reads them. A key that is absent or
        empty is None where the field may be. Which keys there are `only` says before.
        """
        types = _types_of(kind)
        read = {name: self._as(types[name], name) for name in types if name not in given}
        return kind(**given, **read)

    def _as(self, wanted: Any, key: str) -> Any:
        wanted, *other = get_args(wanted) if type(None) in get_args(wanted) else (wanted,)
        if other and self.get(key) is None:
            return None
        if wanted is Text:
            return self.text(key)
        value = self[key]
        if wanted in (str, float):
            return wanted(value)
        return tuple(value) if isinstance(value, list) else value


@cache
def _types_of(kind: Any) -> dict[str, Any]:
    types = get_type_hints(kind)
    return {field.name: types[field.name] for field in fields(kind)}


def read_definition(file: Path) -> Node:
    """The mapping in a definition file; raises DefinitionError with line and reason."""
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=FASTEST)
        if not isinstance(root, yaml.MappingNode):
            raise _invalid(file, 1, "the file must hold one mapping")
        return _mapping(SafeConstructor(), root, file)
    except (UnicodeDecodeError, yaml.reader.ReaderError) as fault:
        raise _invalid(file, 1, f"not a text in UTF-8: {fault.reason}") from fault
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise _invalid(file, line, str(fault.problem)) from fault


def _invalid(file: Path, line: int, reason: str) -> DefinitionError:
    return DefinitionError("config.invalid", file=file.name, line=line, reason=reason)


def _mapping(make: SafeConstructor, node: yaml.MappingNode, file: Path) -> Node:
    result = Node()
    result.file, result.line, result.lines = file, node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key, line = str(make.construct_object(key_node, deep=True)), key_node.start_mark.line + 1
        if key in result:
            raise _invalid(file, line, f"key '{key}' stands here twice")
        result.lines[key] = line
        result[key] = _value(make, value_node, file)
    return result


def _value(make: SafeConstructor, node: yaml.Node, file: Path) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(make, node, file)
    if isinstance(node, yaml.SequenceNode):
        return [_value(make, item, file) for item in node.value]
    return make.construct_object(node, deep=True)
