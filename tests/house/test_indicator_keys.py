"""Every indicator that a file below `config/` names exists.

A key that was renamed went on standing in a profile, where it told uploaders
that a figure they would never find could not be computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ketenkpi.contracts import load_contracts
from ketenkpi.contracts.profile import load_profiles
from ketenkpi.indicators import load_indicators
from tests.house.tree import ROOT, files, text

# Below these names stand keys of indicators, alone, in a list or in a mapping.
NAMES = ("indicator", "indicators", "counter_indicator", "shown_with", "estimated_by")
NAMES += ("same_people", "identity")
# Names of columns in files that people deliver, and of none of our own.
COLUMNS_ONLY = (Path("config/synonyms.yaml"),)
ANY = "all"
CONFIG = [file for file in files(".yaml", below="config") if file not in COLUMNS_ONLY]


def named(node: Any) -> Iterator[str]:
    """Every key of an indicator in a file as YAML reads it."""
    if isinstance(node, list):
        for each in node:
            yield from named(each)
    if isinstance(node, dict):
        for name, value in node.items():
            yield from leaves(value) if name in NAMES else named(value)


def leaves(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for each in node:
            yield from leaves(each)
    elif isinstance(node, dict):
        # {indicator: duo_of_team, part: diagnose}, or {stock: stand, inflow: instroom}.
        yield from leaves([v for k, v in node.items() if k in NAMES] or list(node.values()))


@pytest.mark.parametrize("file", CONFIG, ids=str)
def test_every_indicator_named_in_config_exists(file: Path) -> None:
    known = {*load_indicators(), ANY}
    assert set(named(yaml.safe_load(text(file)))) - known == set()


def test_what_a_profile_says_cannot_be_computed_exists() -> None:
    known, contracts = load_indicators(), load_contracts()
    for profile in load_profiles().values():
        columns = {column.name for name in profile.mappings for column in contracts[name].columns}
        for key, _ in profile.not_computable:
            # A part of an indicator stands behind it, and a column is one to split by.
            assert key.partition(":")[0] in {*known, *columns}, (profile.key, key)


def test_every_worked_example_is_of_an_indicator() -> None:
    pages = {path.stem for path in (ROOT / "config/worked").glob("*.md")}
    assert pages == set(load_indicators())


def test_the_check_above_can_fail() -> None:
    read = {"steps": [{"indicator": "weg"}], "lines": {"indicators": [{"indicator": "ook_weg"}]}}
    assert set(named(read)) == {"weg", "ook_weg"}
    assert set(named({"identity": {"stock": "stand", "inflow": "weg"}})) == {"stand", "weg"}
