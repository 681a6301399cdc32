"""An installation's own indicators: in the store's figures and on the command line, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.cli import main
from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import load_indicators
from ketenkpi.methods import pages
from ketenkpi.store import Store
from tests.unit.indicators.test_load import write
from tests.unit.store.files import ALL, deliver, spells

pytestmark = pytest.mark.slow

FILE = spells("1;A;WW;k1;05-01-2009;20-03-2009;verhuizing", "2;A;WW;k2;10-02-2009;;")


def test_an_own_indicator_is_among_the_figures(local: Store) -> None:
    deliver(local, FILE)
    write(local.own_indicators)
    found = local.figures(["uitstroom_verhuizing"], [], ALL)
    assert found["value"].tolist() == [1]
    assert (
        "uitstroom_verhuizing"
        in local.figures(scope=ALL, keys=None, by=("werkplein", "kwartaal"))["indicator"].tolist()
    )


def test_an_older_version_is_asked_for(local: Store) -> None:
    deliver(local, FILE)
    everyone = {"tally": "instroom", "measure": "n"}
    write(local.own_indicators, version=2)
    name = "uitstroom_verhuizing"
    write(
        local.own_indicators / "versions",
        f"{name}.v1",
        version=1,
        numerator=everyone,
        unknown={**everyone, "only": {"kanaal": ["balie"]}},
        split="kanaal",
        additive_over=["werkplein", "kwartaal", "regeling", "doelgroep", "kanaal"],
    )
    assert local.figures([name], [], ALL, versions={name: 1})["value"].tolist() == [2]
    assert local.figures([name], [], ALL)["value"].tolist() == [1]


def test_no_figure_is_made_beside_a_faulty_definition(local: Store) -> None:
    deliver(local, FILE)
    file = write(local.own_indicators, minimum="veel")
    with pytest.raises(DefinitionError, match=r"uitstroom_verhuizing\.yaml"):
        local.figures(["instroom"], scope=ALL, by=("werkplein", "kwartaal"))
    file.unlink()
    assert len(local.figures(["instroom"], scope=ALL, by=("werkplein", "kwartaal")))


def test_the_command_line_names_the_file_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path))
    write(tmp_path / "indicators", colour="groen")
    assert main(["kpi"]) == 1
    assert "uitstroom_verhuizing.yaml" in capsys.readouterr().err


def test_it_stands_in_the_methods_of_its_installation_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path))
    write(tmp_path / "indicators")
    page = "methods/uitstroom_verhuizing.md"
    assert "`uitstroom_verhuizing`, version 1" in pages(load_indicators())[page]
    assert page not in pages()
