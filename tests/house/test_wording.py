"""Every sentence exists in both languages, and code and catalogues name the same ones."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from ketenkpi.wording import LANGUAGES, Catalogue
from tests.house.tree import ROOT, files, literals, syntax, text

FOLDERS = [ROOT / "ketenkpi" / "wording", ROOT / "dashboard" / "wording"]
CATALOGUES = {folder.parent.name: Catalogue(folder) for folder in FOLDERS if folder.is_dir()}
ENTRIES = [(owner, key) for owner, book in CATALOGUES.items() for key in Catalogue.keys(book)]
AREAS = {key.split(".")[0] for _, key in ENTRIES}
CODE = files(".py", below="ketenkpi") + files(".py", below="dashboard")
KEY = re.compile(r"[a-z_]+\.[a-z0-9_]+(\.[a-z0-9_]+)*")
KEY_WITHIN = re.compile(r"\b[a-z_]+\.[a-z0-9_.]+\b")


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize(("owner", "key"), ENTRIES, ids=lambda value: value)
def test_both_languages_with_the_same_placeholders(owner: str, key: str) -> None:
    nl, en = (CATALOGUES[owner].raw(key, language) for language in LANGUAGES)
    assert nl.strip()
    assert en.strip()
    assert _placeholders(nl) == _placeholders(en)


@pytest.mark.parametrize("folder", [f for f in FOLDERS if f.is_dir()], ids=lambda f: f.parent.name)
def test_an_entry_holds_nothing_but_the_two_languages(folder: Path) -> None:
    from ketenkpi.config_file import read_definition

    for file in sorted(folder.glob("*.yaml")):
        for texts in read_definition(file).values():
            texts.only(LANGUAGES)


def _used() -> set[str]:
    return {value for file in CODE for value in literals(file)}


def _built() -> Iterator[str]:
    """What f-strings that make a key begin with: `f"contracts.rule_{name}"`."""
    for file in CODE:
        for node in ast.walk(syntax(file)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginning = str(node.values[0].value)
                if beginning.split(".")[0] in AREAS and "." in beginning:
                    yield beginning


def test_every_sentence_is_used() -> None:
    used, built = _used() | _named_in_definitions(), tuple(_built())
    unused = [key for _, key in ENTRIES if key not in used and not key.startswith(built)]
    assert unused == []


def _named_in_definitions() -> set[str]:
    return {
        key for file in files(".yaml", below="config") for key in KEY_WITHIN.findall(text(file))
    }


def test_every_sentence_that_is_asked_for_exists() -> None:
    known = {key for _, key in ENTRIES}
    asked = {
        value
        for value in _used()
        if KEY.fullmatch(value) and value.split(".")[0] in AREAS and not _is_a_file(value)
    }
    assert asked - known == set()


def _is_a_file(value: str) -> bool:
    return value.rsplit(".", 1)[1] in ("yaml", "toml", "csv", "db", "parquet", "py", "json", "xlsx")
