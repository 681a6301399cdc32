"""Reading definitions from `config/`: strict, with the line of every fault.

A definition file is data with a closed vocabulary. Unknown keys, missing keys
and double keys are refused with file and line, because a typing error that is
silently ignored is how a definition rots.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from ketenkpi.errors import DefinitionError
from ketenkpi.vocabulary import Text

PROVENANCE = ("author", "source", "reviewed_on")

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
        return DefinitionError("config.invalid", file=self.file.name, line=line, reason=reason)

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


# The C parser reads the whole of `config/` in a tenth of the time (0.03 s).
_Loader = yaml.CSafeLoader


def read_definition(file: Path) -> Node:
    """The mapping in a definition file; raises DefinitionError with line and reason."""
    try:
        loader = _Loader(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as fault:
        raise _no_text(file, fault.reason) from fault
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise DefinitionError(
                "config.invalid", file=file.name, line=1, reason="the file must hold one mapping"
            )
        return _mapping(loader, root, file)
    except yaml.reader.ReaderError as fault:
        raise _no_text(file, fault.reason) from fault
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise DefinitionError(
            "config.invalid", file=file.name, line=line, reason=str(fault.problem)
        ) from fault
    finally:
        loader.dispose()


def _no_text(file: Path, reason: str) -> DefinitionError:
    said = f"not a text in UTF-8: {reason}"
    return DefinitionError("config.invalid", file=file.name, line=1, reason=said)


def _mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode, file: Path) -> Node:
    result = Node()
    result.file, result.line, result.lines = file, node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in result:
            raise DefinitionError(
                "config.invalid",
                file=file.name,
                line=key_node.start_mark.line + 1,
                reason=f"key '{key}' stands here twice",
            )
        result.lines[key] = key_node.start_mark.line + 1
        result[key] = _value(loader, value_node, file)
    return result


def _value(loader: yaml.CSafeLoader, node: yaml.Node, file: Path) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, file)
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item, file) for item in node.value]
    return loader.construct_object(node, deep=True)
