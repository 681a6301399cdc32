"""What may be of a person, on the command line: refused and covered, or declared and kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketenkpi.cli import main
from ketenkpi.scope import Scope
from ketenkpi.store import open_store
from tests.unit.store.test_personal import OWN, numbers, rows

pytestmark = pytest.mark.slow
WHERE = ("--door", "anna", "--organisatie", "uwv", "--kwartaal", "2009K1")
NEW = ("--antwoord", "werkplein=nieuw")


@pytest.fixture
def seeming(tmp_path: Path) -> Path:
    file = tmp_path / "trajecten_2009K1.csv"
    file.write_bytes(rows(OWN))
    return file


def test_a_false_alarm_is_declared_by_an_option(
    seeming: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload", str(seeming), *WHERE, *NEW]) == 1
    said = capsys.readouterr().out
    assert "19 van de 42" in said
    option = '--antwoord "geen_bsn:client=ja"'
    assert option in said
    assert open_store().uploads(Scope.everything()).empty

    assert main(["upload", str(seeming), *WHERE, *NEW, "--antwoord", "geen_bsn:client=ja"]) == 0
    assert "U hebt verklaard dat het geen BSN is" in capsys.readouterr().out
    audit = open_store().audit(Scope.everything())
    assert list(audit[audit["action"] == "geen_bsn"]["actor"]) == ["anna"]


def test_a_false_alarm_is_declared_in_the_json_of_its_questions(
    seeming: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload", str(seeming), *WHERE, *NEW, "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    (question,) = data["questions"]
    assert (question["name"], question["answers"]) == ("geen_bsn:client", ["ja"])
    question["answer"] = "ja"
    answers = tmp_path / "antwoorden.json"
    answers.write_text(json.dumps(data), encoding="utf-8")
    assert main(["upload", str(seeming), *WHERE, *NEW, "--antwoorden", str(answers)]) == 0


def test_a_check_takes_the_declaration_too(
    seeming: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(seeming)]) == 1
    assert main(["check", str(seeming), "--antwoord", "geen_bsn:client=ja"]) == 0
    assert "geen BSN" in capsys.readouterr().out


def test_nothing_said_or_written_holds_a_bsn(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bsns = numbers(20, 0)
    file = tmp_path / "trajecten.csv"
    file.write_bytes(rows(bsns))
    report = tmp_path / "bevindingen.xlsx"
    command = ["upload", str(file), *WHERE, *NEW, "--antwoord", "geen_bsn:client=ja"]
    assert main([*command, "--rapport", str(report)]) == 1
    assert main([*command, "--json"]) == 1
    said = capsys.readouterr()
    assert not [bsn for bsn in bsns if bsn in said.out + said.err]
    written = b"".join(path.read_bytes() for path in (*home.rglob("*"), report) if path.is_file())
    assert not [bsn for bsn in bsns if bsn.encode() in written]
