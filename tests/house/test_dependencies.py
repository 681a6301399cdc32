"""`docs/dependencies.md` names what is installed: no package more, none less, and truly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import distribution, packages_distributions, requires

import pytest

from ketenkpi.cli.doctor import LIBRARY
from ketenkpi.cli.extras import EXTRAS
from tests.house.tree import ROOT, files, imported, text

PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _pinned(file: str) -> set[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return {line.split("==")[0] for line in lines if "==" in line}


PINS = _pinned("requirements.txt")
FOR_THE_SITE = _pinned("requirements-docs.txt")


def _rows(head: str) -> dict[str, list[str]]:
    """The rows of the table with these heads, by the first cell."""
    _, table = PAGE.split(f"| {head} |\n|")
    lines = table.split("\n\n")[0].splitlines()[1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {first: rest for first, *rest in cells}


DIRECT = _rows("package | who needs it | licence | why")
BROUGHT = _rows("package | brought by | licence")
BROUGHT_FOR_THE_SITE = _rows("package of the site | brought by | licence")
TABLES = DIRECT | BROUGHT | BROUGHT_FOR_THE_SITE
LICENCES = {name: row[1] for name, row in TABLES.items()}


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _asked() -> dict[str, Mapping[str, str]]:
    """Of `library` and each extra the packages, with what is asked of them."""
    groups = {"library": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    return {group: {_name(each): each for each in needed} for group, needed in groups.items()}


def test_the_table_names_what_the_package_asks_for_and_for_whom() -> None:
    asked = _asked()
    who = {
        name: ", ".join(group for group in asked if name in asked[group])
        for needed in asked.values()
        for name in needed
    }
    assert {name: row[0] for name, row in DIRECT.items()} == who
    assert all(row[2] for row in DIRECT.values())


def test_every_pin_is_in_one_of_the_tables() -> None:
    assert len(TABLES) == len(DIRECT) + len(BROUGHT) + len(BROUGHT_FOR_THE_SITE)
    of_the_site = {name for name, row in DIRECT.items() if row[0] == "docs"}
    assert (DIRECT.keys() | BROUGHT.keys()) - of_the_site == PINS
    assert BROUGHT_FOR_THE_SITE.keys() | of_the_site == FOR_THE_SITE


def test_a_package_asked_for_twice_is_asked_for_alike() -> None:
    ranges: dict[str, set[str]] = {}
    for needed in _asked().values():
        for name, requirement in needed.items():
            ranges.setdefault(name, set()).add(requirement)
    assert {name: each for name, each in ranges.items() if len(each) > 1} == {}


def _bringing(name: str, pinned: Iterable[str]) -> Iterable[str]:
    for other in pinned:
        needed = [each for each in requires(other) or () if "extra ==" not in each]
        if name in map(_name, needed):
            yield other


@pytest.mark.parametrize("name", BROUGHT)
def test_who_brings_a_package_is_true(name: str) -> None:
    assert BROUGHT[name][0] == ", ".join(sorted(_bringing(name, PINS)))


@pytest.mark.parametrize("name", BROUGHT_FOR_THE_SITE)
def test_who_brings_a_package_of_the_site_is_true(name: str) -> None:
    told = BROUGHT_FOR_THE_SITE[name][0]
    assert told == ", ".join(sorted(_bringing(name, PINS | FOR_THE_SITE)))


@pytest.mark.parametrize("name", LICENCES)
def test_the_licence_is_what_the_package_says(name: str) -> None:
    told = distribution(name).metadata
    if told["License-Expression"]:
        assert LICENCES[name] == told["License-Expression"]
        return
    # Older metadata say it in words: the kind of licence is what they have in common.
    words = " ".join([told["License"] or "", *(told.get_all("Classifier") or [])])
    kind = LICENCES[name].split("-")[0]
    assert re.search(rf"\b{kind}\b", words), words[:200]


def test_doctor_looks_for_what_the_package_asks_for() -> None:
    packages = packages_distributions()
    looked = {
        group: {_name(packages[module][0]) for module in modules}
        for group, modules in {"library": LIBRARY, **EXTRAS}.items()
    }
    # With or without the client library inside, the module is psycopg. The site is built
    # from the repository, by `start.py docs`, and is no part of an installation.
    assert looked == {
        group: needed.keys() - {"psycopg-binary"}
        for group, needed in _asked().items()
        if group != "docs"
    }


def test_what_is_imported_is_asked_for() -> None:
    own = {"ketenkpi", "dashboard", "docsite"}
    packages = packages_distributions()
    code = [file for folder in own for file in files(".py", below=folder)]
    tops = {name.split(".")[0] for file in code for name in imported(file)} - own
    foreign = {_name(packages[top][0]) for top in tops if top in packages}
    assert foreign - DIRECT.keys() == set()
    # The driver is named in the address of the database, and imported by sqlalchemy; the
    # theme is named in mkdocs.yml.
    assert DIRECT.keys() - foreign == {"psycopg", "psycopg-binary", "mkdocs-material"}


def test_nobody_is_told_to_install_by_a_name_that_anybody_may_take() -> None:
    advice = re.compile(r"pip3? install [^.\n]*(?<![./])\bketenkpi\b")
    told = files(".md", ".yaml", ".py", ".toml", ".txt")
    assert [str(file) for file in told if advice.search(text(file))] == []
    name = "ketenkpi"
    assert advice.search(f"pip install '{name}[dashboard]'")
    assert not advice.search(f'pip install "./{name}.whl[dashboard]"')
