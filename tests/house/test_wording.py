"""Every sentence exists in both languages, and code and catalogues name the same ones."""

from __future__ import annotations

import ast
import re
from string import Formatter

from ketenkpi.config_file import read_definition
from ketenkpi.wording import LANGUAGES, Sentences
from tests.house.tree import ROOT, files, literals, syntax, text

FOLDERS = [ROOT / "ketenkpi" / "wording", ROOT / "dashboard" / "wording"]
CATALOGUES = {folder.parent.name: Sentences(folder) for folder in FOLDERS}
ENTRIES = [(owner, key) for owner, book in CATALOGUES.items() for key in Sentences.keys(book)]
AREAS = {key.split(".")[0] for _, key in ENTRIES}
CODE = files(".py", below="ketenkpi") + files(".py", below="dashboard")
KEY = re.compile(r"[a-z_]+\.[a-z0-9_]+(\.[a-z0-9_]+)*")
WORD = re.compile(r"\b[a-z_]+(?:\.[a-z0-9_]+)*\b")
FILES = (".yaml", ".toml", ".csv", ".db", ".parquet", ".py", ".json", ".xlsx", ".log", ".css")


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_with_the_same_placeholders() -> None:
    different = {
        key
        for owner, key in ENTRIES
        if len({frozenset(_placeholders(CATALOGUES[owner].raw(key, la))) for la in LANGUAGES}) > 1
    }
    assert different == set()


def test_an_entry_holds_the_two_languages_and_nothing_else() -> None:
    for folder in FOLDERS:
        for file in folder.glob("*.yaml"):
            book = read_definition(file)
            assert all(book.text(key) for key in book)


def _used() -> set[str]:
    return {value for file in CODE for value in literals(file)}


def _built() -> set[str]:
    """What keys begin with that are made of pieces, by an f-string or by `+`."""
    pieces = {
        str(node.values[0].value)
        for file in CODE
        for node in ast.walk(syntax(file))
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)
    }
    return pieces | {value for value in _used() if value.endswith("_")}


def _named_in_definitions() -> set[str]:
    return {word for file in files(".yaml", below="config") for word in WORD.findall(text(file))}


def test_every_sentence_is_used() -> None:
    named = _used() | _named_in_definitions()
    built = tuple(start for start in _built() if start.split(".")[0] in AREAS and "." in start)
    # `f"contracts.{rule}"` could be any sentence of the area, so there the
    # rest of the key must be a word that code or definitions use.
    bare = tuple(start for start in built if start.endswith("."))
    exact = tuple(set(built) - set(bare))
    unused = [
        key
        for _, key in ENTRIES
        if key not in named
        and not key.startswith(exact)
        and not (key.startswith(bare) and _begins_with_a_word(key.split(".", 1)[1], named))
    ]
    assert unused == []


def _begins_with_a_word(rest: str, words: set[str]) -> bool:
    pieces = rest.split("_")
    return any("_".join(pieces[: i + 1]) in words for i in range(len(pieces)))


def test_every_sentence_that_is_asked_for_exists() -> None:
    asked = {value for value in _used() if KEY.fullmatch(value) and value.split(".")[0] in AREAS}
    missing = asked - {key for _, key in ENTRIES}
    made = {key for key in missing if key.endswith("_") and _some_begin_with(key)}
    assert {key for key in missing - made if not key.endswith(FILES)} == set()


def _some_begin_with(start: str) -> bool:
    return any(key.startswith(start) for _, key in ENTRIES)
