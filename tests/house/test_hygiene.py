"""No file too long, no unfinished work, nothing that only exists on one machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, literals, text

CODE = files(".py")
PROSE = files(".md", ".yaml", ".toml", ".txt", ".css", ".js", ".html")
LONGEST = 500
# In pieces, so that this file does not find itself.
MACHINE = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", r"[A-Z]:\\" + "Users"]))
REGISTRY = re.compile("|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.org"]))
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + r"ME|XX" + r"X)\b|mark\.(sk" + "ip|xf" + "ail)")
URL = re.compile(r"https?://([^/\s\"']+)")


@pytest.mark.parametrize("file", CODE + PROSE, ids=str)
def test_nothing_of_one_machine(file: Path) -> None:
    content = text(file)
    assert not MACHINE.search(content)
    assert not REGISTRY.search(content)


@pytest.mark.parametrize("file", CODE, ids=str)
def test_short_and_finished(file: Path) -> None:
    content = text(file)
    assert content.count("\n") <= LONGEST
    assert not UNFINISHED.search(content)


@pytest.mark.parametrize("file", [f for f in CODE if f.parts[0] != "tests"], ids=str)
def test_nothing_is_loaded_from_elsewhere(file: Path) -> None:
    hosts = {host for value in literals(file) for host in URL.findall(value)}
    assert {host for host in hosts if not host.startswith(("127.0.0.1", "localhost"))} == set()


@pytest.mark.parametrize("file", files(".css", ".js", ".html", below="dashboard"), ids=str)
def test_pages_load_nothing_from_elsewhere(file: Path) -> None:
    assert not re.search(r"(url\(|src=|href=|import)\s*[\"']?(https?:)?//", text(file))


def test_set_up_parses_on_an_old_python() -> None:
    # Only then can it say that the Python is too old.
    import ast

    ast.parse((ROOT / "start.py").read_text("utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-test.txt"])
def test_requirements_are_exact_versions_without_hosts(file: str) -> None:
    lines = [line for line in text(Path(file)).splitlines() if line and not line.startswith("#")]
    exact = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; sys_platform == \"win32\")?")
    assert [x for x in lines if not exact.fullmatch(x) and x != "-r requirements.txt"] == []
    assert lines == sorted(lines)
