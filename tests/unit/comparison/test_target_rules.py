"""The numbers by which a target is ahead, behind or on schedule."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.comparison.target_rules import TargetRules, load_target_rules
from ketenkpi.errors import DefinitionError
from ketenkpi.settings import CONFIG

FILE = CONFIG / "targets.yaml"


def test_the_rules_of_the_installation() -> None:
    assert load_target_rules() == TargetRules(0.10, 0.10, 2, 5)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("near: 0.10", "near: 1.5"),
        ("near: 0.10", "near: veel"),
        ("least_years: 2", "least_years: 1"),
        ("least_years: 2", "least_years: 2.5"),
        ("most_years: 5", "most_years: 1"),
        ("unknown_luck: 0.10", "unknown_luck: -0.1"),
        ("most_years: 5", "most_years: 5\nextra: 1"),
        ("reviewed_on: 2026-11-29", ""),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, was: str, becomes: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert was in text
    faulty = tmp_path / "targets.yaml"
    faulty.write_text(text.replace(was, becomes), encoding="utf-8")
    with pytest.raises(DefinitionError):
        load_target_rules(faulty)
