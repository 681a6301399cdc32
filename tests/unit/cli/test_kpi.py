"""`kpi`: the figures of the store, in words and as exact numbers."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import binomtest

from ketenkpi.cli import main
from ketenkpi.scope import Scope
from ketenkpi.store import open_store
from tests.unit.cli.files import spells, write

pytestmark = pytest.mark.slow


@pytest.fixture
def loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two Werkpleinen: 1.500 spells at one and 60 at the other."""
    for name, count in (("Almere", 1500), ("Ede", 60)):
        rows = [row.replace("T", name[0]) for row in spells(count, werkplein=name)]
        file = write(tmp_path / f"trajecten_{name}.csv", rows)
        assert main(["upload", str(file), "--kwartaal", "2009K1"]) == 0
    capsys.readouterr()


@pytest.mark.usefixtures("loaded")
def test_a_table_with_dutch_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi", "--indicator", "instroom,aandeel_werk"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^Almere +2009K1 +1\.500 +1\.425 - 1\.578 +1\.500 ", shown, re.MULTILINE)
    # 500 of the 1,000 that left had found work.
    assert re.search(r"^Almere +2009K1 +50,0% +46,9% - 53,1% +1\.000 ", shown, re.MULTILINE)


@pytest.mark.usefixtures("loaded")
def test_exact_numbers_equal_those_of_the_library_and_of_scipy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    key = "aandeel_werk"
    assert main(["kpi", "--indicator", key, "--json"]) == 0
    figures = _figures(capsys)
    found = {figure["werkplein"]: figure for figure in figures}
    assert found["Ede"]["kwartaal"] == "2009K1"
    assert (found["Ede"]["numerator"], found["Ede"]["denominator"]) == (20, 40)
    wilson = binomtest(20, 40).proportion_ci(0.95, method="wilson")
    assert found["Ede"]["low"] == pytest.approx(wilson.low, abs=1e-12)
    assert found["Ede"]["high"] == pytest.approx(wilson.high, abs=1e-12)
    library = open_store().figures([key], ["werkplein", "kwartaal"], Scope.everything())
    for row in library.to_dict("records"):
        assert found[row["werkplein"]]["value"] == row["value"]


@pytest.mark.usefixtures("loaded")
def test_filters_and_breakdown(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["kpi", "--indicator", "instroom", "--json"]
    assert main([*asked, "--per", "kwartaal"]) == 0
    assert [figure["value"] for figure in _figures(capsys)] == [1560]
    assert main([*asked, "--werkplein", "Ede", "--kwartaal", "2009K1", "--regeling", "WW"]) == 0
    assert [figure["value"] for figure in _figures(capsys)] == [60]


@pytest.mark.usefixtures("loaded")
def test_no_value_without_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi", "--json"]) == 0
    figures = _figures(capsys)
    assert any(figure["value"] is None for figure in figures)
    assert all((figure["value"] is None) == bool(figure["reason"]) for figure in figures)
    # And in words: a dash, and the sentence.
    assert main(["kpi", "--indicator", "begroot"]) == 0
    assert "niet" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.usefixtures("loaded")
def test_what_may_not_be_added(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi", "--indicator", "stand", "--per", "werkplein"]) == 1
    assert "niet worden opgeteld" in capsys.readouterr().err
    assert main(["kpi", "--per", "werkplein"]) == 0
    assert "Niet getoond" in capsys.readouterr().out


def test_nothing_delivered_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi"]) == 1
    assert "ketenkpi demo" in capsys.readouterr().err


def test_wrong_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi", "--indicator", "instromen"]) == 2
    assert "Kies uit: " in capsys.readouterr().err
    assert main(["kpi", "--per", "wijk"]) == 2


def _figures(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    def refuse(constant: str) -> float:
        raise AssertionError(f"{constant} is no JSON")

    data = json.loads(capsys.readouterr().out, parse_constant=refuse)
    figures: list[dict[str, Any]] = data["figures"]
    assert not any(isinstance(v, float) and math.isnan(v) for f in figures for v in f.values())
    return figures
