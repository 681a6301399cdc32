"""Everything in `config/` loads, and says who wrote it, after what, and when it was read over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ketenkpi.config_file import PROVENANCE, read_definition
from ketenkpi.contracts import load_contracts
from ketenkpi.indicators import load_indicators
from ketenkpi.indicators.worked import load_worked
from ketenkpi.vocabulary import in_both
from tests.house.tree import ROOT, files

DEFINITIONS = files(".yaml", ".yml", below="config")


@pytest.mark.parametrize("file", DEFINITIONS, ids=str)
def test_a_definition_names_author_source_and_review(file: Path) -> None:
    definition = read_definition(ROOT / file)
    for key in PROVENANCE:
        assert definition.get(key), f"{file}: '{key}' is missing or empty"
    assert isinstance(definition["reviewed_on"], date)


def test_every_contract_and_indicator_file_is_loaded() -> None:
    assert sorted(load_contracts()) == _stems("contracts")
    assert sorted(load_indicators()) == _stems("indicators")


def test_every_indicator_has_a_worked_example() -> None:
    assert set(load_indicators()) - set(load_worked()) == set()


def _stems(folder: str) -> list[str]:
    # Older versions stand one folder deeper and are loaded when asked for.
    return sorted(file.stem for file in DEFINITIONS if file.parts[1:-1] == (folder,))


def test_every_unit_is_known_wherever_figures_are_shown() -> None:
    from ketenkpi.charts.axes import FORMATS
    from ketenkpi.units import UNITS

    units = {indicator.unit for indicator in load_indicators().values()}
    for known in (UNITS, FORMATS):
        assert units - set(known) == set()
    for unit in units:
        name = in_both(f"units.{unit}")
        assert name.nl != name.en or unit in ("euro", "ratio")
