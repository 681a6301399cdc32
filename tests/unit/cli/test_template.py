"""Templates and the dictionary: what a deliverer starts from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketenkpi.cli import main
from ketenkpi.contracts import load_contracts


@pytest.mark.parametrize("contract", load_contracts())
def test_a_template_passes_its_own_check(contract: str, tmp_path: Path) -> None:
    assert main(["template", contract]) == 0
    assert (tmp_path / f"sjabloon_{contract}.csv").is_file()
    assert main(["check", f"sjabloon_{contract}.csv", "--contract", contract]) == 0


def test_a_workbook_when_the_name_says_so(tmp_path: Path) -> None:
    assert main(["template", "fasen", "--naar", "fasen.xlsx"]) == 0
    assert (tmp_path / "fasen.xlsx").read_bytes().startswith(b"PK")


def test_an_existing_file_stays_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "sjabloon_trajecten.csv"
    mine.write_text("mijn werk")
    assert main(["template", "trajecten"]) == 2
    assert "bestaat al" in capsys.readouterr().err
    assert mine.read_text() == "mijn werk"


def test_wrong_names_are_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "trajekten"]) == 2
    assert "Kies uit: " in capsys.readouterr().err
    assert main(["template", "trajecten", "--naar", "trajecten.pdf"]) == 2
    assert main(["dictionary", "trajekten"]) == 2


@pytest.mark.parametrize("contract", load_contracts())
def test_the_dictionary_names_every_column_and_value(
    contract: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dictionary", contract]) == 0
    shown = capsys.readouterr().out
    for column in load_contracts()[contract].columns:
        assert f"\n- {column.name} (" in shown
        assert column.meaning.nl in shown
        assert all(f"  - {code}: {text.nl}" in shown for code, text in column.values.items())


def test_the_dictionary_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dictionary", "trajecten", "--json", "--taal", "en"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [c["column"] for c in data["columns"]] == list(load_contracts()["trajecten"].names)
    codes = [code for code, _ in data["columns"][2]["values"]]
    assert codes[:6] == ["WW", "WWB", "PW", "IOAW", "IOAZ", "geen"]
    assert {"WIA", "Wajong_2015", "Bbz", "nug"} <= set(codes)


def test_a_figure_and_a_concept_are_explained_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dictionary", "aandeel_werk"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Aandeel uitstroom naar werk\n====")
    assert (
        "- Zo wordt het berekend\n  Uitstroom met reden werk, gedeeld door alle uitstroom." in told
    )
    assert main(["dictionary", "onderdeel.intake", "--json", "--taal", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["definition"] == "onderdeel.intake"
    scale = next(each["text"] for each in found["fields"] if each["field"] == "Scale")
    assert scale[1].startswith("0 = ")
