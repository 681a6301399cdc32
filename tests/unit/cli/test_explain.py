"""`explain`, and `--uitleg` with an upload: numbers of which an explanation is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketenkpi.cli import main
from tests.unit.cli.files import write

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
HEADER = "werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand"
WHY = "Overname van twintig dossiers"


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A file of which one row does not balance."""
    return write(tmp_path / "stand.csv", ["Almere;2009K1;WW;500;10;10;520"], HEADER)


def run(capsys: Capture, *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(list(arguments))
    said = capsys.readouterr()
    return code, said.out + said.err


def upload(capsys: Capture, file: Path, *more: str) -> tuple[int, str]:
    return run(capsys, "upload", str(file), "--contract", "stand_stroom", "--door", "anna", *more)


def test_an_upload_says_what_waits_and_explain_explains_it(capsys: Capture, odd: Path) -> None:
    code, said = upload(capsys, odd)
    assert code == 0
    assert "van deze getallen wordt uitleg gevraagd (1)." in said.casefold()
    assert "balans:eindstand:" in said
    code, said = run(capsys, "explain", "--uitleg", f"1={WHY}", "--door", "bert")
    assert code == 0
    assert WHY in said
    assert "bert" in said
    code, said = run(capsys, "explain", "--json")
    found = json.loads(said)
    assert found["unexplained"] == []
    assert [each["text"] for each in found["explained"]] == [WHY]


def test_an_upload_takes_its_explanation_along(capsys: Capture, odd: Path) -> None:
    code, said = upload(capsys, odd, "--uitleg", f"balans:eindstand:2009K1={WHY}", "--json")
    assert (code, json.loads(said)["unexplained"]) == (0, [])


def test_what_is_too_short_or_no_explanation_stores_nothing(capsys: Capture, odd: Path) -> None:
    assert upload(capsys, odd, "--uitleg", "1=klopt")[0] == 1
    assert upload(capsys, odd, "--uitleg", "balans")[0] == 2
    assert upload(capsys, odd, "--uitleg", f"begin_anders={WHY}")[0] == 2
    code, said = run(capsys, "explain", "--taal", "en")
    assert code == 0
    assert "No explanation" in said
