"""Any program with PyYAML reads our YAML as we do, also without its parser in C."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from ketenkpi.config_file import read_definition
from ketenkpi.errors import DefinitionError
from tests.house.tree import ROOT, files, text

YAML = files(".yaml", ".yml")


def _keys_as_text(value: object) -> object:
    # The one difference of ours: a key is a text, also where it stands as a number or a date.
    # Two keys that are one text are then told as a double key, and not taken for two.
    if isinstance(value, dict):
        return {str(key): _keys_as_text(each) for key, each in value.items()}
    return [_keys_as_text(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("file", YAML, ids=str)
def test_the_safe_loader_in_python_reads_the_same(file: Path) -> None:
    # The parser in C takes `{nl: Is het zo?, en: ...}`, the one in Python and others do not.
    plain = yaml.load(text(file), Loader=yaml.SafeLoader)
    assert read_definition(ROOT / file) == _keys_as_text(plain)


def test_there_are_files_of_each_sort() -> None:
    sorts = {file.parts[:2] for file in YAML}
    folders = {"contracts", "cooperation", "indicators", "profiles", "vocabularies", "norms.yaml"}
    assert {("config", folder) for folder in folders} < sorts
    assert {("ketenkpi", "wording"), ("dashboard", "wording"), ("data", "example")} < sorts


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
def test_ours_is_stricter_than_either_loader(loader: Callable[..., object], tmp_path: Path) -> None:
    # Either takes the last of two equal keys without a word, and a file that is a list.
    file = tmp_path / "double.yaml"
    for written, said in (("a: 1\na: 2\n", "twice"), ("- a\n", "one mapping")):
        file.write_text(written, encoding="utf-8")
        assert yaml.load(written, Loader=loader) in ({"a": 2}, ["a"])
        with pytest.raises(DefinitionError, match=said):
            read_definition(file)
