"""The file of rules: read whole, and refused when anything in it is not understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.disclosure import load_rules
from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import load_indicators
from ketenkpi.settings import CONFIG

TEXT = (CONFIG / "disclosure.yaml").read_text(encoding="utf-8")


def test_the_rules_as_delivered() -> None:
    rules = load_rules()
    assert (rules.threshold, rules.mode, rules.zeros) == (10, "suppress", "shown")
    assert rules.width <= rules.threshold


def test_every_indicator_it_names_exists() -> None:
    rules = load_rules()
    named = {key for each in rules.breakdowns for key in each.indicators or ()}
    named |= {key for group in rules.same_people for key in group} | set(rules.identity)
    assert named - set(load_indicators()) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("threshold: 10", "threshold: 1"),
        ("mode: suppress", "mode: hide"),
        ("base: 10", "base: 3"),
        ("zeros: shown", "zero: shown"),
    ],
)
def test_a_fault_is_refused(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "disclosure.yaml"
    file.write_text(TEXT.replace(f"\n{old}", f"\n{new}"), encoding="utf-8")
    with pytest.raises(DefinitionError):
        load_rules(file)


def test_other_rules_have_another_key(tmp_path: Path) -> None:
    file = tmp_path / "disclosure.yaml"
    file.write_text(TEXT.replace("\nwidth: 5", "\nwidth: 6"), encoding="utf-8")
    assert load_rules(file).key != load_rules().key
