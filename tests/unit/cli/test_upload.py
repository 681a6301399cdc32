"""`check` and `upload`: what is said, what is stored, and which exit code."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ketenkpi.cli import main
from ketenkpi.partner import TOGETHER
from ketenkpi.scope import Scope
from ketenkpi.store import Slot, open_store
from ketenkpi.vocabulary import Quarter
from tests.unit.cli.files import HEADER, spells, write

pytestmark = pytest.mark.slow

EVERYTHING = Scope.everything()
CURRENT = Slot("trajecten", "Almere", Quarter(2009, 1).index, TOGETHER)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(tmp_path / "trajecten_2009K1.csv", spells(60))


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    rows = spells(60)
    rows[10] = rows[10].replace("WW", "Bijstant")
    rows[20] = "T20;Almere;WW;31-02-2009;31-02-2009;;"
    return write(tmp_path / "trajecten_fout.csv", rows)


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    data = json.loads(capsys.readouterr().out)
    assert isinstance(data, dict)
    return data


def _rows_current() -> int:
    uploads = open_store().uploads(EVERYTHING)
    return int(uploads[uploads["current"]]["rows"].sum())


def test_check_stores_nothing(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(good)]) == 0
    assert "60 rijen gelezen, 0 afgekeurd" in capsys.readouterr().out
    assert open_store().uploads(EVERYTHING).empty


def test_check_names_line_column_value_and_remedy(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(wrong)]) == 1
    said = capsys.readouterr().out
    # The header is line 1, so the eleventh row of data is line 12.
    assert "regel 12, regeling: 'Bijstant'" in said
    assert "regel 22, melding:" in said
    assert "Wat u kunt doen:" in said
    assert "kan dit bestand niet worden bewaard" in said


def test_check_as_data(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(wrong), "--json"]) == 1
    data = _json(capsys)
    assert data["blocked"] is True
    assert sum(total["count"] for total in data["totals"]) == len(data["listed"]) == 3
    assert {finding["line"] for finding in data["listed"]} == {12, 22}
    assert data["readings"][0]["rows_read"] == 60


def test_check_writes_a_workbook_when_asked(wrong: Path, tmp_path: Path) -> None:
    assert main(["check", str(wrong), "--rapport", "bevindingen.xlsx"]) == 1
    assert zipfile.is_zipfile(tmp_path / "bevindingen.xlsx")


def test_a_long_list_is_cut_with_a_true_total(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row.replace("WW", "Bijstant") for row in spells(1500)]
    assert main(["check", str(write(tmp_path / "trajecten.csv", rows))]) == 1
    said = capsys.readouterr().out
    assert "Onbekende code (1.500)" in said
    assert "en nog 1.495" in said


def test_what_kind_of_file_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nameless = write(tmp_path / "bestand.csv", spells(60))
    assert main(["check", str(nameless)]) == 0, "its columns tell"
    unknown = write(tmp_path / "iets.csv", ["1;2"], "a;b")
    assert main(["check", str(unknown)]) == 2
    assert "Noem het met --contract" in capsys.readouterr().err
    assert main(["check", str(nameless), "--contract", "trajecten"]) == 0
    assert main(["check", str(nameless), "--contract", "trajekten"]) == 2
    assert main(["check", str(tmp_path / "weg.csv")]) == 2
    assert "is er niet" in capsys.readouterr().err


def test_the_werkplein_may_come_from_the_uploader(tmp_path: Path) -> None:
    rows = [row.replace(";Almere;", ";") for row in spells(60)]
    file = write(tmp_path / "trajecten.csv", rows, HEADER.replace("werkplein;", ""))
    assert main(["check", str(file)]) == 1
    assert main(["upload", str(file), "--werkplein", "Almere", "--kwartaal", "2009K1"]) == 0
    assert open_store().deliveries(EVERYTHING)["werkplein"].unique().tolist() == ["Almere"]


def test_upload_stores_and_the_same_bytes_do_nothing(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload", str(good), "--kwartaal", "2009K1"]) == 0
    assert "voor 2009K1, gevolgd tot en met 31-03-2009. Rijen: 60." in capsys.readouterr().out
    version = open_store().version
    assert main(["upload", str(good), "--kwartaal", "2009K1"]) == 0
    assert "was al bewaard" in capsys.readouterr().out
    assert open_store().version == version


def test_upload_keeps_who_and_how_far(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days = ["--waargenomen-vanaf", "01-01-2009", "--waargenomen-tot", "2009-03-15"]
    who = ["--door", "j.jansen", "--organisatie", "gemeente"]
    assert main(["upload", str(good), *days, *who, "--json"]) == 0
    data = _json(capsys)
    assert (data["status"], data["quarter"], data["observed_until"]) == (
        "stored",
        "2009K1",
        "2009-03-15",
    )
    [upload] = open_store().uploads(EVERYTHING).to_dict("records")
    assert (upload["delivered_by"], upload["organisation"]) == ("j.jansen", "gemeente")
    assert str(upload["observed_from"])[:10] == "2009-01-01"


def test_a_faulty_file_is_refused_unless_its_good_rows_are_asked_for(wrong: Path) -> None:
    assert main(["upload", str(wrong), "--kwartaal", "2009K1"]) == 1
    assert open_store().uploads(EVERYTHING).empty
    asked = ["--kwartaal", "2009K1", "--zonder-foute-regels"]
    assert main(["upload", str(wrong), *asked]) == 0
    assert _rows_current() == 58


def test_a_replacement_is_shown_first(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload", str(good), "--kwartaal", "2009K1"]) == 0
    later = write(tmp_path / "trajecten_nieuw.csv", spells(60, away=6))
    capsys.readouterr()
    assert main(["upload", str(later), "--kwartaal", "2009K1"]) == 1
    said = capsys.readouterr().out
    assert (
        "Er is al geleverd: "
        "Trajecten van Almere voor 2009K1 (geleverd door alle partners samen)." in said
    )
    assert "Trajecten: rijen erbij 0, weg 6, anders 0." in said
    # Six of sixty spells fewer: six fewer flowed in.
    assert "60     54" in next(line for line in said.splitlines() if "Instroom" in line)
    assert "--vervang" in said
    assert _rows_current() == 60
    assert main(["upload", str(later), "--kwartaal", "2009K1", "--vervang"]) == 0
    assert _rows_current() == 54


def test_a_definitive_delivery_changes_only_with_a_reason(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload", str(good), "--kwartaal", "2009K1"]) == 0
    store = open_store()
    for party in ("uwv", "gemeente"):
        store.approve(CURRENT, party, by="mt", scope=EVERYTHING)
    store.finalise(CURRENT, by="mt", scope=EVERYTHING)
    later = write(tmp_path / "trajecten_nieuw.csv", spells(60, away=6))
    again = ["upload", str(later), "--kwartaal", "2009K1", "--vervang"]
    assert main(again) == 1
    assert "--reden" in capsys.readouterr().out
    assert main([*again, "--reden", "zes dubbel geteld"]) == 0
    assert "zes dubbel geteld" in set(store.deliveries(EVERYTHING)["reason"])


def _stored_places() -> list[str]:
    return sorted(open_store().deliveries(EVERYTHING)["werkplein"])


@pytest.fixture
def misspelt(tmp_path: Path) -> Path:
    """A file of two places that nobody knows, one of them a typing error."""
    other = [row.replace("T", "N", 1) for row in spells(30, werkplein="Nergenshuizen")]
    return write(tmp_path / "trajecten_plaatsen.csv", [*spells(30, werkplein="Bredda"), *other])


def test_a_question_stores_nothing_and_names_the_option_that_answers_it(
    misspelt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload", str(misspelt), "--organisatie", "uwv"]) == 1
    said = capsys.readouterr().out
    assert "VRAAG: Welke plaats is 'Bredda'?" in said
    assert '--antwoord "werkplein:Bredda=Breda"  Breda' in said
    assert '--antwoord "werkplein:Bredda=nieuw"  Dit is een nieuwe plaats' in said
    assert "VRAAG: Welke plaats is 'Nergenshuizen'?" in said
    assert "Open vragen: 2." in said
    assert open_store().uploads(EVERYTHING).empty


def test_answers_are_kept_for_the_next_file_of_the_same_source(
    misspelt: Path, tmp_path: Path
) -> None:
    asked = ["upload", str(misspelt), "--organisatie", "uwv", "--kwartaal", "2009K1"]
    given = ["werkplein:Bredda=Breda", "werkplein:Nergenshuizen=nieuw"]
    options = [part for one in given for part in ("--antwoord", one)]
    assert main([*asked, *options]) == 0
    assert _stored_places() == ["Breda", "Nergenshuizen"]
    again = write(tmp_path / "trajecten_weer.csv", spells(30, werkplein="Bredda", away=5))
    later = ["upload", str(again), "--organisatie", "uwv", "--kwartaal", "2009K1", "--vervang"]
    assert main(later) == 0
    assert _stored_places() == ["Breda", "Nergenshuizen"]


def test_a_typing_error_in_an_answer_is_asked_about_again(
    misspelt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answered = ["--antwoord", "werkplein:Bredda=Breeda"]
    assert main(["upload", str(misspelt), *answered]) == 1
    assert "Uw antwoord 'Breeda' past hier niet." in capsys.readouterr().out
    assert open_store().uploads(EVERYTHING).empty


def test_the_questions_as_data_are_a_form_for_the_answers(
    misspelt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload", str(misspelt), "--json"]) == 1
    data = _json(capsys)
    assert data["status"] == "asks"
    by_name = {question["name"]: question for question in data["questions"]}
    bredda = by_name["werkplein:Bredda"]
    assert (bredda["key"], bredda["subject"], bredda["open"]) == (
        "werkplein",
        "Bredda",
        True,
    )
    assert bredda["answers"] == ["Breda", "nieuw"]
    assert bredda["sentence"].startswith("Welke plaats is 'Bredda'?")
    bredda["answer"] = "Breda"
    by_name["werkplein:Nergenshuizen"]["answer"] = "nieuw"
    form = tmp_path / "vragen.json"
    form.write_text(json.dumps(data), encoding="utf-8")
    assert main(["upload", str(misspelt), "--antwoorden", str(form)]) == 0
    assert _stored_places() == ["Breda", "Nergenshuizen"]


def test_answers_in_lines_and_what_is_no_answer(
    misspelt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "antwoorden.txt"
    lines.write_text("# van Anna\n\nwerkplein:Bredda = Breda\nNergenshuizen\n")
    assert main(["upload", str(misspelt), "--antwoorden", str(lines)]) == 2
    assert "op regel 4 geen antwoord, maar 'Nergenshuizen'" in capsys.readouterr().err
    lines.write_text("# van Anna\n\nwerkplein:Bredda = Breda\nwerkplein=nieuw\n")
    assert main(["upload", str(misspelt), "--antwoorden", str(lines)]) == 0
    assert _stored_places() == ["Breda", "Nergenshuizen"]
    for wrong in ("werkplein:Bredda", "werkplien:Bredda=Breda"):
        assert main(["upload", str(misspelt), "--antwoord", wrong]) == 2
    assert main(["upload", str(misspelt), "--antwoorden", str(tmp_path / "weg.txt")]) == 2


def test_two_partners_of_one_place_stand_beside_each_other(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["upload", str(good), "--kwartaal", "2009K1"]
    assert main([*asked, "--organisatie", "uwv"]) == 0
    assert "Partner: UWV." in capsys.readouterr().out
    other = write(tmp_path / "trajecten_gemeente.csv", spells(60, away=10))
    assert main(["upload", str(other), "--kwartaal", "2009K1"]) == 1
    assert "VRAAG: Wie levert dit bestand?" in capsys.readouterr().out
    assert main(["upload", str(other), "--kwartaal", "2009K1", "--organisatie", "Almere"]) == 0
    assert "Partner: gemeente Almere." in capsys.readouterr().out
    assert _rows_current() == 110


def test_a_month_is_a_period_and_a_quarter_beside_it_is_one_too_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    january = write(tmp_path / "trajecten_januari.csv", [r for r in spells(60) if ";;" in r])
    asked = ["upload", str(january), "--organisatie", "uwv", "--maand", "2009-01"]
    assert main(asked) == 0
    assert "voor 2009-01, gevolgd tot en met 31-01-2009" in capsys.readouterr().out
    assert main([*asked, "--kwartaal", "2009K1"]) == 2
    assert "niet allebei" in capsys.readouterr().err
    assert main(["upload", str(january), "--maand", "2009K1"]) == 2
    assert "is geen maand" in capsys.readouterr().err


def test_what_an_earlier_period_knew_changes_only_after_a_yes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write(tmp_path / "trajecten_1.csv", spells(60))
    assert main(["upload", str(first), "--organisatie", "uwv", "--kwartaal", "2009K1"]) == 0
    # Case T0 began another day than the first quarter knew; T61 begins in the second.
    rows = [row.replace("01-01-2009", "02-01-2009") if row.startswith("T0;") else row
            for row in spells(60)]  # fmt: skip
    second = write(tmp_path / "trajecten_2.csv", [*rows, "T61;Almere;WW;02-04-2009;02-04-2009;;"])
    asked = ["upload", str(second), "--organisatie", "uwv", "--kwartaal", "2009K2"]
    capsys.readouterr()
    assert main(asked) == 1
    said = capsys.readouterr().out
    assert "wat over eerdere perioden al bekend was" in said
    assert "Trajecten, tot en met 31 maart 2009: rijen erbij 0, anders 1, weg 0." in said
    assert "T0" in said
    assert _rows_current() == 60
    assert main([*asked, "--json"]) == 1
    [earlier] = _json(capsys)["earlier"]
    assert (earlier["changed"], earlier["until"]) == (1, "2009-03-31")
    assert main([*asked, "--vervang"]) == 0


def test_the_circles_of_numbers_are_kept_with_the_source(good: Path) -> None:
    circles = ["--kring", "werkplein", "--zaaknummers", "overal"]
    asked = ["upload", str(good), "--organisatie", "uwv", "--kwartaal", "2009K1"]
    assert main([*asked, *circles]) == 0
    store = open_store()
    stated = store.catalogue.snapshot().stated
    assert stated.circle("kring", "Almere", "uwv") == "werkplein"
    assert stated.circle("zaaknummers", "Almere", "uwv") == "overal"
