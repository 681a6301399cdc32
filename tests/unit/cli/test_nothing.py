"""`upload --niets`: a delivery without a file, which counts as zero."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketenkpi.cli import main
from ketenkpi.scope import Scope
from ketenkpi.store import open_store

pytestmark = pytest.mark.slow

NEW = ("--antwoord", "werkplein=nieuw")
WHERE = ("--werkplein", "Oefenoord", "--kwartaal", "2009K2", "--organisatie", "uwv", *NEW)


def test_nothing_to_report_needs_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upload", "--niets", "klachten", *WHERE, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["status"], said["readings"][0]["rows_read"]) == ("stored", 0)
    grid = open_store().deliveries(Scope.everything())
    assert grid[["contract", "werkplein", "rows"]].to_numpy().tolist() == [
        ["klachten", "Oefenoord", 0]
    ]
    # Asked again it is the same delivery.
    assert main(["upload", "--niets", "klachten", *WHERE]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--niets", "klachten", "--kwartaal", "2009K2"],
        ["--niets", "klachten", "--werkplein", "Oefenoord"],
        ["klachten.csv", "--niets", "klachten", *WHERE],
        ["--niets", "middelen", *WHERE],
        ["--niets", "geen_contract", *WHERE],
    ],
)
def test_what_must_be_said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upload", *arguments]) == 2
    assert capsys.readouterr().err.strip()
    assert open_store().deliveries(Scope.everything()).empty


def test_a_file_without_rows_asks_of_which_place_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["upload", "--niets", "klachten", *WHERE])
    file = tmp_path / "klachten_geen.csv"
    file.write_text("werkplein;datum;thema\n", encoding="utf-8")
    asked = ["upload", str(file), "--kwartaal", "2009K3", "--organisatie", "uwv"]
    capsys.readouterr()
    assert main(asked) == 1
    assert 'plaats=Oefenoord"' in capsys.readouterr().out
    assert main([*asked, "--antwoord", "plaats=Oefenoord"]) == 0
    assert open_store().deliveries(Scope.everything())["rows"].tolist() == [0, 0]
