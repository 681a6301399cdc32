"""`check`: how a file was read, what it asks, and the options that overrule and answer that."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import xlsxwriter

from ketenkpi.cli import main

HEAD = "werkplein;datum;thema"


def complaints(folder: Path, *days: str) -> str:
    file = folder / "klachten.csv"
    rows = [f"Breda;{day};wachttijd" for day in days]
    file.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return str(file)


def test_the_option_that_stands_with_a_question_answers_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = complaints(tmp_path, "03/04/2009")
    assert main(["check", file]) == 1
    said = capsys.readouterr().out
    assert "1 rij gelezen\n" in said
    assert "afgekeurd" not in said
    options = re.findall(r'--antwoord "(.+?)"', said)
    assert options == ["dagvolgorde:datum=dmj", "dagvolgorde:datum=mdj"]
    assert main(["check", file, "--antwoord", options[1]]) == 0
    assert "maand voor dag (datum)" in capsys.readouterr().out


def test_one_answer_is_enough_for_columns_that_are_written_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand"
    file = tmp_path / "stand_stroom.csv"
    file.write_text(f"{head}\nBreda;2009K1;WW;1.000;1.250;250;2.000\n", encoding="utf-8")
    assert main(["check", str(file)]) == 1
    said = capsys.readouterr().out
    assert said.count("VRAAG: ") == 3
    (option,) = re.findall("volstaat bijvoorbeeld: --antwoord (.+)", said)
    assert option == "decimaalteken=komma"
    assert main(["check", str(file), "--antwoord", option]) == 0
    assert main(["check", str(file), "--antwoord", "decimaalteken=streep"]) == 1
    assert "Uw antwoord 'streep' past hier niet." in capsys.readouterr().out


def test_an_answer_that_does_not_fit_is_said_to_be_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = complaints(tmp_path, "03/04/2009")
    assert main(["check", file, "--antwoord", "dagvolgorde:datum=jmd"]) == 1
    assert "Uw antwoord 'jmd' past hier niet." in capsys.readouterr().out
    assert main(["check", file, "--antwoord", "volgorde=dmj"]) == 2
    assert "dagvolgorde" in capsys.readouterr().err


def test_the_questions_as_data_are_a_file_of_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = complaints(tmp_path, "03/04/2009")
    assert main(["check", file, "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    (question,) = data["questions"]
    assert question["name"] == "dagvolgorde:datum"
    question["answer"] = "mdj"
    answers = tmp_path / "antwoorden.json"
    answers.write_text(json.dumps(data), encoding="utf-8")
    assert main(["check", file, "--antwoorden", str(answers), "--json"]) == 0
    read = json.loads(capsys.readouterr().out)["readings"][0]["read"]
    assert read["columns"] == {"dagvolgorde:datum": "mdj"}


@pytest.mark.parametrize("command", ["check", "upload"])
def test_every_part_of_how_a_file_is_read_can_be_overruled(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "klachten.xlsx"
    with xlsxwriter.Workbook(book) as made:
        for name in ("Een", "Twee"):
            sheet = made.add_worksheet(name)
            for number, text in enumerate((HEAD, HEAD, "Breda;2009-01-05;wachttijd")):
                sheet.write_row(number, 0, text.split(";"))
    text = tmp_path / "klachten.csv"
    text.write_bytes("werkplein,datum,thema,a;b\nBreda,03/04/2009,één,c;d\n".encode("cp850"))
    to = ["--kwartaal", "2009K2", "--door", "Anna"] if command == "upload" else []
    sheet_told = _read(capsys, [command, str(book), "--blad", "Twee", "--kopregel", "2", *to])
    assert (sheet_told["sheet"], sheet_told["header_line"]) == ("Twee", 2)
    how = ["--contract", "klachten", "--scheidingsteken", "komma", "--codering", "cp850"]
    text_told = _read(capsys, [command, str(text), *how, "--antwoord", "dagvolgorde=mdj", *to])
    assert (text_told["separator"], text_told["encoding"]) == (",", "CP850")
    assert text_told["columns"] == {"dagvolgorde:datum": "mdj"}


@pytest.mark.parametrize("command", ["check", "upload"])
def test_a_profile_says_how_a_file_is_read_and_an_option_goes_before_it(
    command: str, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mijn.csv"
    lines = ["over;van;mij", "Plaats;Dag;Om", "Plaats;Dag;Om", "Breda;03/04/2009;wachttijd", ""]
    file.write_text("\n".join(lines), encoding="utf-8")
    columns = [f"kolom:{key}" for key in ("werkplein=Plaats", "datum=Dag", "thema=Om")]
    given = [part for column in columns for part in ("--antwoord", column)]
    how = ["--kopregel", "3", "--antwoord", "dagvolgorde=mdj", *given]
    made = ["profile", str(file), "--contract", "klachten", "--door", "Ans"]
    assert main([*made, *how]) == 0
    (profile,) = (home / "profiles").iterdir()
    assert "header_line: 3" in profile.read_text(encoding="utf-8")
    capsys.readouterr()
    to = ["--kwartaal", "2009K1", "--door", "Anna"] if command == "upload" else []
    asked = [command, str(file), "--profile", profile.stem, *to]
    told = _read(capsys, asked)
    assert (told["header_line"], told["columns"]) == (3, {"dagvolgorde:datum": "mdj"})
    other = _read(capsys, [*asked, "--kopregel", "2", "--antwoord", "dagvolgorde:datum=dmj"])
    assert (other["header_line"], other["columns"]) == (2, {"dagvolgorde:datum": "dmj"})


def _read(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> dict[str, object]:
    assert main([*arguments, "--json"]) in (0, 1)
    found = json.loads(capsys.readouterr().out)["readings"][0]["read"]
    assert isinstance(found, dict)
    return found
