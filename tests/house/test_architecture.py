"""The map is true: picture, docstring of `ketenkpi` and README tell the stages in one order."""

from __future__ import annotations

import re

import ketenkpi
from tests.house.picture import PAGE, RENEW, picture, renewed
from tests.house.test_imports import STAGES
from tests.house.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINE = re.compile(r"^    (\w+) {2,}\S.*$", re.MULTILINE)
# A way to start the command, and no stage of its own.
NOT_TOLD = {"__main__"}


def test_the_picture_and_the_lists_are_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == renewed(page), RENEW


def test_every_stage_is_in_the_picture() -> None:
    drawn = set(re.findall(r"\w+", picture()))
    assert {*STAGES, "dashboard"} - drawn == set()


def test_arrows_follow_the_order() -> None:
    order = [*STAGES, "dashboard"]
    arrows = re.findall(r"(\w+) --> (\w+)", picture())
    assert [each for each in arrows if order.index(each[0]) >= order.index(each[1])] == []


def test_the_docstring_tells_every_stage_in_order() -> None:
    told = LINE.findall(ketenkpi.__doc__ or "")
    assert told == [stage for stage in STAGES if stage not in NOT_TOLD]


def test_the_readme_tells_what_the_docstring_tells() -> None:
    lines = [found.group().strip() for found in LINE.finditer(ketenkpi.__doc__ or "")]
    assert "\n ".join(lines) in README


def test_what_the_page_points_at_exists() -> None:
    page = PAGE.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page)
    tests = re.findall(r"tests/house/\w+\.py", page)
    assert [each for each in targets if not (PAGE.parent / each).exists()] == []
    assert [each for each in tests if not (ROOT / each).exists()] == []
