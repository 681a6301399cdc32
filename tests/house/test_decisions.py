"""`docs/decisions.md` begins with an index that says of every decision whether it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^## (\d{4}-\d\d-\d\d) (.+)$", re.MULTILINE)
# The line below the heading of a decision that a later one replaced, and its status in the index.
MARK = re.compile(r"\*((?:In part r|R)eplaced) by \[(.+?)\]\(#(\S+?)\)[.:]")
HEAD = "| decision | date | status |\n|---|---|---|\n"


@dataclass(frozen=True)
class Decision:
    """A section: its day, its name and, when a later one replaced it, by which and how far."""

    day: str
    name: str
    mark: re.Match[str] | None

    @property
    def anchor(self) -> str:
        """What a link to the section goes by: small letters, dashes for spaces, no marks."""
        return re.sub(r"[^\w\- ]", "", f"{self.day} {self.name}".lower()).replace(" ", "-")

    @property
    def status(self) -> str:
        if self.mark is None:
            return "stands"
        how, name, anchor = self.mark.groups()
        return f"{how.lower()} by [{name}](#{anchor})"

    @property
    def row(self) -> str:
        return f"| [{self.name}](#{self.anchor}) | {self.day} | {self.status} |"


def _decisions(page: str) -> Iterator[Decision]:
    for found in HEADING.finditer(page):
        day, name = found.groups()
        yield Decision(day, name, MARK.match(page[found.end() :].lstrip("\n")))


DECISIONS = list(_decisions(PAGE))


def test_every_decision_stands_in_the_index_with_its_status() -> None:
    _, table = PAGE.split(HEAD)
    rows = table.split("\n\n")[0].splitlines()
    wanted = [each.row for each in DECISIONS]
    lacking = "\n".join(row for row in wanted if row not in rows)
    assert lacking == "", f"add to the index:\n{lacking}"
    assert rows == wanted, "in the order of the sections, and no others"


def test_what_replaces_a_decision_is_a_section_that_came_after_it() -> None:
    by_anchor = {each.anchor: each for each in DECISIONS}
    assert len(by_anchor) == len(DECISIONS), "two sections have one name"
    for each in DECISIONS:
        if each.mark is not None:
            _, name, anchor = each.mark.groups()
            assert anchor in by_anchor, f"{each.name}: no section #{anchor}"
            by = by_anchor[anchor]
            assert by.name == name, f"{each.name}: called {name}, is {by.name}"
            assert by is not each
            assert date.fromisoformat(by.day) >= date.fromisoformat(each.day)


def test_a_mark_is_the_first_line_of_its_section() -> None:
    # Elsewhere it would say nothing in the index.
    marks = [line for line in PAGE.splitlines() if re.match(r"\*(In part r|R)eplaced", line)]
    assert len(marks) == sum(each.mark is not None for each in DECISIONS)


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("Days only, no times", "2026-11-24-days-only-no-times"),
        ("`ketenkpi.x` is a package", "2026-11-24-ketenkpix-is-a-package"),
        ('"Duurzame uitstroom" stays', "2026-11-24-duurzame-uitstroom-stays"),
    ],
)
def test_links_go_by_the_name_of_a_section(name: str, anchor: str) -> None:
    assert Decision("2026-11-24", name, None).anchor == anchor
