"""The table of questions names pages that are there and tests that hold the answer."""

from __future__ import annotations

import re

from dashboard.pages import QUESTIONS
from tests.house.tree import ROOT

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "questions.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [MR]\d", line)
]


def test_every_question_of_both_readers_stands_there_once() -> None:
    asked = [f"M{n}" for n in range(1, 16)] + [f"R{n}" for n in range(1, 12)]
    assert [row[0] for row in ROWS] == asked


def test_each_is_answered_on_a_page_in_three_clicks_by_a_test_or_says_why_not() -> None:
    pages = {page for named in QUESTIONS.values() for page in named}
    for code, _, page, clicks, shown, test in ROWS:
        if page == "-":
            assert shown.startswith(("waits for", "no data", "no page")), code
            continue
        assert page in pages, code
        assert 0 <= int(clicks) <= 3, code
        file, _, name = test.partition("::")
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{code}: {test}"
