"""`ketenkpi chain`: the same as the library, in tables and as exact numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ketenkpi.cli import main
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from tests.dashboard.chain_files import QUICK, SLOW, installed
from tests.unit.cli.files import write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("chain") / "home"
    installed(home).close()
    return home


@pytest.fixture
def home(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KETENKPI_HOME", str(filled))
    return filled


def test_json_is_what_the_library_gives(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chain", "--werkplein", SLOW, "--regeling", "WW", "--json"]) == 0
    store = open_store(Settings.load(home))
    expected = store.chain(Scope.everything(), werkplein=SLOW, regelingen=["WW"]).as_data()
    store.close()
    assert json.loads(capsys.readouterr().out)["chain"] == json.loads(json.dumps(expected))


def test_tables_name_the_slow_handover_and_what_dashes_mean(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["chain", "--taal", "en"]) == 0
    said = capsys.readouterr().out
    (line,) = [line for line in said.splitlines() if line.startswith(SLOW)]
    assert "intake (UWV)" in line
    assert "diagnosis (municipality)" in line
    assert QUICK not in said
    assert "Between brackets: the 95% interval." in said


def test_a_workbook_has_a_sheet_each(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "keten.xlsx"
    assert main(["chain", "--uit", str(file)]) == 0
    titles = load_workbook(file).sheetnames
    assert titles[:2] == ["De weg van klanten", "Wachten binnen en tussen organi"]
    assert len(titles) == 8


def test_a_choice_without_steps_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chain", "--regeling", "IOAZ"]) == 0
    assert "In deze keuze zijn geen stappen" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--werkplein", "Nergens"), "Nergens"),
        (("--regeling", "AOW"), "WW, WWB"),
        (("--doelgroep", "ouderen"), "jongere"),
        (("--werkplein", QUICK, "--regio", "R"), "niet allebei"),
    ],
)
def test_a_wrong_choice_says_what_there_is(
    home: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], said: str
) -> None:
    assert main(["chain", *options]) == 2
    assert said in capsys.readouterr().err


def test_without_steps_it_says_what_to_deliver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "empty"))
    assert main(["chain"]) == 1
    assert "stappen" in capsys.readouterr().err


STEPS = "traject_id;werkplein;taak;organisatie;begin;einde;overdracht"
UWV = ("1;Breda;intake;uwv;05-01-2009;06-01-2009;dossier", "1;Breda;diagnose;uwv;12-01-2009;;geen")
GEMEENTE = ("1;Breda;plaatsing;gemeente;20-01-2009;21-01-2009;geen",)


@pytest.mark.parametrize("numbers", ["partner", "werkplein"])
def test_moves_that_nobody_can_see_are_said_and_only_then(
    numbers: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    for partner, rows in (("uwv", UWV), ("Breda", GEMEENTE)):
        file = write(tmp_path / f"stappen_{partner}.csv", list(rows), STEPS)
        told = ["--organisatie", partner, "--kwartaal", "2009K1", "--zaaknummers", numbers]
        assert main(["upload", str(file), *told]) == 0
    capsys.readouterr()
    assert main(["chain"]) == 0
    unseen = "Breda, 2009K1: overgangen van de ene partner naar de andere zijn hier niet te zien"
    assert (unseen in capsys.readouterr().out) == (numbers == "partner")
    assert main(["chain", "--json"]) == 0
    apart = json.loads(capsys.readouterr().out)["chain"]["apart"]
    expected = [{"werkplein": "Breda", "quarters": ["2009K1"]}]
    assert apart == (expected if numbers == "partner" else [])
    assert main(["kpi", "--indicator", "warme_overdracht", "--json"]) == 0
    notes = [note["key"] for note in json.loads(capsys.readouterr().out)["notes"]]
    assert notes == (["indicators.note_cases_apart"] if numbers == "partner" else [])
