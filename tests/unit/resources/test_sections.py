"""That every subject of resources has a section, and that a missing amount says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.answer import Section
from ketenkpi.resources import load_assumptions
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.surfaces.reader import reading
from ketenkpi.surfaces.written import MISSING
from tests.unit.surfaces.subjects import SUBJECTS


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> list[Section]:
    home: Path = tmp_path_factory.mktemp("resources") / "home"
    return SUBJECTS["resources"](home)


def test_every_subject_has_a_section(sections: list[Section]) -> None:
    assert {each.key for each in sections} == set(load_assumptions().concepts)


def test_a_missing_amount_is_a_dash_with_its_reason(sections: list[Section]) -> None:
    table = sections[0].table
    assert table is not None
    with reading("nl"):
        shown = drawn(table)
    row = next(row for row in shown.rows if row[0] == "Huisvesting")
    assert row[2:4] == (MISSING, MISSING)
    assert row[-1].startswith("Geen regel")
