"""The page about the program tells its version, how accessible it is, and what is new."""

from __future__ import annotations

import pytest

import ketenkpi
from dashboard.words import WORDS
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said

pytestmark = pytest.mark.slow


def test_it_tells_version_accessibility_and_changes(opened: Opened) -> None:
    words = said(opened("over"))
    assert f"Dit is ketenkpi {ketenkpi.__version__}." in words
    assert WORDS.say("over.accessible_known", "nl") in words
    assert "Over ketenkpi" in words


def test_the_newest_changes_are_those_of_the_changelog(opened: Opened) -> None:
    shown = " ".join(each.value for each in opened("over").markdown)
    from tests.house.tree import ROOT

    first = next(
        line.removeprefix("- ")
        for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("- ")
    )
    assert first in shown
