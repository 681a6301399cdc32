"""A sample of the table `tests.tables.plausible`: few alarms without cause, and slips found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tables import plausible
from tests.tables.plausible import Sample

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plausible")


@pytest.fixture(scope="module")
def stocks(folder: Path) -> Sample:
    """The stocks and flows of the former example."""
    return next(sample for sample in plausible.samples(folder) if sample.contract == "stand_stroom")


def test_of_the_clean_example_hardly_anything_is_asked_about(stocks: Sample, folder: Path) -> None:
    row = plausible.alarms(stocks, folder)
    assert int(row["cells"]) > 1_000
    assert int(row["asked"]) <= 0.02 * int(row["cells"])
    assert plausible.sums_asked(stocks)["asked"] == 0


@pytest.mark.parametrize("what", ["x10", "x100", "begin"])
def test_slips_are_found(stocks: Sample, folder: Path, what: str) -> None:
    row = plausible.found(stocks, what, 20, folder)
    assert int(row["asked"]) >= 0.95 * int(row["cells"])


def test_three_groups_are_rarely_taken_for_two_and_their_total() -> None:
    for split in ("doelgroep", "werkplein"):
        row = plausible.sums_by_chance(split, 1000, 60)
        assert int(row["asked"]) <= 1
