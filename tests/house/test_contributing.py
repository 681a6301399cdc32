"""The recipes of CONTRIBUTING.md name files, folders and tests that exist."""

from __future__ import annotations

import re
from itertools import product

from tests.house.test_pages import all_pages
from tests.house.tree import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# A name to be chosen stands for each of these, of which every file of a recipe exists.
CHOSEN = {
    "<key>": ["instroom", "stand"],
    "<contract>": ["klachten"],
    "<page>": all_pages(),
    "<chart>": ["over_time"],
    "<surface>": ["text", "html"],
    "<subject>": ["chain", "comparison", "overview"],
}


def _paths() -> set[str]:
    quoted = re.findall(r"`([\w./<>-]+/[\w./<>-]*)`", PAGE)
    commands = re.findall(r"^python3 start.py test (.+)$", PAGE, flags=re.MULTILINE)
    named = [word for line in commands for word in line.split() if "/" in word]
    return {*quoted, *named}


def _meant(path: str) -> list[str]:
    names = [name for name in CHOSEN if name in path]
    found = []
    for chosen in product(*(CHOSEN[name] for name in names)):
        one = path
        for name, value in zip(names, chosen, strict=True):
            one = one.replace(name, value)
        found.append(one)
    return found


def test_what_a_recipe_names_exists() -> None:
    paths = {path for path in _paths() if "<area>" not in path and "<version>" not in path}
    missing = {one for path in paths for one in _meant(path) if not (ROOT / one).exists()}
    assert missing == set()
    assert len(paths) > 20


def test_files_it_points_at_exist() -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", PAGE)
    assert [target for target in targets if not (ROOT / target).exists()] == []
