"""`ketenkpi context`: the same lines as the library, in words and as exact numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketenkpi.cli import main
from ketenkpi.store import open_store
from tests.unit.context.outside import ALL, ALMERE, filled


@pytest.fixture(autouse=True)
def loaded(home: Path) -> None:
    filled(home).close()


def test_the_same_lines_as_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--werkplein", ALMERE, "--onderwerp", "ww", "--basis", "2016K1"]
    assert main(["context", *asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (told,) = found["context"]
    library = open_store().context(ALL, "ww", werkplein=ALMERE, base="2016K1")
    assert (told["base"], told["apart"]["verdict"]) == ("2016K1", library.apart.verdict)
    for line, shown in zip(library.lines, told["lines"], strict=True):
        assert {str(when): point.index for when, point in line.points.items()} == {
            when: point["index"] for when, point in shown["points"].items()
        }
    assert found["definition_versions"] == {"stand": 1}


def test_every_subject_is_told_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["context", "--werkplein", ALMERE]) == 0
    dutch = capsys.readouterr().out
    assert dutch.count("Crisis of ons:") == 4
    assert main(["context", "--werkplein", ALMERE, "--taal", "en"]) == 0
    assert "Crisis or us: WW benefits, Almere" in capsys.readouterr().out


def test_one_place_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["context"]) == 2
    assert "Werkplein" in capsys.readouterr().err
