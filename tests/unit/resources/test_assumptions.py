"""The assumptions stand in a file that refuses what it does not know."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import load_indicators
from ketenkpi.resources import load_assumptions
from ketenkpi.settings import CONFIG


def test_the_shipped_file() -> None:
    found = load_assumptions()
    assert found.hours_per_fte_quarter == 350
    assert (found.seed_ratio.value, found.seed_ratio.section) == (10, "5.1")
    assert found.author
    known = load_indicators()
    assert {key for each in found.concepts.values() for key in each.indicators} <= known.keys()
    assert found.source


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 1400", "value: 0", "above 0"),
        ("value: 1400", "value: veel", "above 0"),
        ("tolerance: 1.25", "tolerance: 0.8", "factor of 1 or more"),
        ("{intake: 3,", "{intakes: 3,", "unknown key 'intakes'"),
        ("    overig: 1\n", "", "needs 'overig'"),
        ("    jongere: 1.5\n", "    jeugd: 1.5\n", "only target groups that exist: jeugd"),
        ("author:", "auteur:", "unknown key 'auteur'"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / "resources.yaml"
    shutil.copy(CONFIG / "resources.yaml", file)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as fault:
        load_assumptions(file)
    assert said in fault.value.message("en")
