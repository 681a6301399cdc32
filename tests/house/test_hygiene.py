"""No file too long, no unfinished work, nothing that only exists on one machine."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import files, literals, text

CODE = files(".py")
PROSE = files(".md", ".yaml", ".toml", ".txt", ".css", ".js", ".html")
LONGEST = 500
# In pieces, so that this file does not find itself.
MACHINE = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", r"[A-Z]:\\" + "Users"]))
REGISTRY = re.compile("|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.org"]))
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + r"ME|XX" + r"X)\b|mark\.(sk" + "ip|xf" + "ail)")
URL = re.compile(r"https?://([^/\s\"']+)")


def test_nothing_of_one_machine() -> None:
    found = {file for file in CODE + PROSE if MACHINE.search(text(file))}
    found |= {file for file in CODE + PROSE if REGISTRY.search(text(file))}
    assert found == set()


def test_no_file_is_too_long() -> None:
    lengths = {file: text(file).count("\n") for file in CODE}
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST} == {}


def test_nothing_is_unfinished() -> None:
    marks = {file: UNFINISHED.findall(text(file)) for file in CODE}
    assert {file: found for file, found in marks.items() if found} == {}


def test_nothing_is_loaded_from_elsewhere() -> None:
    urls = {
        (file, host)
        for file in CODE
        if file.parts[0] != "tests"
        for value in literals(file)
        for host in URL.findall(value)
    }
    assert {url for url in urls if not url[1].startswith(("127.0.0.1", "localhost"))} == set()


def test_pages_load_nothing_from_elsewhere() -> None:
    loads = re.compile(r"(url\(|src=|href=|import)\s*[\"']?(https?:)?//")
    pages = files(".css", ".js", ".html", below="dashboard")
    assert {file for file in pages if loads.search(text(file))} == set()


def test_set_up_parses_on_an_old_python() -> None:
    # Only then can it say that the Python is too old.
    ast.parse(text(Path("start.py")), feature_version=(3, 7))


@pytest.mark.parametrize(
    "file", ["requirements.txt", "requirements-docs.txt", "requirements-test.txt"]
)
def test_requirements_are_exact_versions_without_hosts(file: str) -> None:
    lines = [line for line in text(Path(file)).splitlines() if line and not line.startswith("#")]
    pins = [line for line in lines if not line.startswith("-r requirements")]
    # Only on Windows, or where there is a wheel of it.
    where = r"sys_platform == \"win32\"|sys_platform != \"win32\" or platform_machine != \"ARM64\""
    exact = re.compile(rf"([a-z0-9-]+)==[0-9][0-9a-z.]*( ; ({where}))?")
    names = [found[1] for found in map(exact.fullmatch, pins) if found]
    assert len(names) == len(pins)
    assert names == sorted(names)
