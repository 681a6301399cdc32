"""No scheme is named in code: what a scheme is, and whose caseload, stands in a vocabulary."""

from __future__ import annotations

import re
from pathlib import Path

from ketenkpi.vocabularies import vocabularies
from tests.house.tree import ROOT, files, literals, text

SCHEMES = vocabularies().schemes.entries
# 'geen' is a word of its own in Dutch, and as long as no scheme in code.
WORDS = {name for key in SCHEMES if key != "geen" for name in (key, SCHEMES[key].name.nl)}
NAMED = re.compile(rf"\b({'|'.join(sorted(map(re.escape, WORDS), key=len, reverse=True))})\b")
# What may name schemes, and why.
MAY = {
    # The invented region has its own schemes, as a real one would.
    Path("ketenkpi/example"),
}
CODE = [
    file
    for folder in ("ketenkpi", "dashboard")
    for file in files(".py", below=folder)
    if not MAY & {file, *file.parents}
]
RENAMED = {each.key for each in SCHEMES.values() if each.last is not None}


def test_code_names_no_scheme() -> None:
    found = {
        (str(file), literal) for file in CODE for literal in literals(file) if NAMED.search(literal)
    }
    assert found == set()


def test_no_sentence_names_a_scheme_that_has_another_name_now() -> None:
    """A page of 2025 must not say WWB; where no date is meant it says bijstand."""
    old = re.compile(rf"\b({'|'.join(sorted(RENAMED))})\b")
    folders = ("ketenkpi/wording", "dashboard/wording", "config/cooperation", "config/indicators")
    lines = [
        (str(file), line)
        for folder in folders
        for file in files(".yaml", below=folder)
        for line in text(file).splitlines()
        if old.search(line) and re.match(r"\s*(nl|en|-|\w+):? ", line) and "regeling: [" not in line
    ]
    assert lines == []


def test_the_tests_above_can_fail() -> None:
    assert NAMED.search("only WWB counts")
    assert not NAMED.search("the www of a place")
    assert RENAMED & {"WWB"}
    assert (ROOT / "ketenkpi" / "example").is_dir()
