"""`ketenkpi profile`: from a file somebody already has to a profile that reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ketenkpi.cli import main

FILE = """Zaaknummer;Vestiging;Soort uitkering;Begindatum uitkering;Einddatum;Reden beëindiging
Z-001;Almere;PW;05-01-2024;30-06-2024;03
Z-002;Almere;IOAW;12-02-2024;;
Z-003;Almere;PW;01-03-2024;15-05-2024;Werk in loondienst (CAO)
"""
ANSWER = "waarde:reden_uitstroom:03=werk"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "Levering 2024.csv"
    made.write_text(FILE, encoding="utf-8")
    return made


def asked(file: Path, *options: str) -> list[str]:
    return ["profile", str(file), "--contract", "trajecten", "--door", "Ans", *options]


def data(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_what_is_open_is_asked_with_the_option_that_answers_it(
    file: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked(file)) == 1
    said = capsys.readouterr().out
    assert "Wat betekent '03' bij reden_uitstroom?" in said
    assert f'--antwoord "{ANSWER}"' in said
    assert "bekende naam voor deze kolom" in said
    assert "01-03-2024" in said
    assert not (home / "profiles").exists()


def test_when_all_is_answered_the_profile_is_written_and_reads_the_file(
    file: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked(file, "--antwoord", ANSWER)) == 0
    assert "ketenkpi upload Levering 2024.csv --profile levering_2024" in capsys.readouterr().out
    text = (home / "profiles" / "levering_2024.yaml").read_text(encoding="utf-8")
    assert "author: Ans" in text
    # Only codes of fixed lists are values of the file.
    assert "Z-001" not in text
    assert "Almere" not in text
    assert main(["check", str(file), "--profile", "levering_2024"]) == 0


def test_a_profile_that_is_there_is_not_written_over(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked(file, "--antwoord", ANSWER, "--sleutel", "mijn")) == 0
    assert main(asked(file, "--antwoord", ANSWER, "--sleutel", "mijn")) == 2
    assert main(asked(file, "--antwoord", ANSWER, "--sleutel", "bus")) == 2
    assert main(asked(file, "--antwoord", ANSWER, "--sleutel", "Mijn Naam")) == 2
    assert "Er is al een profiel bus" in capsys.readouterr().err


def test_the_same_as_data(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked(file, "--json")) == 1
    found = data(capsys)
    assert [one["name"] for one in found["open"]] == ["waarde:reden_uitstroom:03"]
    sources = {match["column"]: match["source"] for match in found["matches"]}
    assert sources["instroom"] == "Begindatum uitkering"
    assert found["shown"][0]["instroom"] == {"text": "05-01-2024", "read": True}


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("kolom:instroom=Bestaat niet", "In het bestand staat geen kolom 'Bestaat niet'"),
        ("kolom:instrom=Begindatum uitkering", "krijgt geen kolom 'instrom'"),
        ("waarde:reden_uitstroom:03=banaan", "'banaan' kan niet in de kolom reden_uitstroom"),
        ("vast:regeling=banaan", "'banaan' kan niet in de kolom regeling"),
        ("kopregel=drie", "'drie' is geen nummer van een rij"),
        ("zomaar=iets", "Er is geen vraag 'zomaar'"),
    ],
)
def test_an_answer_that_cannot_be_says_what_can(
    option: str, told: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked(file, "--antwoord", option)) == 2
    assert told in capsys.readouterr().err


def test_a_file_with_persons_is_refused_before_anything_is_shown(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "klanten.csv"
    rows = [f"{bsn};Jansen;05-01-2024" for bsn in ("111222333", "123456782", "111222333")]
    file.write_text("\n".join(["Nummer;Achternaam;Begindatum", *rows, ""]), encoding="utf-8")
    assert main(asked(file, "--antwoord", "vast:regeling=PW")) == 1
    said = capsys.readouterr().out
    assert "123456782" not in said
    assert "Jansen" not in said
    assert not (home / "profiles").exists()
