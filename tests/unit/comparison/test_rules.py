"""`config/comparison.yaml`: closed lists, and sentences that wait for a language."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.comparison import load_rules
from ketenkpi.counts import TALLIES
from ketenkpi.errors import DefinitionError
from ketenkpi.settings import CONFIG

TEXT = (CONFIG / "comparison.yaml").read_text(encoding="utf-8")


def read(tmp_path: Path, text: str):
    file = tmp_path / "comparison.yaml"
    file.write_text(text, encoding="utf-8")
    return load_rules(file)


def test_the_rules_load() -> None:
    rules = load_rules()
    assert rules.smallest_group == 5
    assert rules.weak_below == 10
    assert set(rules.pre_intake) <= set(TALLIES["cohort"].dims)
    assert {"fase", "fte", "doorlooptijd"} <= set(rules.influenced)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("smallest_group: 5", "smallest_group: 1", "smallest_group"),
        ("smallest_group: 5", "smallest_group: veel", "smallest_group"),
        ("  fase:", "  regeling:", "influenced by a location"),
        ("author:", "schrijver:", "schrijver"),
        ("size_classes: 3", "", "size_classes"),
    ],
)
def test_a_fault_in_the_rules_is_refused_with_its_place(tmp_path, old, new, told) -> None:
    assert old in TEXT
    with pytest.raises(DefinitionError, match=told):
        read(tmp_path, TEXT.replace(old, new, 1))
