"""`ketenkpi cooperation`: the same as the library, in words and as exact numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ketenkpi.cli import main
from ketenkpi.scope import Scope
from ketenkpi.store import open_store
from tests.unit.store.cooperation_files import filled

pytestmark = pytest.mark.slow
ALL = Scope.everything()


@pytest.fixture(autouse=True)
def loaded(home: object) -> None:
    store = open_store()
    filled(store)
    store.close()


def asked(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert main(["cooperation", *options, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_same_as_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "--werkplein", "A", "--tijdfactor")["cooperation"]
    store = open_store()
    library = store.cooperation("A", None, ALL, time_factor=True)
    store.close()
    assert (found["quarter"], found["scans"]) == ("2009K2", ["2009K1"])
    assert found["coordination"]["time_factor"] == library.coordination.time_factor
    assert [each["clients"]["value"] for each in found["coordination"]["pairs"]] == [
        each.clients.value for each in library.coordination.pairs
    ]
    trust = [each for each in found["answers"] if each["question"]["part"] == "vertrouwen"]
    assert [(each["party"], each["mark"], each["value"], each["reason"]) for each in trust] == [
        ("uwv", 3, 0.75, None),
        ("gemeente", None, None, "cooperation.reason_weet_niet"),
    ]
    (span,) = [each for each in found["spans"] if each["question"]["part"] == "vertrouwen"]
    assert (span["low"], span["high"], span["unanswered"]) == (0.75, 0.75, ["gemeente"])
    (possible,) = {tuple(each["possible"]) for each in found["phase"]["derived"]}
    assert possible == ("3b",)
    kinds = [each["kind"] for each in found["phase"]["findings"]]
    assert kinds == [each.kind for each in library.phase.findings]


def test_without_a_werkplein_the_register_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys)
    assert found["cooperation"] is None
    assert {each["werkplein"] for each in found["phases"]["periods"]} == {"A", "B"}
    assert found["phases"]["until"] == "2009-06-30"
    days = {(each["werkplein"], each["doelgroep"], each["phase"]): each["days"]
            for each in found["phases"]["periods"]}  # fmt: skip
    # 366 days of 2008, and 181 of 2009.
    assert days["A", "korte_afstand", "1"] == 366
    assert days["A", "korte_afstand", "3b"] == 181
    assert [each["after"] for each in found["phases"]["transitions"]] == ["3b"]
    assert found["phases"]["breaks"] == []


def test_one_werkplein_gets_its_own_register(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "--werkplein", "B")
    assert {each["werkplein"] for each in found["phases"]["periods"]} == {"B"}
    assert {each["approval"] for each in found["phases"]["periods"]} == {"one_lacks"}


def test_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cooperation", "--werkplein", "A"]) == 0
    shown = capsys.readouterr().out
    assert "vragen die hier gelden, in de scan van 2009K1 (kwartalen geleden: 1)." in shown
    assert "Volgens de scan: fase 3b" in shown
    assert "volgens UWV en de gemeente." in shown
    assert "Iedere klant telt voor één." in shown
    # All sections of the answer, and the register.
    assert shown.count("\n===") == 20
    assert main(["cooperation", "--werkplein", "A", "--tijdfactor", "--taal", "en"]) == 0
    shown = capsys.readouterr().out
    assert "counts for 0.5 in" in shown


def test_as_a_workbook(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    assert main(["cooperation", "--werkplein", "A", "--uit", str(file)]) == 0
    assert str(file) in capsys.readouterr().out
    assert len(load_workbook(file).sheetnames) == 20


def test_without_a_scan_only_what_is_known_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cooperation", "--werkplein", "B"]) == 0
    shown = capsys.readouterr().out
    assert "Van UWV is er geen scan. Alles van deze partner is onbekend, niet nul." in shown
    assert "Volgens de scan: onbekend, want er is geen scan." in shown
    assert "Tussen samenwerking en coördinatie" not in shown


def test_an_unknown_werkplein(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cooperation", "--werkplein", "C"]) == 2
    assert "C" in capsys.readouterr().err
